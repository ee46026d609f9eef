"""Of which kind a document is (文種), by its title and its head."""

import re
from collections.abc import Iterable

Kinds = tuple[tuple[str, str, str], ...]
_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_BRACKET = re.compile(r"（[^（）]*）$")


def kind_of(title: str, heads: Iterable[str], kinds: Kinds) -> str:
    """Return the kind of a document, or an empty text where neither title nor head tells.

    Parameters
    ----------
    title : str
    heads : iterable of str
        The lines of the red head.
    kinds : tuples (kind, place, word)
        ``place``: ``head`` (a red head ends with the word), ``title`` (the title ends with it),
        ``within`` (it stands in the title); tried in that order, as listed.

    Examples
    --------
    >>> kinds = (("minutes", "head", "会议纪要"), ("notice", "title", "通知"))
    >>> kind_of("关于印发《实施方案》的通知", [], kinds)
    'notice'
    """
    bare = _BRACKET.sub("", title.strip())
    unquoted = _QUOTED.sub("", bare) or bare
    red = tuple(head.strip() for head in heads)
    for place in ("head", "title", "within"):
        told = (
            kind for kind, at, word in kinds if at == place and _tells(place, word, unquoted, red)
        )
        if found := next(told, None):
            return found
    return ""


def _tells(place: str, word: str, title: str, heads: tuple[str, ...]) -> bool:
    if place == "head":
        return any(head.endswith(word) for head in heads)
    bare = title.casefold()
    return bare.endswith(word.casefold()) if place == "title" else word.casefold() in bare
