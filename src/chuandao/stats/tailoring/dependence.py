"""How far an ordered treatment follows an ordered severity, by comparing subjects two by two.

Of two subjects of which one is the more serious, how much more often is that one treated more
harshly than the other way round? That is Somers' D of the treatment on the severity: 0 where the
treatment does not depend on the severity (all alike, or at random), 2p(1 - p) where exactly the
worst share p is treated more harshly than the rest, 1 where every step of severity makes the
treatment harsher. Only orders matter, so severities may have any scale and levels any spacing.

References
----------
Somers, R. H. (1962). A new asymmetric measure of association for ordinal variables. American
Sociological Review, 27(6), 799-811.
Kendall, M. G. (1970). Rank Correlation Methods, 4th ed. Griffin, section 4.4 (variance with ties).
Newson, R. (2002). Parameters behind nonparametric statistics: Kendall's tau, Somers' D and median
differences. Stata Journal, 2(1), 45-64 (its standard error).
Clopper, C. J., & Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika,
26(4), 404-413.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, stdtrit

from chuandao.stats.smoothing.tree import Positions, Reals

_FEW = 5  # treated otherwise than most: below, a standard error means little (the rule of five)
_LEAST = 3


@dataclass(frozen=True)
class Dependence:
    """How far treatments follow severities among the subjects of one unit.

    Attributes
    ----------
    value : float
        Somers' D, from -1 to 1.
    error : float
        Its standard error, never less than chance alone gives it.
    order : float
        The same among pairs treated differently only (Goodman and Kruskal's gamma): 1 where the
        harsher treatment always fell on the more serious. 0 where all were treated alike.
    subjects, alike : int
        Subjects, and how many of them got the commonest treatment.
    """

    value: float
    error: float
    order: float
    subjects: int
    alike: int


def dependence(severity: Reals, level: Reals, tail: float = 0.05) -> Dependence | None:
    """Return how far the levels of treatment follow the severities.

    Parameters
    ----------
    severity, level : array
        One a subject, larger = more serious, harsher; none missing.
    tail : float
        Where fewer than five were treated otherwise than most, the standard error is so wide
        that its upper bound at this tail allows for as many as may then exist unseen.

    Returns
    -------
    Dependence or None
        None for fewer than three subjects, or where all are equally serious.

    Examples
    --------
    Of the six pairs of four subjects, five go with the severity and one does not differ:

    >>> found = dependence(np.array([10.0, 20.0, 30.0, 40.0]), np.array([0.0, 1.0, 2.0, 2.0]))
    >>> round(found.value, 3), found.order
    (0.833, 1.0)
    """
    n = len(severity)
    if n < _LEAST or np.ptp(severity) == 0:
        return None
    _, group, count = np.unique(level, return_inverse=True, return_counts=True)
    net, differing = _net(severity, group, len(count))
    _, same, ties = np.unique(severity, return_inverse=True, return_counts=True)
    comparable = n - ties[same]
    value = float(net.sum() / comparable.sum())
    spread = net - value * comparable
    own = 2 * np.sqrt(float(spread @ spread) * n / (n - 1)) / float(comparable.sum())
    chance = 2 * np.sqrt(_by_chance(n, ties, count)) / float(comparable.sum())
    alike = int(count.max())
    error = max(float(own), float(chance), _unseen(n, n - alike, tail))
    order = float(net.sum() / differing) if differing else 0.0
    return Dependence(value, error, order, n, alike)


def _net(severity: Reals, group: Positions, levels: int) -> tuple[Reals, int]:
    """Return for each subject its pairs that agree less those that disagree; pairs that differ."""
    net, differing = np.zeros(len(severity)), 0
    for one in range(levels):
        of_level = np.sort(severity[group == one])
        below = np.searchsorted(of_level, severity, "left")
        above = len(of_level) - np.searchsorted(of_level, severity, "right")
        net += np.sign(group - one) * (below - above)
        differing += int((below + above)[group != one].sum())
    return net, differing


def _by_chance(n: int, ties: Positions, equal: Positions) -> float:
    """Return the variance of Kendall's S where treatment has nothing to do with severity."""
    t, u = ties.astype(np.float64), equal.astype(np.float64)
    plain = n * (n - 1) * (2 * n + 5) - sum(
        float((x * (x - 1) * (2 * x + 5)).sum()) for x in (t, u)
    )
    pairs = [float((x * (x - 1)).sum()) for x in (t, u)]
    triples = [float((x * (x - 1) * (x - 2)).sum()) for x in (t, u)]
    both = pairs[0] * pairs[1] / (2 * n * (n - 1))
    triple = triples[0] * triples[1] / (9 * n * (n - 1) * (n - 2))
    return max(0.0, plain / 18 + both + triple)


def _unseen(n: int, otherwise: int, tail: float) -> float:
    """Return the error that few treated otherwise leave: D is at most the pairs that may differ."""
    if otherwise >= _FEW:
        return 0.0
    share = float(betaincinv(otherwise + 1, n - otherwise, 1 - tail))
    return (2 * share - share**2) / float(stdtrit(n - 2, 1 - tail))
