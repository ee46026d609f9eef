"""Whether a citation names a document: by number, by title, or by the title it handed on."""

import re
from functools import lru_cache

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.envelope.citations import Citation
from chuandao.text.envelope.number import numbers_equal

_SHORTEST_TITLE = 6  # shorter ones, such as 若干政策, name too many documents
_QUOTES = re.compile(r"[《》〈〉“”「」\s]")


def names(citation: Citation, document: Understood) -> bool:
    """Return whether a citation names a document, whatever it says of it."""
    if citation.number and document.envelope.number:
        return numbers_equal(citation.number, document.envelope.number)
    cited = bare(citation.title)
    titles = (bare(document.envelope.title), bare(document.envelope.inner_title))
    return len(cited) >= _SHORTEST_TITLE and any(_fits(cited, title) for title in titles if title)


def _fits(cited: str, title: str) -> bool:
    return cited in title or (title in cited and len(title) >= _SHORTEST_TITLE)


@lru_cache(maxsize=1 << 16)
def bare(title: str) -> str:
    """Return a title without quotes and spaces."""
    return _QUOTES.sub("", title)
