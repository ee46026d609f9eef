"""The documents that the texts name, and which of them the case does not hold."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.parentage.naming import bare
from chuandao.cascade.tracing.parentage.shelf import Shelf
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.canonical import plain

_VAGUE = re.compile(
    r"(?:党?中央|国家|省委|省|市委|县委|区委|市|县|区)?(?:[12]\d{3}年)?(?:一号|1号)文件|(?:上级|省|市|县)(?:有关)?文件精神"
)


@dataclass(frozen=True)
class Cited:
    """A document that another names, with the place of the words in the one that names it.

    ``answered``: the text says that it carries it out. ``at_hand``: the code of the document of
    the case that is meant; empty where the case does not hold it. ``vague`` marks words such as
    市委一號文件, which name no document that could be looked up.
    """

    document: str
    title: str
    number: str
    start: int
    end: int
    answered: bool
    vague: bool = False
    at_hand: str = ""


def cited_documents(documents: Sequence[Understood]) -> tuple[Cited, ...]:
    """Return the documents that the texts name, once a document and citation.

    Laws and standards are among them. A short name that the text defined (以下簡稱《意見》) is no
    citation of its own, nor is the document's own title.
    """
    shelf = Shelf(documents)
    return tuple(
        one for document in documents for one in (*_cited(document, shelf), *_vague(document))
    )


def not_at_hand(documents: Sequence[Understood]) -> tuple[Cited, ...]:
    """Return the citations that match no document of the case: not what is missing from it."""
    return tuple(cited for cited in cited_documents(documents) if not cited.at_hand)


def most_cited(cited: Iterable[Cited]) -> list[tuple[str, int]]:
    """Return what documents are said to carry out and is not at hand, with how many name it.

    The most cited first; a document without a title is called by its number. Vague words name
    no document and are left out.

    Examples
    --------
    >>> basis = [Cited(code, "省茶产业意见", "", 0, 8, answered=True) for code in "ab"]
    >>> most_cited([*basis, Cited("a", "种子法", "", 9, 14, answered=False)])
    [('省茶产业意见', 2)]
    """
    shown: dict[str, str] = {}
    named: set[tuple[str, str]] = set()
    for one in cited:
        if one.answered and not one.at_hand and not one.vague:
            key = bare(plain(one.title)) or plain(one.number)
            shown.setdefault(key, one.title or one.number)
            named.add((key, one.document))
    counts = Counter(key for key, _ in named)
    return [(shown[key], counts[key]) for key in sorted(counts, key=lambda k: (-counts[k], k))]


def cited_record(cited: Cited) -> dict[str, object]:
    """Return a citation as a row of the result table ``cited``."""
    return {
        "document": cited.document,
        "title": cited.title,
        "number": cited.number,
        "answered": cited.answered,
        "vague": cited.vague,
        "start": cited.start,
        "end": cited.end,
        "at_hand": cited.at_hand,
    }


def _cited(document: Understood, shelf: Shelf) -> list[Cited]:
    own = {document.envelope.title, document.envelope.inner_title}
    shorts = {cited.short for cited in document.envelope.citations if cited.short}
    found: dict[tuple[str, str], Cited] = {}
    for cited in document.envelope.citations:
        meant = [other.id for other in shelf.named(cited)]
        if cited.title in shorts | own or meant == [document.id]:
            continue
        one = Cited(
            document.id,
            cited.title,
            cited.number,
            cited.start,
            cited.end,
            cited.answered,
            at_hand=next((code for code in meant if code != document.id), ""),
        )
        found.setdefault((cited.title, cited.number), one)
    return list(found.values())


def _vague(document: Understood) -> list[Cited]:
    return [
        Cited(document.id, m[0], "", m.start(), m.end(), answered=True, vague=True)
        for m in _VAGUE.finditer(plain(document.text))
    ]
