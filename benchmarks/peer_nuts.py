"""The posterior of one small city by NUTS (NumPyro); run by bench_oracle.py.

    python benchmarks/peer_nuts.py city.json [DRAWS]

Needs numpy and numpyro, not chuandao: the model is written down here a second time, from the
formulae of the documentation. Prints JSON: means and standard deviations, and how good the
chains are.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np


def main() -> None:
    """Draw and print."""
    import jax
    import numpyro
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()
    city = json.loads(Path(sys.argv[1]).read_text())
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    data = {k: np.array(v) for k, v in city["data"].items()}
    start = time.process_time()
    sampler = MCMC(
        NUTS(model, target_accept_prob=0.97),
        num_warmup=1500,
        num_samples=draws,
        num_chains=2,
        chain_method="sequential",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(city["seed"]), data, city["prior"])
    told = summary(sampler)
    told["seconds"] = time.process_time() - start
    sys.stdout.write(json.dumps(told))


def model(data: dict[str, np.ndarray], prior: dict[str, float]) -> None:
    """x(child) = x(parent) - alpha - sum beta d + eps; y = x + b + error; x(root) = 0."""
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    tiers, sources = int(data["tier"].max()), int(data["source"].max()) + 1
    causes, count = data["deficit"].shape[-1], len(data["parent"])
    alpha = numpyro.sample("alpha", dist.Normal(0, prior["alpha_sd"]).expand([tiers]))
    beta = numpyro.sample("beta", dist.Normal(0, prior["beta_sd"]).expand([causes]))
    bias = numpyro.sample("bias", dist.Normal(0, prior["bias_sd"]).expand([sources - 1]))
    spread = prior["log_sd_spread"]
    log_sigma = numpyro.sample(
        "log_sigma", dist.Normal(np.log(prior["sigma_median"]), spread).expand([tiers])
    )
    log_tau = numpyro.sample(
        "log_tau", dist.Normal(np.log(prior["tau_median"]), spread).expand([sources])
    )
    z = numpyro.sample("z", dist.Normal(0, 1).expand([count]))
    step = (
        -alpha[data["tier"] - 1] - data["deficit"] @ beta + jnp.exp(log_sigma)[data["tier"] - 1] * z
    )
    x = data["path"] @ step
    numpyro.deterministic("x", x)
    level = jnp.concatenate([jnp.zeros(1), bias])[data["source"]]
    noise = jnp.sqrt(data["variance"] + jnp.exp(2 * log_tau)[data["source"]])
    numpyro.sample("y", dist.Normal(x[data["at"]] + level, noise), obs=data["response"])


def summary(sampler: object) -> dict[str, object]:
    """Return means and standard deviations, with the Monte Carlo error of the means."""
    from numpyro.diagnostics import summary as diagnose

    grouped = sampler.get_samples(group_by_chain=True)
    told: dict[str, object] = {"divergent": int(sampler.get_extra_fields()["diverging"].sum())}
    quality = diagnose({k: v for k, v in grouped.items() if k != "z"})
    told["r_hat"] = max(float(np.max(q["r_hat"])) for q in quality.values())
    told["n_eff"] = min(float(np.min(q["n_eff"])) for q in quality.values())
    drawn = {k: np.asarray(v).reshape(-1, *v.shape[2:]) for k, v in grouped.items()}
    drawn["efficacy"] = np.exp(drawn["x"])
    drawn["sigma"], drawn["tau"] = np.exp(drawn["log_sigma"]), np.exp(drawn["log_tau"])
    for name in ("alpha", "beta", "bias", "sigma", "tau", "log_sigma", "log_tau", "x", "efficacy"):
        told[name] = [drawn[name].mean(axis=0).tolist(), drawn[name].std(axis=0).tolist()]
    return told


if __name__ == "__main__":
    main()
