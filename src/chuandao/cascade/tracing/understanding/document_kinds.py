"""What tells the kind of a document (文種) and the status of a row, from the catalogue."""

from functools import cache

from chuandao.catalog.rows import rows_of
from chuandao.text.clauses.ledger import Words
from chuandao.text.envelope.kind import Kinds


@cache
def document_kinds() -> Kinds:
    """Return the words that tell a kind, in the order in which they are tried.

    Examples
    --------
    >>> from chuandao.text.envelope.kind import kind_of
    >>> kind_of("清河市重点工作督查台账", [], document_kinds())
    'ledger'
    """
    rows = rows_of("lexicon/document_kinds.csv")
    return tuple((row["kind"], row["place"], row["word"]) for row in rows)


@cache
def status_words() -> Words:
    """Return the words that state a status, from the catalogue.

    Examples
    --------
    >>> ("behind", "滞后") in status_words()
    True
    """
    return tuple((row["status"], row["word"]) for row in rows_of("lexicon/ledger_status.csv"))
