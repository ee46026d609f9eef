"""What the reader of a case should know of its documents: one row a document and note."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.parentage.parents import named_in_force
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.tracing.understanding.working_calendar import working_calendar
from chuandao.errors import Place, Problem, Severity
from chuandao.text.canonical import plain
from chuandao.text.times.working_days import unknown_years

_WORKING = re.compile(r"工作日|working days?", re.IGNORECASE)
_Note = tuple[str, Problem]


def document_notes(traced: Traced) -> tuple[_Note, ...]:
    """Return (document, problem) for everything that a trace has to say of its documents.

    Notes of the readers (words recognised, tracked changes, pictures left out, the same file
    twice), of the issuer, of days counted without the holidays of a year, and of documents that
    name a basis which is superseded.

    Examples
    --------
    >>> document_notes(Traced((), {}, (), (), ()))
    ()
    """
    return tuple(
        (document.id, note)
        for document in traced.documents
        for note in (*notes_of(document), *_superseded(document, traced))
    )


def notes_of(document: Understood) -> tuple[Problem, ...]:
    """Return what is to be said of a document by itself."""
    return (*document.notes, *_holidays(document))


def note_record(document: str, note: Problem) -> dict[str, object]:
    """Return a note as a row of the result table ``document_notes``."""
    parameters = {name: str(value) for name, value in note.parameters.items()}
    return {
        "document": document,
        "code": note.code,
        "severity": note.severity,
        "start": note.place.start if note.place.end else None,
        "end": note.place.end or None,
        "parameters": json.dumps(parameters, ensure_ascii=False, sort_keys=True),
    }


def notes_from(rows: Iterable[Mapping[str, object]]) -> Iterator[_Note]:
    """Yield the notes that rows of ``document_notes``, or of the JSON of a trace, keep.

    Examples
    --------
    >>> note = Problem("words_recognised", "warning")
    >>> list(notes_from([note_record("a", note)]))[0][1].code
    'words_recognised'
    """
    for row in rows:
        start, end = (int(str(row[name] or 0)) for name in ("start", "end"))
        severity: Severity = "warning" if row["severity"] == "warning" else "note"
        held = row["parameters"]
        parameters = dict(held) if isinstance(held, Mapping) else json.loads(str(held))
        place = Place(start=start, end=end)
        yield str(row["document"]), Problem(str(row["code"]), severity, place, parameters)


def _holidays(document: Understood) -> Iterator[Problem]:
    """Say of which years the holidays are not known where working days were counted in them."""
    years: dict[int, tuple[int, int]] = {}
    words = plain(document.text)
    for start, end, by in _counted(document, words):
        begin = document.envelope.dated or by
        for year in unknown_years(begin, by, working_calendar()):
            years.setdefault(year, (start, end))
    for year, (start, end) in sorted(years.items()):
        place = Place(document.file, start=start, end=end)
        yield Problem("holidays_unknown", "note", place, {"year": year})


def _counted(document: Understood, words: str) -> Iterator[tuple[int, int, date]]:
    for clause in document.clauses:
        for item in clause.commitments:
            for term in item.dated:
                if term.by and _WORKING.search(words[term.start : term.end]):
                    yield term.start, term.end, term.by


def _superseded(document: Understood, traced: Traced) -> Iterator[Problem]:
    """Say where a document names a basis that was superseded before its day.

    A title that fits the edition in force as well is no reason to.
    """
    if not traced.editions:
        return
    titles = {other.id: _told(other) for other in traced.documents}
    declared = {p.document for p in traced.parents.get(document.id, ()) if p.basis == "declared"}
    pairs = named_in_force(document, traced.shelf, traced.editions)
    for named, now in pairs:
        if (now, now) not in pairs and named not in declared:
            words = {"named": titles[named], "now": titles[now]}
            yield Problem("basis_superseded", "warning", Place(document.file), words)


def _told(document: Understood) -> str:
    """Return a title with what tells its editions apart: the number, else the day."""
    around = document.envelope
    return f"《{document.title}》{around.number or around.dated or ''}"
