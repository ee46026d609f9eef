"""What stands around a trace, for its page: notes, what is not at hand, gaps, editions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuandao.catalog.values import values
from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.surroundings import cited_line, gap_lines, note_lines

Row = Mapping[str, object]


@dataclass(frozen=True)
class Around:
    """Lines of words; ``notes`` are pairs of (what, what to do), empty where there is nothing."""

    notes: Sequence[tuple[str, str]] = ()
    cited: str = ""
    gaps: Sequence[str] = ()
    editions: Sequence[str] = ()

    @property
    def lines(self) -> list[str]:
        """What is not at hand, editions, gaps: every line that says something."""
        return [line for line in (self.cited, *self.editions, *self.gaps) if line]


def around(trace: Mapping[str, object], names: Mapping[str, str], language: str) -> Around:
    """Return what stands around a trace, from its JSON structure.

    Parameters
    ----------
    trace : mapping
    names : mapping
        Document to the name that the page gives it.
    language : str

    Raises
    ------
    UsageError
        ``not_a_trace``: rows of the structure lack what they must hold.

    Examples
    --------
    >>> row = {"document": "b", "superseded": "a", "basis": "text", "kind": "revised", "date": None}
    >>> around({"editions": [row]}, {"a": "Plan", "b": "Plan, revised"}, "en").editions
    ('“Plan, revised” takes the place of “Plan”: Revised (By the text).',)
    """
    try:
        return Around(
            notes=note_lines(_rows(trace, "notes"), language),
            cited=cited_line(_rows(trace, "cited"), language),
            gaps=gap_lines(_rows(trace, "number_gaps"), {}, language),
            editions=tuple(_edition(row, names, language) for row in _rows(trace, "editions")),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError("not_a_trace", what=f"notes, cited, editions: {error}") from error


def _rows(trace: Mapping[str, object], key: str) -> Iterable[Row]:
    rows = trace.get(key) or ()
    return list(rows) if isinstance(rows, list | tuple) else ()


def _edition(row: Row, names: Mapping[str, str], language: str) -> str:
    later, earlier = str(row["document"]), str(row["superseded"])
    day = str(row["date"] or "")
    return render(
        "trace_page.edition_from" if day else "trace_page.edition",
        language,
        later=names.get(later, later),
        earlier=names.get(earlier, earlier),
        kind=values("edition_kind").label(str(row["kind"]), language),
        basis=values("edition_basis").label(str(row["basis"]), language),
        date=day,
    )
