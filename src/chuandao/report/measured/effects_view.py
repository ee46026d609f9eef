"""What remedies brought (成效), as the summary shows it: by source, over all and by time."""

from dataclasses import dataclass

import polars as pl

from chuandao.catalog.knowledge import remedies
from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import rows_of


@dataclass(frozen=True)
class Moment:
    """The effect so many periods after the start, and the band that holds all moments at once."""

    since: int
    estimate: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class EffectRow:
    """What one source says of one remedy; figures are points of efficacy (0–1)."""

    remedy: str
    source: str
    estimate: float
    low: float | None
    high: float | None
    strength: str
    reason: str
    pretrend: str
    design: str
    treated: int
    controls: int
    moments: tuple[Moment, ...]

    def label(self, language: str) -> str:
        """Return the remedy's name; one of the office's own stands as it was given."""
        found = remedies().get(self.remedy)
        return found.label(language) if found else self.remedy


def effect_rows(material: Material) -> tuple[EffectRow, ...]:
    """Return the effects, independent sources before self-reports; empty where none was made."""
    effects, checks = rows_of(material, "effects"), rows_of(material, "effect_checks")
    if effects is None or checks is None:
        return ()
    rows = [_row(effects, check) for check in checks.to_dicts()]
    return tuple(
        sorted(rows, key=lambda row: (row.remedy, row.source == "self_report", row.source))
    )


def _row(effects: pl.DataFrame, check: dict[str, object]) -> EffectRow:
    same = (pl.col("remedy") == check["remedy"]) & (pl.col("source") == check["source"])
    mine = effects.filter(same & (pl.col("period") == ""))
    whole = mine.filter(pl.col("since").is_null()).row(0, named=True)
    columns = ("since", "estimate", "low_all", "high_all")
    moments = mine.filter(pl.col("since").is_not_null()).sort("since").select(columns)
    return EffectRow(
        remedy=str(check["remedy"]),
        source=str(check["source"]),
        estimate=whole["estimate"],
        low=whole["low"],
        high=whole["high"],
        strength=str(check["strength"]),
        reason=str(check["reason"]),
        pretrend=str(check["pretrend"]),
        design=str(check["design"] or ""),
        treated=int(str(check["treated"])),
        controls=int(str(check["controls"])),
        moments=tuple(Moment(*row) for row in moments.iter_rows()),
    )
