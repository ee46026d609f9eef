"""Editions of one document: which supersedes which, given, stated in the text, or by title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.understood import Understood
from chuandao.text.document_number import numbers_equal

_EDITION = re.compile(
    r"（(?:[^（）]*(?:修订|修正|试行|暂行|征求意见|送审|草案|年版|第[一二三四五六七八九十\d]+版)[^（）]*)）"
    r"|(?:19|20)\d{2}\s*年(?:版|修订)|修订版|修正版|征求意见稿|送审稿|\(.*?\)"
)
_DRAFT = re.compile(r"征求意见|送审稿|草案")
_QUOTES = re.compile(r"[《》〈〉“”「」\s]")


@dataclass(frozen=True)
class Edition:
    """A document that takes the place of another.

    ``basis``: ``declared`` (the user gave it), ``repeals`` or ``amends`` (its text says so),
    ``title`` (the same title but for the mark of the edition, and a later date).
    """

    later: str
    earlier: str
    basis: str


def find_editions(
    documents: Sequence[Understood], declared: Mapping[str, Sequence[str]] | None = None
) -> tuple[Edition, ...]:
    """Return which documents supersede which, each pair once, on its strongest ground.

    Parameters
    ----------
    documents : sequence of Understood
    declared : mapping, optional
        Document code to the codes that it supersedes.
    """
    found: dict[tuple[str, str], Edition] = {}
    for later, earliers in (declared or {}).items():
        for earlier in earliers:
            found[(later, earlier)] = Edition(later, earlier, "declared")
    for later_document in documents:
        for other in documents:
            basis = "" if other.id == later_document.id else _basis(later_document, other)
            if basis:
                pair = (later_document.id, other.id)
                found.setdefault(pair, Edition(*pair, basis))
    return tuple(found[pair] for pair in sorted(found))


def _basis(later: Understood, earlier: Understood) -> str:
    if not _follows(later, earlier):
        return ""
    for basis in ("repeals", "amends"):
        for cited in getattr(later.envelope, basis):
            number = cited.number and numbers_equal(cited.number, earlier.envelope.number)
            title = _bare(cited.title)
            if number or (title and not cited.number and title in _bare(earlier.title)):
                return basis
    return "title" if _same_work(later, earlier) else ""


def _same_work(later: Understood, earlier: Understood) -> bool:
    """Whether two documents bear one title but for the mark of an edition."""
    titles = [work_title(document.envelope.title) for document in (later, earlier)]
    if not titles[0] or titles[0] != titles[1]:
        return False
    days = later.envelope.dated, earlier.envelope.dated
    draft = bool(_DRAFT.search(earlier.envelope.title))
    final = not _DRAFT.search(later.envelope.title)
    dated = days[0] is not None and days[1] is not None and days[0] > days[1]
    return (dated or draft) and final


def work_title(title: str) -> str:
    """Return a title without the mark of its edition.

    Examples
    --------
    >>> work_title("养犬管理办法（2025年修订）"), work_title("养犬管理办法（征求意见稿）")
    ('养犬管理办法', '养犬管理办法')
    """
    return _bare(_EDITION.sub("", title))


def _bare(title: str) -> str:
    return _QUOTES.sub("", title)


def _follows(later: Understood, earlier: Understood) -> bool:
    days = later.envelope.dated, earlier.envelope.dated
    return days[0] is None or days[1] is None or days[0] >= days[1]
