"""The verb diagnose (診斷): the five causes and the issuing unit, each examined on its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis import appraisal, capacity, coordination, resources, root, understanding
from chuandao.diagnosis.examination import frames
from chuandao.diagnosis.loss_sensitivity import loss_sensitivity

CAUSES = (understanding, resources, capacity, appraisal, coordination)


@dataclass(frozen=True)
class Diagnosis:
    """Findings and deficits of the five causes, and what could not be examined (診斷).

    ``tables``: findings, finding_evidence, deficits, coverage, loss_sensitivity, and what the
    causes measured on the way (fund chain, hand-overs and others of the catalogue).
    """

    tables: Mapping[str, pl.DataFrame]
    fingerprint: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {"verb": "diagnose", "version": __version__, "fingerprint": self.fingerprint}
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:  # noqa: D105
        counts = self.tables["findings"]["cause"].value_counts().sort("cause")
        found = ", ".join(f"{cause} {count}" for cause, count in counts.iter_rows())
        examined = self.tables["coverage"].filter("examined")["cause"].unique().sort().to_list()
        return (
            f"Diagnosis: findings {found or 'none'}; examined: {', '.join(examined) or 'nothing'}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def diagnose(case: Case, trace: Trace, *, as_of: date | str | None = None) -> Diagnosis:
    """Return the findings and deficits of the five causes and of the issuing unit (診斷).

    Parameters
    ----------
    case : Case
    trace : Trace
        Of the same case.
    as_of : date or str, optional
        The day of the checkup: what is dated later is not looked at, and what was under way
        on it counts as such. By default the latest day in the data, never the clock.

    Notes
    -----
    Every finding is a matter to verify (待核情況). A cause without data is not examined: its
    coverage says what would be needed, and nothing is laid at its door.

    Examples
    --------
    >>> import chuandao as cd
    >>> case = cd.read(cd.examples.qinghe)
        >>> tables = cd.diagnose(case, cd.trace(case)).tables
    >>> {"coverage", "deficits", "finding_evidence", "findings"} <= tables.keys()
        True
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    examinations = [part.examine(case, trace, day) for part in (*CAUSES, root)]
    moved = {"loss_sensitivity": loss_sensitivity(case, trace)}
    return Diagnosis({**frames(examinations), **moved}, case.fingerprint)
