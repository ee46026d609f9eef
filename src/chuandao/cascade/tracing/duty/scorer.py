"""How likely an unanswered clause is the lower unit's own duty: a small logistic scorer."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chuandao.cascade.tracing.understanding.additions import additions, lexicon_rows
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.catalog.additions import Additions
from chuandao.catalog.rows import rows_of
from chuandao.text.duty.cues import Cues, cue_patterns
from chuandao.text.duty.evidence import Said, Setting, Signs, evidence

_WHERE = ("any", "answer")
_ANSWER = "answer."
_BOTH_WAYS = frozenset({"siblings_answer", "heading_answered", "share_answered", "field"})


@dataclass(frozen=True)
class Weight:
    """A sign's weight in log odds, the weight it was expected to have, and what it means."""

    feature: str
    weight: float
    prior: float
    meaning: str


@dataclass(frozen=True)
class Judgement:
    """What is likely of a clause that nothing answers.

    ``duty``: that it is the unit's duty (0–1); ``missed``: that something answers it after all;
    ``sign``: what speaks most for or against the duty, with its words (code points).
    """

    duty: float
    missed: float
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
def _patterns(_: Additions) -> Cues:
    return cue_patterns((row["cue"], row["word"]) for row in lexicon_rows("duty_cues"))


def cues() -> Cues:
    """Return the cue words of the catalogue, with what the case in hand adds."""
    return _patterns(additions())


def signs_of(clause: Clause, setting: Setting) -> Signs:
    """Return the signs of a clause, their places counted from its first word."""
    slogan = max((held.slogan for held in clause.commitments), default=0.0)
    is_row = bool(clause.cells) or "\t" in clause.text
    said = Said(clause.side.words, clause.kind, is_row, slogan)
    return evidence(said, setting, cues())


def features(signs: Signs, around: Mapping[str, float], setting: Setting) -> dict[str, float]:
    """Return what the scorer sees: signs under the tier's name, surroundings under ``any``.

    Surroundings also stand under ``answer``: what tells that a link was missed.
    """
    group = setting.group
    return {
        f"{group}.base": 1.0,
        "answer.base": 1.0,
        **{f"{group}.{name}": value for name, (value, _) in signs.items()},
        **{f"{where}.{name}": value for name, value in around.items() for where in _WHERE},
    }


def judged(clause: Clause, around: Mapping[str, float], setting: Setting) -> Judgement:
    """Return how likely an unanswered clause is this unit's duty, and why."""
    signs = signs_of(clause, setting)
    seen = features(signs, around, setting)
    parts = {w.feature: w.weight * seen.get(w.feature, 0.0) for w in weights()}
    missed = sum(part for name, part in parts.items() if name.startswith(_ANSWER))
    duty = {name: part for name, part in parts.items() if not name.startswith(_ANSWER)}
    name = _foremost(duty)
    start, end = signs.get(name, (0.0, None))[1] or (0, len(clause.side.words))
    name += "_not" if name in _BOTH_WAYS and around[name] < 0 else ""
    shift = clause.side.start
    return Judgement(
        _probability(sum(duty.values())), _probability(missed), name, start + shift, end + shift
    )


def _foremost(parts: Mapping[str, float]) -> str:
    """Return the sign that speaks most the way that all of them lean; ``base`` where none does."""
    up = sum(parts.values()) > 0
    leaning = {
        name: part
        for name, part in parts.items()
        if part and (part > 0) == up and not name.endswith(".base")
    }
    feature = max(leaning, key=lambda name: (abs(leaning[name]), name), default="any.base")
    return feature.partition(".")[2]


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
