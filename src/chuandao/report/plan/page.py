"""The package of remedies (對策建議) and what may come of it (推演) as one page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.knowledge import remedies
from chuandao.catalog.values import values
from chuandao.messages import language_of, render
from chuandao.report.page_policy import policy_of
from chuandao.report.page_template import page_source, page_template
from chuandao.report.paper_words import tier_name, written_day

STYLES = ("checkup.css", "checkup_charts.css", "measure.css")
_WAN = 10_000
_FIRM = 0.9
_NARROW = 0.05

Tables = Mapping[str, pl.DataFrame]


class PlanWords:
    """What the page says, in one language: sentences, labels, amounts, points.

    Examples
    --------
    >>> PlanWords("zh-Hans").money(2_645_000), PlanWords("en").points(0.187)
    ('264.5万元', '18.7')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, code: str, /, **given: object) -> str:
        """Return a sentence."""
        return render(f"plan_page.{code}", self.language, **given)

    def remedy(self, code: str) -> str:
        """Return the label of a remedy."""
        return remedies()[code].label(self.language)

    def value(self, domain: str, value: str) -> str:
        """Return the label of a value of the catalogue."""
        return values(domain).label(value, self.language)

    def money(self, yuan: Any) -> str:
        """Return an amount: in ten thousands in Chinese."""
        if self.language == "en":
            return self.say("money", amount=f"{float(yuan):,.0f}")
        return self.say("money", amount=f"{float(yuan) / _WAN:,.1f}")

    def points(self, share: float) -> str:
        """Return efficacy points, to one decimal."""
        return f"{100 * share:.1f}"

    def percent(self, share: float) -> str:
        """Return a share in whole per cent."""
        return f"{100 * share:.0f}%"


def plan_page(
    case: Case, plan: Tables, ahead: Tables, as_of: date | None, language: str = "zh-Hans"
) -> str:
    """Return one self-contained page of a package and, where it was simulated, what may come.

    Parameters
    ----------
    case : Case
    plan : tables of a plan
        plan, plan_summary, plan_alternatives, plan_assumptions.
    ahead : tables of a simulation
        simulated_tiers, unmoved; empty where nothing was simulated.
    as_of : date or None
    language : str
        One of ``chuandao.messages.LANGUAGES``.

    Notes
    -----
    No gain stands without its interval, and no effect without its source. Units stand in
    administrative order. The same tables give the same bytes.
    """
    tongue = language_of(language)
    words = PlanWords(tongue)
    style = "".join(map(page_source, STYLES))
    rows = plan["plan_alternatives"].sort(["gain", "remedy"], descending=[True, False]).to_dicts()
    chosen = [row for row in rows if row["units"]]
    return page_template("plan.html.j2").render(
        case=case,
        chosen=chosen,
        day=written_day(as_of, tongue) if as_of else "",
        firm=[words.remedy(row["remedy"]) for row in chosen if row["near"] >= _FIRM],
        left_out=[words.remedy(row["remedy"]) for row in rows if not row["units"]],
        policy=policy_of(style),
        style=style,
        tiers=_tiers(ahead, case, tongue),
        total=plan["plan_summary"].row(0, named=True),
        units=_by_unit(plan["plan"], case),
        assumed=plan["plan_assumptions"].filter("used").to_dicts(),
        fragile=_fragile(chosen, plan["plan_assumptions"]),
        words=words,
    )


def _by_unit(plan: pl.DataFrame, case: Case) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the measures by the unit that takes them, in administrative order."""
    held: dict[str, list[dict[str, Any]]] = {}
    for row in plan.to_dicts():
        held.setdefault(row["unit"], []).append(row)
    order = sorted(held, key=case.units.position)
    return [(case.units.path(unit).replace("/", "—"), held[unit]) for unit in order]


def _fragile(chosen: list[dict[str, Any]], assumed: pl.DataFrame) -> list[dict[str, Any]]:
    """Return remedies that would drop out if they brought no more than their lowest effect.

    ``break_even`` is the multiple of the assumed effect below which a remedy no longer pays.
    """
    least = (pl.col("low") / pl.col("mid")).fill_nan(0).min()
    low = dict(assumed.group_by("remedy").agg(least).iter_rows())
    return [
        row
        for row in chosen
        if row["break_even"] is not None
        and row["break_even"] > max(float(low.get(row["remedy"]) or 0.0), _NARROW)
    ]


def _tiers(ahead: Tables, case: Case, language: str) -> list[dict[str, Any]]:
    """Return efficacy at the end of the simulation, by tier, without and with the package."""
    table = ahead.get("simulated_tiers")
    if table is None or table.is_empty():
        return []
    whole = table.filter(pl.col("task").is_null())
    rows = whole if whole.height else table
    last = rows.filter(pl.col("period") == rows["period"].max())
    both = last.filter(scenario="without").join(
        last.filter(scenario="plan"), on="tier", suffix="_plan"
    )
    return [
        {**row, "name": tier_name(case.units, row["tier"], language)}
        for row in both.sort("tier").to_dicts()
        if row["tier"]
    ]
