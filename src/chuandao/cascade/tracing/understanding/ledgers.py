"""How the tasks of a supervision ledger (督查台賬) stand, row by row."""

from chuandao.cascade.tracing.understanding.document_kinds import status_words
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.clauses.ledger import LedgerRow, ledger_rows


def ledger_of(document: Understood) -> tuple[LedgerRow, ...]:
    r"""Return what the rows of a document's tables say of how their tasks stand.

    Paths are those of the document's clauses; empty for a document without such a column.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "督查台账\n序号\t任务\t进展情况\t状态\n1\t建冷库\t已建成2座\t序时推进"
    >>> row = ledger_of(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))[0]
    >>> row.status, row.progress
    ('on_schedule', '已建成2座')
    """
    return ledger_rows(plain(document.text), clauses(document.lines, lexicon()), status_words())
