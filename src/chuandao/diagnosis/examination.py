"""What every cause gives: findings with their evidence, deficits, and what could be examined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

_PARAMETER = pl.Struct({"name": pl.String, "value": pl.String})

SCHEMAS: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "findings": {
        "finding": pl.String,
        "unit": pl.String,
        "task": pl.String,
        "period": pl.String,
        "cause": pl.String,
        "sign": pl.String,
        "severity": pl.Float64,
        "strength": pl.String,
        "status": pl.String,
        "code": pl.String,
        "parameters": pl.List(_PARAMETER),
    },
    "finding_evidence": {
        "finding": pl.String,
        "document": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.Int64,
    },
    "deficits": {
        "unit": pl.String,
        "task": pl.String,
        "period": pl.String,
        "cause": pl.String,
        "deficit": pl.Float64,
        "reliability": pl.Float64,
    },
    "coverage": {
        "unit": pl.String,
        "task": pl.String,
        "cause": pl.String,
        "examined": pl.Boolean,
        "needed": pl.List(pl.String),
    },
}
_KEYS = {
    "findings": ["unit", "cause", "sign", "task", "period", "finding"],
    "finding_evidence": ["finding", "document", "start", "end", "file", "sheet", "row"],
    "deficits": ["unit", "task", "period", "cause"],
    "coverage": ["unit", "task", "cause"],
}


@dataclass(frozen=True)
class Words:
    """Characters of a document on which a finding rests (code points)."""

    document: str
    start: int
    end: int


@dataclass(frozen=True)
class TableRow:
    """A row of a table of the case on which a finding rests."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Finding:
    """A matter to verify (待核情況): one sign in one unit, for one task or (empty) for none.

    ``severity``: share 0–1; ``strength``: weak, moderate, strong; ``code`` and ``parameters``
    make the statement in the reader's language. ``period``: the label of the period it
    concerns, empty for all of them. ``about``: what else tells it from its siblings (a kind of
    resource, an indicator, a pair of departments), in characters fit for a code.
    """

    unit: str
    cause: str
    sign: str
    severity: float
    code: str
    task: str = ""
    document: str = ""
    period: str = ""
    about: str = ""
    strength: str = "weak"
    parameters: Mapping[str, str] = field(default_factory=dict)
    words: tuple[Words, ...] = ()
    rows: tuple[TableRow, ...] = ()

    @property
    def id(self) -> str:
        """The code of the finding, made of what it is about; the same in every run."""
        parts = (self.unit, self.sign, self.document, self.task, self.about, self.period)
        return ":".join(part for part in parts if part)


@dataclass(frozen=True)
class Deficit:
    """A deficit (差距): severity 0–1 on the step from the parent to the unit, for one task.

    ``period``: the label of its period; empty where it holds for all of them.
    ``reliability`` (0–1): the share of its variance that is not error of measurement.
    """

    unit: str
    task: str
    cause: str
    deficit: float
    reliability: float | None = None
    period: str = ""


@dataclass(frozen=True)
class Coverage:
    """Whether a cause could be examined for a unit and task (empty: all), and what is needed."""

    unit: str
    task: str
    cause: str
    examined: bool
    needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examination:
    """What one cause found.

    ``tables``: what it measured on the way and the report draws (a fund chain, a hand-over
    map), by the names of result tables of the catalogue.
    """

    findings: tuple[Finding, ...] = ()
    deficits: tuple[Deficit, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def together(*parts: Examination) -> Examination:
    """Return the examinations of several signs of one cause as one.

    Raises
    ------
    ValueError
        Two of them bring the same table: a fault of ours.
    """
    named = [name for part in parts for name in part.tables]
    if len(named) != len(set(named)):
        raise ValueError(named)
    return Examination(
        findings=tuple(one for part in parts for one in part.findings),
        deficits=tuple(one for part in parts for one in part.deficits),
        coverage=tuple(one for part in parts for one in part.coverage),
        tables={name: table for part in parts for name, table in part.tables.items()},
    )


def rows_behind(rows: pl.DataFrame) -> tuple[TableRow, ...]:
    """Return the rows of the case's files behind rows of a table of the case.

    Parameters
    ----------
    rows : table (origin_file, origin_sheet, origin_row, …)

    Examples
    --------
    >>> rows_behind(pl.DataFrame({"origin_file": ["staff.csv"], "origin_sheet": [None],
    ...     "origin_row": [7]}))
    (TableRow(file='staff.csv', sheet='', row=7),)
    """
    places = rows.select("origin_file", "origin_sheet", "origin_row").unique().sort(pl.all())
    return tuple(TableRow(file, sheet or "", row) for file, sheet, row in places.iter_rows())


def frames(examinations: Sequence[Examination]) -> dict[str, pl.DataFrame]:
    """Return the tables findings, finding_evidence, deficits and coverage, and the causes' own.

    Each is sorted by its key; the tables of a cause stay as it made them.

    Examples
    --------
    >>> frames([Examination(coverage=(Coverage("11", "", "capacity", False, ("staff",)),))])[
    ...     "coverage"].row(0)
    ('11', '', 'capacity', False, ['staff'])
    """
    findings = [finding for part in examinations for finding in part.findings]
    rows: dict[str, Iterable[dict[str, object]]] = {
        "findings": map(_finding, findings),
        "finding_evidence": (row for finding in findings for row in _evidence(finding)),
        "deficits": (
            vars(d) | {"period": d.period or None} for part in examinations for d in part.deficits
        ),
        "coverage": (_coverage(c) for part in examinations for c in part.coverage),
    }
    made = {
        name: pl.DataFrame(list(held), schema=dict(SCHEMAS[name]), orient="row").sort(_KEYS[name])
        for name, held in rows.items()
    }
    return {**{name: table for part in examinations for name, table in part.tables.items()}, **made}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "finding": finding.id,
        "unit": finding.unit,
        "task": finding.task,
        "period": finding.period or None,
        "cause": finding.cause,
        "sign": finding.sign,
        "severity": round(finding.severity, 4),
        "strength": finding.strength,
        "status": "to_verify",
        "code": finding.code,
        "parameters": [{"name": k, "value": v} for k, v in sorted(finding.parameters.items())],
    }


def _evidence(finding: Finding) -> Iterable[dict[str, object]]:
    nothing = dict.fromkeys(SCHEMAS["finding_evidence"])
    for words in dict.fromkeys(finding.words):
        yield nothing | vars(words) | {"finding": finding.id}
    for row in dict.fromkeys(finding.rows):
        yield nothing | vars(row) | {"finding": finding.id}


def _coverage(coverage: Coverage) -> dict[str, object]:
    return vars(coverage) | {"needed": list(coverage.needed)}
