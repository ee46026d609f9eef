"""Notices that issue or pass on another text: 印發, 轉發, 批轉."""

import re
from collections.abc import Sequence

from chuandao.text.layout.layout import Line

_TRANSMITS = re.compile(r"(?:转发|印发|批转|翻印)")
_ANOTHERS = re.compile(r"(?:转发|批转|翻印)")
_TITLED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_UNTITLED = re.compile(
    r"(?:印发|转发|批转)(?:《)?(.{4,80}?)(?:》)?的(?:通知|函|通告|决定)(?:（[^（）]*）)?$"
)
_HANDED_ON = re.compile(r"现[将把予].{0,200}?(?:转发|印发|批转)|现予(?:印发|转发|公布)")
_FORMULA = re.compile(
    r"现[将把予].{0,200}?(?:转发|印发|批转|公布)[^。；]*|请[^。；]{0,40}(?:贯彻|执行|落实|遵照|组织实施|参照)[^。；]*"
    r"|执行中[^。；]*|特此通知|(?:已经)?[^。；]{0,40}(?:同意|审议通过|批准)[^。；]*"
)
_MOST_OWN = 12  # letters that a formula may leave


def inner_title(lines: Sequence[Line], title: str) -> str:
    r"""Return the title of the text that a notice issues or passes on; empty for any other.

    Examples
    --------
    >>> inner_title([], "关于印发《清河市茶产业方案》的通知")
    '清河市茶产业方案'
    >>> inner_title([], "清河市人民政府办公室关于印发清河市茶产业方案的通知")
    '清河市茶产业方案'
    """
    if passes := _TRANSMITS.search(title):
        quoted = _TITLED.search(title, passes.start())
        bare = _UNTITLED.search(title)
        if quoted:
            return quoted[1]
        if bare:
            return bare[1]
    for line in [x for x in lines if x.role == "body"][:2]:
        told = _HANDED_ON.search(line.words)
        named = _handed_on(line.words, told) if told else None
        if named:
            return named[1]
    return ""


def _handed_on(words: str, told: re.Match[str]) -> re.Match[str] | None:
    """Return the title that 現將《…》印發 names after, 《…》已經通過，現予公布 before."""
    if "现予" not in told[0]:
        return _TITLED.search(words, told.start())
    named = _TITLED.search(words)
    based = named and re.search(r"(?:根据|按照|依据|依照)[^。]*$", words[: named.start()])
    return None if based else named


def is_forwarded(lines: Sequence[Line], title: str) -> bool:
    """Return whether another's text is passed on with no task of the sender's own.

    轉發, 批轉; a unit that issues (印發) its own plan forwards nothing.
    """
    outer = _outer(lines)
    words = "".join(line.words for line in outer)
    told = _ANOTHERS.search(title) or re.search(r"现[将把].{0,200}?(?:转发|批转)", words[:300])
    if not told or not _HANDED_ON.search(words[:300]):
        return False
    left = re.sub(r"[^\w]", "", _FORMULA.sub("", words))
    return len(left) <= _MOST_OWN


def _outer(lines: Sequence[Line]) -> list[Line]:
    """Return the body above the first annex."""
    until = next((i for i, line in enumerate(lines) if line.role == "annex"), len(lines))
    return [line for line in lines[:until] if line.role == "body"]
