"""What went wrong, as a code, parameters and a place; the words are in the message catalogue.

``str(error)`` speaks English; the faces render the same error in the user's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chuandao.messages import has, render

Severity = Literal["fatal", "error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("fatal", "error", "warning", "note")


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file, and in it a sheet, row and column, or characters.

    ``row`` counts from 1 with the heading as row 1, as a spreadsheet shows it.
    ``start`` and ``end`` are code points. What does not apply is empty or 0.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    start: int = 0
    end: int = 0

    def render(self, language: str = "en") -> str:
        """Return the place in words, e.g. ``funds.csv row 12, column unit``.

        Examples
        --------
        >>> Place("funds.csv", row=12, column="unit").render()
        'funds.csv, row 12, column unit'
        """
        parts = [self.file] if self.file else []
        parts += [
            render(f"place.{name}", language, **{name: value})
            for name in ("sheet", "row", "column")
            if (value := getattr(self, name))
        ]
        if self.end > self.start:
            parts.append(render("place.span", language, start=self.start, end=self.end))
        return render("place.separator", language).join(parts)


@dataclass(frozen=True)
class Problem:
    """One thing found wrong or worth saying in what the user gave.

    ``severity``: fatal (the case cannot be used), error (the row or file is set aside),
    warning (used, but doubtful), note (used; said so that nobody is surprised).
    """

    code: str
    severity: Severity
    place: Place = Place()
    parameters: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str = "en") -> str:
        """Return where and what, in one line."""
        what = render(self.code, language, **self.parameters)
        where = self.place.render(language)
        return render("problem.line", language, where=where, what=what) if where else what

    def hint(self, language: str = "en") -> str:
        """Return what the user can do about it; empty where there is nothing to do."""
        code = f"{self.code}.hint"
        return render(code, language, **self.parameters) if has(code) else ""


class ChuandaoError(Exception):
    """An error that its user can understand and mend: a problem that stopped the work.

    Examples
    --------
    >>> error = ChuandaoError("file_not_found", Place("a.docx"))
    >>> str(error)
    'a.docx: there is no such file.'
    """

    def __init__(self, code: str, place: Place | None = None, **parameters: object) -> None:
        self.problem = Problem(code, "fatal", place or Place(), parameters)
        super().__init__(code)

    @property
    def code(self) -> str:
        """The code of the message."""
        return self.problem.code

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return self.problem.hint()

    def render(self, language: str = "en") -> str:
        """Return the error in a language, in one line."""
        return self.problem.render(language)

    def __str__(self) -> str:  # noqa: D105
        return self.render()


class DocumentError(ChuandaoError):
    """A document that could not be read; the rest of the batch goes on."""


class CaseError(ChuandaoError):
    """A case that cannot be used at all."""


class UsageError(ChuandaoError):
    """What was asked for does not make sense as asked."""
