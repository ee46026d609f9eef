"""The training plan (骨幹培訓): whom, on which clauses, for how many hours."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

import polars as pl

from chuandao.catalog.interpretation import training_hours
from chuandao.catalog.thresholds import threshold
from chuandao.prescription.interpret.model import OWN, TYPICAL, Misreading, Rule, Session

UNIT, LEADS, BELOW_TIERS = "unit", "leads", "below"
_WRONG = 1 / 3


def sessions_of(
    rules: Sequence[Rule],
    misreadings: Sequence[Misreading],
    *,
    unit: str = "",
    cases: bool = False,
    tested: Mapping[str, int] | None = None,
) -> tuple[Session, ...]:
    """Return the training plan of a document.

    Parameters
    ----------
    rules : sequence of Rule
    misreadings : sequence of Misreading
        Real ones weigh more than typical ones.
    unit : str
        The unit the kit is for: its own people are trained on its own misreadings.
    cases : bool
        Whether there are typical cases to discuss.
    tested : mapping of clause path to int
        Clauses answered wrongly in comprehension tests by a third or more, and by how many.

    Notes
    -----
    Hours = overview + cases + test + per clause: led, typical or misread, at the values of
    ``training_hours.csv``, rounded up to half an hour and never more than a working day.
    """
    tested = dict(tested or {})
    if unit:
        return (_for_unit(rules, misreadings, unit, tested, cases=cases),)
    return (
        *_for_leads(rules, misreadings, cases=cases),
        _for_below(misreadings, tested, cases=cases),
    )


def wrong_clauses(tests: pl.DataFrame | None, document: str) -> dict[str, int]:
    """Return the clauses that a third or more of the takers answered wrongly, and by how many.

    Nothing is said of a clause that fewer than ten people answered.
    """
    if tests is None or tests.is_empty() or "clause" not in tests.columns:
        return {}
    counted = (
        tests.filter(pl.col("clause").str.starts_with(f"{document}#"))
        .group_by("clause")
        .agg(
            pl.col("taker").n_unique().alias("takers"),
            pl.len().alias("answers"),
            (~pl.col("correct")).sum().alias("wrong"),
        )
        .filter(
            (pl.col("takers") >= threshold("takers_shown"))
            & (pl.col("wrong") >= pl.col("answers") * _WRONG)
        )
        .sort("clause")
    )
    return {
        clause.partition("#")[2]: int(wrong)
        for clause, wrong in counted.select("clause", "wrong").iter_rows()
    }


def _for_unit(
    rules: Sequence[Rule],
    misreadings: Sequence[Misreading],
    unit: str,
    tested: Mapping[str, int],
    *,
    cases: bool,
) -> Session:
    own = [one for one in misreadings if one.origin == OWN]
    others = [one for one in misreadings if one.origin != OWN]
    held = own or others
    order = [rule.path for rule in rules]
    paths = sorted({one.quote.path for one in held} | set(tested), key=_place(order))
    misread = {one.quote.path for one in held if one.origin != TYPICAL} | set(tested)
    kinds = Counter("misread" if path in misread else "typical" for path in paths)
    reasons = {"own": len(own), "tested": len(tested), "others": len(others) if not own else 0}
    return Session(UNIT, unit, tuple(paths), _hours(kinds, cases=cases), _told(reasons))


def _for_leads(
    rules: Sequence[Rule], misreadings: Sequence[Misreading], *, cases: bool
) -> Iterable[Session]:
    """Yield a session a unit that leads, on the clauses that it leads."""
    led: defaultdict[str, list[str]] = defaultdict(list)
    for rule in rules:
        if not rule.restates:
            for quote in rule.lead:
                led[quote.words].append(rule.path)
    misread = {one.quote.path for one in misreadings if one.origin != TYPICAL}
    for name, paths in led.items():
        kinds = Counter("misread" if path in misread else "led_clause" for path in paths)
        reasons = {"led": len(paths), "misread": len(misread & set(paths))}
        yield Session(LEADS, name, tuple(paths), _hours(kinds, cases=cases), _told(reasons))


def _for_below(
    misreadings: Sequence[Misreading], tested: Mapping[str, int], *, cases: bool
) -> Session:
    """Return the session of those who carry the document out below."""
    real = {one.quote.path: one.units for one in misreadings if one.origin != TYPICAL}
    paths = dict.fromkeys([*(one.quote.path for one in misreadings), *tested])
    kinds = Counter("misread" if path in real or path in tested else "typical" for path in paths)
    reasons = {"misread": len(real), "tested": len(tested), "typical": kinds["typical"]}
    return Session(BELOW_TIERS, "", tuple(paths), _hours(kinds, cases=cases), _told(reasons))


def _told(reasons: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in reasons.items() if count}


def _place(order: Sequence[str]) -> Callable[[str], int]:
    place = {path: at for at, path in enumerate(order)}
    return lambda path: place.get(path, len(place))


def _hours(kinds: Mapping[str, int], *, cases: bool) -> Decimal:
    """Return the hours of a session, from the catalogue.

    Examples
    --------
    >>> _hours({"misread": 3, "led_clause": 1}, cases=True)
    Decimal('4.0')
    """
    hours = training_hours()
    total = hours["overview"] + hours["test"] + (hours["cases"] if cases else Decimal(0))
    total += sum((hours[kind] * count for kind, count in kinds.items()), Decimal(0))
    steps = (total / hours["round"]).to_integral_value(rounding=ROUND_CEILING)
    return min(steps * hours["round"], hours["most"])
