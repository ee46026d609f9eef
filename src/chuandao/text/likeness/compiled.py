"""Loops over numbers, compiled to machine code when first run (numba) and kept on disk."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Return a function over arrays and numbers as machine code.

    What was compiled is kept beside the source (else in the user's cache), so that only the
    first run after an installation compiles. The lock of the interpreter stays held: the loops
    share the scratch of `chuandao.text.likeness.rows`.

    Examples
    --------
    >>> import numpy as np
    >>> @compiled
    ... def total(values):
    ...     found = 0.0
    ...     for value in values:
    ...         found += value
    ...     return found
    >>> total(np.array([1.0, 2.0]))
    3.0
    """
    try:
        return cast("_Function", njit(cache=True)(function))
    except RuntimeError:  # no folder to keep it in, or no file that it comes from
        return cast("_Function", njit(function))
