"""What a precheck is made of: remarks with their words, and what was looked at for each matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chuandao.cascade.tracing.understanding.understood import Understood

MUST, SHOULD, CONSIDER = "must", "should", "consider"
SEVERITIES = (MUST, SHOULD, CONSIDER)
CHECKS = (
    "lead", "duty_content", "money", "date", "measure", "duty_list", "contradiction", "consistency",
    "burden", "vague", "interpretation",
)  # fmt: skip
"""What a draft is looked at for, in the order of the sheet."""
DESIGN = "design"


@dataclass(frozen=True)
class Quote:
    """Words of the draft: the path of their clause, the words, their first and last code point."""

    path: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Remark:
    """One thing to look at again (預檢意見).

    Attributes
    ----------
    check : str
        What was looked at, one of ``CHECKS``.
    kind : str
        What is missing; ``precheck.<check>.<kind>`` is its message, ``….proposal`` the wording.
    severity : str
        ``must``, ``should`` or ``consider``.
    places : tuple of Quote
        The words it rests on; empty where it concerns the draft as a whole.
    parameters : mapping
        What the messages name.
    reference : str
        The rule or source, a code of ``catalog/references.csv``.
    whole : bool
        Whether it concerns the draft as a whole: most of its clauses, or what it lacks altogether.
    """

    check: str
    kind: str
    severity: str
    places: tuple[Quote, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    reference: str = DESIGN
    whole: bool = False

    @property
    def code(self) -> str:
        """The code of the message that says what is missing."""
        return f"precheck.{self.check}.{self.kind}{'.whole' if self.whole else ''}"


@dataclass(frozen=True)
class Checked:
    """How one matter stands: so many places looked at, so many in order, or why it was not.

    ``needed``: what would have to be given for it to be examined; ``reason``: the code of why
    it does not apply; both empty where it was examined.
    """

    check: str
    judged: int = 0
    fine: int = 0
    needed: tuple[str, ...] = ()
    reason: str = ""

    @property
    def status(self) -> str:
        """``fine``, ``remarks``, ``not_checked`` or ``not_applicable``."""
        if self.needed:
            return "not_checked"
        if self.reason:
            return "not_applicable"
        return "fine" if self.fine == self.judged else "remarks"


@dataclass(frozen=True)
class Part:
    """What one check gives."""

    checked: Checked
    remarks: tuple[Remark, ...] = ()


def quote_of(document: Understood, path: str, start: int, end: int) -> Quote:
    """Return the words of a draft at a place, without spaces around them."""
    words = document.text[start:end]
    left = len(words) - len(words.lstrip())
    kept = words.strip()
    return Quote(path, start + left, start + left + len(kept), kept)


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks by what they concern, then by severity and place."""
    return tuple(
        sorted(
            remarks,
            key=lambda r: (
                not r.whole,
                SEVERITIES.index(r.severity),
                r.places[0].start if r.places else -1,
                CHECKS.index(r.check),
                r.kind,
            ),
        )
    )
