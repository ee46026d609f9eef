"""The draw: units from strata, then tasks within each, with the probability of each step."""

from collections.abc import Iterable, Sequence

from numpy.random import Generator

from chuandao.prescription.inspections.frame import Member
from chuandao.stats.samples.stratified import drawn


def sample(
    members: Sequence[Member], count: int, most_tasks: int, random: Generator
) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``inspection_sample``.

    Parameters
    ----------
    members : sequence of Member
        Those that may be drawn, in administrative order.
    count : int
        Not more than there are.
    most_tasks : int
        Tasks looked at in one unit.
    random : Generator

    Notes
    -----
    Every member is drawn with probability count / members (stats/samples/stratified.py), and every
    open task of a unit drawn with min(1, most_tasks / open): both are known before anything is
    seen, so that any total can be estimated without bias from what is found.
    """
    strata = sorted({one.stratum for one in members})
    place = {stratum: at for at, stratum in enumerate(strata)}
    taken = drawn([place[one.stratum] for one in members], count, random)
    held = [members[at] for at in taken]
    chance = count / len(members) if members else 0.0
    for one in held:
        number = min(most_tasks, len(one.open))
        tasks = sorted(random.choice(one.open, number, replace=False).tolist())
        yield {
            "unit": one.unit, "county": one.county, "tier": one.tier, "type": one.type or None,
            "frame": sum(other.stratum == one.stratum for other in members),
            "drawn": sum(other.stratum == one.stratum for other in held),
            "probability": chance, "weight": 1 / chance, "tasks": tasks,
            "tasks_open": len(one.open), "task_probability": chance * number / len(one.open),
            "visits": one.visits, "last_inspected": one.last,
        }  # fmt: skip
