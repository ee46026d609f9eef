"""How much a measure at the size of a country costs, and whether lme4 says the same.

    CHUANDAO_REAL_DATA=DIR python benchmarks/bench_country.py [--parts plain,missing,…] [--small]

Simulates evidence of 4 sources and deficits of 5 causes over a real tree of divisions (province,
city, county, township, village: DIR/division_tree) or, without it, over a tree of the same widths.
Every part runs in a process of its own; CPU seconds and peak memory are those of the process from
arrays on. Prints each target beside the figure.
"""

import argparse
import csv
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load

PARTS = ("plain", "missing", "rows", "robust", "update", "merge", "lme4", "statsmodels")
TAU, BIAS = np.array([0.05, 0.06, 0.07, 0.08]), np.array([0.0, 0.1, -0.05, 0.02])
SIGMA, ALPHA = np.array([0.1, 0.12, 0.1, 0.09, 0.08]), np.array([0.05, 0.04, 0.06, 0.03, 0.05])
BETA = np.array([0.1, 0.05, 0.2, 0.15, 0.0])
SOURCES = ("inspection", "self_report", "third_party", "public")
PRIOR_SD = {"alpha": 0.5, "beta": 1.0, "bias": 0.5}


@dataclass
class Country:
    """A tree in layout order and what is observed on it."""

    parents: np.ndarray
    depth: np.ndarray
    severity: np.ndarray
    truth: np.ndarray
    node: np.ndarray
    source: np.ndarray
    response: np.ndarray
    known: np.ndarray


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


def simulate(part: str, *, small: bool) -> Country:
    """Return a country with evidence as a part wants it."""
    rng = np.random.default_rng(7)
    parents, depth = tree(small=small)
    count = len(parents)
    severity = 1 / (1 + np.exp(-(rng.normal(size=(count, 5)) * 0.8 - 1.0)))
    truth = np.zeros(count)
    step = rng.normal(size=count)
    for tier in range(1, 6):
        here = np.flatnonzero(depth == tier)
        lost = ALPHA[tier - 1] + severity[here] @ BETA - SIGMA[tier - 1] * step[here]
        truth[here] = truth[parents[here]] - lost
    node, source = np.repeat(np.arange(1, count), 4), np.tile(np.arange(4), count - 1)
    if part in ("missing", "rows"):
        seen = rng.random(len(node)) < 0.7
        node, source = node[seen], source[seen]
    known = np.zeros(len(node))
    if part == "rows":
        known = rng.uniform(0.02, 0.06, len(node)) ** 2
    noise = rng.normal(size=len(node)) * np.sqrt(TAU[source] ** 2 + known)
    response = truth[node] + BIAS[source] + noise
    if part == "robust":
        blocked = rng.random(count) < np.where(depth == 5, 0.0005, 0.01)
        lost = np.where(blocked & (depth > 2), 4 * SIGMA[np.maximum(depth - 1, 0)], 0.0)
        for tier in range(4, 6):
            here = np.flatnonzero(depth == tier)
            lost[here] += lost[parents[here]]
        response -= lost[node]
        response += 0.2 * ((source == 1) & (rng.random(len(node)) < 0.001))
        truth -= lost
    return Country(parents, depth, severity, truth, node, source, response, known)


