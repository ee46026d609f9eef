"""Which sources the level rests on, and which tell units apart at all."""

import polars as pl

from chuandao.cascade.settings import Settings
from chuandao.catalog.thresholds import threshold
from chuandao.catalog.values import values
from chuandao.decay.kinds.responses import NOTHING
from chuandao.decay.wording import source_words
from chuandao.errors import Problem, UsageError

_FEW = 5


def sources_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """Return the sources that have rows, sorted."""
    return tuple(rows["source"].unique().sort().to_list())


def anchors_of(
    given: str | None, settings: Settings, sources: tuple[str, ...], found: list[Problem]
) -> tuple[str, ...]:
    """Return the sources on which the level rests; nothing is guessed where several might be."""
    if given is not None and values("evidence_source").resolve(given) not in sources:
        told = source_words("sources", sources)
        raise UsageError("anchor_unknown", anchor=given, **told)
    wanted = settings.anchors if given is None else (values("evidence_source").resolve(given),)
    present = tuple(source for source in sources if source in wanted)
    if present:
        return present
    if len(sources) > 1:
        code = "anchor_without_evidence" if wanted else "no_anchor"
        told = {**source_words("anchor", map(str, wanted)), **source_words("sources", sources)}
        raise UsageError(code, **told)
    told = source_words("source", sources)
    found.append(Problem("anchor_is_the_only_source", "note", parameters=told))
    return sources


def refuse_levels_alone(rows: pl.DataFrame, anchors: tuple[str, ...]) -> None:
    """Refuse anchors that rate by levels only: nothing says how much a level is.

    Raises
    ------
    UsageError
    """
    anchored = rows.filter(pl.col("source").is_in(list(anchors)))
    if (anchored["kind"] == "levels").all():
        raise UsageError("anchor_ordinal", **source_words("anchor", anchors))


def statuses_as_levels(rows: pl.DataFrame, anchors: tuple[str, ...]) -> pl.DataFrame:
    """Return rows whose many statuses by other sources are read as ratings of three levels.

    What behind, on schedule and completed stand for is then learnt from the other evidence; the
    anchor's own, and a few, keep the working values of the catalogue.
    """
    status = pl.col("scale") == "status"
    many = status.sum().over("source") >= threshold("status_levels_rows")
    read = (status & many & ~pl.col("source").is_in(list(anchors))).fill_null(value=False)
    return rows.with_columns(
        kind=pl.when(read).then(pl.lit("levels")).otherwise("kind"),
        variance=pl.when(read).then(NOTHING).otherwise("variance"),
        high=pl.when(~read).then("high"),
    )


def without_single_levels(rows: pl.DataFrame, found: list[Problem]) -> pl.DataFrame:
    """Return rows but those of scales on which everything got the same level."""
    levels = pl.col("kind") == "levels"
    single = levels & (pl.col("level").n_unique().over("source", "scale", "kind") == 1)
    for (source, scale), part in _by(rows.filter(single), "source", "scale"):
        told = {"count": f"{part.height:,}", "levels": scale, **source_words("source", [source])}
        found.append(Problem("evidence_one_level", "warning", parameters=told))
    return rows.filter(~single)


def without_constant_sources(
    rows: pl.DataFrame, anchors: tuple[str, ...], found: list[Problem]
) -> pl.DataFrame:
    """Return rows but those of sources, no anchors, that always say the same without a size."""
    kept = []
    for (source,), part in _by(rows, "source"):
        value, many = part["share"], part.height >= _FEW
        same = many and value.null_count() == 0 and value.n_unique() == 1
        if same and not (part["variance"] > 0).any():
            told = {"count": f"{part.height:,}", "value": f"{value[0]:.0%}"}
            if source not in anchors:
                told |= source_words("source", [source])
                found.append(Problem("evidence_constant", "warning", parameters=told))
                continue
            found.append(Problem("evidence_one_value", "warning", parameters=told))
        kept.append(source)
    return rows.filter(pl.col("source").is_in(kept))


def _by(rows: pl.DataFrame, *names: str) -> list[tuple[tuple[str, ...], pl.DataFrame]]:
    parts = rows.sort(*names).group_by(*names, maintain_order=True)
    return [(tuple(map(str, name)), part) for name, part in parts]
