"""Everything the page of a checkup shows, gathered from its views; pure records, no markup."""

from dataclasses import dataclass
from itertools import pairwise

from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.ratchets.view import RatchetsView, ratchets_view
from chuandao.report.sheet.model import Item, SheetView
from chuandao.report.sheet.view import sheet_of
from chuandao.report.whole.blockages_view import BlockageRow, blockage_rows
from chuandao.report.whole.causes_view import CausesView, causes_view
from chuandao.report.whole.chosen_rows import is_shown, own_evidence, own_findings
from chuandao.report.whole.funnel_view import FunnelView, funnel_view
from chuandao.report.whole.heat_map import HeatMap, heat_map
from chuandao.report.whole.sankey import Sankey, sankeys
from chuandao.report.whole.scope_view import Scope, scope_of
from chuandao.report.whole.stairs import Staircases, staircases


@dataclass(frozen=True)
class CheckupView:
    """The views of a checkup; one that is None rests on a table that was not made.

    Attributes
    ----------
    sheets : tuple of SheetView
        In administrative order, the root's own first: every unit with units below, and of the
        others those with evidence or findings of their own.
    """

    scope: Scope
    stairs: Staircases | None
    causes: CausesView | None
    heat: HeatMap | None
    sankeys: tuple[Sankey, ...]
    funnel: FunnelView | None
    blockages: tuple[BlockageRow, ...] | None
    sheets: tuple[SheetView, ...]
    ratchets: RatchetsView | None = None

    @property
    def matters(self) -> int:
        """How many matters to verify stand on the sheets."""
        return sum(len(sheet.items) for sheet in self.sheets)

    @property
    def with_matters(self) -> int:
        """How many units have matters to verify."""
        return sum(bool(sheet.items) for sheet in self.sheets)

    @property
    def steepest(self) -> int | None:
        """The step, by its lower tier, on which most efficacy points are lost."""
        treads = self.stairs.main.treads if self.stairs else ()
        lost = {b.tier: a.efficacy - b.efficacy for a, b in pairwise(treads)}
        return max(lost, key=lambda tier: lost[tier]) if lost else None


def checkup_view(material: Material, language: str) -> CheckupView:
    """Return the views of a checkup, its sheets worded in a language."""
    return CheckupView(
        scope=scope_of(material),
        stairs=staircases(material),
        causes=causes_view(material),
        heat=heat_map(material),
        sankeys=sankeys(material),
        funnel=funnel_view(material),
        blockages=blockage_rows(material),
        sheets=_sheets(material, language),
        ratchets=_ratchets(material),
    )


def _ratchets(material: Material) -> RatchetsView | None:
    """Return the targets from tier to tier, by the units that set them; None without the table."""
    table = material.tables.get("ratchets")
    if table is None:
        return None
    rows = table.sort("chain", "position").to_dicts()
    units = {str(row["document"]): str(row["unit"] or "") for row in rows}
    known = {document: unit for document, unit in units.items() if unit in material.units}
    names = {document: material.units.name(unit) for document, unit in known.items()}
    tiers = {document: material.units.tier(unit) for document, unit in known.items()}
    return ratchets_view(rows, names, tiers)


def _sheets(material: Material, language: str) -> tuple[SheetView, ...]:
    own = own_evidence(material) | own_findings(material)
    index, root = Index(material), material.units.root
    units = (u for u in material.units if u == root or is_shown(material, u, own))
    return tuple(sheet_of(index, unit, language) for unit in units)


def matters_of(sheet: SheetView) -> tuple[tuple[Item, ...], ...]:
    """Return a sheet's items, those that say the same for several tasks put together."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for item in sheet.items:
        same = (item.sign, item.band, item.statement, item.quotes)
        found.setdefault(same, []).append(item)
    return tuple(tuple(held) for held in found.values())
