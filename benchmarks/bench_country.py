"""How much a measure at the size of a country costs, and whether lme4 says the same.

    CHUANDAO_REAL_DATA=DIR python benchmarks/bench_country.py [--parts plain,missing,…] [--small]

Simulates evidence of 4 sources and deficits of 5 causes over a real tree of divisions (province,
city, county, township, village: DIR/division_tree) or, without it, over a tree of the same widths.
Every part runs in a process of its own; CPU seconds and peak memory are those of the process from
arrays on. Prints each target beside the figure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load

from nested_models import part_lme4, part_statsmodels  # noqa: E402, F401 - parts by name
from simulate_country import BETA, Country, simulate  # noqa: E402
from telling import Clock, peak, tell  # noqa: E402

PARTS = ("plain", "missing", "rows", "robust", "update", "merge", "lme4", "statsmodels")
SOURCES = ("inspection", "self_report", "third_party", "public")
PRIOR_SD = {"alpha": 0.5, "beta": 1.0, "bias": 0.5}


def main() -> None:
    """Run the parts, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--small", action="store_true", help="one sixteenth of the villages")
    parser.add_argument("--villages", type=int, default=8000, help="for lme4 and statsmodels")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--data", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        globals()[f"part_{asked.run}"](Country(**np.load(asked.data)), asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        for part in asked.parts.split(","):
            data = Path(folder, f"{part}.npz")
            np.savez(data, **vars(simulate(part, small=asked.small)))
            print(f"\n{part}", flush=True)
            options = ["--run", part, "--data", str(data), "--villages", str(asked.villages)]
            subprocess.run([sys.executable, __file__, *options], check=True)
            data.unlink()


def arrays(country: Country):  # noqa: ANN201
    """Return the country as the smoother takes it."""
    from chuandao.stats.smoothing.observed import Groups, TreeData
    from chuandao.stats.smoothing.tree import forest

    laid, m = forest(country.parents), len(country.node)
    place, depth = laid.place(), country.depth[laid.order]
    levels = np.zeros((4, 13))
    levels[[1, 2, 3], [10, 11, 12]] = 1
    sd = np.repeat([PRIOR_SD["alpha"], PRIOR_SD["beta"], PRIOR_SD["bias"]], [5, 5, 3])
    data = TreeData(
        forest=laid,
        kind=np.maximum(depth - 1, 0),
        constants=-np.eye(5, 13),
        varying=-country.severity[laid.order],
        columns=np.arange(5, 10),
        node=place[country.node],
        response=country.response,
        source=country.source,
        levels=levels,
        prior_mean=np.zeros(13),
        prior_precision=sd**-2.0,
    )
    groups = Groups(
        step=depth - 1,
        noise=5 + country.source,
        count=9,
        known=country.known,
        prior_mean=np.log(np.repeat([0.15, 0.1], [5, 4])),
        prior_sd=np.ones(9),
        extra=np.zeros(len(laid)),
        extra_noise=np.zeros(m),
    )
    return data, groups


def fitted(data, groups):  # noqa: ANN001, ANN201
    """Return everything a fit gives: model, points over the variances, all marginals."""
    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.smoothing.posterior import marginals
    from chuandao.stats.smoothing.variances import design_points, mode

    model = collapse(data, groups)
    points = design_points(model, mode(model), 64, np.random.default_rng(0), known=0.05)
    return model, points, marginals(model, points)


def part_plain(
    country: Country, _: object, *, cpu: float = 2.0, memory: float | None = 0.6
) -> None:
    """Time the fit with all variances."""
    import chuandao.stats.smoothing.posterior  # noqa: F401 - imports are not part of the fit

    clock = Clock()
    data, groups = arrays(country)
    prepared = clock.lap()
    model, points, found = fitted(data, groups)
    spent = clock.lap()
    tell(
        f"{len(data.forest):,} units, {len(country.node):,} readings: lay out the tree",
        f"{prepared:.2f} s",
    )
    tell("fit with all variances, CPU", f"{spent:.2f} s", f"at most {cpu:g} s")
    tell("peak memory of the process", f"{peak():.2f} GB", f"at most {memory} GB" if memory else "")
    tell("families, points over the variances", f"{sum(map(len, model.blocks)):,}, {len(points)}")
    truth = country.truth[data.forest.order]
    for tier in range(1, 6):
        here = country.depth[data.forest.order] == tier
        apart = np.abs(found.state - truth)[here] <= 1.96 * np.sqrt(found.state_variance[here])
        tell(
            f"95 % intervals that hold the truth, tier {tier} ({here.sum():,})",
            f"{apart.mean():.3f}",
        )
    tell(
        "greatest error of a cause's cost",
        f"{abs(points[0].coefficients.mean[5:10] - BETA).max():.4f}",
    )


def part_missing(country: Country, asked: object) -> None:
    """Time the fit where each source saw seven units in ten."""
    part_plain(country, asked, cpu=10.0, memory=None)


def part_rows(country: Country, asked: object) -> None:
    """Time the fit where each reading has a standard error of its own."""
    part_plain(country, asked, cpu=10.0, memory=None)


