"""Every upper clause of a pair of documents judged: whose duty it is, by rule or by likelihood."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chuandao.cascade.tracing.applicability import NOTHING_LISTED, Listed
from chuandao.cascade.tracing.duty.rules import Ruled, ruled
from chuandao.cascade.tracing.duty.scorer import Judgement, features, judged, signs_of
from chuandao.cascade.tracing.duty.setting import setting_of
from chuandao.cascade.tracing.duty.surroundings import Answers, surroundings
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.cascade.units import UnitTree
from chuandao.text.duty.evidence import Setting

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Duties:
    """Whose duty the clauses of an upper document are, seen from a lower one.

    ``around``: upper clause to what stands around it; ``spared``: upper clauses that a duty list
    takes off the unit.
    """

    upper: Understood
    lower: Understood
    setting: Setting
    around: Mapping[str, Mapping[str, float]]
    answered: frozenset[str]
    spared: frozenset[str] = field(default=frozenset())

    @cached_property
    def ruled(self) -> Mapping[str, Ruled]:
        """The clauses of which a rule tells the status, unless the lower document answers them."""
        return ruled(self.upper, self.lower, self.setting, self.answered, self.spared)

    def judged(self, clause: str) -> Judgement:
        """Return how likely an upper clause that nothing answers is the lower unit's duty."""
        return judged(self._clauses[clause], self.around[clause], self.setting)

    def features(self, clause: str) -> dict[str, float]:
        """Return what the scorer sees of an upper clause."""
        signs = signs_of(self._clauses[clause], self.setting)
        return features(signs, self.around[clause], self.setting)

    def words_below(self, clause: str) -> float:
        """Return the share (0–1) of an upper clause's words that the lower document has."""
        return self.around[clause]["words_below"]

    @cached_property
    def _clauses(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.upper.clauses}


def duties_of(
    compared: Mapping[str, Compared],
    documents: Sequence[Understood],
    pairs: Iterable[tuple[str, str]],
    answers: Answers,
    listed: Listed = NOTHING_LISTED,
    units: UnitTree | None = None,
) -> dict[tuple[str, str], Duties]:
    """Return the duties of every pair (upper document, lower document).

    Parameters
    ----------
    compared : mapping
        Document code to its clauses counted for comparison.
    documents : sequence of Understood
    pairs : iterable of (upper, lower)
        Codes of documents; those under one upper document, of one tier, are siblings.
    answers : Answers
        Which documents answer which clause.
    listed : Listed, optional
        What duty lists say of the clauses.
    units : UnitTree, optional
    """
    by_code = {document.id: document for document in documents}
    below: defaultdict[str, list[str]] = defaultdict(list)
    for upper, lower in sorted(set(pairs)):
        below[upper].append(lower)
    found = {}
    for upper, lowers in below.items():
        beside = [by_code[code] for code in lowers]
        for own in beside:
            siblings = [one for one in beside if one is not own and one.tier == own.tier]
            found[upper, own.id] = _duties(
                by_code[upper], own, siblings, answers, compared, listed, units
            )
    return found


def _duties(
    upper: Understood,
    lower: Understood,
    siblings: Sequence[Understood],
    answers: Answers,
    compared: Mapping[str, Compared],
    listed: Listed,
    units: UnitTree | None,
) -> Duties:
    given = listed.given.get(lower.id, NONE)
    codes = [document.id for document in siblings]
    return Duties(
        upper,
        lower,
        setting_of(upper, lower, siblings, units),
        _around(upper, lower, answers, codes, compared, given),
        answers.by(lower.id),
        listed.spared.get(lower.id, NONE),
    )


def _around(
    upper: Understood,
    lower: Understood,
    answers: Answers,
    siblings: Sequence[str],
    compared: Mapping[str, Compared],
    given: frozenset[str],
) -> dict[str, dict[str, float]]:
    """Return what stands around every upper clause, its place in the unit's duty list too."""
    found = surroundings(upper, lower, answers, siblings, compared)
    return {
        clause: {**beside, "on_duty_list": float(clause in given)}
        for clause, beside in found.items()
    }
