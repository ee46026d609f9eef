"""Draw the evidence of the example case "Qinghe City" (清河市) and write down its truth.

Nothing here is taken from the product: the script reads the units, tasks and documents of the
case and the planted links and drops of its texts, and draws from the model stated below with one
seed. The output is the same to the byte on every run.

Model, per unit u with superior p, task c and quarter t, in logarithms of efficacy::

    x(u,c,t) = x(p,c,t) - alpha[tier] * trend[t] - sum over causes of beta * d(u,c,cause)
               - extra(u,c,t) + noise,      noise ~ N(0, sigma[tier]^2),    x(city) = 0

A share ``PERSISTENT`` of the variance of the noise is the same in all quarters. ``extra`` is a
planted blockage. Evidence is ``exp(x + bias[source] + bias[reporter] + error)`` with an error
whose size follows from the sample size n; inspection has no bias and is the anchor. Villages are
not inspected and report nothing themselves: only the third party and the public speak of them.

The deficit of understanding of a unit follows from what its documents made of the clause behind
the task (``LOSS``, mean over the parts of a split clause and over several documents, so that late
minutes mend half of a fault). Units without a document of their own draw a small one, or none,
since they were told at a meeting. It is nothing but a fault of this step: a faithful copy of a
distorted superior has no deficit of its own, and a township that went back to the city's text has
at most the loss against that text.

The other deficits are those that the tables of the causes leave (``scripts/qinghe/tables``).
Resources and coordination are drawn here, and the tables are built to leave them: coordination
only for the counties and tasks whose cases are logged. Capacity and appraisal cannot be chosen
task by task, since one order of work and one scheme tie a unit's tasks together: there the
tables are drawn first and the deficits computed from them, those of capacity quarter by quarter.
Villages keep no hours of work and have no scheme.

Run ``python scripts/qinghe/evidence.py`` with numpy installed.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tables import appraising, cases, measure, money, people
from tables.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "src" / "chuandao" / "examples" / "qinghe"
TRUTH = HERE.parents[1] / "tests" / "truth" / "qinghe"

SEED = 20250312
PERIODS = ("2025Q2", "2025Q3", "2025Q4", "2026Q1")
TREND = (1.25, 1.1, 0.95, 0.8)
ALPHA = {1: 0.03, 2: 0.045, 3: 0.055}
SIGMA = {1: 0.055, 2: 0.08, 3: 0.11}
PERSISTENT = 0.8
BETA = {
    "understanding": 0.45,
    "resources": 0.4,
    "capacity": 0.35,
    "appraisal": 0.25,
    "coordination": 0.3,
}
COUNTY, TOWNSHIP, VILLAGE = 1, 2, 3
VILLAGE_SHARE = 0.25
MAX_VALUE = 1.2

LOSS = {
    "faithful": 0.0,
    "localised": 0.0,
    "strengthened": 0.0,
    "verbatim": 0.15,
    "summarised": 0.4,
    "narrowed": 0.4,
    "weakened": 0.4,
    "sloganised": 0.9,
    "substituted": 1.0,
}

# Which tasks are asked of whom (see duty_lists.csv): approvals, data and sewers are the county's.
NOT_TOWNSHIP = {"T10", "T11", "T16"}
NOT_STREET = {"T01", "T02", "T04", "T06", "T07", "T15", "T17"}
STREET_WITH_FIELDS = "990202001000"
COUNTY_WITHOUT_FIELDS = "990203000000"
VILLAGE_TASKS = {"T02", "T03", "T05", "T06", "T08", "T12", "T15", "T17", "T19"}
SEEN_BY_PUBLIC = {
    "T05", "T06", "T07", "T08", "T09", "T10", "T12", "T13", "T15", "T16", "T17", "T19",
}  # fmt: skip

# Mean deficits of the other causes: more where the task needs money, many hands or many offices.
COSTLY = {"T02", "T04", "T15", "T16", "T17", "T18"}
SOFT = {"T01", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T19"}
MANY_OFFICES = {"T07", "T08", "T09", "T10", "T11", "T13", "T14"}
POOR_TYPES = {"山区", "水网"}
SMALL_POPULATION = 12_000


class Blockage(NamedTuple):
    """A planted extra loss on the step from a unit's superior to the unit."""

    unit: str
    task: str
    sigmas: float
    first: str
    last: str
    reason: str


