"""Documents that the texts say they carry out and that the case does not hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.naming import names
from chuandao.cascade.tracing.understood import Understood
from chuandao.text.canonical import plain

_VAGUE = re.compile(
    r"(?:党?中央|国家|省委|省|市委|县委|区委|市|县|区)?(?:[12]\d{3}年)?(?:一号|1号)文件|(?:上级|省|市|县)(?:有关)?文件精神"
)


@dataclass(frozen=True)
class NotAtHand:
    """A document that is cited and not at hand, with the place of the words in the citing one.

    ``vague`` marks words such as 市委一號文件, which name no document that could be looked up.
    """

    document: str
    title: str
    number: str
    start: int
    end: int
    answered: bool
    vague: bool = False


def not_at_hand(documents: Sequence[Understood]) -> tuple[NotAtHand, ...]:
    """Return the citations that match no document of the case, once a document and citation.

    Laws and standards are among them: the list says what the case does not hold, not what is
    missing from it. A short name that the text defined (以下簡稱《意見》) is no citation of its
    own.
    """
    return tuple(
        one for document in documents for one in (*_cited(document, documents), *_vague(document))
    )


def _cited(document: Understood, documents: Sequence[Understood]) -> list[NotAtHand]:
    own = {document.envelope.title, document.envelope.inner_title}
    shorts = {cited.short for cited in document.envelope.citations if cited.short}
    found: dict[tuple[str, str], NotAtHand] = {}
    for cited in document.envelope.citations:
        if cited.title in shorts | own or any(names(cited, other) for other in documents):
            continue
        one = NotAtHand(
            document.id, cited.title, cited.number, cited.start, cited.end, cited.answered
        )
        found.setdefault((cited.title, cited.number), one)
    return list(found.values())


def _vague(document: Understood) -> list[NotAtHand]:
    return [
        NotAtHand(document.id, m[0], "", m.start(), m.end(), answered=True, vague=True)
        for m in _VAGUE.finditer(plain(document.text))
    ]
