"""Policy Priority Inference on its tutorial data, in an environment of its own.

    python peer_ppi.py INPUTS.npz RESULTS.npz RUNS [calibrate]

Called by bench_ppi.py; nothing of chuandao is imported. Says what its model expects of each
indicator, and how many CPU seconds that took.
"""

import sys
import time

import numpy as np
import policy_priority_inference as ppi


def main() -> None:
    """Run the model, or calibrate it, and keep what it says."""
    given = dict(np.load(sys.argv[1]))
    runs = int(sys.argv[3])
    np.random.seed(7)  # noqa: NPY002 - the generator that it uses
    if len(sys.argv) > 4:
        started = time.process_time()
        found = ppi.calibrate(
            given["first"],
            given["last"],
            given["success"].copy(),
            threshold=-np.inf,  # stop after its hundred first rounds
            parallel_processes=1,  # in one process; its serial way fails with NumPy of today
            **usual(given),
        )
        values = found[1:, :3].astype(float)
        np.savez(sys.argv[2], parameters=values, seconds=time.process_time() - started)
        return
    kept = {"seconds": np.zeros(len(given["budgets"]))}
    for k, budget in enumerate(given["budgets"]):
        started = time.process_time()
        ends = []
        for _ in range(runs):
            alphas, falls, betas = given["parameters"].T
            path = ppi.run_ppi(given["first"], alphas, falls, betas, **usual(given, budget))[0]
            ends.append(path[:, -1])
        kept["seconds"][k] = time.process_time() - started
        kept[f"mean{k}"], kept[f"sd{k}"] = np.mean(ends, axis=0), np.std(ends, axis=0)
    np.savez(sys.argv[2], **kept)


def usual(given, budget=None):  # noqa: ANN001, ANN201
    """Return network, spending and governance as its tutorial passes them."""
    instrumental = given["instrumental"].astype(float)
    programme = {int(at): [int(given["programme"][at])] for at in np.flatnonzero(instrumental == 1)}
    return {
        "A": given["network"],
        "R": instrumental,
        "qm": given["monitoring"].copy(),
        "rl": given["law"].copy(),
        "Bs": (given["budgets"][0] if budget is None else budget).copy(),
        "B_dict": programme,
    }


if __name__ == "__main__":
    main()
