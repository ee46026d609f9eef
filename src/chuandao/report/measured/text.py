"""The summary of a measurement in a few lines, for a terminal."""

from collections.abc import Iterator

from chuandao.report.material import Material
from chuandao.report.measured.view import MeasuredView
from chuandao.report.measured.words import MeasuredWords
from chuandao.report.whole.blockages_view import BlockageRow

_NAMED = 8  # blockages that stand in the text


def measured_text(material: Material, view: MeasuredView, language: str) -> str:
    """Return the summary as lines: what it rests on, tiers, causes, blockages, effects, gaps."""
    words = MeasuredWords(language, material.units)
    parts = [
        [material.settings.name, lead(material, view, words), words.anchors(view)],
        list(_tiers(view, words)),
        list(_causes(view, words)),
        [_blockages(view, words)],
        list(_effects(view, words)),
        [_unexamined(view, words)],
    ]
    return "\n\n".join("\n".join(filter(None, part)) for part in parts if any(part))


def lead(material: Material, view: MeasuredView, words: MeasuredWords) -> str:
    """Return in one sentence what was found and from what."""
    step = view.steepest
    if view.stairs is None or step is None:
        return words.say("no_lead")
    bottom = view.stairs.main.bottom
    return words.say(
        "lead",
        root=material.units.name(material.units.root),
        leaf=words.page.tier(bottom.tier),
        value=words.page.percent(bottom.efficacy),
        range=words.page.bounds(bottom.low, bottom.high),
        step=words.page.step(step.tier),
        observations=f"{view.observations:,}",
        sources=sum(count > 0 for _, count, _ in view.scope.sources),
    )


def _tiers(view: MeasuredView, words: MeasuredWords) -> Iterator[str]:
    if view.stairs is None:
        return
    page = words.page
    yield words.say("text.tiers", period=page.period(view.stairs.main.period))
    for tread in view.stairs.main.treads:
        share = tread.retention
        kept = "" if share is None else words.say("text.kept", kept=page.percent(share))
        value = page.within(tread.efficacy, tread.low, tread.high)
        tier = page.tier_heading(tread.tier)
        yield f"  {words.say('text.tier', tier=tier, value=value, kept=kept)}"


def _causes(view: MeasuredView, words: MeasuredWords) -> Iterator[str]:
    if view.causes is None:
        return
    found = view.causes.printed
    yield words.say("text.causes", loss=words.page.points(found.loss))
    for cause in found.causes:
        lost = found.of_cause(cause)
        if lost is not None:
            points = words.page.points(lost)
            yield f"  {words.say('text.cause', cause=words.page.cause(cause), points=points)}"


def _blockages(view: MeasuredView, words: MeasuredWords) -> str:
    if view.blockages is None:
        return ""
    if not view.blockages:
        return words.say("text.no_blockages")
    by_unit: dict[str, list[BlockageRow]] = {}
    for row in view.blockages:
        by_unit.setdefault(row.unit, []).append(row)
    named = [_blocked(rows, words) for rows in list(by_unit.values())[:_NAMED]]
    if rest := len(by_unit) - len(named):
        named.append(words.say("text.more", count=rest))
    counts = {"count": len(view.blockages), "units": len(by_unit)}
    return words.say("text.blockages", **counts, names=words.page.listed(named))


def _blocked(rows: list[BlockageRow], words: MeasuredWords) -> str:
    """Return one step: over all tasks where it stands out so, else how many tasks and the worst."""
    whole = next((row for row in rows if not row.task), None)
    worst = whole or min(rows, key=lambda row: row.excess)
    said = "text.blockage_all" if whole else "text.blockage"
    excess = words.page.excess(worst.excess)
    told = {"upper": worst.upper, "unit": worst.name, "excess": excess, "count": len(rows)}
    return words.say(said, **told)


def _effects(view: MeasuredView, words: MeasuredWords) -> Iterator[str]:
    if view.effects:
        yield words.say("title.effects")
    for row in view.effects:
        told = words.say(
            "text.effect",
            remedy=row.label(words.language),
            source=words.page.value("evidence_source", row.source),
            effect=words.effect(row),
            strength=words.reason(row),
        )
        yield f"  {told}"


def _unexamined(view: MeasuredView, words: MeasuredWords) -> str:
    names = [words.page.cause(cause) for cause in view.unexamined]
    if not view.effects:
        names.append(words.say("title.effects"))
    return words.say("text.unexamined", names=words.page.listed(names)) if names else ""
