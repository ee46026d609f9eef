"""What was not understood of a document: the list a reader checks first."""

from collections.abc import Callable, Iterator

from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.report.understood.fields import EXPECTED
from chuandao.report.understood.model import Gap
from chuandao.sources.documents.quality import quality_of
from chuandao.text.canonical import plain
from chuandao.text.layout.head import META, PERSONS

_BINDING = frozenset({"goal", "task", "safeguard", "organisation", "reporting", "sanction"})
_DOING = frozenset({"task", "organisation", "reporting"})
_NAMED = ("lead", "responsible", "cooperate", "actor")


def gaps_of(document: Understood) -> tuple[Gap, ...]:
    """Return what was not understood, by kind; a kind of which there is nothing is left out.

    Codes: ``envelope`` (fields every document has), ``no_commitment`` (a clause that should
    bind somebody, and in which nothing was found), ``no_unit``, ``no_deadline``,
    ``no_target`` (tasks without them; often the document names none), ``damaged``
    (characters), ``head`` (lines of the head that are no known field).
    """
    found = [
        Gap("envelope", tuple((name, -1) for name in EXPECTED if not _held(document, name))),
        Gap("no_commitment", _clauses(document, lambda c: _binding(c) and not c.commitments)),
        Gap("no_unit", _clauses(document, lambda c: _doing(c) and not _any(c, *_NAMED))),
        Gap("no_deadline", _clauses(document, lambda c: _doing(c) and not _any(c, "deadline"))),
        Gap("no_target", _clauses(document, lambda c: _doing(c) and not _any(c, "targets"))),
        Gap("damaged", tuple(_damages(document))),
        Gap("head", tuple(_heads(document))),
    ]
    return tuple(gap for gap in found if gap.places)


def _heads(document: Understood) -> Iterator[tuple[str, int]]:
    """Yield the lines of the head of no known field; of who attended only that it is said.

    Names of persons stand there only where they were asked for.
    """
    attended = False
    for line in document.lines:
        if line.role != "meta":
            attended = False
            continue
        words = plain(line.words)
        said = PERSONS.match(words)
        runs_on = attended and not META.match(words) and ("、" in words or " " in words)
        attended = bool(said) or runs_on
        if document.persons or not attended:
            yield line.words, line.start
        elif said:
            yield f"{said[0].rstrip(':：')}…", line.start


def _clauses(document: Understood, wanted: Callable[[Clause], bool]) -> tuple[tuple[str, int], ...]:
    return tuple((clause.path, clause.start) for clause in document.clauses if wanted(clause))


def _binding(clause: Clause) -> bool:
    return clause.kind in _BINDING


def _doing(clause: Clause) -> bool:
    return clause.kind in _DOING and bool(clause.commitments)


def _any(clause: Clause, *names: str) -> bool:
    return any(getattr(item, name) for item in clause.commitments for name in names)


def _held(document: Understood, name: str) -> bool:
    return bool(getattr(document.envelope, name, ""))


def _damages(document: Understood) -> Iterator[tuple[str, int]]:
    for damage in quality_of(document.text).damages:
        line = document.text[max(0, damage.start - 6) : damage.end + 6]
        yield " ".join(line.split()), damage.start