class Source(NamedTuple):
    """How one source of evidence sees the units of a tier."""

    name: str
    bias: float
    item_sd: float
    base_sd: float
    smallest_n: int
    largest_n: int


BLOCKAGES = (
    Blockage("990221000000", "T04", 9.0, "2025Q2", "2026Q1", "电力增容未批，烘干房建成不能用"),
    Blockage(
        "990203000000", "T11", 9.0, "2025Q2", "2026Q1", "三个垂直业务系统未对接，证照不能回流"
    ),
    Blockage("990223000000", "T16", 9.0, "2025Q2", "2026Q1", "管网施工合同纠纷停工"),
    Blockage("990281000000", "T13", 9.0, "2025Q2", "2025Q4", "检查计划未并网；2026年第一季度解决"),
    Blockage("990202006000", "T12", 4.5, "2025Q2", "2026Q1", "综合窗口人员整建制借调"),
    Blockage("990203102000", "T14", 6.5, "2025Q2", "2026Q1", "整合搬迁地块权属不清"),
    Blockage("990221202000", "T06", 4.5, "2025Q2", "2026Q1", "合作社停摆，订单无人承接"),
    Blockage("990222106000", "T17", 4.0, "2025Q2", "2026Q1", "污水设施用电欠费停运"),
    Blockage("990223108000", "T15", 4.5, "2025Q2", "2026Q1", "尾水生态沟被道路施工截断"),
    Blockage(
        "990281101000", "T05", 4.0, "2025Q4", "2026Q1", "检测室撤并，2025年第四季度起无人抽检"
    ),
)
SOURCES = {
    "inspection": Source("inspection", 0.0, 0.30, 0.03, 16, 60),
    "self_report": Source("self_report", 0.14, 0.0, 0.04, 0, 0),
    "third_party": Source("third_party", 0.04, 0.40, 0.035, 30, 120),
    "public": Source("public", -0.03, 0.90, 0.06, 40, 240),
}
INFLATED_REPORTERS = {"990222102000": 0.24, "990203101000": 0.2, "990223104000": 0.22}
REPORTER_SD = 0.03
# Share of the pairs of unit and task that a source looks at in a quarter, by tier.
SEEN = {
    COUNTY: {"inspection": 1.0, "self_report": 1.0, "third_party": 1.0, "public": 1.0},
    TOWNSHIP: {"inspection": 0.45, "self_report": 1.0, "third_party": 0.4, "public": 0.35},
    VILLAGE: {"inspection": 0.0, "self_report": 0.0, "third_party": 0.6, "public": 0.35},
}
THIRD_PARTY_PERIODS = {"2025Q4", "2026Q1"}

Unit = dict[str, str]
Pair = tuple[str, str]
Links = dict[Pair, dict[str, list[tuple[str, float]]]]


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a CSV table and return the number of its rows."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    return len(rows)


def is_street(unit: Unit) -> bool:
    """Tell whether a township is a street, which has hardly any fields."""
    return unit["name"].endswith("街道")


def asked(unit: Unit, task: str, units: Mapping[str, Unit]) -> bool:
    """Tell whether a task is asked of a unit at all."""
    tier = int(unit["tier"])
    township = unit if tier == TOWNSHIP else units[unit["parent"]]
    if task == "T02" and unit["unit"].startswith(COUNTY_WITHOUT_FIELDS[:6]):
        return False
    if tier == COUNTY:
        return True
    if task in NOT_TOWNSHIP or (tier == VILLAGE and task not in VILLAGE_TASKS):
        return False
    if is_street(township) and task in NOT_STREET:
        return township["unit"] == STREET_WITH_FIELDS and task == "T02"
    return True


def clause_losses(truth: Path) -> tuple[Links, set[tuple[str, str, str]]]:
    """Return links (lower path and loss by upper clause and lower document) and dropped clauses."""
    links: Links = defaultdict(lambda: defaultdict(list))
    for row in read_table(truth / "links.csv"):
        loss = max(LOSS[label] for label in row["labels"].split(";"))
        upper = (row["upper_document"], row["upper_path"])
        links[upper][row["lower_document"]].append((row["lower_path"], loss))
    dropped = {
        (row["upper_document"], row["upper_path"], row["lower_document"])
        for row in read_table(truth / "drops.csv")
        if row["status"] == "dropped"
    }
    return links, dropped


