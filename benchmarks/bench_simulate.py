"""What a simulation of a country, and of a city, costs; whether its intervals hold the truth.

    CHUANDAO_REAL_DATA=DIR python benchmarks/bench_simulate.py [--parts country,city,calibration]
        [--draws 200] [--seeds 24]

Country: a real tree of divisions (or one of the same widths), four sources, five causes with
errors of measurement, one task, a package of remedies of the catalogue at the country, at counties
and at townships; 200 draws of 12 periods, without and with it. Figures are CPU seconds of one
process on one core. City: `simulate` and `what_if` on 3,000 units and 20 tasks. Calibration: see
simulate_ahead.py. Every part runs in a process of its own.
"""

import argparse
import os
import subprocess
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load

from telling import Clock, peak, tell  # noqa: E402

PARTS = ("country", "city", "calibration")


def main() -> None:
    """Run the parts, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--small", action="store_true", help="one sixteenth of the villages")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    for part in asked.parts.split(","):
        if asked.run:
            globals()[f"part_{part}"](asked)
            continue
        print(f"\n{part}", flush=True)
        options = [f"--{k}={getattr(asked, k)}" for k in ("draws", "periods", "seeds")]
        options += ["--small"] if asked.small else []
        own = [sys.executable, __file__, "--run", "--parts", part]
        subprocess.run([*own, *options], check=True)


def part_country(asked: argparse.Namespace) -> None:
    """Walk a country forward."""
    from bench_country import design
    from chuandao.decay.fitting import fit
    from chuandao.stats.forward.ahead import ahead
    from simulate_country import simulate

    made = design(simulate("plain", small=asked.small))
    made.deficits.error[:] = np.where(made.deficits.level > 0, 0.03**2, 0.0)
    clock = Clock()
    found = fit(made, np.ones(1), points=64, rng=np.random.default_rng(0))
    tell("the fit, before any draw, CPU", f"{clock.lap():.1f} s")
    before = peak()
    parts = _country(found, asked.periods)
    tell("laying out the package", f"{clock.lap():.1f} s")
    _warmed(*parts)
    clock.lap()
    plan, tree, worlds = parts
    for _ in worlds(asked.draws).draws():
        pass
    drawn = clock.lap()
    outlook = ahead(tree, plan, worlds(asked.draws).draws(), worlds(1).stream(2))
    spent = clock.lap()
    units = len(tree.parents)
    tell("units, draws, periods", f"{units:,}, {asked.draws}, {asked.periods}")
    tell("draws of efficacy, costs, severities, effects, CPU", f"{drawn:.1f} s")
    tell("those and both scenarios walked forward, CPU", f"{spent:.1f} s", "at most 60 s")
    each = spent / (units * asked.draws * asked.periods) * 1e9
    tell("  by unit, draw and period", f"{each:.1f} ns")
    tell("peak memory of the process, of the fit alone", f"{peak():.2f}, {before:.2f} GB")
    last = outlook.tiers[:, 0, :, :, -1].mean(axis=0)
    for tier, (without, held) in enumerate(last.T):
        tell(f"mean efficacy, tier {tier}: without, with", f"{without:.4f}, {held:.4f}")
    tell("units that surely rise", f"{(outlook.risen >= 0.95).mean():.3f}")


def _country(found, periods):  # noqa: ANN001, ANN202
    """Return plan, tree and worlds of a country with remedies at three of its tiers."""
    from chuandao.catalog.remedy_values import remedy_effects
    from chuandao.prescription.options.ground import causes_of
    from chuandao.prescription.simulate.worlds import Worlds, cause_of_columns, tree_of
    from chuandao.stats.forward.ahead import Plan
    from chuandao.stats.forward.measures import measures_of, phased

    chains, effects = found.design.chains, remedy_effects()
    parents, depth = chains.tree.parents, chains.tree.depth()
    causes, rng = causes_of(found), np.random.default_rng(3)
    acts, size = [], len(parents)
    for at, effect in enumerate(effects):
        if effect.reach == "all":
            nodes = np.arange(1, size)
        else:
            tier = 4 if effect.reach == "step" else 3
            held = rng.random(size) < np.where(depth == tier, 0.2, 0.0)
            nodes = np.flatnonzero(held if effect.reach == "step" else held[np.maximum(parents, 0)])
        acts.append((causes.index(effect.cause), at, nodes[parents[nodes] >= 0]))
    plan = Plan(
        measures=(measures_of(acts, causes=len(causes), nodes=size, effects=len(effects)),),
        working=phased(np.array([e.months for e in effects]), periods),
        cause=cause_of_columns(found),
        task_weight=np.ones(1),
        first=periods - 1 if size * periods > 6_000_000 else 0,
        least=0.005,
    )
    leaf = np.zeros(len(chains))
    leaf[chains.leaves] = 1 / len(chains.leaves)
    tell("patterns of remedies on a step", f"{len(plan.measures[0].counts):,}")
    return plan, tree_of(found, 0.98, leaf), lambda draws: Worlds(found, effects, draws, 1)


def _warmed(plan, tree, worlds) -> None:  # noqa: ANN001
    """Compile the loops, which is paid once and kept on disk."""
    from chuandao.stats.forward.ahead import ahead

    ahead(tree, plan, worlds(2).draws(), worlds(1).stream(2))


def part_city(asked: argparse.Namespace) -> None:
    """Simulate a city and ask what if."""
    from simulate_ahead import bench_city

    bench_city(asked.draws)


def part_calibration(asked: argparse.Namespace) -> None:
    """Count how often intervals of simulated efficacy hold what becomes of cities."""
    from simulate_ahead import bench_calibration

    bench_calibration(asked.seeds)


if __name__ == "__main__":
    main()
