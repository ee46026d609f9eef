"""The verb appraise (差異化考核): what indicators should count for, by type of unit, and why."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal import settings_in_force
from chuandao.diagnosis.result_rows import result_rows
from chuandao.errors import Problem, UsageError
from chuandao.prescription.appraise.compared import compared
from chuandao.prescription.appraise.incentives import incentives
from chuandao.prescription.appraise.kinds import Kind, kinds
from chuandao.prescription.appraise.noise import measured, results
from chuandao.prescription.appraise.pilots import pilot_steps
from chuandao.prescription.appraise.tolerance import register
from chuandao.prescription.appraise.weights import Line, Sheet, sheet_of
from chuandao.prescription.proposal import Proposal

_SELF = "self_report"


def appraise(
    case: Case,
    *,
    as_of: date | str | None = None,
    others: float | None = None,
    aversion: float | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
) -> Proposal:
    """Return proposed weights by type of unit, with pilots, tolerance and incentives (差異化考核).

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        The day of the proposal; by default the latest day in the data.
    others : float, optional
        Share of the points (0-1) that may go to what serves no stated priority; by default
        that of the catalogue, an assumption for the office in charge to settle.
    aversion : float, optional
        How far noise of measurement lowers a weight; 0: weights are the priorities.
    tables : mapping of str to pl.DataFrame, optional
        Result tables of a checkup; ``retention`` says what worked.

    Returns
    -------
    Proposal
        Tables ``weights_proposed``, ``weights_compared``, ``pilot_steps``,
        ``tolerance_register``, ``incentives``.

    Raises
    ------
    UsageError
        ``others_share``, ``aversion_negative``: an option out of its range.

    Examples
    --------
    >>> import chuandao as cd
    >>> proposal = cd.appraise(cd.read(cd.examples.qinghe))
    >>> proposal.tables["weights_proposed"].group_by("unit").agg(
    ...     pl.col("weight_proposed").sum())["weight_proposed"].round(3).unique().to_list()
    [100.0]
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    chosen = {
        "others": threshold("others_share") if others is None else others,
        "aversion": threshold("noise_aversion") if aversion is None else aversion,
    }
    _check(chosen)
    found = results(case, day)
    held = measured(found, dict(case.units.frame.select("unit", "tier").rows()))
    groups = kinds(settings_in_force(case, day))
    made = [sheet_of(group, held, **chosen) for group in groups]
    sheets = [sheet for sheet in made if sheet]
    data = _Data(case)
    return Proposal(
        "appraise",
        {
            "weights_proposed": result_rows("weights_proposed", _rows(sheets, data)),
            "weights_compared": result_rows("weights_compared", compared(sheets, found)),
            "pilot_steps": result_rows("pilot_steps", pilot_steps(case, day)),
            "tolerance_register": result_rows("tolerance_register", register(case, day)),
            "incentives": result_rows("incentives", incentives(case, tables or {}, day)),
        },
        day,
        {**chosen, "result_spread": round(held.spread, 4)},
        case.fingerprint,
        tuple(_warnings(case, groups, made)),
    )


def _check(chosen: Mapping[str, float]) -> None:
    if not 0 <= chosen["others"] <= 1:
        raise UsageError("others_share", given=chosen["others"])
    if chosen["aversion"] < 0:
        raise UsageError("aversion_negative", given=chosen["aversion"])


def _warnings(
    case: Case, groups: Iterable[Kind], made: Iterable[Sheet | None]
) -> Iterable[Problem]:
    if "appraisals" not in case.tables:
        yield Problem("no_schemes", "warning")
    for group, sheet in zip(groups, made, strict=True):
        if sheet is None:
            told = {"scheme": group.setting.group.named, "units": len(group.units)}
            yield Problem("no_proposal", "warning", parameters=told)


class _Data:
    """Where the figures of a task come from, and who may score it."""

    def __init__(self, case: Case) -> None:
        self._sources = _by_task(case, "evidence", "source")
        self._leads = _by_task(case, "assignments", "unit")

    def sources(self, task: str) -> list[str]:
        """Return the sources there are for a task, those other than the unit itself first."""
        return sorted(self._sources.get(task, ()), key=lambda name: (name == _SELF, name))

    def scorers(self, task: str) -> list[str]:
        """Return the departments that lead a task."""
        return sorted(self._leads.get(task, ()))


def _by_task(case: Case, table: str, column: str) -> dict[str, list[str]]:
    held = case.tables.get(table)
    if held is None:
        return {}
    if table == "assignments":
        offices = [u for u in held["unit"].unique() if u in case.units and _office(case, u)]
        held = held.filter((pl.col("role") == "lead") & pl.col("unit").is_in(offices))
    return dict(held.group_by("task").agg(pl.col(column).unique().sort()).rows())


def _office(case: Case, unit: str) -> bool:
    return case.units.kind(unit) in {"department", "party", "vertical"}


def _rows(sheets: Iterable[Sheet], data: _Data) -> Iterable[dict[str, object]]:
    for sheet in sheets:
        group = sheet.kind.setting.group
        for line in sheet.lines:
            yield {
                "unit": group.units[0],
                "units": list(group.units),
                "type": group.type or None,
                "schemes": group.named,
                "sources": data.sources(line.subject),
                "scorers": data.scorers(line.subject),
                **_of_line(sheet.kind, line),
            }


def _of_line(kind: Kind, line: Line) -> dict[str, object]:
    one, known = line.indicator, kind.setting.known.get(line.subject)
    told = known.dimension if known else line.subject
    return {
        "subject": line.subject,
        "indicator": one.name if one else "",
        "dimension": (one.dimension if one else told) or None,
        "veto": bool(one and one.veto),
        "weight_now": None if line.now is None else round(line.now, 6),
        "weight_proposed": line.proposed,
        "reason": line.reason,
        "priority_share": None if line.priority is None else round(line.priority, 4),
        "noise_ratio": line.noise and round(line.noise.ratio, 4),
        "noise_source": line.noise and line.noise.source,
    }