def step_losses(
    clauses: Iterable[Pair], links: Links, dropped: set[tuple[str, str, str]], lower: set[str]
) -> tuple[dict[str, list[float]], set[Pair]]:
    """Return the losses by lower document and the lower clauses that answer upper clauses."""
    losses: dict[str, list[float]] = defaultdict(list)
    below: set[Pair] = set()
    for upper in sorted(clauses):
        for document, ends in links.get(upper, {}).items():
            if document in lower:
                losses[document] += [loss for _, loss in ends]
                below |= {(document, path) for path, _ in ends}
        for document in sorted(lower):
            if (*upper, document) in dropped:
                losses[document].append(1.0)
    return losses, below


def text_deficits(
    units: Mapping[str, Unit], tasks: Iterable[Mapping[str, str]], package: Path, truth: Path
) -> dict[Pair, float]:
    """Return the deficit of understanding of the units whose documents answer a task's clause."""
    links, dropped = clause_losses(truth)
    issuer = {row["document"]: row["unit"] for row in read_table(package / "documents.csv")}
    result: dict[Pair, float] = {}
    for task in tasks:
        root = (task["document"], task["clause"])
        clauses = {root}
        for tier in (COUNTY, TOWNSHIP):
            lower = {name for name, unit in issuer.items() if int(units[unit]["tier"]) == tier}
            losses, clauses = step_losses(clauses, links, dropped, lower)
            restored, _ = step_losses({root}, links, set(), lower)
            means: dict[str, list[float]] = defaultdict(list)
            for document, values in losses.items():
                mean = sum(values) / len(values)
                means[issuer[document]].append(min([mean, *restored.get(document, ())]))
            for unit, values in means.items():
                result[unit, task["task"]] = sum(values) / len(values)
    return result


def beta_draw(rng: np.random.Generator, mean: float) -> float:
    """Draw a deficit between 0 and 1 with the mean given."""
    return float(rng.beta(mean * 7, (1 - mean) * 7)) if mean > 0 else 0.0


def mean_deficit(cause: str, unit: Unit, task: str, township: Unit) -> float:
    """Return the mean deficit of a cause for a unit and a task."""
    tier = int(unit["tier"])
    small = tier > COUNTY and int(township["population"]) < SMALL_POPULATION
    means = {
        "resources": 0.05 + 0.09 * (task in COSTLY) + 0.04 * (unit["type"] in POOR_TYPES),
        "capacity": 0.04 + 0.06 * small + 0.05 * (tier == TOWNSHIP),
        "appraisal": (0.03 + 0.11 * (task in SOFT)) * (tier < VILLAGE),
        "coordination": (0.03 + 0.14 * (task in MANY_OFFICES)) * (1.0 if tier == COUNTY else 0.4),
    }
    return (
        means[cause]
        * (0.7 if tier == VILLAGE else 1.0)
        * (0.0 if tier == VILLAGE and cause == "coordination" else 1.0)
    )


def draw_deficits(
    rng: np.random.Generator,
    units: Mapping[str, Unit],
    chosen: Sequence[Unit],
    tasks: Sequence[str],
    planted: Mapping[Pair, float],
) -> dict[tuple[str, str, str], float]:
    """Draw the deficits of every unit, task and cause."""
    deficits: dict[tuple[str, str, str], float] = {}
    for unit in chosen:
        tier = int(unit["tier"])
        township = units[unit["parent"]] if tier == VILLAGE else unit
        level = {cause: float(rng.lognormal(-0.08, 0.4)) for cause in BETA}
        for task in tasks:
            for cause in BETA:
                key = (unit["unit"], task, cause)
                if cause == "understanding":
                    told = beta_draw(rng, 0.07) if rng.random() < 0.5 else 0.0  # noqa: PLR2004
                    told = told if tier == TOWNSHIP else 0.0
                    deficits[key] = planted.get((unit["unit"], task), told)
                    continue
                mean = min(0.6, mean_deficit(cause, unit, task, township) * level[cause])
                deficits[key] = beta_draw(rng, mean)
    return deficits


