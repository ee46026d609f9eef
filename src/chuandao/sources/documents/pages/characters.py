"""Characters as fonts of a page yield them, into those that a reader sees."""

import unicodedata
from functools import cache

from chuandao.catalog.rows import rows_of

_FORMS = ((0x2F00, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
_RADICALS, _HAN = 0x2E80, (0x3400, 0x9FFF)
_LIGATURES = (0xFB00, 0xFB06)
_BLANK = {0x00A0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x3000}


def seen(character: str) -> str:
    """Return the ideograph or sign that a radical or compatibility form stands for.

    Examples
    --------
    >>> seen("⼈"), seen("⻓"), seen("︵"), seen("ﬁ"), seen("１"), seen("县")
    ('人', '长', '（', 'fi', '１', '县')
    """
    code = ord(character[0]) if character else 0
    if code < _RADICALS or _HAN[0] <= code <= _HAN[1]:
        return character
    if any(first <= code <= last for first, last in _FORMS):
        return unicodedata.normalize("NFKC", character)
    if _LIGATURES[0] <= code <= _LIGATURES[1]:
        return unicodedata.normalize("NFKC", character)
    return _forms().get(character, character)


def is_blank(character: str) -> bool:
    """Return whether a character leaves no ink: spaces of every width."""
    return character.isspace() or ord(character[0]) in _BLANK


def is_garbage(character: str) -> bool:
    """Return whether a character says nothing: private, unmapped or a control."""
    if _HAN[0] <= ord(character[0]) <= _HAN[1]:
        return False
    if character in _forms():
        return False
    return unicodedata.category(character[0]) in {"Co", "Cn", "Cc", "Cs"} or character == "\ufffd"


@cache
def _forms() -> dict[str, str]:
    return {row["form"]: row["character"] for row in rows_of("character_forms.csv")}