def design(country: Country):  # noqa: ANN201
    """Return the country as the measure takes it."""
    from dataclasses import fields

    import polars as pl

    from chuandao.decay.chains import Chains
    from chuandao.decay.deficits import Deficits
    from chuandao.decay.design import design_of
    from chuandao.decay.evidence import Evidence

    count = len(country.parents)
    codes = pl.Series("unit", [f"{k:07d}" for k in range(count)])
    kind = pl.Series(np.where(country.depth == 5, "self_governing", "government"))
    units = pl.DataFrame({"unit": codes, "tier": country.depth, "kind": kind})
    chains = Chains(units.with_columns(population=pl.lit(None, dtype=pl.Int64)), country.parents)
    rows = pl.DataFrame(
        {
            "unit": codes.gather(country.node),
            "source": pl.Series(SOURCES).gather(country.source),
            "tier": country.depth[country.node],
            "response": country.response,
            "variance": country.known,
        }
    ).with_columns(
        task=pl.lit("T"),
        period=pl.lit("2025"),
        share=pl.col("response").exp(),
        kind=pl.lit("plain"),
    )
    evidence = Evidence(rows, SOURCES, ("inspection",), ())
    names = ("understanding", "resources", "capacity", "appraisal", "coordination")
    level = country.severity[None] * (country.depth > 0)[None, :, None]
    made = {
        "causes": names,
        "level": level,
        "measured": level,
        "error": np.zeros_like(level),
        "problems": (),
        "scale": np.ones(5),
        "parts": names,
        "part": np.arange(5),
    }
    deficits = Deficits(**{field.name: made[field.name] for field in fields(Deficits)})
    return design_of(chains, evidence, deficits, [("T", "2025")])


def part_robust(country: Country, _: object) -> None:
    """Time the fit that sets apart what stands out, and the attribution with its intervals."""
    from chuandao.decay.fitting import fit
    from chuandao.decay.scopes import scopes_of
    from chuandao.decay.summaries import summarise

    made = design(country)
    clock = Clock()
    found = fit(made, np.ones(1), points=64, rng=np.random.default_rng(0))
    tell(
        "robust fit: blockages and reporters set apart, CPU", f"{clock.lap():.2f} s", "at most 10 s"
    )
    tell(
        "steps, readings set apart",
        f"{(found.groups.extra > 0).sum():,}, {(found.groups.extra_noise > 0).sum():,}",
    )
    rng, wanted = np.random.default_rng(1), np.flatnonzero(country.depth <= 1)
    for what, units in (("country and provinces", wanted), ("every unit but villages", None)):
        scopes = scopes_of(made.chains, "equal", units)
        clock.lap()
        summarise(found, scopes, count=2, rng=rng)
        first = clock.lap()
        summaries = summarise(found, scopes, count=200, rng=rng)
        whole = clock.lap()
        tell(f"attribution of {what}, CPU", f"{first / 3:.2f} s", "at most 0.3 s")
        tell("  with intervals from 200 draws", f"{whole:.2f} s", "at most 10 s")
        worst = max(abs(s.loss.sum(axis=(2, 3)) - 1 + s.efficacy[-1]).max() for s in summaries)
        tell("  greatest error of a sum of rows", f"{worst:.1e}", "at most 1e-12")
    tell("peak memory of the process", f"{peak():.2f} GB")


def part_update(country: Country, _: object) -> None:
    """Time new readings of single units, and see that they are exact."""
    from dataclasses import replace

    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.smoothing.smoother import coefficients, upward
    from chuandao.stats.smoothing.spread import spread_at
    from chuandao.stats.smoothing.updating import Current

    data, groups = arrays(country)
    variance = np.repeat([0.1, 0.06], [5, 4]) ** 2
    current, rng = Current(collapse(data, groups), variance), np.random.default_rng(1)
    place = rng.integers(0, len(data.forest), 200)
    source, response = rng.integers(0, 4, 200), rng.normal(-0.5, 0.2, 200)
    clock = Clock()
    for node, s, y in zip(place.tolist(), source.tolist(), response.tolist(), strict=True):
        current.add(node, s, 5 + s, y, 0.0)
        current.known(node)
    tell("update and query of one unit, CPU", f"{clock.lap() / 200 * 1000:.2f} ms", "at most 1 ms")
    data = replace(
        data,
        node=np.append(data.node, place),
        source=np.append(data.source, source),
        response=np.append(data.response, response),
    )
    none = np.zeros(200)
    groups = replace(
        groups,
        noise=np.append(groups.noise, 5 + source),
        known=np.append(groups.known, none),
        extra_noise=np.append(groups.extra_noise, none),
    )
    model = collapse(data, groups)
    theta = coefficients(model, upward(model, variance)).mean
    state = spread_at(model, variance).state(theta)
    worst = max(abs(current.known(int(node)).mean - state[node]) for node in place)
    tell("  greatest difference from a pass over everything", f"{worst:.1e}")


def part_merge(country: Country, _: object) -> None:
    """See that sums of parts are the sums of the whole."""
    from dataclasses import replace

    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.smoothing.smoother import coefficients, upward
    from chuandao.stats.smoothing.sums import merge

    data, groups = arrays(country)
    whole = collapse(data, groups)
    clock = Clock()
    merged = merge(whole.blocks)
    spent = clock.lap()
    again = replace(whole, blocks=(merged,), leaves=())
    variance = np.exp(2 * groups.prior_mean)
    one, other = (coefficients(model, upward(model, variance)) for model in (whole, again))
    tell(f"merge of {len(whole.blocks)} parts, CPU", f"{spent:.2f} s")
    tell("families in all", f"{len(merged):,}")
    tell(
        "relative change of the log-likelihood",
        f"{abs(one.log_likelihood / other.log_likelihood - 1):.1e}",
    )
    tell("greatest change of a coefficient", f"{abs(one.mean - other.mean).max():.1e}")


if __name__ == "__main__":
    main()
