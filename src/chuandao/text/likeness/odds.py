"""From features to probabilities: weighted sums over all pairs, in one fixed order."""

from collections.abc import Mapping

import numpy as np

from chuandao.text.likeness.compare import Matrix

_SMALL = 1 << 14  # pairs up to which it is faster to lay all features one on the other


def logistic(found: Mapping[str, Matrix], weights: Mapping[str, float], start: float) -> Matrix:
    """Return 1 / (1 + exp(-odds)), odds a start plus every feature times its weight.

    Parameters
    ----------
    found : mapping
        Name to a matrix (uppers, lowers). One that says something of only one side may be a
        view broadcast along the other (`numpy.broadcast_to`): it is then added up side by side.
    weights : mapping
        Name to weight; names without a matrix are passed over, and the order of names in
        ``found`` is that of the sum.

    Examples
    --------
    >>> logistic({"alike": np.array([[0.0, 1.0]])}, {"alike": 2.0}, -1.0).round(3).tolist()
    [[0.269, 0.731]]
    """
    from chuandao.text.likeness.overlaps import added, weighed

    named = [name for name in found if name in weights]
    shape = found[named[0]].shape
    sides, pairs = np.full((shape[0], 1), start), np.zeros((1, shape[1]))
    full = []
    for name in named:
        matrix = found[name]
        if matrix.strides[1] == 0:
            sides += weights[name] * matrix[:, :1]
        elif matrix.strides[0] == 0:
            pairs += weights[name] * matrix[:1]
        else:
            full.append(name)
    odds = np.ascontiguousarray(sides + pairs)
    if full and odds.size <= _SMALL:
        stack = np.stack([found[name] for name in full]).reshape(len(full), -1)
        weighed(stack, np.array([weights[name] for name in full]), odds.reshape(-1))
    else:
        for name in full:
            added(np.ascontiguousarray(found[name]), weights[name], odds)
    return np.asarray(1 / (1 + np.exp(-odds)))
