"""How much each observation weighs in the estimate of one node of a forest.

The posterior mean of a state is what its tree leads to expect plus a weighted sum of what the
observations say beyond that, h = V⁻¹ Cov(y, x). The smoother applies V⁻¹ to any response, so one
pass over the covariances gives every weight exactly.

References
----------
Koopman, S. J., & Harvey, A. (2003). Computing observation weights for signal extraction and
filtering. Journal of Economic Dynamics and Control, 27(7), 1317-1333.
"""

import numpy as np

from chuandao.stats.smoothing.nodewise import Nodewise, known
from chuandao.stats.smoothing.tree import Forest, Positions, Reals


def evidence_weights(
    forest: Forest, at: Positions, step_variance: Reals, noise: Reals, node: int
) -> Reals:
    """Return the weight of every observation in the posterior mean of a node's state.

    Parameters
    ----------
    forest : Forest
    at : positions (observations)
        The place in the layout that each observation hangs on.
    step_variance : array (nodes)
    noise : array (observations)
    node : int
        Place in the layout.

    Returns
    -------
    array (observations)
        None below 0, their sum at most 1; what is left to 1 is the weight of what the tree leads
        to expect. Coefficients are taken as known.

    Examples
    --------
    >>> from chuandao.stats.smoothing.tree import forest
    >>> laid, noise = forest(np.array([-1, 0])), np.array([1.0, 0.5])
    >>> evidence_weights(laid, np.array([1, 1]), np.array([0.0, 1.0]), noise, 1).tolist()
    [0.25, 0.5]
    """
    shared = _covariance_with(forest, step_variance, node)[at]
    bare = Nodewise(forest, np.zeros((len(forest), 1)), at, shared[:, None])
    state = known(bare, step_variance, noise).state[at, 0]
    weights: Reals = np.maximum((shared - state) / noise, 0.0)
    return weights


def _covariance_with(forest: Forest, step_variance: Reals, node: int) -> Reals:
    """Return the prior covariance of a node with every other: the steps they have in common."""
    path = [node]
    while forest.parents[path[-1]] >= 0:
        path.append(int(forest.parents[path[-1]]))
    step = np.zeros(len(forest))
    step[path] = step_variance[path]
    return forest.summed_down(step)