def tree(*, small: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return parents and depths, level by level, siblings side by side."""
    folder = os.environ.get("CHUANDAO_REAL_DATA")
    files = sorted(Path(folder, "division_tree").glob("*5level.csv.gz")) if folder else []
    sizes = [1, 34, 344, 3133, 42868, 666_655]
    if files:
        with gzip.open(files[0], "rt", encoding="utf-8", newline="") as rows:
            pairs = [(row["code"], row["parent"]) for row in csv.DictReader(rows)]
        place = {code: at for at, (code, _) in enumerate(pairs)}
        above = np.array([-1 if code == up else place[up] for code, up in pairs])
    else:
        firsts = np.cumsum([0, *sizes])
        above = np.concatenate(
            [[-1], *(firsts[k] + np.arange(n) * sizes[k] // n for k, n in enumerate(sizes[1:]))]
        )
    depth = np.zeros(len(above), dtype=np.int64)
    for _ in range(5):
        depth = np.where(above < 0, 0, depth[above] + 1)
    order = np.lexsort((np.arange(len(above)), depth))
    for _ in range(5):
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        order = np.lexsort((np.arange(len(above)), np.where(above < 0, -1, rank[above]), depth))
    if small:
        order = order[(depth[order] < 5) | (above[order] % 16 == 0)]
        order = order[
            (depth[order] < 4)
            | (np.where(depth == 5, above, np.arange(len(above))) % 16 == 0)[order]
        ]
    rank = np.full(len(above), -1)
    rank[order] = np.arange(len(order))
    return np.where(above[order] < 0, -1, rank[above[order]]), depth[order]


def tell(what: str, figure: str, target: str = "") -> None:
    """Print a figure beside its target."""
    print(f"  {what:58} {figure:>14}   {target}", flush=True)


def peak() -> float:
    """Return the peak memory of this process in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


class Clock:
    """CPU seconds of this process since it was made, or since last asked."""

    def __init__(self) -> None:
        self._since = time.process_time()

    def lap(self) -> float:
        now = time.process_time()
        passed, self._since = now - self._since, now
        return passed


def arrays(country: Country):  # noqa: ANN201
    """Return the country as the smoother takes it."""
    from chuandao.stats.smoothing.observed import Groups, TreeData
    from chuandao.stats.tree import forest

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
    from chuandao.stats.posterior import marginals
    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.variances import design_points, mode

    model = collapse(data, groups)
    points = design_points(model, mode(model), 64, np.random.default_rng(0), known=0.05)
    return model, points, marginals(model, points)


def part_plain(
    country: Country, _: object, *, cpu: float = 2.0, memory: float | None = 0.6
) -> None:
    """Time the fit with all variances."""
    import chuandao.stats.posterior  # noqa: F401 - imports are not part of the fit

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
    ).with_columns(task=pl.lit("T"), period=pl.lit("2025"), share=pl.col("response").exp())
    evidence = Evidence(rows, SOURCES, ("inspection",), ())
    names = ("understanding", "resources", "capacity", "appraisal", "coordination")
    level = country.severity[None] * (country.depth > 0)[None, :, None]
    return design_of(chains, evidence, Deficits(names, level, level, ()), [("T", "2025")])


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

    from chuandao.stats.smoother import coefficients, upward
    from chuandao.stats.smoothing.collapse import collapse
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

    from chuandao.stats.smoother import coefficients, upward
    from chuandao.stats.smoothing.collapse import collapse
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


def nested(country: Country, villages: int):  # noqa: ANN201
    """Return rows, design and groups of the plain nested model: villages only, one error variance."""
    chosen = np.flatnonzero(country.depth == 5)[:villages]
    rows = np.flatnonzero(np.isin(country.node, chosen))
    path, unit = [], country.node[rows]
    severity = country.severity[unit].copy()
    for _ in range(4):
        path.append(unit)
        unit = country.parents[unit]
        severity += country.severity[unit]
    path.append(unit)
    return rows, severity, path


def plain_nested(country: Country, villages: int):  # noqa: ANN201
    """Return our costs of the causes and CPU seconds on the plain nested model, priors flat."""
    from chuandao.stats.smoother import coefficients, upward
    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.smoothing.observed import Groups, TreeData
    from chuandao.stats.tree import forest
    from chuandao.stats.variances import highest

    rows, _, path = nested(country, villages)
    clock = Clock()
    kept = np.unique(np.concatenate([[0], *path]))
    place = np.full(len(country.parents), -1)
    place[kept] = np.arange(len(kept))
    laid = forest(np.where(kept == 0, -1, place[country.parents[kept]]))
    depth, m = country.depth[kept][laid.order], len(rows)
    levels = np.zeros((4, 9))
    levels[[1, 2, 3], [6, 7, 8]] = 1
    data = TreeData(
        forest=laid,
        kind=(depth < 5).astype(np.int64),
        constants=np.vstack([-np.eye(1, 9), np.zeros((1, 9))]),
        varying=-country.severity[kept][laid.order],
        columns=np.arange(1, 6),
        node=laid.place()[place[country.node[rows]]],
        response=country.response[rows],
        source=country.source[rows],
        levels=levels,
        prior_mean=np.zeros(9),
        prior_precision=np.zeros(9),
    )
    none = np.zeros
    groups = Groups(
        depth - 1,
        np.full(m, 5),
        6,
        none(m),
        np.full(6, -2.3),
        np.full(6, 1e3),
        none(len(laid)),
        none(m),
    )
    model = collapse(data, groups)
    log_sd = highest(model)
    found = coefficients(model, upward(model, np.exp(2 * log_sd)))
    return found.mean, np.exp(log_sd), clock.lap()


