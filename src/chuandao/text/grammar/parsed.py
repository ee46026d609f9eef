"""What the grammar reads out of a piece, and what it knows while reading one phrase."""

from dataclasses import dataclass, field

from chuandao.text.grammar.phrases import Span


@dataclass(frozen=True)
class Predicate:
    """A predicate: its verb, its objects, who does it, and the words before it."""

    verb: Span
    objects: tuple[Span, ...] = ()
    banned: bool = False
    modal: Span | None = None


@dataclass
class Parsed:
    """What the grammar found in a piece; ``functions``: the words stepped over before verbs."""

    predicates: list[Predicate] = field(default_factory=list)
    actors: list[Span] = field(default_factory=list)
    functions: list[Span] = field(default_factory=list)
    about: list[Span] = field(default_factory=list)
    topics: list[Span] = field(default_factory=list)


@dataclass
class State:
    """What is known while one phrase is read."""

    position: int
    end: int
    topic: Span | None = None
    taken: Span | None = None
    about: Span | None = None
    banned: bool = False
    modal: Span | None = None
    found: bool = False
    stepped: bool = False