def settle(
    world: World, deficits: Mapping[tuple[str, str, str], float]
) -> dict[tuple[str, str, str], float | np.ndarray]:
    """Return the deficits as the tables of the causes leave them, capacity by quarter."""
    settled: dict[tuple[str, str, str], float | np.ndarray] = dict(deficits)
    work = people.draw(world)
    undone = measure.capacity(work["staff"], work["workload"])
    schemes = appraising.draw(world)
    types = appraising.types(world, world.asked)
    crowded = measure.appraisal(schemes["appraisals"], schemes["priorities"], types)
    for unit, task, cause in deficits:
        key = (unit, task, cause)
        if cause == "resources":
            settled[key] = money.planted(unit, task, deficits[key])
        elif cause == "capacity":
            settled[key] = np.array([undone.get((unit, task, period), 0.0) for period in PERIODS])
        elif cause == "appraisal":
            settled[key] = crowded.get((unit, task), 0.0)
        elif cause == "coordination" and not cases.kept(unit, task):
            settled[key] = 0.0
    return settled


def draw_efficacy(
    rng: np.random.Generator,
    units: Mapping[str, Unit],
    chosen: Sequence[Unit],
    tasks: Sequence[str],
    deficits: Mapping[tuple[str, str, str], float | np.ndarray],
) -> dict[Pair, np.ndarray]:
    """Draw the logarithm of efficacy of every unit and task, one value a quarter."""
    extra: dict[Pair, np.ndarray] = {}
    for block in BLOCKAGES:
        sigma = SIGMA[int(units[block.unit]["tier"])]
        active = [block.first <= period <= block.last for period in PERIODS]
        extra[block.unit, block.task] = block.sigmas * sigma * np.array(active, dtype=float)
    log_efficacy: dict[Pair, np.ndarray] = {}
    for unit in chosen:
        tier = int(unit["tier"])
        for task in tasks:
            permanent = rng.standard_normal() * math.sqrt(PERSISTENT)
            passing = rng.standard_normal(len(PERIODS)) * math.sqrt(1 - PERSISTENT)
            if not asked(unit, task, units):
                continue
            above = log_efficacy.get((unit["parent"], task), np.zeros(len(PERIODS)))
            cost = sum(BETA[cause] * deficits[unit["unit"], task, cause] for cause in BETA)
            log_efficacy[unit["unit"], task] = (
                above
                - ALPHA[tier] * np.array(TREND)
                - cost
                - extra.get((unit["unit"], task), 0.0)
                + SIGMA[tier] * (permanent + passing)
            )
    return log_efficacy


def draw_evidence(
    rng: np.random.Generator,
    chosen: Sequence[Unit],
    tasks: Sequence[str],
    log_efficacy: Mapping[Pair, np.ndarray],
) -> tuple[list[tuple[object, ...]], dict[str, float]]:
    """Draw the rows of evidence and the bias of every reporter."""
    rows: list[tuple[object, ...]] = []
    reporters: dict[str, float] = {}
    for unit in chosen:
        tier, code = int(unit["tier"]), unit["unit"]
        if tier < VILLAGE:
            own = INFLATED_REPORTERS.get(code, 0.0)
            reporters[code] = own + REPORTER_SD * float(rng.standard_normal())
        for task in tasks:
            if (code, task) not in log_efficacy:
                continue
            for period, x in zip(PERIODS, log_efficacy[code, task], strict=True):
                for source in SOURCES.values():
                    if rng.random() >= SEEN[tier][source.name]:
                        continue
                    if source.name == "public" and task not in SEEN_BY_PUBLIC:
                        continue
                    late = source.name == "third_party" and period not in THIRD_PARTY_PERIODS
                    if late and tier > COUNTY:
                        continue
                    rows.append(observe(rng, source, (code, task, period), float(x), reporters))
    return rows, reporters


def observe(
    rng: np.random.Generator,
    source: Source,
    key: tuple[str, str, str],
    x: float,
    reporters: Mapping[str, float],
) -> tuple[object, ...]:
    """Draw one row of evidence."""
    if source.largest_n:
        n = int(rng.integers(source.smallest_n, source.largest_n + 1))
        sd = math.hypot(source.item_sd / math.sqrt(n), source.base_sd)
        bias = source.bias
    else:
        n, sd = 0, source.base_sd
        bias = source.bias + reporters[key[0]]
    value = min(MAX_VALUE, math.exp(x + bias + sd * float(rng.standard_normal())))
    size, error = (n, f"{value * sd:.4f}") if n else ("", "")
    return (*key, source.name, f"{value:.4f}", "share", size, error)


