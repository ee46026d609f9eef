"""A report's material for these tests: the real trace of one county, with planted levels.

Levels are made up, not measured; findings, deficits and coverage are those of the diagnosis.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl

import chuandao as cd
from chuandao.cascade.case import Case
from chuandao.report.material import Material

TOWN, SIBLING, COUNTY, CITY = "990202100000", "990202101000", "990202000000", "990200000000"
VILLAGE_SEEN, VILLAGE_UNSEEN = "990202100200", "990202100201"
_STEP = {0: 1.0, 1: 0.9, 2: 0.78, 3: 0.83}
_ANCHORED = pl.DataFrame(
    {
        "unit": [COUNTY, TOWN, TOWN, SIBLING, VILLAGE_SEEN],
        "task": [""] * 5,
        "period": ["2025Q3"] * 5,
        "source": ["inspection", "inspection", "self_report", "inspection", "inspection"],
        "value": [88.0, 70.0, 97.0, 75.0, 60.0],
        "scale": ["percent"] * 5,
        "n": [None] * 5,
    }
)


@cache
def checkup_material() -> Material:
    """Return the material of a checkup of the example case with planted levels."""
    case = _of_one_county(cd.read(cd.examples.qinghe))
    trace = cd.trace(case)
    diagnosis = cd.diagnose(case, trace)
    tables = {**trace.tables, **diagnosis.tables, **_levels(case)}
    return Material(
        settings=case.settings,
        as_of=date(2025, 10, 9),
        units=case.units,
        tables=tables,
        tasks=case.tables.get("tasks", pl.DataFrame()),
        documents=case.tables["documents"],
        evidence=_ANCHORED,
        texts={document.id: document.text for document in trace.documents},
        facts={"version": cd.__version__, "fingerprint": case.fingerprint},
    )


def _of_one_county(case: Case) -> Case:
    """Return the case with the documents of one county and the city: the trace is quick."""
    below = (CITY, *case.units.subtree(COUNTY))
    documents = case.tables["documents"].filter(pl.col("unit").is_in(below))
    files = {code: case.document_files[code] for code in documents["document"]}
    return replace(case, tables={**case.tables, "documents": documents}, document_files=files)


def _levels(case: Case) -> dict[str, pl.DataFrame]:
    units = case.units
    efficacy, retention = [], []
    counted = dict(_ANCHORED.group_by("unit").len().rows())
    for unit in units:
        tier = units.tier(unit)
        level = 1.0
        for above in range(1, tier + 1):
            level *= _STEP[above]
        common = {"unit": unit, "task": "", "period": None, "se_log": 0.05}
        own = counted.get(unit, 0)
        efficacy.append(common | _interval(level) | {"own_evidence": own})
        if tier:
            screened = {"excess": -0.02, "q_value": 0.6, "own_evidence": own}
            retention.append(common | _interval(_STEP[tier]) | screened)
    return {
        "efficacy": pl.DataFrame(efficacy),
        "retention": pl.DataFrame(retention),
        "tiers": _tiers(),
        "attribution": _attribution(),
        "blockages": _blockages(),
        "reporters": pl.DataFrame(
            {"unit": [TOWN], "source": ["self_report"], "inflation": [0.33], "q_value": [0.01]}
        ),
        "parameters": pl.DataFrame({"name": ["beta_understanding"], "estimate": [0.3]}),
    }


def _interval(value: float) -> dict[str, float]:
    return {"estimate": value, "low": value - 0.06, "high": value + 0.06}


def _tiers() -> pl.DataFrame:
    level, rows = 1.0, []
    for tier, step in _STEP.items():
        level *= step
        place = {"unit": CITY, "task": "", "period": None, "leaf_tier": 3, "tier": tier}
        figures = {"efficacy": level, "retention": step if tier else None}
        bounds = {"low": level - 0.04, "high": level + 0.04, "weighting": "equal"}
        rows.append(place | figures | bounds)
    return pl.DataFrame(rows)


def _attribution() -> pl.DataFrame:
    losses = {"understanding": 0.065, "tier": 0.25, "local": 0.102}
    return pl.DataFrame(
        [
            {"unit": CITY, "task": "", "period": None, "leaf_tier": 3, "edge_tier": tier}
            | {"cause": cause, "loss": loss / 3, "low": loss / 3 - 0.01, "high": loss / 3 + 0.01}
            for cause, loss in losses.items()
            for tier in (1, 2, 3)
        ]
    )


def _blockages() -> pl.DataFrame:
    common = {"task": "", "from_period": None, "low": -0.5, "high": -0.1, "q_value": 0.03}
    towns = [(SIBLING, None), (TOWN, "understanding")]
    return pl.DataFrame(
        [
            common | {"unit": unit, "excess": -0.3, "likely_cause": cause, "findings": []}
            for unit, cause in towns
        ],
        schema_overrides={"likely_cause": pl.String, "findings": pl.List(pl.String)},
    )
