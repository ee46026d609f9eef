"""What the labeller sees of a linked pair: a short list of named numbers, each to be explained."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chuandao.text.difference.change import Change, Side
from chuandao.text.lexicon import Lexicon, words_pattern
from chuandao.text.likeness.background import Background
from chuandao.text.likeness.words import words_of
from chuandao.text.outcome.amounts import amounts
from chuandao.text.outcome.coverage import coverage
from chuandao.text.outcome.parts import laid_beside, parts
from chuandao.text.outcome.rules import held_rules, only_own_schedule
from chuandao.text.outcome.wording import (
    copied,
    cues,
    damped,
    edits,
    kept,
    new_names,
    numbers,
    tokens,
)
from chuandao.text.similarity import sameness

_ORDINARY = 3  # parts of a clause of ordinary length
_SHARES = frozenset({
    "own_new", "parts_new", "offtopic_new", "ontopic_new", "lost_plain", "come_plain",
    "lost_mass", "lost_hard",
})  # fmt: skip
_BANNED = 0.3
_MOSTLY = 0.5
_MOVED = ("stricter", "laxer", "reversed", "omitted", "added", "replaced")
_WATCHED = (
    ("targets", "stricter"), ("targets", "laxer"), ("targets", "omitted"), ("targets", "added"),
    ("deadline", "stricter"), ("deadline", "laxer"), ("deadline", "omitted"),
    ("deadline", "added"), ("deontic", "stricter"), ("deontic", "laxer"),
    ("instruments", "omitted"), ("instruments", "added"), ("conditions", "laxer"),
    ("conditions", "stricter"), ("safeguards", "omitted"), ("safeguards", "reversed"),
    ("safeguards", "added"), ("local", "added"), ("lead", "replaced"), ("responsible", "added"),
    ("scope", "laxer"), ("scope", "stricter"),
)  # fmt: skip
_EDGES = {
    "same": (0.6, 0.75, 0.88, 0.95),
    "upper_kept": (0.1, 0.25, 0.4, 0.6, 0.8),
    "lower_borrowed": (0.1, 0.2, 0.35, 0.5, 0.7, 0.9),
    "copied": (0.4, 0.6, 0.8, 0.95),
    "ratio": (-1.2, -0.7, -0.3, 0.0, 0.4),
    "specifics_lower": (0.7, 1.2, 1.7),
    "specifics_upper": (0.7, 1.2, 1.7),
}


_TOLD = (
    "target_omitted", "target_higher", "target_lower", "target_vague", "target_stated",
    "deadline_omitted", "deadline_added",
    "deadline_earlier", "deadline_later", "deadline_oftener", "deadline_rarer", "deadline_vague",
    "hedge_added", "deontic_stronger", "instruments_omitted", "instrument_optional",
    "sanction_added", "report_added", "condition_added", "condition_removed",
    "safeguards_omitted", "safeguards_added", "safeguards_replaced", "reversed", "scope_omitted",
    "scope_replaced", "scope_limited", "scope_widened", "action_omitted", "local_added",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What stands around a linked pair.

    ``own``: the words of the lower document's own field; ``other_uppers``, ``other_lowers``: how
    many other upper clauses the lower one is linked to, and the other way round.
    """

    background: Background
    own: frozenset[str] = frozenset()
    other_uppers: int = 0
    other_lowers: int = 0


