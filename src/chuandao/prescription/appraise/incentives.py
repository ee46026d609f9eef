"""What worked and deserves support (正向激勵): no ranking, each by a rule of its own.

- a pilot that was evaluated and extended: its unit and who runs it;
- a step on which clearly more of a task was kept than is usual for the tier (excess above zero,
  false discovery rate within the catalogue's), told from the measured retention.

Which reward is the decision of the office in charge; the table says only on what it would rest.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold

_VILLAGE = "self_governing"


def incentives(
    case: Case, tables: Mapping[str, pl.DataFrame], as_of: date | None
) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``incentives``."""
    held = case.tables.get("pilots")
    if held is not None and as_of is not None:
        extended = held.filter((pl.col("stage") == "extended") & (pl.col("from") <= as_of))
        for pilot, unit, day in extended.select("pilot", "unit", "from").sort("pilot").iter_rows():
            yield {"unit": unit, "basis": "pilot_extended", "about": pilot, "since": day}
    kept = tables.get("retention")
    if kept is None:
        return
    beyond = kept.filter(
        pl.col("task").is_not_null()
        & pl.col("period").is_null()
        & (pl.col("excess") > 0)
        & (pl.col("q_value") <= threshold("incentive_fdr"))
    )
    for row in beyond.sort("unit", "task").iter_rows(named=True):
        if row["unit"] in case.units and case.units.kind(row["unit"]) != _VILLAGE:
            yield {
                "unit": row["unit"], "basis": "kept_more", "about": row["task"],
                "excess": row["excess"], "q_value": row["q_value"],
            }  # fmt: skip
