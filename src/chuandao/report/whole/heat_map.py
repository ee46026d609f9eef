"""Units × signs (問題表現) in administrative order: what was seen, not seen, and not examined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from chuandao.catalog.knowledge import causes, signs
from chuandao.messages import has
from chuandao.report.bands import band_of, capped, worst
from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import is_shown, own_findings, rows_of


@dataclass(frozen=True)
class Column:
    """A sign; or, with ``sign`` empty, a whole cause that was examined in no unit."""

    cause: str
    sign: str


@dataclass(frozen=True)
class Cell:
    """What one sign is in one unit: a band, and how many findings it rests on."""

    band: str
    findings: int = 0


@dataclass(frozen=True)
class Line:
    """One unit: its place, and a cell a column."""

    unit: str
    name: str
    tier: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """A unit right below the root with the units below it that have a line of their own.

    ``unlisted`` counts the villages that were not examined and have no findings of their own.
    """

    head: Line
    lines: tuple[Line, ...]
    unlisted: int


@dataclass(frozen=True)
class HeatMap:
    """The whole map; ``blocks`` are in administrative order, and so are their lines."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line from top to bottom."""
        return tuple(line for block in self.blocks for line in (block.head, *block.lines))


def heat_map(material: Material) -> HeatMap | None:
    """Return the map, or nothing where neither ``findings`` nor ``coverage`` was made.

    A sign is *normal* only where its cause was examined in that unit and the sign was looked
    for; everything else without a finding reads *not examined*.
    """
    if rows_of(material, "findings") is None and rows_of(material, "coverage") is None:
        return None
    seen, examined = _seen(material), _examined(material)
    columns = tuple(_columns(seen, examined))
    line = partial(_line, material, columns, seen, examined)
    own = own_findings(material) | {unit for unit, _ in examined}
    root = material.units.root
    blocks = (_block(material, line, unit, own) for unit in material.units.children(root))
    return HeatMap(columns, tuple(block for block in blocks if _says_something(block, own)))


def looked_for(sign: str, seen: Iterable[tuple[str, str]]) -> bool:
    """Return whether this version looks for a sign: it has words for it, or found it.

    A sign that rests on tests of people is looked for only where a test was taken, of which
    the results hold nothing: without a finding it was not examined.
    """
    known = signs().get(sign)
    if known and "tests" in known.tables:
        return False
    return has(f"finding.{sign}") or any(found == sign for _, found in seen)


_Seen = Mapping[tuple[str, str], list[str]]


def _seen(material: Material) -> dict[tuple[str, str], list[str]]:
    findings = rows_of(material, "findings")
    seen: dict[tuple[str, str], list[str]] = {}
    if findings is None:
        return seen
    columns = ("unit", "sign", "severity", "strength", "status")
    for unit, sign, severity, strength, status in findings.select(columns).iter_rows():
        if status != "withdrawn":
            seen.setdefault((unit, sign), []).append(capped(band_of(severity), [strength]))
    return seen


def _examined(material: Material) -> frozenset[tuple[str, str]]:
    coverage = rows_of(material, "coverage")
    if coverage is None:
        return frozenset()
    held = coverage.filter(coverage["examined"])
    return frozenset(held.select("unit", "cause").iter_rows())


def _columns(seen: _Seen, examined: frozenset[tuple[str, str]]) -> Iterable[Column]:
    held = {signs()[sign].cause for _, sign in seen if sign in signs()}
    held |= {cause for _, cause in examined}
    for cause in causes():
        if cause not in held:
            yield Column(cause, "")
            continue
        for sign in signs().values():
            if sign.cause == cause:
                yield Column(cause, sign.sign)


def _block(material: Material, line: "partial[Line]", unit: str, own: frozenset[str]) -> Block:
    tree = material.units
    below = tree.subtree(unit)[1:]
    shown = [one for one in below if is_shown(material, one, own)]
    return Block(line(unit), tuple(line(one) for one in shown), len(below) - len(shown))


def _says_something(block: Block, own: frozenset[str]) -> bool:
    """Offices of the root itself without units below stand only where something is said."""
    return bool(block.lines or block.unlisted or block.head.unit in own)


def _line(
    material: Material,
    columns: tuple[Column, ...],
    seen: _Seen,
    examined: frozenset[tuple[str, str]],
    unit: str,
) -> Line:
    cells = tuple(_cell(column, unit, seen, examined) for column in columns)
    return Line(unit, material.units.name(unit), material.units.tier(unit), cells)


def _cell(column: Column, unit: str, seen: _Seen, examined: frozenset[tuple[str, str]]) -> Cell:
    bands = seen.get((unit, column.sign), [])
    if bands:
        return Cell(worst(bands), len(bands))
    is_normal = (unit, column.cause) in examined and looked_for(column.sign, seen)
    return Cell("normal" if column.sign and is_normal else "unexamined")
