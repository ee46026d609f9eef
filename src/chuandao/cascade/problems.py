"""What was found in a case, worst first, printed as a short table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

import polars as pl

from chuandao.errors import SEVERITIES, Problem
from chuandao.messages import render

_SHOWN = 20

Headings = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Problems:
    """Problems, worst first, then by place.

    Examples
    --------
    >>> from chuandao.errors import Place
    >>> found = Problems.of([
    ...     Problem("file_empty", "warning", Place("b.csv")),
    ...     Problem("file_binary", "error", Place("a.csv")),
    ... ])
    >>> [problem.severity for problem in found], found.counts["error"]
    (['error', 'warning'], 1)
    >>> print(found.render("en").splitlines()[0])
    Check: 1 error, 1 warning
    """

    items: tuple[Problem, ...] = field(default=())

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "Problems":
        """Return problems in their order, each once."""
        distinct = {_identity(problem): problem for problem in problems}
        return cls(tuple(sorted(distinct.values(), key=_rank)))

    def headed(self, headings: Headings) -> "Problems":
        """Return them with columns named as the files themselves head them.

        Parameters
        ----------
        headings : mapping of (file, sheet) to mapping of column to heading
        """
        return Problems.of(_headed(problem, headings) for problem in self.items)

    def __iter__(self) -> Iterator[Problem]:
        """Go through them, worst first."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.items)

    def __getitem__(self, at: int) -> Problem:
        """Return one by its place, 0 the worst."""
        return self.items[at]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each severity; 0 where there is none."""
        counted = Counter(problem.severity for problem in self.items)
        return {severity: counted[severity] for severity in SEVERITIES}

    @property
    def usable(self) -> bool:
        """Whether nothing is fatal."""
        return self.counts["fatal"] == 0

    def of_code(self, code: str) -> "Problems":
        """Return those of one code."""
        return Problems(tuple(problem for problem in self.items if problem.code == code))

    def to_frame(self, language: str = "en") -> pl.DataFrame:
        """Return one row a problem: severity, code, file, sheet, row, column, message, hint."""
        rows = [_row(problem, language) for problem in self.items]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    def render(self, language: str = "en", limit: int = _SHOWN) -> str:
        """Return the problems as lines of text, the first ``limit`` of them."""
        lines = [_headline(self, language)]
        for problem in self.items[:limit]:
            mark = render(f"severity.{problem.severity}", language)
            lines.append(f"[{mark}] {problem.render(language)}")
            if hint := problem.hint(language):
                lines.append(f"    → {hint}")
        if len(self.items) > limit:
            lines.append(render("problems.more", language, count=len(self.items) - limit))
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return them as a short table in English."""
        return self.render("en")

    def _repr_html_(self) -> str:
        rows = "".join(_html_row(problem) for problem in self.items[:_SHOWN])
        return f"<p>{escape(_headline(self, 'en'))}</p><table>{rows}</table>"


_SCHEMA = {
    "severity": pl.String,
    "code": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "message": pl.String,
    "hint": pl.String,
}


def _headed(problem: Problem, headings: Headings) -> Problem:
    place = problem.place
    heading = headings.get((place.file, place.sheet), {}).get(place.column)
    return replace(problem, place=replace(place, column=heading)) if heading else problem


def _identity(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.place, repr(sorted(problem.parameters.items())))


def _rank(problem: Problem) -> tuple[object, ...]:
    return (SEVERITIES.index(problem.severity), problem.place, *_identity(problem))


def _row(problem: Problem, language: str) -> tuple[object, ...]:
    place = problem.place
    said = (render(problem.code, language, **problem.parameters), problem.hint(language))
    return (problem.severity, problem.code, place.file, place.sheet, place.row, place.column, *said)


def _headline(problems: Problems, language: str) -> str:
    if not problems.items:
        return render("problems.none", language)
    separator = render("place.separator", language)
    parts = [
        render(
            f"problems.{severity}" if count == 1 else f"problems.{severity}s", language, count=count
        )
        for severity, count in problems.counts.items()
        if count
    ]
    return render("problems.headline", language, counts=separator.join(parts))


def _html_row(problem: Problem) -> str:
    cells = (problem.severity, problem.render(), problem.hint())
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
