"""What an interpretation kit (解讀材料) is made of; every value keeps its place in a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

MUST, MAY, MUST_NOT = "must", "may", "must_not"
MODES = (MUST, MAY, MUST_NOT)
OWN, BELOW, TYPICAL = "own", "below", "typical"


@dataclass(frozen=True)
class Quote:
    """Words of a document, from one code point up to another."""

    document: str
    path: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Statement:
    """What one passage of a clause asks: it must, may or must not be done.

    ``actors``: the units that the passage itself names as those who act.
    """

    mode: str
    quote: Quote
    deadlines: tuple[Quote, ...] = ()
    targets: tuple[Quote, ...] = ()
    actors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How one clause is to be read: what, by whom, by when, how measured (解讀細則).

    ``open``: what the clause leaves unsaid (lead, deadline, measure); ``vague``: its words
    that different readers may take differently; ``features``: what kind of clause it is.
    ``general``: it stands among general requirements and principles. ``concern``: with a unit,
    duty or not_duty by the trace. ``restates``: the clause of the body that a row states anew.
    """

    quote: Quote
    kind: str
    heading: str
    statements: tuple[Statement, ...]
    lead: tuple[Quote, ...] = ()
    responsible: tuple[Quote, ...] = ()
    cooperate: tuple[Quote, ...] = ()
    deadlines: tuple[Quote, ...] = ()
    targets: tuple[Quote, ...] = ()
    vague: tuple[Quote, ...] = ()
    open: tuple[str, ...] = ()
    features: frozenset[str] = frozenset()
    general: bool = False
    concern: str = ""
    restates: str = ""

    @property
    def path(self) -> str:
        """The path of the clause in its document."""
        return self.quote.path

    def of(self, mode: str) -> tuple[Statement, ...]:
        """Return the statements of one mode."""
        return tuple(one for one in self.statements if one.mode == mode)


@dataclass(frozen=True)
class Misreading:
    """How a clause may be, or was, read otherwise than meant (誤讀).

    ``origin``: own (of the unit the kit is for), below (of other units, without a name) or
    typical (of the catalogue). ``kind``: how it departs (reversed, substituted, …), or the
    code of the catalogue. ``wrong``: what the units made of it, paraphrased; ``right``: the
    words of the clause that say otherwise. ``own_words``: for the unit itself, its own words.
    ``before``: the value that was changed, where one was. ``doubtful``: the link between both
    clauses wants a person's look.
    """

    origin: str
    kind: str
    sign: str
    quote: Quote
    wrong: str = ""
    right: Quote | None = None
    units: int = 0
    doubtful: bool = False
    own_words: Quote | None = None
    before: str = ""


@dataclass(frozen=True)
class GoodCase:
    """A clause below that carries a clause on with local content (典型案例)."""

    clause: Quote
    unit: str
    title: str
    quote: Quote
    probability: float


@dataclass(frozen=True)
class Step:
    """A line of the operation guide (操作指南): who does what by when."""

    number: int
    statement: Statement
    units: tuple[str, ...]
    cooperate: tuple[str, ...]
    due: str = ""
    day: str = ""
    concern: str = ""


@dataclass(frozen=True)
class Session:
    """A line of the training plan (骨幹培訓): whom, on which clauses, for how long, why."""

    audience: str
    name: str
    clauses: tuple[str, ...]
    hours: Decimal
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """An answer to choose: words of the document as they stand, or a message of the product.

    With a ``misreading``: what is done by it or, with ``right``, how the clause is to be read.
    """

    words: str = ""
    code: str = ""
    misreading: Misreading | None = None
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question of the comprehension test (理解測試); ``answer`` counts the options from 0.

    ``form``: judge (options are right and wrong) or choice. ``key``: the words of the
    document from which the answer follows.
    """

    number: int
    form: str
    code: str
    path: str
    said: Option
    options: tuple[Option, ...]
    answer: int
    key: Quote