def features(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    pieces: Sequence[Change],
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
    surroundings: Surroundings,
) -> dict[str, float]:
    """Return the features of a pair; counts stand by their logarithm, shares 0–1.

    Parameters
    ----------
    upper, lower : Side
        Without their brackets of units.
    found : sequence of Change
        From `chuandao.text.difference.changes`.
    pieces : sequence of Change
        From `chuandao.text.outcome.pieces.piece_changes`.
    lexicon : Lexicon
    thresholds : mapping
        Those of `chuandao.text.outcome.rules.held_rules`.
    surroundings : Surroundings

    Notes
    -----
    ``x>0.4`` is 1 where the feature x is above 0.4: effects need not be straight lines.
    """
    rules = held_rules(upper, lower, found, lexicon, thresholds)
    plain = {
        **_likeness(upper, lower),
        **_amounts(upper, lower),
        **_cues(upper, lower, lexicon),
        **_moves(found),
        **_told(pieces),
        **coverage(upper.words, lower.words, lexicon, surroundings.background),
        **_own(upper.words, lower.words, surroundings.own),
        **(beside_each := laid_beside(upper.words, lower.words, lexicon)),
        **{f"rule_{label}": float(holds) for label, holds in rules.items()},
        "rule_verbatim": float(rules["verbatim"] and not _value_moved(beside_each)),
        "own_schedule": float(rules["strengthened"] and only_own_schedule(found)),
        "merged": damped(surroundings.other_uppers),
        "split": damped(surroundings.other_lowers),
    }
    steps = {
        f"{name}>{edge}": float(plain[name] > edge)
        for name, edges in _EDGES.items()
        for edge in edges
    }
    whole = plain | steps | _together(plain | steps)
    return _per_part(whole, len(parts(upper.words)), len(parts(lower.words)))


def _per_part(found: dict[str, float], above: int, below: int) -> dict[str, float]:
    """Return counts of what is new and gone as of a clause of ordinary length.

    A long clause holds more of everything; only more than its length explains tells something.
    """
    sizes = {"_new": below, "come_": below, "_gone": above, "lost_": above}
    return found | {
        name: math.log1p(_ORDINARY * math.expm1(found[name]) / max(1, size))
        for name, mark in _counted(tuple(found))
        if (size := sizes[mark])
    }


