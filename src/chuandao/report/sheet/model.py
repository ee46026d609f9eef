"""What a unit's sheet (體檢情況反饋單) is made of: plain records in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chuandao.cascade.settings import Mandate


@dataclass(frozen=True)
class Quote:
    """Words of a document, or a row of a table, on which an item rests.

    Attributes
    ----------
    document, title, number, file, clause : str
        What the words stand in; ``clause`` is a path such as ``2.1.3``. A row of a table has
        a file, a sheet and a row instead of a document.
    start, end : int
        Code points of the document's text; 0 and 0 for a row of a table.
    words : str
        The text from ``start`` to ``end``, as it stands there.
    own : bool
        Whether the document is the unit's own (else what was asked of it from above).
    """

    document: str
    title: str
    number: str
    file: str
    clause: str
    start: int
    end: int
    words: str
    own: bool = True
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Item:
    """One matter to verify (待核情況) of a unit. ``strength`` and ``status`` are codes."""

    finding: str
    sign: str
    cause: str
    label: str
    band: str
    statement: str
    strength: str
    status: str
    task: str
    task_name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class CauseLine:
    """The state of one cause: its band (or ``unexamined``), its items, the tasks examined."""

    cause: str
    label: str
    band: str
    items: int
    tasks: int


@dataclass(frozen=True)
class TaskLine:
    """One task of the unit: the band of its step, and of each cause examined for it."""

    task: str
    name: str
    band: str
    causes: Mapping[str, str]
    items: int


@dataclass(frozen=True)
class Figure:
    """A figure of the annex: share 0–1 with its 95 % interval (None: not estimated).

    ``kind``: efficacy, retention, deficit, tier; ``name``: what it is of, with its task;
    ``reference``: the reference range in words; ``source``: what it rests on, in words, and
    ``evidence`` the same in short. ``task`` (empty: all), ``task_name`` and ``measured``, what
    is measured, tell figures apart that stand in one table.
    """

    kind: str
    name: str
    value: float
    low: float | None
    high: float | None
    reference: str
    source: str
    evidence: str = ""
    task: str = ""
    task_name: str = ""
    measured: str = ""


@dataclass(frozen=True)
class Unexamined:
    """A cause that was not examined (未檢), wholly or in part, and what would be needed."""

    cause: str
    label: str
    needed: tuple[str, ...]
    partly: bool = False


@dataclass(frozen=True)
class Passage:
    """What passed from one tier to the next.

    Attributes
    ----------
    documents : tuple of str
        Titles of the documents above the step.
    statuses : mapping of str to int
        Their clauses by what became of them (domain ``drop_status``), all units together.
    bands : mapping of str to int
        How many units below the step stand in each band (or ``unexamined``); none is named.
    """

    documents: tuple[str, ...]
    statuses: Mapping[str, int]
    bands: Mapping[str, int]


@dataclass(frozen=True)
class SheetView:
    """One unit's sheet, without a word of markup; bands and grades are codes.

    Figures stand in ``figures`` alone, for the annex; no unit beside this one, above it or
    below it is named. ``from_above`` is None at the root, ``passed_on`` where nothing is below.
    """

    unit: str
    name: str
    path: str
    tier: int
    tier_name: str
    root: bool
    village: bool
    case: str
    as_of: date
    mandate: Mandate
    causes: tuple[CauseLine, ...]
    items: tuple[Item, ...]
    figures: tuple[Figure, ...]
    unexamined: tuple[Unexamined, ...]
    tasks: tuple[TaskLine, ...]
    from_above: Passage | None
    passed_on: Passage | None
    notes: tuple[str, ...]
    language: str
