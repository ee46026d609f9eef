"""Draw all tables, write them, and write down the deficits that they leave."""

from __future__ import annotations

import argparse
import csv
from typing import TYPE_CHECKING

from tables import (
    appraising,
    campaigns,
    cases,
    claims,
    ledgers,
    measure,
    paperwork,
    people,
    projects,
    sharing,
    signs,
)
from tables.world import PACKAGE, QUARTERS, TRUTH, Row, World, read_world, write_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MODULES = (ledgers, people, appraising, cases, campaigns, paperwork, sharing)
RESTING_ON_OTHERS = (projects, claims)


def measured(
    world: World, tables: Mapping[str, list[Row]]
) -> dict[tuple[str, str, str, str], float]:
    """Return the deficits that the tables leave, by unit, task, period and cause."""
    types = appraising.types(world, world.asked)
    weights = {task: float(row["weight"]) for task, row in world.tasks.items()}
    result = {}
    for (unit, task, quarter), value in measure.resources(tables, weights).items():
        result[unit, task, quarter, "resources"] = value
    for (unit, task, quarter), value in measure.capacity(
        tables["staff"], tables["workload"]
    ).items():
        result[unit, task, quarter, "capacity"] = value
    for (unit, task), value in measure.appraisal(
        tables["appraisals"], tables["priorities"], types
    ).items():
        if task in world.asked[unit]:
            result |= {(unit, task, quarter, "appraisal"): value for quarter in QUARTERS}
    for (unit, task, quarter), value in measure.coordination(tables["events"]).items():
        result[unit, task, quarter, "coordination"] = value
    return result


def write_deficits(truth: Path, deficits: Mapping[tuple[str, str, str, str], float]) -> None:
    """Write the deficits that the tables leave."""
    with (truth / "deficits_of_tables.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("unit", "task", "period", "cause", "deficit"))
        writer.writerows((*key, f"{value:.4f}") for key, value in sorted(deficits.items()))


def main() -> None:
    """Write the tables and their truth."""
    parser = argparse.ArgumentParser(description="Draw the tables of Qinghe City.")
    parser.parse_args()
    world = read_world()
    tables: dict[str, list[Row]] = {}
    for module in MODULES:
        tables |= module.draw(world)
    for later in RESTING_ON_OTHERS:
        tables |= later.draw(world, tables)
    projects.write_industries(world, PACKAGE)
    deficits = measured(world, tables)
    write_deficits(TRUTH, deficits)
    signs.write(world, TRUTH, deficits)
    for name, rows in tables.items():
        print(f"{write_rows(name, rows, PACKAGE):6d} rows of {name}")


if __name__ == "__main__":
    main()
