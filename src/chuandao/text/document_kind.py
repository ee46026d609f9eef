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
    red = [head.strip() for head in heads]
    tests = {
        "head": lambda word: any(head.endswith(word) for head in red),
        "title": lambda word: unquoted.casefold().endswith(word.casefold()),
        "within": lambda word: word.casefold() in unquoted.casefold(),
    }
    for place, holds in tests.items():
        found = next((kind for kind, at, word in kinds if at == place and holds(word)), None)
        if found:
            return found
    return ""