def parameter_rows(reporters: Mapping[str, float]) -> list[tuple[object, ...]]:
    """Return the rows of the truth of the parameters."""
    rows: list[tuple[object, ...]] = [("seed", "", "", SEED), ("persistent", "", "", PERSISTENT)]
    for tier, alpha in ALPHA.items():
        rows.append(("sigma", tier, "", SIGMA[tier]))
        for period, trend in zip(PERIODS, TREND, strict=True):
            rows.append(("alpha", tier, period, round(alpha * trend, 6)))
    rows += [("beta", cause, "", beta) for cause, beta in BETA.items()]
    rows += [("bias", source.name, "", source.bias) for source in SOURCES.values()]
    rows += [("base_sd", source.name, "", source.base_sd) for source in SOURCES.values()]
    rows += [("item_sd", source.name, "", source.item_sd) for source in SOURCES.values()]
    rows += [("reporter_bias", unit, "", f"{bias:.4f}") for unit, bias in reporters.items()]
    return rows


def choose_units(rng: np.random.Generator, table: Sequence[Unit]) -> list[Unit]:
    """Return all counties and townships and the sampled villages, superiors first."""
    kinds = {"government", "self-governing"}
    listed = [unit for unit in table if unit["kind"] in kinds and int(unit["tier"]) > 0]
    villages = [unit for unit in listed if int(unit["tier"]) == VILLAGE]
    count = round(VILLAGE_SHARE * len(villages))
    picked = set(rng.choice(len(villages), count, replace=False).tolist())
    sampled = {unit["unit"] for index, unit in enumerate(villages) if index in picked}
    chosen = [unit for unit in listed if int(unit["tier"]) < VILLAGE or unit["unit"] in sampled]
    return sorted(chosen, key=lambda unit: (int(unit["tier"]), unit["unit"]))


def main() -> None:
    """Write the evidence into the package and the truth beside the planted links."""
    parser = argparse.ArgumentParser(description="Draw the evidence of Qinghe City.")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="folder of the case")
    parser.add_argument("--truth", type=Path, default=TRUTH, help="folder of the planted truth")
    options = parser.parse_args()
    rng = np.random.default_rng(SEED)
    table = read_table(options.package / "units.csv")
    task_rows = read_table(options.package / "tasks.csv")
    tasks = [row["task"] for row in task_rows]
    units = {unit["unit"]: unit for unit in table}
    chosen = choose_units(rng, table)
    planted = text_deficits(units, task_rows, options.package, options.truth)
    asked_of = {
        unit["unit"]: [task for task in tasks if asked(unit, task, units)] for unit in chosen
    }
    world = World(units, {row["task"]: row for row in task_rows}, asked_of, {})
    deficits = settle(world, draw_deficits(rng, units, chosen, tasks, planted))
    log_efficacy = draw_efficacy(rng, units, chosen, tasks, deficits)
    rows, reporters = draw_evidence(rng, chosen, tasks, log_efficacy)
    rows.sort(key=lambda row: tuple(map(str, row[:4])))
    head = ("unit", "task", "period", "source", "value", "scale", "n", "se")
    count = write_table(options.package / "evidence.csv", head, rows)
    write_table(
        options.truth / "efficacy.csv",
        ("unit", "task", "period", "efficacy"),
        (
            (unit, task, period, f"{math.exp(x):.6f}")
            for (unit, task), values in log_efficacy.items()
            for period, x in zip(PERIODS, values, strict=True)
        ),
    )
    write_table(
        options.truth / "deficits.csv",
        ("unit", "task", "cause", "deficit"),
        (
            (*key, f"{np.mean(value):.6f}")
            for key, value in deficits.items()
            if np.mean(value) > 0 and key[:2] in log_efficacy
        ),
    )
    write_table(
        options.truth / "blockages.csv",
        ("unit", "task", "sigmas", "log_loss", "first", "last", "reason"),
        (
            (
                b.unit,
                b.task,
                b.sigmas,
                f"{b.sigmas * SIGMA[int(units[b.unit]['tier'])]:.6f}",
                *b[3:],
            )
            for b in BLOCKAGES
        ),
    )
    write_table(
        options.truth / "parameters.csv",
        ("parameter", "of", "period", "value"),
        parameter_rows(reporters),
    )
    print(f"{count} rows of evidence for {len(chosen)} units and {len(tasks)} tasks")


if __name__ == "__main__":
    main()
