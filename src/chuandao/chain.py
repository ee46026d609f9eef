"""The whole checkup (體檢) in one call: read, trace, diagnose, measure, and what reports need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.trace import Trace, trace
from chuandao.decay.effects.verb import effects_if_told
from chuandao.decay.measure import measure
from chuandao.diagnosis.examine import diagnose
from chuandao.errors import ChuandaoError, Place, Problem, UsageError
from chuandao.report.material import Material, material
from chuandao.store.lake import FACTS, write_tables
from chuandao.store.runs import keep_run, read_run


@dataclass(frozen=True)
class Checkup:
    """The results of one checkup: every table of its stages, and what reports are made of.

    Attributes
    ----------
    case : Case
    as_of : date
        The day of the checkup: the latest day in the data unless given.
    tables : mapping of str to pl.DataFrame
        The result tables by their catalogue name. Those of a stage that could not be made
        (no evidence, say) are absent, and ``warnings`` says why.
    warnings : tuple of Problem
    facts : mapping
        Version, fingerprint, parameters and seed; their hash is the run's code.
    trace : Trace or None
        The trace itself, for its page; None where it could not be made, or where the run was
        kept earlier and only its tables are at hand.
    """

    case: Case
    as_of: date
    tables: Mapping[str, pl.DataFrame]
    warnings: tuple[Problem, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    trace: Trace | None = None

    @property
    def material(self) -> Material:
        """What the reports of this checkup are made of."""
        return material(self.case, self.tables, self.as_of, self.warnings, self.facts)

    def keep(self) -> tuple[str, Path]:
        """Keep the run beside its case as an immutable snapshot; return its code and folder."""
        return keep_run(self.case.path, self.tables, self.facts, _notes(self.warnings))

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        write_tables(Path(folder), self.tables, {**self.facts, **_notes(self.warnings)})

    def __repr__(self) -> str:  # noqa: D105
        rows = ", ".join(f"{name} {table.height:,}" for name, table in sorted(self.tables.items()))
        return f"Checkup of {self.case.settings.name} as of {self.as_of}\n  {rows}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def kept_checkup(
    case: Case, folder: Path, *, as_of: date | str | None = None, seed: int = 0
) -> Checkup | None:
    """Return the checkup that a folder holds, if it is of this very case and these parameters.

    Results are immutable: what was made of the same inputs by the same version is taken as
    it is, not made again.
    """
    if not (folder / FACTS).exists():
        return None
    day = _day(case, as_of)
    tables, held = read_run(folder)
    facts = _facts(case, day, seed)
    if any(held.get(name) != value for name, value in facts.items()):
        return None
    return Checkup(case, day, tables, problems_of(held.get("warnings")), facts)


def checkup(
    case: Case,
    *,
    as_of: date | str | None = None,
    seed: int = 0,
    after_each: Callable[[Path], None] = lambda _: None,
) -> Checkup:
    """Return the checkup of a case: what became of its policies on the way down, and why (體檢).

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        The day of the checkup; by default the latest day in the data, never the clock.
    seed : int
        Of the draws behind the intervals of tiers and attribution.
    after_each : callable
        Called with the path of every document once it was read.

    Raises
    ------
    UsageError
        ``as_of_unknown``: no table says on which day anything happened, and none was given.

    Notes
    -----
    A stage that cannot be made leaves its tables out and its reason among the warnings: a
    case without documents is diagnosed by its tables and measured, one without evidence is
    traced and diagnosed.
    """
    day = _day(case, as_of)
    warnings: list[Problem] = []
    traced = _traced(case, warnings, after_each)
    told = traced or Trace(trace_documents([]), fingerprint=case.fingerprint)
    tables = {**traced.tables} if traced else {}
    tables |= diagnose(case, told, as_of=day).tables
    tables |= _evidence_side(case, tables, warnings, day, seed)
    return Checkup(
        case=case,
        as_of=day,
        tables=tables,
        warnings=tuple(warnings),
        facts=_facts(case, day, seed),
        trace=traced,
    )


def problems_of(records: object) -> tuple[Problem, ...]:
    """Return the warnings that ``run.json`` keeps as records."""
    held = records if isinstance(records, list) else []
    return tuple(
        Problem(r["code"], r["severity"], Place(**r["place"]), r["parameters"]) for r in held
    )


def _notes(warnings: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "warnings": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "place": vars(problem.place),
                "parameters": {name: str(value) for name, value in problem.parameters.items()},
            }
            for problem in warnings
        ]
    }


def _day(case: Case, as_of: date | str | None) -> date:
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    if day is None:
        raise UsageError("as_of_unknown")
    return day


def _traced(
    case: Case, warnings: list[Problem], after_each: Callable[[Path], None]
) -> Trace | None:
    try:
        traced = trace(case, after_each=after_each)
    except ChuandaoError as error:
        warnings.append(error.problem)
        return None
    warnings.extend(traced.unread)
    return traced


def _evidence_side(
    case: Case,
    made: Mapping[str, pl.DataFrame],
    warnings: list[Problem],
    day: date,
    seed: int,
) -> dict[str, pl.DataFrame]:
    try:
        decay = measure(case, made, as_of=day, seed=seed)
    except ChuandaoError as error:
        warnings.append(error.problem)
        return {}
    warnings.extend(decay.warnings)
    return {**decay.tables, **effects_if_told(case, warnings, as_of=day, seed=seed)}


def _facts(case: Case, day: date, seed: int) -> dict[str, object]:
    from chuandao import __version__

    return {
        "verb": "checkup",
        "version": __version__,
        "fingerprint": case.fingerprint,
        "as_of": day.isoformat(),
        "seed": seed,
    }
