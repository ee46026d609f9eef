"""Evidence that comes after a fit, taken in along the paths it touches."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.decay.fitting import Fitted
from chuandao.errors import UsageError
from chuandao.stats.smoothing.updating import Current

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Standing:
    """Efficacy of a unit in a task and period, as it stands.

    Attributes
    ----------
    estimate, low, high : float
    se_log : float
        Standard deviation of ln e, the variances of tiers and sources taken as fitted.
    """

    estimate: float
    low: float
    high: float
    se_log: float


class Revision:
    """A fit, open to evidence that comes after it.

    Exact at the variances that were most probable; coefficients and every unit follow. Intervals
    lack what not knowing the variances adds, and steps and reports are not judged anew: fit again
    now and then.

    Parameters
    ----------
    fitted : Fitted
    """

    def __init__(self, fitted: Fitted) -> None:
        design = fitted.design
        usual = max(fitted.points, key=lambda point: point.weight)
        self._design, self._place = design, design.place
        self._current = Current(design.model(fitted.groups), usual.variance)
        self._unit = {code: at for at, code in enumerate(design.chains.codes)}
        self._copy = {pair: at for at, pair in enumerate(design.replicates)}
        self._source = {name: at for at, name in enumerate(design.evidence.sources)}

    def take(self, rows: pl.DataFrame) -> None:
        """Take in evidence.

        Parameters
        ----------
        rows : table (unit, task, period, source, response, variance)
            Working responses, as ``evidence_of`` makes them.

        Raises
        ------
        UsageError
            A unit, a source, or a pair of task and period that the fit has not seen; then nothing
            is taken in.
        """
        names = ("unit", "task", "period", "source", "response", "variance")
        told = [
            (self._node(u, t, p), self._of(s), y, v)
            for u, t, p, s, y, v in rows.select(names).rows()
        ]
        steps = len(self._design.chains.steps)
        for node, source, response, variance in told:
            self._current.add(node, source, steps + source, float(response), float(variance))

    def efficacy(self, unit: str, task: str, period: str) -> Standing:
        """Return efficacy of a unit, everything that was taken in included."""
        known = self._current.known(self._node(unit, task, period))
        sd = float(np.sqrt(known.variance))
        reach = _Z95 * sd
        level = (known.mean + known.variance / 2, known.mean - reach, known.mean + reach)
        estimate, low, high = (float(x) for x in np.exp(level))
        return Standing(estimate, low, high, sd)

    def _node(self, unit: str, task: str, period: str) -> int:
        if unit not in self._unit:
            raise UsageError("scope_not_measured", unit=unit)
        if (task, period) not in self._copy:
            raise UsageError("update_unknown_task", task=task, period=period)
        flat = self._copy[task, period] * len(self._unit) + self._unit[unit]
        return int(self._place[flat])

    def _of(self, source: str) -> int:
        if source not in self._source:
            raise UsageError("update_unknown_source", source=source, known=", ".join(self._source))
        return self._source[source]
