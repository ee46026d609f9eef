"""The verb coordinate (打破壁壘): agenda of joint meetings, task forces, duties, data shares."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.coordination import examine
from chuandao.diagnosis.coordination.shared_data import waits_for_data
from chuandao.diagnosis.examination import frames
from chuandao.diagnosis.result_rows import result_rows
from chuandao.errors import Problem, UsageError
from chuandao.prescription.coordinate.agenda import agenda
from chuandao.prescription.coordinate.blocked import ways
from chuandao.prescription.coordinate.duties import Known, duties
from chuandao.prescription.coordinate.task_forces import task_forces
from chuandao.prescription.proposal import Proposal

_NEEDED = ("findings", "finding_evidence", "handovers", "returns", "leads")


def coordinate(
    case: Case,
    trace: Trace | None = None,
    *,
    as_of: date | str | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
) -> Proposal:
    r"""Return what would take down the walls between departments (打破壁壘).

    Parameters
    ----------
    case : Case
    trace : Trace, optional
        Of the same case; may be left out where ``tables`` are given, or where the case has no
        documents.
    as_of : date or str, optional
        The day of the proposal; by default the latest day in the data.
    tables : mapping of str to pl.DataFrame, optional
        The result tables of a diagnosis of the same case and day, so that nothing is
        examined twice.

    Returns
    -------
    Proposal
        Tables ``agenda``, ``task_forces``, ``duties_proposed``, ``data_shares``.

    Raises
    ------
    UsageError
        ``as_of_unknown``: no table says on which day anything happened, and none was given.
        ``coordinate_needs``: neither a trace nor the tables of a diagnosis, and the case has
        documents.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import chuandao as cd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n11,柳河县,1,1\n", "utf-8")
    ...     sorted(cd.coordinate(cd.read(folder), as_of="2025-12-31").tables)
    ['agenda', 'data_shares', 'duties_proposed', 'task_forces']
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    if day is None:
        raise UsageError("as_of_unknown")
    held = _examined(case, trace, day, tables)
    shares = _shares(case, held["handovers"], day)
    found = ways(case, held, shares)
    leads = {(row["unit"], row["task"]): row["leads"] for row in held["leads"].to_dicts()}
    forces = task_forces(found, leads, case.units, day)
    return Proposal(
        "coordinate",
        {
            "agenda": result_rows("agenda", agenda(found, case.units)),
            "task_forces": result_rows("task_forces", forces),
            "duties_proposed": _duties(Known(case, held["leads"], day)),
            "data_shares": result_rows("data_shares", shares.iter_rows(named=True)),
        },
        day,
        {},
        case.fingerprint,
        tuple(_warnings(case)),
    )


def _duties(known: Known) -> pl.DataFrame:
    """Return the duties proposed; an office named for two reasons stands under the first."""
    made: dict[tuple[object, ...], dict[str, object]] = {}
    for row in duties(known):
        made.setdefault((row["unit"], row["task"], row["department"]), row)
    return result_rows("duties_proposed", made.values())


def _examined(
    case: Case, trace: Trace | None, day: date, tables: Mapping[str, pl.DataFrame] | None
) -> Mapping[str, pl.DataFrame]:
    if tables is not None and all(name in tables for name in _NEEDED):
        return tables
    if trace is None and case.document_files:
        raise UsageError("coordinate_needs")
    nothing = Trace(Traced((), {}, (), (), ()))
    return frames([examine(case, trace or nothing, day)])


def _shares(case: Case, handovers: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the hand-overs by task for which data are wanting, those that lose most first."""
    found = waits_for_data(case, handovers, day, before="from_department", after="to_department")
    by_task = found.filter(pl.col("task").is_not_null())
    on = ["unit", "from_department", "to_department"]
    whole = found.filter(pl.col("task").is_null()).join(by_task, on=on, how="anti")
    return (
        pl.concat([by_task, whole])
        .filter(pl.col("lost_days") > 0)
        .with_columns(pl.col("lost_days").round(1).alias("days_lost"))
        .sort("unit", "task", "measure", *on[1:], nulls_last=False)
        .unique(["unit", "task", *on[1:]], keep="first", maintain_order=True)
    )


def _warnings(case: Case) -> Iterable[Problem]:
    if "events" not in case.tables:
        yield Problem("no_event_log", "warning")
    if "assignments" not in case.tables:
        yield Problem("no_assignments", "note")
