"""The parameters of the model as plain statements: what each says of steps, causes, sources."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chuandao.catalog.knowledge import causes

_KINDS = {
    "alpha_tier_": "step",
    "beta_": "cause",
    "bias_": "source",
    "sigma_tier_": "spread",
    "tau_": "noise",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter, on its own scale (log) and as the share it stands for.

    ``kind``: step, cause, source, spread, noise or other; ``about``: the tier, cause or source.
    ``share``, ``low``, ``high``: what a step loses (step, cause at full deficit), how far a source
    stands above the anchor, how far units or values usually scatter; ``None`` where it was set.
    """

    name: str
    kind: str
    about: str
    estimate: float
    share: float
    low: float | None
    high: float | None


def parameters_of(rows: Iterable[dict[str, Any]]) -> tuple[Parameter, ...]:
    """Return the parameters in the order of the steps, causes and sources.

    Examples
    --------
    >>> row = {"name": "beta_capacity", "estimate": 0.2, "low": 0.1, "high": 0.3}
    >>> (one,) = parameters_of([row])
    >>> one.kind, one.about, round(one.share, 3)
    ('cause', 'capacity', 0.181)
    """
    found = [_parameter(row) for row in rows]
    kinds = [*_KINDS.values(), "other"]
    order = (*causes(),)

    def place(one: Parameter) -> tuple[int, int, str]:
        rank = order.index(one.about) if one.about in order else 0
        return kinds.index(one.kind), rank, one.name

    return tuple(sorted(found, key=place))


def _parameter(row: dict[str, Any]) -> Parameter:
    name = str(row["name"])
    prefix = next((p for p in _KINDS if name.startswith(p)), "")
    kind, about = _KINDS.get(prefix, "other"), name.removeprefix(prefix)
    if kind == "cause" and about not in causes():
        kind, about = "other", name
    low, high = row["low"], row["high"]
    if kind in {"step", "cause"}:  # a loss of x on the log scale leaves exp(-x)
        told = [None if v is None else -math.expm1(-v) for v in (row["estimate"], low, high)]
    else:
        told = [None if v is None else math.expm1(v) for v in (row["estimate"], low, high)]
    return Parameter(name, kind, about, float(row["estimate"]), told[0] or 0.0, told[1], told[2])
