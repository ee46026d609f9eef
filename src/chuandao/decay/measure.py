"""The verb measure (測算): efficacy, retention, causes of the loss, blockages, with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from chuandao.cascade.case import Case
from chuandao.decay.model import DecayModel
from chuandao.errors import Problem

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, eq=False)
class Decay:
    """What a strategy lost on its way down (測算結果).

    Attributes
    ----------
    tables : mapping of str to pl.DataFrame
        efficacy, retention, tiers, parameters, attribution, blockages, reporters.
    warnings : tuple of Problem
        What was left out, filled, or rests on little.
    parameters : mapping
        What the figures depend on besides the case: seed, anchors, weighting, day.
    fingerprint : str
        The hash of the case.
    model : DecayModel or None
        The fitted model, for further questions.
    """

    tables: Tables
    warnings: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""
    model: DecayModel | None = None

    def save(self, folder: str | Path) -> None:
        """Write the tables as Parquet and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "measure",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:
        """Return the tier figures of the root as a short table."""
        counts = (
            f"Decay: {self.tables['efficacy']['unit'].n_unique():,} units, "
            f"{self.tables['blockages'].height} blockages, {len(self.warnings)} remarks"
        )
        return "\n".join([counts, *map(_line, self._root_tiers().iter_rows(named=True))])

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"

    def _root_tiers(self) -> pl.DataFrame:
        tiers = self.tables["tiers"].filter(pl.col("task").is_null())
        root = self.tables["efficacy"].filter(pl.col("se_log") == 0)["unit"].unique()
        deepest = tiers.filter(
            pl.col("unit").is_in(root.to_list())
            & (pl.col("leaf_tier") == pl.col("leaf_tier").max())
        )
        return deepest.sort("period", "tier")


def measure(
    case: Case,
    diagnosis_tables: Tables | pl.DataFrame | None = None,
    *,
    as_of: date | str | None = None,
    anchor: str | None = None,
    seed: int = 0,
    weighting: str = "equal",
) -> Decay:
    r"""Return what became of the strategy on its way down, and of what causes (測算).

    Parameters
    ----------
    case : Case
        With a table ``evidence``.
    diagnosis_tables : mapping of str to pl.DataFrame, or pl.DataFrame, optional
        ``deficits``, and where there are ``coverage`` and ``findings``. Deficits given in the case
        itself go before them.
    as_of : date, optional
        Evidence of periods that begin later is left out.
    anchor : str, optional
        The source on which the level rests; by default what ``case.toml`` declares.
    seed : int
        Of the posterior draws; the same seed gives the same bytes.
    weighting : str
        What leaves count for in tier figures: equal, or population.

    Raises
    ------
    UsageError
        No usable evidence, no anchor among several sources, or only one unit.

    Notes
    -----
    Each period is measured by itself; coefficients and variances are shared by tasks and periods.
    A village without evidence of its own gets an estimate from its township and the other
    villages; ``own_evidence`` = 0 marks it, and nothing about it may be claimed.

    Examples
    --------
    >>> import tempfile, chuandao as cd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "unit,name,tier,parent\n1,市,0,\n11,甲县,1,1\n12,乙县,1,1\n", "utf-8")
    ...     _ = Path(folder, "evidence.csv").write_text(
    ...         "unit,task,period,source,value,scale,n\n"
    ...         "11,T,2025,inspection,0.8,share,200\n12,T,2025,inspection,0.7,share,200\n")
    ...     case = cd.read(folder)
    >>> decay = measure(case)
    >>> decay.tables["efficacy"].filter(task="T")["estimate"].round(1).to_list()
    [1.0, 0.8, 0.7]
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    given = _tables(diagnosis_tables)
    seen = case if day is None else _until(case, day)
    model = DecayModel(anchor=anchor, seed=seed, weighting=weighting)
    model.fit(seen, _deficits(case, given), given.get("coverage"))
    tables = {
        "efficacy": model.efficacy_,
        "retention": model.retention_,
        "tiers": model.tiers_,
        "parameters": model.parameters_,
        "attribution": model.attribution(),
        "blockages": model.blockages(findings=given.get("findings")),
        "reporters": model.reporters(),
    }
    parameters = {
        "anchors": list(model.fitted_.design.evidence.anchors),
        "as_of": None if day is None else day.isoformat(),
        "seed": seed,
        "weighting": weighting,
    }
    return Decay(MappingProxyType(tables), model.problems_, parameters, case.fingerprint, model)


def _line(row: Mapping[str, Any]) -> str:
    """Return one tier of one period as a line."""
    interval = f"{row['efficacy']:.2f} ({row['low']:.2f}-{row['high']:.2f})"
    kept = "" if row["retention"] is None else f"  retention {row['retention']:.2f}"
    return f"  {row['period']}  tier {row['tier']}  efficacy {interval}{kept}"


def _tables(given: Tables | pl.DataFrame | None) -> Tables:
    if given is None:
        return {}
    return {"deficits": given} if isinstance(given, pl.DataFrame) else given


def _deficits(case: Case, given: Tables) -> pl.DataFrame | None:
    """Return the deficits to use: what was given from outside goes before what was computed."""
    columns = ["unit", "task", "period", "cause", "deficit", "reliability"]
    outside, computed = case.tables.get("deficits"), given.get("deficits")
    if outside is None or computed is None:
        return computed if outside is None else outside
    key = columns[:4]
    rest = computed.join(outside.select(key), on=key, how="anti", nulls_equal=True)
    return pl.concat([outside.select(columns), rest.select(columns)], how="vertical_relaxed")


def _until(case: Case, day: date) -> Case:
    """Return the case without evidence of periods that begin after a day."""
    from dataclasses import replace

    evidence = case.tables.get("evidence")
    if evidence is None or "period_start" not in evidence.columns:
        return case
    kept = evidence.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= day))
    return replace(case, tables=MappingProxyType({**case.tables, "evidence": kept}))
