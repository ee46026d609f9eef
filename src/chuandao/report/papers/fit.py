"""How many lines a paper takes, so that a brief of two pages can be known to be one."""

from math import ceil

_WIDE = 0x2E7F
_FULL = "“”‘’—…"
_POINTS = 72 / 25.4
_DIGIT, _LETTER = 0.5, 0.42  # against a Chinese character, in Times New Roman
_BREAKS = 1.05  # Chinese lines end early where a mark may not begin the next one


def height(text: str, size: float, line: float, width_mm: float, indent: float = 2) -> float:
    """Return the height in points of a paragraph of exact line spacing.

    Parameters
    ----------
    text : str
    size, line : float
        Of the type and of a line, in points.
    width_mm : float
        Of the text.
    indent : float
        Of the first line, in characters.

    Examples
    --------
    >>> height("一" * 31, 14, 22, 156, 0), height("一" * 32, 14, 22, 156, 0)
    (44, 44)
    >>> height("一" * 29, 14, 22, 156, 0)
    22
    """
    columns = width_mm * _POINTS / size
    taken = measured(text) * (_BREAKS if _chinese(text) else 1) + indent
    return ceil(max(taken, 1) / columns) * line


def _chinese(text: str) -> bool:
    return 2 * sum(ord(character) > _WIDE for character in text) > len(text)


def measured(text: str) -> float:
    """Return how many Chinese characters wide a text is.

    Examples
    --------
    >>> measured("落实度86%")
    4.42
    """
    return sum(map(_width, text))


def _width(character: str) -> float:
    if ord(character) > _WIDE or character in _FULL:
        return 1
    return _DIGIT if character.isdigit() else _LETTER