@lru_cache(maxsize=4)
def _counted(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return which features count what is new or gone, with the mark that says so."""
    marks = ("_new", "_gone")
    firsts = ("come_", "lost_")
    ends = ((name, mark) for name in names for mark in marks if name.endswith(mark))
    starts = ((name, mark) for name in names for mark in firsts if name.startswith(mark))
    return tuple(pair for pair in (*ends, *starts) if pair[0] not in _SHARES)


def _value_moved(laid: Mapping[str, float]) -> bool:
    return bool(laid["value_stricter"] or laid["value_laxer"])


def _likeness(upper: Side, lower: Side) -> dict[str, float]:
    return {
        "same": sameness(upper.words, lower.words),
        "upper_kept": kept(upper.words, lower.words),
        "lower_borrowed": kept(lower.words, upper.words),
        "copied": copied(upper.words, lower.words),
        "ratio": math.log((1 + len(tokens(lower.words))) / (1 + len(tokens(upper.words)))),
        **edits(upper.words, lower.words),
        "upper_length": damped(len(tokens(upper.words))) / 5,
        "lower_length": damped(len(tokens(lower.words))) / 5,
        "upper_row": float("\t" in upper.words),
        "lower_row": float("\t" in lower.words),
    }


def _amounts(upper: Side, lower: Side) -> dict[str, float]:
    above, below = numbers(upper.words), numbers(lower.words)
    measured = {(a.value, a.unit) for a in amounts(upper.words)}
    given = {(a.value, a.unit) for a in amounts(lower.words)}
    return {
        "amounts_new": damped(len(given - measured)),
        "amounts_lost": damped(len(measured - given)),
        "amounts_kept": len(measured & given) / len(measured) if measured else 1.0,
        "numbers_kept": len(above & below) / len(above) if above else 1.0,
        "numbers_lost": damped(len(above - below)),
        "numbers_new": damped(len(below - above)),
        "no_number": float(not below),
        "no_number_left": float(bool(above) and not below),
        "names_new": damped(new_names(upper.words, lower.words)),
        "names_lost": damped(new_names(lower.words, upper.words)),
        "specifics_upper": damped(upper.specifics),
        "specifics_lower": damped(lower.specifics),
        "targets_upper": damped(len(upper.targets)),
        "safeguards_upper": damped(len(upper.found("safeguards"))),
        "safeguards_lower": damped(len(lower.found("safeguards"))),
        "safeguards_kept": _best_kept(upper, lower),
    }


def _best_kept(upper: Side, lower: Side) -> float:
    held = [kept(value.value, lower.words) for value in upper.found("safeguards")]
    return min(held, default=1.0)


def _cues(upper: Side, lower: Side, lexicon: Lexicon) -> dict[str, float]:
    above, below = cues(upper.words, lexicon), cues(lower.words, lexicon)
    found = {}
    for kind, words in below.items():
        found[f"{kind}_new"] = damped(len(words - above[kind]))
        found[f"{kind}_gone"] = damped(len(above[kind] - words))
    length = max(1, len("".join(lower.words.split())))
    for kind in ("vague", "slogan", "plain", "show"):
        fresh = below.get(kind, frozenset()) - above.get(kind, frozenset())
        found[f"{kind}_density"] = min(1.0, 3 * sum(map(len, fresh)) / length)
    share = sum(map(len, below.get("vague", ()))) / length
    praise = words_pattern(lexicon.slogans).findall(lower.words)
    shows = words_pattern(lexicon.form_activities)
    found["vague_share"] = min(1.0, 3 * share)
    found["slogan_share"] = min(1.0, 3 * sum(map(len, praise)) / max(1, len(lower.words.strip())))
    found["show_activity"] = damped(
        len(set(shows.findall(lower.words)) - set(shows.findall(upper.words)))
    )
    return found


def _moves(found: Sequence[Change]) -> dict[str, float]:
    held = {(change.attribute, change.direction) for change in found}
    counted = {
        f"any_{way}": damped(sum(change.direction == way for change in found)) for way in _MOVED
    }
    watched = {f"{name}_{way}": float((name, way) in held) for name, way in _WATCHED}
    shares = float(any(change.reason == "change.apportioned" for change in found))
    return counted | watched | {"apportioned": shares}


def _told(pieces: Sequence[Change]) -> dict[str, float]:
    """Count what the parts tell, by reason."""
    count = Counter(change.reason.removeprefix("change.") for change in pieces)
    return {f"told_{reason}": damped(count[reason]) for reason in _TOLD}


def _own(upper: str, lower: str, own: frozenset[str]) -> dict[str, float]:
    """Tell how far a clause turns to the lower document's own field."""
    said, spoken = set(words_of(upper)), words_of(lower)
    new = [word for word in spoken if word in own and word not in said]
    return {
        "own_new": damped(len(set(new))),
        "own_share": len(new) / max(1, len(spoken)),
        "own_kept": float(bool(said & own)),
    }


def _together(plain: Mapping[str, float]) -> dict[str, float]:
    """Return products whose parts say little alone: a ban above and a demand below."""
    return {
        "relief_then_burden": plain["relief_gone"]
        * (plain["burden_new"] + plain["approval_new"] + plain["sanction_new"]),
        "nothing_checkable": plain["no_number_left"]
        * (1 - plain["specifics_lower"] / 3)
        * (1 - plain["lower_borrowed"]),
        "copy_with_number": plain["same>0.75"] * plain["any_stricter"],
        "copy_looser": plain["same>0.75"] * plain["any_laxer"],
        "short_copy": plain["lower_borrowed>0.7"] * max(0.0, -plain["ratio"]),
        "short_vague": plain["vague_share"] * max(0.0, -plain["ratio"]),
        "short_praise": plain["slogan_density"] * plain["no_number"],
        "other_show": plain["show_new"] * (1 - plain["upper_kept"]),
        "ban_then_force": plain["banned_done"]
        * (
            plain["force_new"] + plain["burden_new"] + plain["approval_new"] + plain["sanction_new"]
        ),
        "banned_done>0.3": float(plain["banned_done"] > _BANNED),
        "limited": plain["lower_borrowed>0.7"]
        * plain["limit_new"]
        * (1 - plain["number_inserted"]),
        "benefit_cut": plain["lower_borrowed>0.7"] * plain["benefit_gone"],
        "people_cut": plain["lower_borrowed>0.7"] * plain["people_gone"],
        "bans_cut_copied": plain["lower_borrowed>0.7"] * plain["bans_cut"],
        "only_cut": plain["lower_borrowed>0.7"] * plain["parts_cut"],
        "items_cut_copied": plain["items_cut"] * plain["lower_borrowed"],
        "cut_not_new": plain["parts_cut"] * (1 - plain["parts_new"]),
        "told_otherwise": float(plain["parts_new"] < _MOSTLY and plain["names_new"] == 0),
        "hedge_no_number": plain["hedge_new"] * plain["no_number"],
    }
