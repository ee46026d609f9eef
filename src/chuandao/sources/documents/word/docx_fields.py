"""Fields of a docx file: the result is text, the instruction is not, save for circled numbers."""

import re
from dataclasses import dataclass, field

from chuandao.sources.documents.word.number_formats import write_number

_CIRCLED = re.compile(r"eq\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;；]\s*(.+?)\s*\)\s*$", re.IGNORECASE)
_UNWRITTEN = re.compile(r"\s*(?:auto(?:num|numlgl|numout)|listnum|eq|advance)\b", re.IGNORECASE)


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False
    has_result: bool = False


@dataclass
class Fields:
    """The fields that are open at a place in the text.

    Attributes
    ----------
    unwritten : int
        Fields whose instruction makes text that the file does not hold.
    """

    unwritten: int = 0
    _open: list[_Field] = field(default_factory=list)

    @property
    def in_instruction(self) -> bool:
        """Whether what stands here is part of an instruction, not text."""
        return not all(one.in_result for one in self._open)

    def begin(self) -> None:
        """Open a field."""
        self._open.append(_Field())

    def separate(self) -> None:
        """Pass from the instruction of the innermost field to its result."""
        if self._open:
            self._open[-1].in_result = True

    def instruct(self, words: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open:
            self._open[-1].instruction += words

    def wrote(self) -> None:
        """Say that text of a result was met."""
        for one in self._open:
            one.has_result = True

    def end(self) -> str:
        """Close the innermost field; return the text its instruction stands for, if any."""
        if not self._open:
            return ""
        closed = self._open.pop()
        if closed.has_result or self.in_instruction:
            return ""
        if circled := _CIRCLED.search(closed.instruction.strip()):
            return _in_circle(circled[1])
        self.unwritten += bool(_UNWRITTEN.match(closed.instruction))
        return ""

    def end_paragraph(self) -> None:
        """Forget instructions that a damaged file leaves open; results may run on."""
        self._open = [one for one in self._open if one.in_result]


def _in_circle(inner: str) -> str:
    """Return the one character for a circled number, else what stands in the circle.

    Examples
    --------
    >>> _in_circle("3"), _in_circle("甲")
    ('③', '甲')
    """
    return write_number(int(inner), "decimalEnclosedCircle") if inner.isdecimal() else inner
