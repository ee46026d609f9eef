"""How likely an unanswered clause is the lower unit's own duty: a small logistic scorer."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chuandao.cascade.tracing.additions import lexicon_rows
from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.text.duty.cues import Cues, cue_patterns
from chuandao.text.duty.evidence import Said, Setting, Signs, evidence

_WHERE = "any"


@dataclass(frozen=True)
class Weight:
    """A sign's weight in log odds, the weight it was expected to have, and what it means."""

    feature: str
    weight: float
    prior: float
    meaning: str


@dataclass(frozen=True)
class Judgement:
    """``probability`` (0–1) that it is the unit's duty; the sign that speaks most, its words."""

    probability: float
    sign: str
    start: int
    end: int


@cache
def weights() -> tuple[Weight, ...]:
    """Return the weights of the catalogue; ``scripts/fit_duties.py`` fits them.

    Examples
    --------
    >>> {weight.feature.partition(".")[0] for weight in weights()} >= {"county", "any"}
    True
    """
    return tuple(
        Weight(row["feature"], float(row["weight"]), float(row["prior"]), row["meaning_en"])
        for row in rows_of("duty_scorer.csv")
    )


@cache
def _patterns(words: tuple[tuple[str, str], ...]) -> Cues:
    return cue_patterns(words)


def cues() -> Cues:
    """Return the cue words of the catalogue, with what the case in hand adds."""
    return _patterns(tuple((row["cue"], row["word"]) for row in lexicon_rows("duty_cues")))


def signs_of(clause: Clause, setting: Setting) -> Signs:
    """Return the signs of a clause, their places counted from its first word."""
    slogan = max((held.slogan for held in clause.commitments), default=0.0)
    is_row = bool(clause.cells) or "\t" in clause.text
    said = Said(clause.side.words, clause.kind, is_row, slogan)
    return evidence(said, setting, cues())


def features(signs: Signs, around: Mapping[str, float], setting: Setting) -> dict[str, float]:
    """Return what the scorer sees: signs under the tier's name, surroundings under ``any``."""
    group = setting.group
    return {
        f"{group}.base": 1.0,
        **{f"{group}.{name}": value for name, (value, _) in signs.items()},
        **{f"{_WHERE}.{name}": value for name, value in around.items()},
    }


def judged(clause: Clause, around: Mapping[str, float], setting: Setting) -> Judgement:
    """Return how likely an unanswered clause is this unit's duty, and why."""
    signs = signs_of(clause, setting)
    seen = features(signs, around, setting)
    parts = {w.feature: w.weight * seen.get(w.feature, 0.0) for w in weights()}
    odds = sum(parts.values())
    said = {name: part for name, part in parts.items() if _says(name, part, odds)}
    feature = max(said, key=lambda name: (abs(said[name]), name), default="")
    name = feature.partition(".")[2]
    start, end = signs.get(name, (0.0, None))[1] or (0, len(clause.side.words))
    shift = clause.side.start
    return Judgement(1 / (1 + math.exp(-odds)), name, start + shift, end + shift)


def _says(feature: str, part: float, odds: float) -> bool:
    """Tell whether a part of the odds leans the way that they do, and is more than the base."""
    return part != 0 and (part > 0) == (odds > 0) and not feature.endswith(".base")
