"""How much of a piece can be checked (specificity) and how much is slogan, both 0–1.

``specificity`` is a weighted share of six things that make a commitment checkable: a quantity
(.3), a day or rhythm (.2), a unit or actor (.15), an action with its object (.15), a means (.1),
a scope, condition or local name (.1). ``slogan`` is the share of letters taken up by set phrases
of ``catalog/lexicon/slogans.csv`` and ``set_phrases.csv``, punctuation not counted.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from chuandao.text.lexicon import Lexicon, words_pattern

_MEASURED, _DATED, _WHO, _WHAT, _MEANS, _WHERE = 0.3, 0.2, 0.15, 0.15, 0.1, 0.1
_LETTER = re.compile(r"\w")


def specificity(
    words: str, values: Mapping[str, Sequence[object]], dated: int, measured: int
) -> float:
    """Return how checkable a piece is, 0–1.

    Examples
    --------
    >>> values = {"action": ["建成"], "object": ["泵站"], "actor": ["县水利局"]}
    >>> specificity("县水利局2025年底前建成泵站3座", values, 1, 1)
    0.8
    """
    if not words:
        return 0.0

    def any_in(*names: str) -> bool:
        return any(values.get(name) for name in names)

    parts = (
        (_MEASURED, measured > 0),
        (_DATED, dated > 0),
        (_WHO, any_in("actor", "lead", "responsible", "cooperate")),
        (_WHAT, any_in("action") and any_in("object")),
        (_MEANS, any_in("instruments")),
        (_WHERE, any_in("scope", "conditions", "local")),
    )
    return round(sum(weight for weight, there in parts if there), 4)


def slogan_share(words: str, lexicon: Lexicon) -> float:
    """Return the share of a piece's letters that set phrases take up, 0–1.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> slogan_share("提高站位，狠抓落实。", lexicon()), slogan_share("建成泵站3座", lexicon())
    (1.0, 0.0)
    """
    letters = len(_LETTER.findall(words))
    hits = words_pattern(_phrases(lexicon)).findall(words)
    return round(min(1.0, sum(map(len, hits)) / letters), 4) if letters else 0.0


@cache
def _phrases(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(sorted({*lexicon.slogans, *lexicon.set_phrases}))
