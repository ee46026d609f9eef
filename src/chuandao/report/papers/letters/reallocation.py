"""The proposal to move funds (資金調整建議), to the finance office of the unit that decides."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.matching.rows import (
    Side,
    by_branch,
    from_outside,
    given_up,
    money_words,
    received,
    wan,
)
from chuandao.report.material import Material
from chuandao.report.paper_words import joined, percent, tier_name, written_day
from chuandao.report.papers.letters.frame import (
    Letter,
    Paragraph,
    Section,
    Table,
    issuer_of,
    mandate_words,
)

_WIDTHS = (10.0, 38.0, 36.0, 22.0, 26.0, 24.0)
_MOST_ROWS = 24
_BOUND_WIDTHS = (10.0, 40.0, 36.0, 22.0, 48.0)
_DUTY_WIDTHS = (48.0, 36.0, 36.0, 36.0)
_DUTY_ROWS, _DUTY_GAP = 8, -0.05
_YUAN = 10_000


def reallocation(material: Material, parameters: Mapping[str, object], language: str) -> Letter:
    """Return the proposal: what to move, what it does, what money cannot mend, on what it rests.

    Parameters
    ----------
    material : Material
        With the tables of a `Matching`.
    parameters : mapping
        Of the same.
    language : str

    Notes
    -----
    Posts are proposed without a number; the office for posts decides on them.
    """

    def words(code: str, **given: object) -> str:
        return render(f"match.{code}", language, **given)

    city = material.units.name(str(parameters["decider"]))
    tables, units = material.tables, material.units
    less, more = given_up(tables, units), received(tables, units)
    sections = (
        Section(words("whole"), tuple(_whole(material, parameters, language))),
        Section(words("less"), tuple(_listed(material, less, language))),
        Section(words("more"), tuple(_listed(material, more, language))),
        Section(words("beyond"), tuple(_beyond(material, language))),
        Section(words("duty"), tuple(_duty(material, language))),
        Section(words("how"), tuple(_how(parameters, language))),
    )
    return Letter(
        issuer=issuer_of(material, language),
        title=words("letter_title"),
        to=words("to", unit=city),
        lead=((mandate_words(material, language) + words("lead"),),),
        sections=sections,
        closing=words("closing"),
        day=material.as_of,
        annexes=(words("annex"),) if max(len(less), len(more)) > _MOST_ROWS else (),
    )


def _whole(
    material: Material, of: Mapping[str, object], language: str
) -> Iterator[Paragraph | Table]:
    rows = material.tables["reallocation"]
    needs = material.tables["match_coverage"].filter(pl.col("need") > 0)
    moved = Decimal(rows["amount"].sum() or 0)
    added, reserve = (from_outside(material.tables, rule) for rule in ("added", "reserve"))
    code = "whole.moved" if rows.height else "whole.none"
    yield (
        render(
            f"match.{code}",
            language,
            day=written_day(material.as_of, language),
            count=needs.height,
            before=_tenth(of["before"]),
            after=_tenth(of["after"]),
            bound=_tenth(of["bound"]),
            limit=percent(float(str(of["limit"]))),
            moved=money_words(moved, language),
            sources=joined(_sources(moved - added - reserve, added, reserve, language), language),
        ),
    )
    idle = material.tables["match_coverage"].filter(pl.col("binds") == "no_need")
    if idle.height:
        amount = money_words(Decimal(idle["there"].sum() or 0), language)
        yield (render("match.whole.idle", language, count=idle.height, amount=amount),)
    free = material.tables["match_prices"].filter(pl.col("bound_to").is_null())["price"]
    price = max((float(value) for value in free), default=0.0)
    if price > 0:
        worth = f"{price * _YUAN * 100:.3f}"
        yield (render("match.whole.price", language, worth=worth),)


def _sources(given: Decimal, added: Decimal, reserve: Decimal, language: str) -> Iterator[str]:
    for name, amount in (("units", given), ("added", added), ("reserve", reserve)):
        if amount:
            money = money_words(amount, language)
            yield render(f"match.source.{name}", language, amount=money)


def _tenth(share: object) -> str:
    return f"{float(str(share)) * 100:.1f}%"


def _listed(
    material: Material, sides: Sequence[Side], language: str
) -> Iterator[Paragraph | Table]:
    """Return a list of sides; a long one summed up by county, the rest in the annex."""
    if not sides:
        return
    long = len(sides) > _MOST_ROWS
    held = by_branch(sides, material.units) if long else sides
    names = ("number", "unit", "task", "amount_wan", "coverage", "rule")
    heading = tuple(render(f"match.column.{name}", language) for name in names)
    rows = tuple(_side(at, side, material, language) for at, side in enumerate(held, 1))
    if long:
        yield (render("match.summed", language, count=len(sides)),)
    yield Table(_WIDTHS, heading, rows, centred=(0, 3, 4))


def _side(number: int, side: Side, material: Material, language: str) -> tuple[str, ...]:
    name = material.units.name(side.unit)
    if side.units > 1:
        name = render("match.units_below", language, unit=name, count=side.units)
    rules = joined((values("match_rule").label(rule, language) for rule in side.rules), language)
    change = "—"
    if side.before is not None and side.after is not None:
        change = f"{percent(side.before)}→{percent(side.after)}"
    return (
        str(number), name, _task(material, side.task), wan(side.amount), change, rules
    )  # fmt: skip


def _task(material: Material, task: str) -> str:
    named = dict(material.tasks.select("task", "name").drop_nulls().iter_rows())
    return str(named.get(task, task))


def _beyond(material: Material, language: str) -> Iterator[Paragraph | Table]:
    """Tell what money cannot mend, and to whom to turn; of posts no number."""
    rows = material.tables["bottlenecks"].to_dicts()
    if not rows:
        return
    names = ("number", "unit", "task", "resource", "proposal")
    yield (render("match.beyond.lead", language),)
    yield Table(
        _BOUND_WIDTHS,
        tuple(render(f"match.column.{name}", language) for name in names),
        tuple(
            (
                str(at),
                material.units.name(row["unit"]),
                _task(material, row["task"]),
                values("resource").label(row["resource"], language),
                render(
                    f"match.beyond.{row['resource']}",
                    language,
                    need=f"{row['need']:g}",
                    there=f"{row['there']:g}",
                ),
            )
            for at, row in enumerate(rows, 1)
        ),
        centred=(0,),
    )


def _duty(material: Material, language: str) -> Iterator[Paragraph | Table]:
    """Return where a tier bore markedly less than its stated share, the largest gaps first."""
    rows = material.tables["means_against_duty"].filter(pl.col("gap") < _DUTY_GAP)
    held = rows.sort("gap", "task", "tier").head(_DUTY_ROWS).to_dicts()
    if not held:
        return
    yield (render("match.duty.lead", language),)
    names = ("task", "tier", "duty_share", "borne_share")
    yield Table(
        _DUTY_WIDTHS,
        tuple(render(f"match.column.{name}", language) for name in names),
        tuple(
            (
                _task(material, row["task"]),
                tier_name(material.units, row["tier"], language),
                percent(row["duty_share"]),
                percent(row["borne_share"]),
            )
            for row in held
        ),
        centred=(1, 2, 3),
    )


def _how(of: Mapping[str, object], language: str) -> Iterator[Paragraph]:
    return ((words,) for words in notes_of(of, language))


def notes_of(of: Mapping[str, object], language: str) -> list[str]:
    """Return on what the proposal rests, and how it is carried out, in a sentence each."""
    given = {
        "delay": of["delay"],
        "horizon": written_day(date.fromisoformat(str(of["horizon"])), language),
        "limit": percent(float(str(of["limit"]))),
        "least": money_words(float(str(of["least"])), language),
        "margin": percent(float(str(of["margin"]))),
        "weighting": render(f"match.weighting.{of['weighting']}", language),
    }
    return [render(f"match.how.{at}", language, **given) for at in range(1, 6)]
