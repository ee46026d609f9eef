"""The background statistics of official language that ship with the product."""

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]


@cache
def background_arrays() -> tuple[tuple[str, ...], Arrays]:
    """Return the words that have a vector, and the arrays ``grams``, ``words``, ``vectors``.

    Made by ``scripts/learn_background.py``, which says what from.

    Examples
    --------
    >>> words, arrays = background_arrays()
    >>> arrays["vectors"].shape == (len(words), 64), arrays["grams"].shape
    (True, (262144,))
    """
    folder = resources.files("chuandao.catalog.background")
    words = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    with (folder / "background.npz").open("rb") as stream:
        held = {name: array.astype(np.float32) for name, array in np.load(stream).items()}
    return tuple(words), held
