"""Editions of one document: which supersedes which, given, stated in the text, or by title."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.envelope.citations import Citation
from chuandao.text.envelope.number import numbers_equal

_MARK = r"修订|修正|试行|暂行|征求意见|送审|草案|年版|第[一二三四五六七八九十\d]+版"
_EDITION = re.compile(
    rf"[（(][^（）()]*(?:{_MARK})[^（）()]*[）)]"
    r"|(?:19|20)\d{2}\s*年(?:版|修订)|修订版|修正版|征求意见稿|送审稿"
)
_DRAFT = re.compile(r"征求意见|送审稿|草案")
_SHORTEST = 6  # letters of a title that tells one work from another
_QUOTES = re.compile(r"[《》〈〉“”「」\s]")


@dataclass(frozen=True)
class Edition:
    """A document that takes the place of another.

    ``basis``: ``declared`` (the user gave it), ``text`` (its words or its title say so).
    ``kind``: ``repealed`` (同時廢止), ``draft`` (the earlier was a draft), ``revised`` (the same
    title but for the mark of the edition, and a later date), ``amended`` (parts are changed and
    the rest stays in force). ``dated``: the day from which, where one is told.
    """

    later: str
    earlier: str
    basis: str
    kind: str
    dated: date | None = None

    @property
    def replaces(self) -> bool:
        """Whether nothing of the earlier document stays in force."""
        return self.kind != "amended"


def find_editions(
    documents: Sequence[Understood], declared: Mapping[str, Sequence[str]] | None = None
) -> tuple[Edition, ...]:
    """Return which documents supersede which, each pair once.

    Parameters
    ----------
    documents : sequence of Understood
    declared : mapping, optional
        Document code to the codes that it supersedes.
    """
    given = {(later, earlier) for later, all_ in (declared or {}).items() for earlier in all_}
    found = []
    for later, earlier in _candidates(documents, given):
        stated = (later.id, earlier.id) in given
        kind = _kind(later, earlier) or ("repealed" if stated else "")
        if kind:
            basis = "declared" if stated else "text"
            day = later.envelope.effective or later.envelope.dated
            found.append(Edition(later.id, earlier.id, basis, kind, day))
    return tuple(sorted(found, key=lambda one: (one.later, one.earlier)))


def _candidates(
    documents: Sequence[Understood], given: Collection[tuple[str, str]]
) -> Iterator[tuple[Understood, Understood]]:
    """Yield the pairs that may be editions: of one title, declared, or by words of the later.

    Of one title only those are editions of which either bears the mark of one.
    """
    works: defaultdict[str, list[Understood]] = defaultdict(list)
    marked: defaultdict[str, list[Understood]] = defaultdict(list)
    for document in documents:
        work = work_title(document.envelope.title)
        works[work].append(document)
        if _EDITION.search(document.envelope.title):
            marked[work].append(document)
    declaring = {later for later, _ in given}
    for later in documents:
        cites = later.envelope.repeals or later.envelope.amends or later.id in declaring
        work = work_title(later.envelope.title)
        same = works[work] if _EDITION.search(later.envelope.title) else marked[work]
        among = documents if cites else same
        yield from ((later, earlier) for earlier in among if earlier.id != later.id)


def successor(document: str, editions: Sequence[Edition], known: Collection[str]) -> str:
    """Return the newest edition of a document among some, itself where nothing replaces it.

    Examples
    --------
    >>> chain = [Edition("b", "a", "text", "revised"), Edition("c", "b", "text", "repealed")]
    >>> successor("a", chain, {"a", "b", "c"}), successor("a", chain, {"a", "b"})
    ('c', 'b')
    """
    return _last(document, _replaced(editions, known))


def successors(editions: Sequence[Edition], known: Collection[str]) -> dict[str, str]:
    """Return for every document that is replaced its newest edition among some (`successor`)."""
    replaced = _replaced(editions, known)
    return {edition.earlier: _last(edition.earlier, replaced) for edition in editions}


def _replaced(editions: Sequence[Edition], known: Collection[str]) -> dict[str, str]:
    return {e.earlier: e.later for e in editions if e.replaces and e.later in known}


def _last(document: str, replaced: Mapping[str, str]) -> str:
    seen = {document}
    while (later := replaced.get(document)) and later not in seen:
        seen.add(later)
        document = later
    return document


def edition_record(edition: Edition) -> dict[str, object]:
    """Return an edition as a row of the result table ``editions``."""
    return {
        "document": edition.later,
        "superseded": edition.earlier,
        "basis": edition.basis,
        "kind": edition.kind,
        "date": edition.dated,
    }


def _kind(later: Understood, earlier: Understood) -> str:
    """Return what a document does to an earlier one by its words or title; else an empty text."""
    if not _follows(later, earlier):
        return ""
    if _cites(later.envelope.repeals, earlier):
        return "repealed"
    if _same_work(later, earlier):
        return "draft" if _DRAFT.search(earlier.envelope.title) else "revised"
    return "amended" if _cites(later.envelope.amends, earlier) else ""


def _cites(citations: Sequence[Citation], document: Understood) -> bool:
    for cited in citations:
        number = cited.number and numbers_equal(cited.number, document.envelope.number)
        title = _bare(cited.title)
        if number or (title and not cited.number and title in _bare(document.title)):
            return True
    return False


def _same_work(later: Understood, earlier: Understood) -> bool:
    """Whether two documents of one body bear one title but for the mark of an edition.

    Without any mark they are none: minutes and notices bear the same title time and again.
    """
    titles = [document.envelope.title for document in (later, earlier)]
    works = [work_title(title) for title in titles]
    if len(works[0]) < _SHORTEST or works[0] != works[1] or not _one_body(later, earlier):
        return False
    if not any(_EDITION.search(title) for title in titles):
        return False
    days = later.envelope.dated, earlier.envelope.dated
    draft, final = bool(_DRAFT.search(titles[1])), not _DRAFT.search(titles[0])
    dated = days[0] is not None and days[1] is not None and days[0] > days[1]
    return (dated or draft) and final


def _one_body(later: Understood, earlier: Understood) -> bool:
    """Whether one body issued both; a draft may name none."""
    if later.unit and earlier.unit:
        return later.unit == earlier.unit
    issuers = later.envelope.issuer, earlier.envelope.issuer
    return issuers[0] == issuers[1] or not all(issuers)


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
