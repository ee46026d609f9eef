"""English words without their endings, so that operators, operating and operation meet.

After Porter (1980), An algorithm for suffix stripping, Program 14(3), 130-137: his endings of
number, tense and derivation, in three steps in place of five.
"""

import re

_VOWEL = re.compile("[aeiouy]")
_TENSE = re.compile(r"(?:ed|ing)(?:ly)?$")
_DOUBLED = re.compile(r"([b-df-hj-kmnp-rtv-y])\1$")  # not l, s, z: full, pass, buzz
_DERIVED = re.compile(
    r"(?:ational|isation|ization|ation|ition|ator|itor|ement|ment|fulness|iveness|ousness|ness"
    r"|ability|ibility|ivity|ality|ity|able|ible|ance|ence|ancy|ency|ically|ical|ally|ial|al|ic"
    r"|ful|ive|ous|ism|ist|ish|ise|ize|ate|ion|ent|ant|or|er|ly)$"
)
_CUT_SHORT = ("at", "bl", "iz", "is")  # operat(ed): operate
_FINAL = ("e", "i", "y")
_SHORTEST, _SHORTEST_TENSE, _SHORTEST_DERIVED = 3, 5, 4


def stem(word: str) -> str:
    """Return what is left of an English word (small letters) without its endings.

    Examples
    --------
    >>> [stem(word) for word in ("policies", "policy", "stopped", "stops", "bus", "buses")]
    ['polic', 'polic', 'stop', 'stop', 'bus', 'bus']
    >>> sorted({stem(word) for word in ("operators", "operate", "operating", "operation")})
    ['oper']
    """
    if len(word) <= _SHORTEST:
        return word
    return _without_derivation(_without_tense(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith(("sses", "xes", "shes", "ches", "uses")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and word[-2] not in "su" else word


def _without_tense(word: str) -> str:
    found = _TENSE.search(word) if len(word) >= _SHORTEST_TENSE else None
    if found is None or not _VOWEL.search(word, 0, found.start()):
        return word
    left = word[: found.start()]
    return f"{left}e" if left.endswith(_CUT_SHORT) else _DOUBLED.sub(r"\1", left)


def _without_derivation(word: str) -> str:
    for _ in range(2):
        found = _DERIVED.search(word)
        if found is not None and found.start() >= _SHORTEST_DERIVED:
            word = word[: found.start()]
    while len(word) > _SHORTEST_DERIVED and word.endswith(_FINAL):
        word = word[:-1]
    return word
