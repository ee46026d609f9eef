"""Cities with a known present, known remedies and a known future; what a simulation says of them.

The truth is made by plain arithmetic of its own: a tree of units, what each step loses to causes
whose severity is known, evidence with error, a package taken at random among the options, shares
that its remedies really remove (triangular over their ranges), and twelve months in which what is
a step's own drifts back with a known memory while as much comes new by chance.
"""

import dataclasses
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from telling import Clock, tell

ALPHA, SIGMA, MEMORY, MONTHS = (0.05, 0.08, 0.06), (0.06, 0.08, 0.08), 0.98, 12
CAUSES = {"understanding": (0.35, "U1"), "resources": (0.25, "R2"), "capacity": (0.2, "C1")}
SOURCES = {"inspection": (0.0, 0.05), "self_report": (0.1, 0.05)}


class City:
    """A city: its tree, ln efficacy, severities and own deviations of each task."""

    def __init__(self, seed: int, widths: tuple[int, ...], tasks: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.codes, self.parents, self.tiers = ["0"], [-1], [0]
        level = [0]
        for tier, width in enumerate(widths, start=1):
            below = []
            for above in level:
                for k in range(width):
                    below.append(len(self.codes))
                    self.codes.append(f"{self.codes[above] if above else ''}{k + 10:02d}")
                    self.parents.append(above)
                    self.tiers.append(tier)
            level = below
        self.tasks = [f"T{k:02d}" for k in range(tasks)]
        size = len(self.codes)
        self.severity = self.rng.beta(1.5, 2.5, (tasks, len(CAUSES), size))
        step = np.array((0.0, *SIGMA))[self.tiers]
        self.own = self.rng.normal(size=(tasks, size)) * step
        self.noise = step * (1 - MEMORY**2) ** 0.5
        self.usual = -np.array((0.0, *ALPHA))[self.tiers] - np.einsum(
            "k,tku->tu", [cost for cost, _ in CAUSES.values()], self.severity
        )

    def down(self, steps: np.ndarray) -> np.ndarray:
        """Return sums of steps (tasks, units) from the root to each unit."""
        total = steps.copy()
        total[:, 0] = 0
        for u in range(1, len(self.parents)):
            total[:, u] += total[:, self.parents[u]]
        return total

    def rows(self) -> tuple[list, list, list]:
        """Return evidence, deficits and findings."""
        now, evidence, deficits, findings = self.down(self.usual + self.own), [], [], []
        for t, task in enumerate(self.tasks):
            for u, code in enumerate(self.codes[1:], start=1):
                for source, (bias, sd) in SOURCES.items():
                    value = float(np.exp(now[t, u] + bias + self.rng.normal() * sd))
                    evidence.append((code, task, "2025", source, value))
                for k, (cause, (_, sign)) in enumerate(CAUSES.items()):
                    severe = float(self.severity[t, k, u])
                    deficits.append((code, task, "2025", cause, severe, 1.0))
                    if severe > 0.5:
                        findings.append((f"F{len(findings)}", code, task, sign, "to_verify"))
        return evidence, deficits, findings

    def case(self, evidence: list):  # noqa: ANN201
        """Return the city as a case."""
        from chuandao.cascade.case import Case
        from chuandao.cascade.problems import Problems
        from chuandao.cascade.settings import Settings, Source
        from chuandao.cascade.units import grow

        above = [None if p < 0 else self.codes[p] for p in self.parents]
        units = pl.DataFrame(
            {"unit": self.codes, "name": self.codes, "tier": self.tiers, "parent": above}
        )
        table = pl.DataFrame(
            evidence, schema=["unit", "task", "period", "source", "value"], orient="row"
        ).with_columns(
            scale=pl.lit("share"),
            n=pl.lit(None, pl.Int64),
            se=pl.lit(None, pl.Float64),
            origin_file=pl.lit("e.csv"),
            origin_sheet=pl.lit(""),
            origin_row=pl.lit(0, pl.UInt32),
        )
        settings = Settings(name="x", sources=(Source("inspection", anchor=True),))
        held = MappingProxyType({"evidence": table})
        return Case(Path(), settings, held, pl.DataFrame(), grow(units), Problems())

    def future(self, plan, taken) -> tuple[np.ndarray, np.ndarray]:  # noqa: ANN001
        """Return ln efficacy in the last month, without and with a package (tasks, units)."""
        own = self.own.copy()
        for _ in range(MONTHS):
            own = MEMORY * own + self.noise * self.rng.normal(size=own.shape)
        cost = np.array([beta for beta, _ in CAUSES.values()])
        left = np.ones_like(self.severity)
        place = [self.codes.index(code) for code in plan.options.ground.units]
        for at in plan.chosen:
            row = plan.options.rows[at]
            for effect, tasks in zip(row.effects, row.tasks, strict=True):
                one = plan.options.effects[effect]
                share = taken[effect] * min(1.0, MONTHS / max(one.months, 1e-9))
                for u in self._reached(place[row.unit], one.reach):
                    left[list(tasks), list(CAUSES).index(one.cause), u] *= 1 - share
        lost = np.einsum("k,tku->tu", cost, self.severity * (1 - left))
        return self.down(self.usual + own), self.down(self.usual + own + lost)

    def _reached(self, unit: int, reach: str) -> list[int]:
        if reach == "step":
            return [unit]
        found = [u for u, above in enumerate(self.parents) if above == unit]
        if reach == "below":
            return found
        return found + [v for u in found for v in self._reached(u, reach)]


def _prepared(seed: int, widths: tuple[int, ...], tasks: int, part: float):  # noqa: ANN202
    """Return a city, its decay, and a plan of a part of its options taken at random."""
    from chuandao.decay.measure import measure
    from chuandao.prescription.choose import Plan
    from chuandao.prescription.options import effect_ranges, found_signs, ground_of, options_of

    city = City(seed, widths, tasks)
    evidence, deficits, findings = city.rows()
    schema = ["unit", "task", "period", "cause", "deficit", "reliability"]
    given = {"deficits": pl.DataFrame(deficits, schema=schema, orient="row")}
    decay = measure(city.case(evidence), given, seed=seed)
    signs = pl.DataFrame(
        findings, schema=["finding", "unit", "task", "sign", "status"], orient="row"
    )
    ground = ground_of(decay)
    options = options_of(ground, found_signs(signs, ground), effect_ranges())
    chosen = np.flatnonzero(city.rng.random(len(options)) < part).tolist()
    return city, decay, Plan({}, options=options, chosen=tuple(chosen))


def _truly_removed(effects, rng: np.random.Generator) -> list[float]:  # noqa: ANN001
    """Return the share that each effect really removes: one place of its range a remedy."""
    place, found = {}, []
    for one in effects:
        at = place.setdefault(one.remedy, rng.random())
        left = (one.mid - one.low) / (one.high - one.low) if one.high > one.low else 1.0
        if one.high <= one.low:
            found.append(one.mid)
        elif at < left:
            found.append(one.low + (at * (one.high - one.low) * (one.mid - one.low)) ** 0.5)
        else:
            rest = (1 - at) * (one.high - one.low) * (one.high - one.mid)
            found.append(one.high - rest**0.5)
    return found


def bench_calibration(seeds: int) -> None:
    """Print how often intervals hold what becomes of cities."""
    from chuandao.prescription.simulate import simulate

    held: dict[str, list[float]] = {}
    for seed in range(71000, 71000 + seeds):
        city, decay, plan = _prepared(seed, (6, 6, 4), 1, 0.4)
        taken = _truly_removed(plan.options.effects, city.rng)
        found = simulate(decay, plan, periods=MONTHS, memory=MEMORY, seed=seed)
        both = city.future(plan, taken)
        for name, truth in zip(("without", "plan"), both, strict=True):
            _judged(held, city, found.tables, name, np.exp(truth[0]))
        _gain(held, city, found.tables, *both)
    for what, hits in sorted(held.items()):
        claim = "0.90" if "gain" in what else "0.95"
        tell(what, f"{np.mean(hits):.3f}", f"claims {claim}; {len(hits):,} intervals")


def _judged(held, city, tables, scenario, truth) -> None:  # noqa: ANN001
    """Count intervals of units and tiers of one scenario."""
    last = tables["simulation"].filter(
        (pl.col("period") == pl.col("period").max()) & (pl.col("scenario") == scenario)
    )
    value = dict(zip(city.codes, truth, strict=True))
    tier = dict(zip(city.codes, city.tiers, strict=True))
    for row in last.iter_rows(named=True):
        if tier[row["unit"]]:
            inside = row["low"] <= value[row["unit"]] <= row["high"]
            held.setdefault(f"units of tier {tier[row['unit']]}, {scenario}", []).append(inside)
    means = tables["simulated_tiers"].filter(
        (pl.col("period") == pl.col("period").max()) & (pl.col("scenario") == scenario)
    )
    for row in means.filter(pl.col("tier") > 0).iter_rows(named=True):
        mean = np.mean([truth[u] for u, t in enumerate(city.tiers) if t == row["tier"]])
        inside = row["low"] <= mean <= row["high"]
        held.setdefault(f"means of tiers, {scenario}", []).append(inside)


def _gain(held, city, tables, without, plan) -> None:  # noqa: ANN001
    """Count intervals of the gain of the leaves' mean."""
    last = tables["simulated_tiers"].filter(
        (pl.col("period") == pl.col("period").max())
        & (pl.col("scenario") == "plan")
        & (pl.col("tier") == pl.col("tier").max())
    )
    leaves = np.array(city.tiers) == max(city.tiers)
    gain = (np.exp(plan[0]) - np.exp(without[0]))[leaves].mean()
    row = last.row(0, named=True)
    held.setdefault("gain of the leaves' mean", []).append(
        row["gain_low"] <= gain <= row["gain_high"]
    )


def bench_city(draws: int) -> None:
    """Print what a simulation of a city and a what-if of its effects cost."""
    from chuandao.prescription.simulate import simulate

    _, decay, plan = _prepared(1, (10, 18, 16), 20, 0.4)
    units = len(plan.options.ground.units)
    simulate(decay, plan, draws=2)
    clock = Clock()
    found = simulate(decay, plan, draws=draws)
    tell(f"{units:,} units, 20 tasks, {draws} draws, 12 months", f"{clock.lap():.1f} s")
    other = {"operation_guide": (0.0, 0.05, 0.1)}
    changed = simulate(decay, plan, draws=draws, effects=other)
    tell("another effect, CPU", f"{clock.lap():.1f} s")
    both = [one.tables["simulated_tiers"]["gain"].max() for one in (found, changed)]
    tell("gain, with the weaker effect", f"{both[0]:.4f}, {both[1]:.4f}")
    few = dataclasses.replace(plan, chosen=plan.chosen[:10])
    simulate(decay, few, draws=draws)
    tell("another package, CPU", f"{clock.lap():.1f} s")
