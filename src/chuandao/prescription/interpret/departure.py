"""How a clause below departs from the one above: one kind a link, the graver first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from chuandao.catalog.interpretation import cue_words

KINDS = ("reversed", "substituted", "strengthened", "weakened", "narrowed", "sloganised",
         "summarised")  # fmt: skip
"""The graver first; ``reversed`` is a substitution that turns a safeguard into its opposite."""
SIGNS: Mapping[str, str] = {
    "reversed": "U4", "substituted": "U4", "strengthened": "U8", "weakened": "U7",
    "narrowed": "U7", "sloganised": "U2", "summarised": "U1",
}  # fmt: skip
TOLD = frozenset({"reversed", "substituted", "strengthened", "weakened", "narrowed"})
"""Kinds that are told by words of the clause below."""
CHANGED = frozenset({"strengthened", "weakened", "narrowed"})
"""Kinds that are told by a value and what became of it."""
_BAN = re.compile(r"不[再下作以能准许許转轉设設]|防止|避免|杜绝|杜絕|\bno(?:t)?\b")
_DIRECTION = {
    "reversed": "reversed", "strengthened": "stricter", "weakened": "laxer", "narrowed": "laxer",
}  # fmt: skip


def kind_of(labels: Iterable[str], changes: Sequence[Mapping[str, Any]]) -> str:
    """Return the gravest kind that the labels of a link and its changes show, or nothing.

    Examples
    --------
    >>> kind_of(["weakened", "substituted"], []), kind_of(["faithful"], [])
    ('substituted', '')
    >>> kind_of(["substituted"], [{"direction": "reversed"}])
    'reversed'
    """
    held = set(labels)
    if "substituted" in held and any(row["direction"] == "reversed" for row in changes):
        return "reversed"
    return next((kind for kind in KINDS if kind in held), "")


def bears(kind: str, change: Mapping[str, Any]) -> bool:
    """Return whether a change is what a kind tells of.

    Examples
    --------
    >>> bears("strengthened", {"direction": "stricter"}), bears("weakened", {"direction": "added"})
    (True, False)
    """
    return bool(_DIRECTION.get(kind) == change["direction"])


def shared_letters(one: str, other: str) -> int:
    """Return the length of the longest passage that two texts share.

    Examples
    --------
    >>> shared_letters("不得把新上项目个数与评先评优挂钩", "把新上项目个数纳入村级年度考核")
    7
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.find_longest_match(0, len(one), 0, len(other)).size


def is_ban(words: str) -> bool:
    """Return whether words forbid something.

    Examples
    --------
    >>> is_ban("不得实行“一票否决”"), is_ban("区对镇街不下达项目个数"), is_ban("设施农业用地备案")
    (True, True, False)
    """
    held = words.lower()
    return bool(_BAN.search(held)) or any(word in held for word in cue_words("ban"))
