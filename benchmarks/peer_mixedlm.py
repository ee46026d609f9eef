"""The plain nested model by statsmodels MixedLM; run by bench_peers.py.

    python benchmarks/peer_mixedlm.py nested.csv

Needs pandas and statsmodels, not chuandao. Prints JSON: coefficients, standard deviations, CPU
seconds of the fit.
"""

import json
import sys
import time
import warnings


def main() -> None:
    """Fit and print."""
    import pandas as pd
    import statsmodels.formula.api as smf

    kinds = {"county": str, "township": str, "village": str}
    data = pd.read_csv(sys.argv[1], dtype=kinds)
    names = [name for name in data.columns if name.startswith(("alpha_", "beta_"))]
    components = {
        "township": "0 + in_township:C(township)",
        "village": "0 + in_village:C(village)",
    }
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = smf.mixedlm(
            f"y ~ 0 + {' + '.join(names)}",
            data,
            groups="county",
            re_formula="1",
            vc_formula=components,
        ).fit(reml=True)
    told = {name: float(fit.fe_params[name]) for name in names}
    told |= {
        "sigma_1": float(fit.cov_re.iloc[0, 0]) ** 0.5,
        **{f"sigma_{k + 2}": float(v) ** 0.5 for k, v in enumerate(fit.vcomp)},
        "tau": float(fit.scale) ** 0.5,
        "seconds": time.process_time() - start,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
