"""The three languages of the product and how a user's wish is read."""

from functools import cache
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
DEFAULT_LANGUAGE = "zh-Hans"

_TRADITIONAL = ("tw", "hk", "mo", "hant")


def language_of(wish: str) -> str:
    """Return the language (one of LANGUAGES) that a wish such as a locale name asks for.

    Parameters
    ----------
    wish : str
        A language tag or a POSIX locale; case and separators are free.
        What asks for no language at all (empty, ``C``, ``POSIX``) gives the default.

    Examples
    --------
    >>> language_of("zh_TW.UTF-8"), language_of("en_GB"), language_of("zh-cn"), language_of("C")
    ('zh-Hant', 'en', 'zh-Hans', 'zh-Hans')
    """
    parts = wish.partition(".")[0].lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        return "zh-Hant" if any(part in _TRADITIONAL for part in parts[1:]) else "zh-Hans"
    return DEFAULT_LANGUAGE if parts[0] in {"", "c", "posix"} else "en"


def is_known(wish: str) -> bool:
    """Return whether a wish names a language of the product.

    Examples
    --------
    >>> is_known("zh-TW"), is_known("en_GB.UTF-8"), is_known("xx")
    (True, True, False)
    """
    return wish.partition(".")[0].lower().replace("_", "-").split("-")[0] in {"zh", "en"}


_MENDED = {"編髮": "編發"}
"""Words that the converter takes for another: to circulate is no hair."""


@cache
def to_traditional(simplified: str) -> str:
    """Return Simplified text in Traditional characters (used for labels of the catalogue).

    Examples
    --------
    >>> to_traditional("单位代码")
    '單位代碼'
    """
    words = str(_converter().convert(simplified))
    for wrong, right in _MENDED.items():
        words = words.replace(wrong, right)
    return words


@cache
def _converter() -> Any:  # opencc ships no types
    import opencc

    return opencc.OpenCC("s2hk")
