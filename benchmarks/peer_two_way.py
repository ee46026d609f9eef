"""Two-way fixed effects by statsmodels on simulated panels; run by bench_effects.py.

    python benchmarks/peer_two_way.py FIRST SEEDS KIND SOURCE

Needs numpy, statsmodels and this folder, not chuandao. Prints JSON: bias and cover of each city.
"""

import json
import sys
import time

import numpy as np

from simulate_panels import PanelCity, ancestor, simulate_panel, true_overall


def main() -> None:
    """Fit every city and print what was found."""
    first, seeds, kind, source = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    told: dict[str, object] = {}
    bias, covered, seconds = [], [], 0.0
    for seed in range(first, first + seeds):
        city = simulate_panel(seed, kind)
        estimate, low, high, spent = fitted(city, source)
        truth, seconds = true_overall(city), seconds + spent
        bias.append(estimate - truth)
        covered.append(float(low <= truth <= high))
    told = {"bias": bias, "covered": covered, "seconds": seconds}
    sys.stdout.write(json.dumps(told))


def fitted(city: PanelCity, source: str) -> tuple[float, float, float, float]:
    """Return the coefficient of being treated with its bounds, and CPU seconds.

    Fixed effects of pairs are taken out by demeaning, those of periods are columns.
    """
    import statsmodels.api as sm

    rows = [row for row in city.evidence if row["source"] == source]
    pair = np.unique([f"{r['unit']}/{r['task']}" for r in rows], return_inverse=True)[1]
    label, period = np.unique([str(r["period"]) for r in rows], return_inverse=True)
    place = [4 * (int(name[:4]) - 2024) + int(name[5]) - 1 for name in label]
    begun = [city.since(str(r["unit"])) for r in rows]
    treated = [float(b is not None and place[p] >= b) for b, p in zip(begun, period, strict=True)]
    columns = np.column_stack([treated, period[:, None] == np.arange(1, len(label))])
    cluster = [ancestor(city, str(r["unit"])) for r in rows]
    value = np.array([float(str(r["value"])) for r in rows])
    start = time.process_time()
    model = sm.OLS(within(value, pair), within(columns, pair))
    found = model.fit(
        cov_type="cluster",
        cov_kwds={"groups": np.unique(cluster, return_inverse=True)[1]},
        use_t=True,
    )
    low, high = found.conf_int()[0]
    return float(found.params[0]), float(low), float(high), time.process_time() - start


def within(values: np.ndarray, pair: np.ndarray) -> np.ndarray:
    """Return values less the mean of their pair."""
    table = values.reshape(len(pair), -1).astype(float)
    count = np.bincount(pair)[:, None]
    mean = np.column_stack([np.bincount(pair, column) for column in table.T]) / count
    return (table - mean[pair]).reshape(values.shape)


if __name__ == "__main__":
    main()