R_MODEL = """
suppressMessages(library(lme4))
d <- read.csv("{data}")
for (g in c("g1", "g2", "g3", "g4", "g5", "s")) d[[g]] <- factor(d[[g]])
start <- proc.time()
f <- lmer(y ~ d1 + d2 + d3 + d4 + d5 + s + (1|g5) + (1|g4) + (1|g3) + (1|g2) + (1|g1), d, REML = TRUE,
          control = lmerControl(calc.derivs = FALSE))
spent <- proc.time() - start
cat("cpu", spent[["user.self"]] + spent[["sys.self"]], "\\n")
cat("fixed", format(fixef(f), digits = 12), "\\n")
"""


def part_lme4(country: Country, asked: argparse.Namespace) -> None:
    """Fit the plain nested model by lme4 as well."""
    if shutil.which("Rscript") is None:
        tell("lme4", "skipped", "no Rscript here (Debian: r-base-core, r-cran-lme4)")
        return
    rows, severity, path = nested(country, asked.villages)
    columns = [country.response[rows], *severity.T, country.source[rows], *path[::-1]]
    head = "y,d1,d2,d3,d4,d5,s,g1,g2,g3,g4,g5"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "d.csv")
        np.savetxt(
            data, np.column_stack(columns), delimiter=",", header=head, comments="", fmt="%.17g"
        )
        script = Path(folder, "m.R")
        script.write_text(R_MODEL.format(data=data), "utf-8")
        done = subprocess.run(["Rscript", str(script)], capture_output=True, text=True, check=False)
    if done.returncode:
        tell("lme4", "skipped", done.stderr.strip().splitlines()[-1][:80])
        return
    said = {
        line.split()[0]: [float(x) for x in line.split()[1:]]
        for line in done.stdout.splitlines()
        if line[:3] in ("cpu", "fix")
    }
    mean, _, ours = plain_nested(country, asked.villages)
    theirs = said["cpu"][0]
    tell(
        f"plain nested model, {asked.villages:,} villages, {len(rows):,} readings: lme4, CPU",
        f"{theirs:.2f} s",
    )
    tell("chuandao, CPU", f"{ours:.3f} s")
    tell("lme4's CPU over ours", f"{theirs / ours:.0f}", "at least 100")
    apart = np.abs(-np.array(said["fixed"])[1:6] - mean[1:6]).max()
    tell("greatest difference of a cost", f"{apart:.1e}", "at most 1e-4")


def part_statsmodels(country: Country, asked: argparse.Namespace) -> None:
    """Fit the plain nested model, two of its levels, by statsmodels as well."""
    try:
        import pandas as pd
        import statsmodels.api as sm
    except ImportError:
        tell("statsmodels", "skipped", "not installed here")
        return
    villages = min(asked.villages, 1000)
    rows, severity, path = nested(country, villages)
    names = [f"d{k}" for k in range(1, 6)]
    frame = pd.DataFrame(dict(zip(names, severity.T, strict=True)))
    frame["y"], frame["s"] = country.response[rows], country.source[rows]
    for k, unit in enumerate(path[::-1], start=1):
        frame[f"g{k}"] = unit
    clock = Clock()
    parts = {f"g{k}": f"0 + C(g{k})" for k in (4, 5)}
    formula = "y ~ d1 + d2 + d3 + d4 + d5 + C(s)"
    found = sm.MixedLM.from_formula(formula, frame, groups="g3", vc_formula=parts).fit()
    theirs = clock.lap()
    mean, _, ours = plain_nested(country, villages)
    tell(f"{villages:,} villages: MixedLM (county, township, village only), CPU", f"{theirs:.2f} s")
    tell("chuandao (all five tiers), CPU", f"{ours:.3f} s")
    apart = np.abs(-found.fe_params.loc[names].to_numpy() - mean[1:6]).max()
    tell("greatest difference of a cost", f"{apart:.1e}")


if __name__ == "__main__":
    main()
