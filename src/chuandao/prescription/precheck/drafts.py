"""A draft as it was given, a file or its text, understood with the words of a case."""

from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.from_files import understand_file
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.located import located
from chuandao.cascade.tracing.understanding.understood import Understood, understand
from chuandao.errors import DocumentError, Place
from chuandao.sources.documents import Extracted
from chuandao.sources.documents.read import refuse_graded

_NAME = "draft"


def read_draft(given: str | Path, case: Case | None) -> Understood:
    """Return the draft in a file, or the draft that a text of several lines is.

    Raises
    ------
    DocumentError
        It cannot be read, bears a mark of secrecy, or holds no clause.
    """
    with reading_with(case.lexicon) if case else nullcontext():
        found = _of_text(given) if _is_text(given) else understand_file(Path(given))
    if not found.clauses:
        raise DocumentError("precheck_no_clause", Place(found.file))
    return located(found, case.units) if case else found


def _is_text(given: str | Path) -> bool:
    """Return whether it is the text itself: no name of a file has lines."""
    return isinstance(given, str) and "\n" in given.strip()


def _of_text(given: str | Path) -> Understood:
    text = str(given)
    refuse_graded(text)
    digest = sha256(text.encode()).hexdigest()
    return understand(Extracted(_NAME, text, "txt", "utf-8", digest, 1.0), _NAME)
