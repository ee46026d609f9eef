"""Made cities with planted signs (問題表現) of the causes but understanding, and clean ones.

Run ``python benchmarks/simulate_signs.py SEED FOLDER [--clean]``: the case is written into
FOLDER/case, the truth into FOLDER/truth. Made from the meanings of the catalogue's signs and the
definitions of the deficits; of the code judged nothing is used but the headings of the tables.
"""

import argparse
from pathlib import Path

from signs.between import make_between
from signs.city import City, grow, set_tasks
from signs.duties import make_duties
from signs.folder import write
from signs.goals import make_goals
from signs.money import make_money
from signs.people import make_people
from signs.projects import make_applications, make_projects
from signs.reckon import reckon


def simulate(seed: int, *, planting: bool = True) -> City:
    """Return the city of a seed: the same for the same seed, planted or clean."""
    city = City(seed, planting)
    grow(city)
    set_tasks(city)
    ledger = make_money(city)
    make_projects(ledger)
    make_applications(city)
    plan = make_people(city)
    make_duties(city, plan)
    make_goals(city)
    make_between(city)
    reckon(city)
    return city


def main() -> None:
    """Write one city."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("seed", type=int)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--clean", action="store_true")
    given = asked.parse_args()
    city = simulate(given.seed, planting=not given.clean)
    write(city, given.folder / "case", given.folder / "truth")
    held = [row for row in city.truth if row.strength != "side"]
    print(f"{len(city.units)} units, {sum(map(len, city.tables.values()))} rows, {len(held)} signs")


if __name__ == "__main__":
    main()
