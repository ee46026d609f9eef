"""The plain nested model of villages, by the product and by lme4 and statsmodels."""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from simulate_country import Country
from telling import Clock, tell


def nested(country: Country, villages: int):  # noqa: ANN201
    """Return rows, design and groups of the plain nested model of villages, one error variance."""
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
    from chuandao.stats.smoothing.collapse import collapse
    from chuandao.stats.smoothing.observed import Groups, TreeData
    from chuandao.stats.smoothing.smoother import coefficients, upward
    from chuandao.stats.smoothing.tree import forest
    from chuandao.stats.smoothing.variances import highest

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
f <- lmer(y ~ d1 + d2 + d3 + d4 + d5 + s + (1|g5) + (1|g4) + (1|g3) + (1|g2) + (1|g1), d,
          REML = TRUE, control = lmerControl(calc.derivs = FALSE))
spent <- proc.time() - start
cat("cpu", spent[["user.self"]] + spent[["sys.self"]], "\\n")
cat("fixed", format(fixef(f), digits = 12), "\\n")
"""


def part_lme4(country: Country, asked: argparse.Namespace) -> None:
    """Fit the plain nested model by lme4 as well."""
    rscript = shutil.which("Rscript")
    if rscript is None:
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
        done = subprocess.run([rscript, str(script)], capture_output=True, text=True, check=False)
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
