"""What tells the kind of a document (文種), from the catalogue, as the text parsers take it."""

from functools import cache

from chuandao.catalog.rows import rows_of
from chuandao.text.document_kind import Kinds


@cache
def document_kinds() -> Kinds:
    """Return the words that tell a kind, in the order in which they are tried.

    Examples
    --------
    >>> from chuandao.text.document_kind import kind_of
    >>> kind_of("清河市重点工作督查台账", [], document_kinds())
    'ledger'
    """
    rows = rows_of("lexicon/document_kinds.csv")
    return tuple((row["kind"], row["place"], row["word"]) for row in rows)
