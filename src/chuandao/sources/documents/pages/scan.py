"""Whether a page is a picture of a page."""

from collections.abc import Mapping

SCAN_COVER = 0.5
FEW = 60
_GARBAGE = 0.1


def is_scan(letters_read: int, counts: Mapping[str, int], cover: float) -> bool:
    """Return whether a page has to be read by recognising its picture.

    Parameters
    ----------
    letters_read : int
        Characters of its text layer.
    counts : mapping
        ``letters`` of the layer in all, and ``garbage``: those that have no meaning.
    cover : float
        Share of the page that its largest picture covers.

    Examples
    --------
    >>> is_scan(0, {}, 0.9), is_scan(900, {"letters": 900, "garbage": 0}, 0.9)
    (True, False)
    >>> is_scan(900, {"letters": 900, "garbage": 800}, 0)
    True
    """
    letters, garbage = counts.get("letters", 0), counts.get("garbage", 0)
    if letters and garbage > _GARBAGE * letters:
        return True
    return cover >= SCAN_COVER and letters_read < FEW
