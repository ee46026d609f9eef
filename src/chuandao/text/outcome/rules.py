"""Rules of the labels (text.md section 5): what speaks for each, from the changes of a pair."""

import re
from collections.abc import Mapping, Sequence

from chuandao.text.difference.change import Change, Side
from chuandao.text.lexicon import Lexicon, words_pattern
from chuandao.text.similarity import covered, sameness

_SPECIFIC = ("targets", "deadline", "instruments")  # a lower tier names units of its own
_CONCRETE = {"local", "targets", "deadline", "instruments"}
_BODIES = ("actor", "lead", "responsible", "cooperate")
_AT_PLACE = re.compile(r"\b(?:on|in|at) (?:the )?([A-Z][a-z]+(?: [A-Z][a-z]+)+)")
_ENUMERATION = re.compile(r"[^，。；：、（）\s]{2,10}(?:、[^，。；：、（）\s]{2,10}){2,}")


def held_rules(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
) -> dict[str, bool]:
    """Return for every label but faithful whether its rule of the design holds for a pair.

    The rules are the reasons that a reader is shown, and evidence for the labeller.

    Parameters
    ----------
    upper, lower : Side
    found : sequence of Change
        From `chuandao.text.difference.changes`.
    lexicon : Lexicon
    thresholds : mapping
        ``verbatim_sameness``, ``slogan_density``, ``summary_kept``, ``summary_length``,
        ``narrowed_kept``, ``localised_kept``, ``localised_additions``: shares 0–1 and a count.
    """
    return {
        "verbatim": _is_verbatim(upper, lower, found, thresholds),
        "substituted": any(change.direction == "reversed" for change in found)
        or _is_form_activity(upper, lower, lexicon),
        "sloganised": _is_sloganised(upper, lower, lexicon, thresholds),
        "summarised": _is_summarised(upper, lower, found, thresholds),
        "weakened": any(
            change.direction == "laxer" and change.attribute != "scope" for change in found
        ),
        "narrowed": _is_narrowed(upper, lower, thresholds),
        "strengthened": any(change.direction == "stricter" for change in found),
        "localised": _is_localised(upper, found, thresholds),
    }


def only_own_schedule(found: Sequence[Change]) -> bool:
    """Tell a tier's own earlier steps towards the same end from a heavier demand."""
    moved = [change for change in found if change.direction in {"stricter", "laxer"}]
    return all(
        change.reason in {"change.deadline_earlier", "change.deadline_oftener"} for change in moved
    )


def specifics_kept(upper: Side, found: Sequence[Change]) -> float:
    """Return the share (0–1) of an upper clause's targets, days and instruments not omitted.

    1 where the upper clause has none.
    """
    total = sum(len(set(upper.found(name))) for name in _SPECIFIC)
    gone = sum(change.direction == "omitted" and change.attribute in _SPECIFIC for change in found)
    return max(0.0, 1 - gone / total) if total else 1.0


def slogan_density(words: str, lexicon: Lexicon) -> float:
    """Return the share (0–1) of a passage that is taken up by slogans.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> slogan_density("提高站位，狠抓落实。", lexicon())
    0.8
    """
    hits = words_pattern(lexicon.slogans).findall(words)
    return sum(map(len, hits)) / len(words) if words else 0.0


def _is_verbatim(
    upper: Side, lower: Side, found: Sequence[Change], thresholds: Mapping[str, float]
) -> bool:
    moved = moves(found)
    if moved or _is_narrowed(upper, lower, thresholds) or _names_a_place(upper, lower):
        return False
    least = thresholds["verbatim_sameness"]
    return (
        sameness(upper.words, lower.words) >= least
        or sameness(_without_bodies(upper), _without_bodies(lower)) >= least
    )


def _without_bodies(side: Side) -> str:
    """Return the words with one sign for every unit named: a swapped name makes no other text."""
    spans = sorted({(f.start, f.end) for name in _BODIES for f in side.found(name)}, reverse=True)
    words = side.words
    for start, end in spans:
        words = words[: start - side.start] + "□" + words[end - side.start :]
    return words


def _names_a_place(upper: Side, lower: Side) -> bool:
    """Tell an English clause cut to one place (any trader on Mill Street) from a copy."""
    known = upper.words.lower()
    return any(match[1].lower() not in known for match in _AT_PLACE.finditer(lower.words))


def moves(found: Sequence[Change]) -> bool:
    """Return whether anything but a scope is stricter, laxer or reversed."""
    return any(
        change.direction in {"stricter", "laxer", "reversed"} and change.attribute != "scope"
        for change in found
    )


def _is_form_activity(upper: Side, lower: Side, lexicon: Lexicon) -> bool:
    """Tell a show of activity (掛牌, 展板, 微笑服務) that stands where substance was asked."""
    activity = words_pattern(lexicon.form_activities)
    shown = set(activity.findall(lower.words)) - set(activity.findall(upper.words))
    asked = bool(upper.targets or upper.found("instruments"))
    return bool(shown) and asked and not lower.targets


def _is_sloganised(
    upper: Side, lower: Side, lexicon: Lexicon, thresholds: Mapping[str, float]
) -> bool:
    asked = upper.specifics >= thresholds["slogan_asked"]
    if not asked or checkable(lower) or "\t" in lower.words:
        return False
    density = slogan_density(lower.words, lexicon)
    borrowed = covered(lower.words, [upper.words])
    if density >= thresholds["slogan_density"]:
        return True
    return density > 0 and borrowed < thresholds["slogan_borrowed"] and not lower.found("local")


def checkable(side: Side) -> bool:
    """Return whether anything in a clause can be checked: a number, a day, a named unit."""
    terms = any(deadline.kind in {"by", "each"} for deadline in side.deadlines)
    return bool(side.targets or terms or side.found("lead") or side.found("responsible"))


def _is_summarised(
    upper: Side, lower: Side, found: Sequence[Change], thresholds: Mapping[str, float]
) -> bool:
    short = len(lower.words) <= thresholds["summary_length"] * len(upper.words)
    asked = upper.specifics > 0
    row = "\t" in lower.words  # a row of a task table is short by nature
    kept = specifics_kept(upper, found)
    return short and asked and not row and kept <= thresholds["summary_kept"]


def _is_narrowed(upper: Side, lower: Side, thresholds: Mapping[str, float]) -> bool:
    """Tell an enumeration of which only a part is left in a sentence otherwise kept."""
    if covered(upper.words, [lower.words]) < thresholds["narrowed_text_kept"]:
        return False
    for match in _ENUMERATION.finditer(upper.words):
        items = match[0].split("、")
        kept = [item for item in items if covered(item, [lower.words]) >= thresholds["item_kept"]]
        if 0 < len(kept) <= thresholds["narrowed_kept"] * len(items):
            return True
    return False


def _is_localised(upper: Side, found: Sequence[Change], thresholds: Mapping[str, float]) -> bool:
    own = sum(change.attribute in _CONCRETE and change.direction == "added" for change in found)
    own += sum(change.reason == "change.apportioned" for change in found)
    kept = specifics_kept(upper, found) >= thresholds["localised_kept"]
    return kept and own >= thresholds["localised_additions"]
