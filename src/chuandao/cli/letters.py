"""Letters of a run, written as Word: who is written to, about what."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chuandao.cli.face import say, write_file
from chuandao.errors import UsageError

if TYPE_CHECKING:
    from chuandao.report.material import Material
    from chuandao.report.papers.letters import Letter

LETTERS = ("consultation", "supervision", "rectification", "circular", "revision")
_TO_UNIT = LETTERS[:3]


@dataclass(frozen=True)
class Asked:
    """A letter as it was asked for: its kind, the unit, the document, findings verified."""

    kind: str
    unit: str
    document: str
    verified: tuple[str, ...]


def write_letter(held: "Material", asked: Asked, folder: Path, language: str) -> None:
    """Write the letter into a folder, and say where it is."""
    from chuandao.report.papers.letters import letter_docx

    letter = _letter(held, asked, language)
    about = held.units.name(_unit(held, asked)) if asked.kind in _TO_UNIT else asked.document
    name = "-".join(part for part in (asked.kind, about) if part)
    path = folder / f"{name}.docx"
    write_file(path, letter_docx(letter, language))
    say("cli.letter", language, path=path.resolve())


def _letter(held: "Material", asked: Asked, language: str) -> "Letter":
    from chuandao.report.papers import letters

    if asked.kind not in LETTERS:
        raise UsageError("letter_kind", given=asked.kind, known=", ".join(LETTERS))
    if asked.kind == "circular":
        return letters.circular(held, language)
    if asked.kind == "revision":
        return letters.revision(held, asked.document, language)
    unit = _unit(held, asked)
    if asked.kind == "rectification":
        return letters.rectification(held, unit, language, asked.verified)
    if asked.kind == "supervision":
        return letters.supervision(held, unit, language)
    return letters.consultation(held, unit, language)


def _unit(held: "Material", asked: Asked) -> str:
    if not asked.unit:
        raise UsageError("letter_unit", kind=asked.kind)
    return held.units.resolve(asked.unit)
