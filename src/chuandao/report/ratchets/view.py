"""What is shown of targets from tier to tier (層層加碼), without a word of markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Statement:
    """One value of a chain. ``above``: place in the chain of what it is compared with."""

    name: str
    path: str
    depth: int
    value: float
    comparator: str
    above: int | None = None
    step: float | None = None
    cumulated: float | None = None
    direction: str = ""
    share: float | None = None
    given: float | None = None
    given_by: int = 0
    given_of: int = 0
    allocation: str = ""


@dataclass(frozen=True)
class ChainView:
    """One metric from the first document that states it down to the last."""

    metric: str
    measure: str
    additive: bool
    rows: tuple[Statement, ...]

    @property
    def changed(self) -> bool:
        """Whether any unit asks for other than the one above."""
        return any(row.direction not in {"", "same"} for row in self.rows)

    @property
    def apportioned(self) -> bool:
        """Whether it can be told of any total in it if it was given out as a whole."""
        return any(row.allocation for row in self.rows)

    @property
    def lines(self) -> tuple[tuple[int, ...], ...]:
        """The way down to each value that none below answers, as places from the first."""
        answered = {row.above for row in self.rows}
        ends = (at for at in range(len(self.rows)) if at not in answered)
        return tuple(_way(self.rows, end) for end in ends)


@dataclass(frozen=True)
class RatchetsView:
    """The chains by what is to be told of them; ``unchanged`` are only counted."""

    changed: tuple[ChainView, ...]
    totals: tuple[ChainView, ...]
    unchanged: int


NO_RATCHETS = RatchetsView((), (), 0)


def ratchets_view(
    rows: Iterable[Mapping[str, object]], names: Mapping[str, str], tiers: Mapping[str, int]
) -> RatchetsView:
    """Return the chains of a table ``ratchets``.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of one chain follow each other, the first above.
    names, tiers : mapping
        Document code to its name, and to its tier where it is known.

    Examples
    --------
    >>> row = {"task": "a#1", "metric": "m", "measure": "%", "document": "a", "clause": "a#1",
    ...     "value": 12.0, "comparator": "ge", "additive": False, "above": ""}
    >>> below = row | {"document": "b", "above": "a", "value": 15.0, "direction": "stricter"}
    >>> view = ratchets_view([row, below], {"a": "City", "b": "County"}, {})
    >>> [[said.value for said in chain.rows] for chain in view.changed]
    [[12.0, 15.0]]
    """
    chains = [_chain(list(held), names, tiers) for _, held in groupby(_numbered(rows), _first)]
    return RatchetsView(
        tuple(chain for chain in chains if chain.changed),
        tuple(chain for chain in chains if chain.apportioned),
        sum(not chain.changed and not chain.apportioned for chain in chains),
    )


def _numbered(
    rows: Iterable[Mapping[str, object]],
) -> Iterable[tuple[int, Mapping[str, object]]]:
    """Yield the rows with the number of their chain, which begins where nothing is above."""
    number = 0
    for row in rows:
        number += not row.get("above")
        yield number, row


def _first(pair: tuple[int, Mapping[str, object]]) -> int:
    return pair[0]


def _chain(
    rows: Sequence[tuple[int, Mapping[str, object]]],
    names: Mapping[str, str],
    tiers: Mapping[str, int],
) -> ChainView:
    held = [row for _, row in rows]
    places: dict[str, int] = {}
    depths: list[int] = []
    said: list[Statement] = []
    for at, row in enumerate(held):
        document, above = str(row["document"]), places.get(str(row.get("above") or ""))
        depths.append(0 if above is None else depths[above] + 1)
        places.setdefault(document, at)
        said.append(_statement(row, above, tiers.get(document, depths[at]), names))
    first = held[0]
    return ChainView(
        str(first["metric"]), str(first["measure"]), bool(first["additive"]), tuple(said)
    )


def _statement(
    row: Mapping[str, object], above: int | None, depth: int, names: Mapping[str, str]
) -> Statement:
    document = str(row["document"])
    return Statement(
        name=names.get(document, document),
        path=str(row["clause"]).partition("#")[2],
        depth=depth,
        value=_number(row["value"]) or 0.0,
        comparator=str(row["comparator"]),
        above=above,
        step=_number(row.get("step_change")),
        cumulated=_number(row.get("cumulated_change")),
        direction=str(row.get("direction") or ""),
        share=_number(row.get("share")),
        given=_number(row.get("given")),
        given_by=int(_number(row.get("given_by")) or 0),
        given_of=int(_number(row.get("given_of")) or 0),
        allocation=str(row.get("allocation") or ""),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _way(rows: Sequence[Statement], end: int) -> tuple[int, ...]:
    way: list[int] = []
    at: int | None = end
    while at is not None and at not in way:
        way.append(at)
        at = rows[at].above
    return tuple(reversed(way))
