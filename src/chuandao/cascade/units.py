"""The tree of units (單位), from the one that issues the tasks down to villages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl

from chuandao.cascade.tree.names import UnitNames
from chuandao.cascade.tree.shape import Positions, has_cycle, layout, reach, standing
from chuandao.catalog.words import fold
from chuandao.errors import Place, UsageError

UnitCode = str

_TOLD = 8
_SEPARATORS = "/>＞／"


class UnknownUnitError(UsageError):
    """A code or name that no unit bears; the message names the nearest."""


class AmbiguousUnitError(UsageError):
    """A name that several units bear; the message lists them with their full path."""


@dataclass(frozen=True, eq=False)
class UnitTree:
    """The units of a case in administrative order: each before its children, these by code.

    Attributes
    ----------
    frame : pl.DataFrame
        One row a unit in that order: the columns of the table ``units``, ``kind`` filled in.
    parents : array of int
        Position of each unit's parent; -1 at the root, which stands first.
    sizes : array of int
        Units in each subtree, so that the subtree of position i is i … i + size − 1.
    successions : pl.DataFrame
        unit, successor, date, share: what was merged, split or renamed.

    Examples
    --------
    >>> units = pl.DataFrame({
    ...     "unit": ["1", "11", "12", "121"], "name": ["清河市", "柳河县", "山阳县", "城关镇"],
    ...     "tier": [0, 1, 1, 2], "parent": [None, "1", "1", "12"]})
    >>> tree = grow(units)
    >>> tree
    UnitTree: 4 units in 3 tiers (1, 2, 1) under 1 清河市
    >>> tree.resolve("城關鎮"), tree.path("121"), tree.subtree("12")
    ('121', '清河市/山阳县/城关镇', ('12', '121'))
    """

    frame: pl.DataFrame
    parents: Positions
    sizes: Positions
    successions: pl.DataFrame

    def __len__(self) -> int:
        """Return how many units there are."""
        return self.frame.height

    def __contains__(self, code: object) -> bool:
        """Return whether a unit bears this code."""
        return code in self._position

    def __iter__(self) -> Iterator[UnitCode]:
        """Go through the codes in administrative order."""
        return iter(self.codes)

    def __repr__(self) -> str:
        """Return the tree in one line."""
        counts = self.frame["tier"].value_counts().sort("tier")["count"].to_list()
        shown = ", ".join(f"{count:,}" for count in counts)
        name = self.name(self.root)
        return (
            f"UnitTree: {len(self):,} units in {len(counts)} tiers ({shown})"
            f" under {self.root} {name}"
        )

    @cached_property
    def codes(self) -> tuple[UnitCode, ...]:
        """The codes of all units in administrative order."""
        return tuple(self.frame["unit"].to_list())

    @property
    def root(self) -> UnitCode:
        """The unit that issues the tasks."""
        return str(self.frame["unit"][0])

    def name(self, code: UnitCode) -> str:
        """Return a unit's name."""
        return str(self.frame["name"][self.position(code)])

    def tier(self, code: UnitCode) -> int:
        """Return a unit's tier; 0 is the root."""
        return int(self.frame["tier"][self.position(code)])

    def kind(self, code: UnitCode) -> str:
        """Return what a unit is: government, party, department, vertical or self_governing."""
        return str(self.frame["kind"][self.position(code)])

    def line_parent(self, code: UnitCode) -> UnitCode | None:
        """Return the unit that directs this one in its line of business (條), if any."""
        above: UnitCode | None = self.frame["line_parent"][self.position(code)]
        return above

    def line_children(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return the units this one directs in its line of business, in order."""
        self.position(code)
        return tuple(self.frame.filter(pl.col("line_parent") == code)["unit"].to_list())

    def parent(self, code: UnitCode) -> UnitCode | None:
        """Return the unit directly above; nothing at the root."""
        above = int(self.parents[self.position(code)])
        return None if above < 0 else self.codes[above]

    def children(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return the units directly below, by code."""
        at = self.position(code)
        within = self.parents[at + 1 : at + int(self.sizes[at])]
        return tuple(self.codes[at + 1 + int(i)] for i in np.flatnonzero(within == at))

    def ancestors(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return the units above, from the nearest to the root."""
        return tuple(self.codes[at] for at in self._line(self.position(code))[1:])

    def path(self, code: UnitCode, separator: str = "/") -> str:
        """Return the names from the root down to a unit."""
        line = reversed(self._line(self.position(code)))
        return separator.join(str(self.frame["name"][at]) for at in line)

    def subtree(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return a unit and all below it, in administrative order."""
        at = self.position(code)
        return self.codes[at : at + int(self.sizes[at])]

    def leaves(self) -> tuple[UnitCode, ...]:
        """Return the units without units below, in administrative order."""
        return tuple(self.codes[int(at)] for at in np.flatnonzero(self.sizes == 1))

    def position(self, code: UnitCode) -> int:
        """Return a unit's place in the administrative order.

        Raises
        ------
        UnknownUnitError
        """
        try:
            return self._position[code]
        except KeyError:
            raise self.unknown(code) from None

    def valid(self, code: UnitCode, day: date) -> bool:
        """Return whether a unit existed on a day."""
        since, until = self.frame.select("valid_from", "valid_to").row(self.position(code))
        return (since is None or since <= day) and (until is None or day <= until)

    def at(self, day: date) -> "UnitTree":
        """Return the tree as it stood on a day.

        A unit whose parent did not exist then hangs under that parent's successor, or
        under the nearest unit above that existed. The root is kept in any case.
        """
        existed = self.frame.select(
            (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
        ).to_series()
        stood = existed.to_numpy().copy()
        stood[0] = True
        above = standing(self.parents, stood, self._succeeded())
        if has_cycle(above):
            above = standing(self.parents, stood, np.full(len(self), -1, dtype=np.int64))
        codes = self.frame["unit"]
        parent = codes.gather(np.maximum(above, 0))
        parent = parent.set(pl.Series(above < 0), None)
        frame = self.frame.with_columns(parent=parent).filter(pl.Series(stood))
        return grow(frame, self.successions)

    def successors(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return the units that took a unit's place (merged, split, renamed), by code."""
        found = self.successions.filter(pl.col("unit") == code)
        return tuple(found["successor"].sort().to_list())

    def predecessors(self, code: UnitCode) -> tuple[UnitCode, ...]:
        """Return the units whose place a unit took, by code."""
        found = self.successions.filter(pl.col("successor") == code)
        return tuple(found["unit"].sort().to_list())

    def resolve(self, given: str, context: UnitCode | None = None) -> UnitCode:
        """Return the code of the unit that a code, a name or a path of names means.

        Parameters
        ----------
        given : str
            ``990221101000``, ``柳河镇``, or ``清河市/柳河县/柳河镇`` (steps may be left out).
        context : code, optional
            A name is looked for below this unit first, then below each unit above it.

        Raises
        ------
        UnknownUnitError
            No unit bears it; the nearest is named.
        AmbiguousUnitError
            Several bear it; they are listed with their paths.
        """
        found = self.candidates(given, context)
        if len(found) == 1:
            return found[0]
        raise self.ambiguous(given, found) if found else self.unknown(given)

    def candidates(self, given: str, context: UnitCode | None = None) -> tuple[UnitCode, ...]:
        """Return every unit that a code, name or path may mean, in administrative order."""
        word = given.strip()
        if word in self._position:
            return (word,)
        found = self._named(word)
        if context is not None and len(found) > 1:
            found = self._nearby(found, self.position(context))
        return tuple(self.codes[at] for at in found)

    def unknown(self, given: str, place: Place | None = None) -> UnknownUnitError:
        """Return the error for a unit that is not in the tree, with the nearest that is."""
        nearest = self.nearest(given)
        if nearest is None:
            return UnknownUnitError("unknown_unit", place, unit=given, count=f"{len(self):,}")
        return UnknownUnitError(
            "unknown_unit_near",
            place,
            unit=given,
            count=f"{len(self):,}",
            nearest=nearest,
            nearest_name=self.name(nearest),
        )

    def ambiguous(
        self, given: str, found: tuple[UnitCode, ...], place: Place | None = None
    ) -> AmbiguousUnitError:
        """Return the error for a name that several units bear, with their paths."""
        paths = [f"{code} {self.path(code)}" for code in found[:_TOLD]]
        more = ["…"] if len(found) > _TOLD else []
        shown = "; ".join([*paths, *more])
        return AmbiguousUnitError(
            "ambiguous_unit", place, unit=given, count=len(found), candidates=shown
        )

    def nearest(self, given: str) -> UnitCode | None:
        """Return the unit whose code or name looks most like what was given, if any does."""
        at = self._names.nearest(given)
        return None if at is None else self.codes[at]

    @cached_property
    def _position(self) -> Mapping[UnitCode, int]:
        return MappingProxyType({code: at for at, code in enumerate(self.codes)})

    @cached_property
    def _names(self) -> UnitNames:
        return UnitNames(self.frame["name"].to_list(), self.codes)

    def _named(self, word: str) -> list[int]:
        for separator in _SEPARATORS:
            word = word.replace(separator, "/")
        *above, name = [part.strip() for part in word.split("/")]
        found = self._names.bearing(name)
        return [at for at in found if self._stands_below(at, above)] if above else found

    def _stands_below(self, at: int, names: list[str]) -> bool:
        """Whether these names stand above a unit in this order, steps left out or not."""
        line = iter(fold(str(self.frame["name"][i])) for i in self._line(at)[:0:-1])
        return all(any(fold(name) == above for above in line) for name in names)

    def _nearby(self, found: list[int], context: int) -> list[int]:
        """Those in the smallest part of the tree around the context that holds any."""
        for top in self._line(context):
            end = top + int(self.sizes[top])
            within = [at for at in found if top <= at < end]
            children = [at for at in within if int(self.parents[at]) == top]
            if within:
                return children if len(children) == 1 else within
        return found

    def _line(self, at: int) -> list[int]:
        line = [at]
        while (above := int(self.parents[line[-1]])) >= 0:
            line.append(above)
        return line

    def _succeeded(self) -> Positions:
        """For each unit the position of its first successor, or -1."""
        first = np.full(len(self), -1, dtype=np.int64)
        for unit, successor in (
            self.successions.select("unit", "successor")
            .sort("unit", "successor", descending=True)
            .rows()
        ):
            if unit in self._position and successor in self._position:
                first[self._position[unit]] = self._position[successor]
        return first


def grow(units: pl.DataFrame, successions: pl.DataFrame | None = None) -> UnitTree:
    """Return the tree of a table of units that is known to be one tree.

    Parameters
    ----------
    units : table (unit, name, tier, parent, …)
        One root, whose ``parent`` is empty; no cycle, no unknown parent
        (``cascade.unit_rows`` sees to that).
    successions : table (unit, successor, date, share), optional
    """
    frame = _completed(units).sort("unit")
    codes = frame["unit"]
    own = pl.Series(np.arange(frame.height))
    at = pl.DataFrame({"parent": codes, "at": own})
    joined = frame.select("parent").join(at, on="parent", how="left", maintain_order="left")
    parents = joined["at"].fill_null(own).to_numpy().astype(np.int64)
    found = reach(parents)
    laid = layout(parents, found.depth)
    return UnitTree(
        frame.select(pl.all().gather(pl.Series(laid.order))),
        laid.parents,
        laid.sizes,
        _no_successions() if successions is None else successions,
    )


_VILLAGE = r"^\d{9}(?:\d{2}[1-9]|\d[1-9]\d|[1-9]\d{2})$"


def _completed(units: pl.DataFrame) -> pl.DataFrame:
    """Columns that are absent are empty; an unstated kind follows the catalogue's rule."""
    types = {
        "kind": pl.String,
        "line_parent": pl.String,
        "type": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    absent = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in types.items()
        if name not in units.columns
    ]
    by_code = pl.when(pl.col("unit").str.contains(_VILLAGE)).then(pl.lit("self_governing"))
    kind = pl.coalesce(pl.col("kind"), by_code.otherwise(pl.lit("government")))
    return units.with_columns(absent).with_columns(kind=kind)


def _no_successions() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "unit": pl.String,
            "successor": pl.String,
            "date": pl.Date,
            "share": pl.Float64,
        }
    )
