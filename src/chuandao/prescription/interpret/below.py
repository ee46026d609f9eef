"""Real misreadings below, from the trace: paraphrased, counted by units, without a name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chuandao.cascade.tracing.understanding.understood import Clause, Understood, clause_index
from chuandao.cascade.units import UnitTree
from chuandao.prescription.interpret.chain import Answered, Chain, Row
from chuandao.prescription.interpret.departure import (
    CHANGED,
    KINDS,
    SIGNS,
    TOLD,
    bears,
    is_ban,
    kind_of,
    shared_letters,
)
from chuandao.prescription.interpret.masking import masking_of
from chuandao.prescription.interpret.model import (
    BELOW,
    MUST_NOT,
    OWN,
    Misreading,
    Quote,
    Rule,
)
from chuandao.prescription.interpret.paraphrase import Telling, telling
from chuandao.text.canonical import plain
from chuandao.text.similarity import covered

_VILLAGE = "self_governing"
_LEAST_UNITS = 2
_SURE_WORDS = 3  # letters that a reversal must share with what it reverses
_SPEAKS_OF = 2  # what it counts, against probability, that its words speak of a clause
_TELLS = 1.0  # least score of a phrase that is passed on to others

Key = tuple[str, str, bool]


@dataclass(frozen=True, eq=False)
class Below:
    """What the documents below made of one document.

    ``unit``: the unit the kit is for, or empty. ``lower``: the documents, understood.
    """

    chain: Chain
    units: UnitTree
    lower: Mapping[str, Understood]
    unit: str = ""

    def misreadings(self, rules: Sequence[Rule]) -> tuple[Misreading, ...]:
        """Return the misreadings of the rules' clauses: the unit's own, then those of others.

        A clause below tells of one clause of the document only: of the graver departure, then
        of the likelier way. Those of others are told where two units read a clause so, or where
        the link is sure; they are counted by units and carry no name. Villages are left out.
        """
        by_path = {rule.path: rule for rule in rules}
        targets = {rule.path: by_path.get(rule.restates, rule) for rule in rules}
        clauses = clause_index(self.lower.values())
        found: defaultdict[Key, list[Misreading]] = defaultdict(list)
        units: defaultdict[Key, set[str]] = defaultdict(set)
        for code, answers in self.chain.by_lower.items():
            unit = self.chain.unit_of.get(code.partition("#")[0], "")
            if code not in clauses or not unit or self.units.kind(unit) == _VILLAGE:
                continue
            if best := self._best(answers, targets, _words(clauses[code])):
                rule, kind, answer = best
                key = (rule.path, kind, unit == self.unit)
                units[key].add(unit)
                if one := self._misreading(rule, kind, clauses[code], answer):
                    found[key].append(one)
        return tuple(self._kept(found, units))

    def _best(
        self, answers: Iterable[Answered], targets: Mapping[str, Rule], words: str
    ) -> tuple[Rule, str, Answered] | None:
        """Return the clause of the document that a clause below departs from most, and how.

        Of several, that of which its most telling ``words`` speak, or that which the links
        lead to most probably.
        """
        ranked = []
        for at, answer in enumerate(answers):
            rule = targets.get(answer.clause.partition("#")[2])
            changes = self._changes(answer)
            kind = kind_of(answer.link["labels"] or (), changes)
            if rule and kind:
                turned = [row["upper_value"] for row in changes if bears(kind, row)]
                shared = max((shared_letters(w, rule.quote.words) for w in turned), default=0)
                near = min(shared, _SURE_WORDS) if kind == "reversed" else 0
                alike = answer.probability + _SPEAKS_OF * covered(words, [rule.quote.words])
                ranked.append(((KINDS.index(kind), -near, -alike, at), rule, kind, answer))
        return min(ranked, key=lambda item: item[0])[1:] if ranked else None

    def _kept(
        self, found: Mapping[Key, list[Misreading]], units: Mapping[Key, set[str]]
    ) -> Iterable[Misreading]:
        for key, held in found.items():
            count, own = len(units[key]), key[2]
            sure = [one for one in held if not one.doubtful]
            if not own and not sure and count < _LEAST_UNITS:
                continue
            shown = held if own else [(sure or held)[0]]
            distinct = {one.wrong: one for one in reversed(shown)}
            for one in reversed(distinct.values()):
                yield replace(one, units=count)

    def _changes(self, answer: Answered) -> list[Row]:
        return self.chain.changes.get((answer.link["upper"], answer.link["lower"]), [])

    def _misreading(
        self, rule: Rule, kind: str, lower: Clause, answer: Answered
    ) -> Misreading | None:
        unit = self.chain.unit_of[lower.document]
        own = unit == self.unit
        changes = [row for row in self._changes(answer) if bears(kind, row)]
        before, told = self._told(kind, lower, answer, changes, own=own)
        if kind in TOLD and (told is None or plain(told.words) in plain(rule.quote.words)):
            return None
        doubtful = bool(answer.link["doubtful"]) or (
            kind == "reversed" and not self._verified(changes, told)
        )
        if kind == "reversed" and doubtful and not own:
            return None
        turned = [row["upper_value"] for row in changes]
        hidden = masking_of(self.units, unit)
        local = _local(lower)
        words = told.words if told else ""
        return Misreading(
            origin=OWN if own else BELOW,
            kind=kind,
            sign=SIGNS[kind],
            quote=rule.quote,
            wrong=words if own else hidden.masked(words, local),
            right=_against(rule, kind, [before] if before else turned),
            doubtful=doubtful,
            own_words=self._quote(lower, told) if own and told else None,
            before=before if own else hidden.masked(before, local),
        )

    def _told(
        self, kind: str, lower: Clause, answer: Answered, changes: Sequence[Row], *, own: bool
    ) -> tuple[str, Telling | None]:
        """Return the value that was changed, if one was, and the words that tell the reading."""
        if kind not in TOLD:
            return "", None
        upper = self.lower.get(answer.link["upper"].partition("#")[0])
        for row in changes if kind in CHANGED and upper else ():
            if row["upper_start"] is not None and row["lower_start"] is not None:
                before = upper.text[row["upper_start"] : row["upper_end"]] if upper else ""
                held = self.lower[lower.document].text[row["lower_start"] : row["lower_end"]]
                if before.strip() != held.strip():
                    return before.strip(), Telling(held, row["lower_start"], row["lower_end"])
        marked = [
            (row["lower_start"], row["lower_end"])
            for row in changes
            if row["lower_start"] is not None
        ]
        return "", telling(lower, marked, least=0.0 if own else _TELLS)

    def _verified(self, changes: Sequence[Row], told: Telling | None) -> bool:
        """Return whether the words of a reversal speak of what they are held to reverse."""
        return told is not None and any(
            is_ban(row["upper_value"])
            and shared_letters(row["upper_value"], told.words) >= _SURE_WORDS
            for row in changes
        )

    def _quote(self, lower: Clause, told: Telling) -> Quote:
        words = self.lower[lower.document].text[told.start : told.end]
        return Quote(lower.document, lower.path, told.start, told.end, words)


def _words(clause: Clause) -> str:
    told = telling(clause)
    return told.words if told else ""


def _local(clause: Clause) -> tuple[str, ...]:
    """Return the places that a clause names."""
    places = "村镇乡区县"
    return tuple(f.value for one in clause.commitments for f in one.local if f.value[-1:] in places)


def _against(rule: Rule, kind: str, turned: Sequence[str]) -> Quote | None:
    """Return the passage of the clause that speaks against a reading.

    For a reversal the ban that was turned; for a substitution a ban, if the clause has one;
    else the passage with the value.
    """
    ban_first = kind in {"reversed", "substituted"}
    ranked = sorted(
        rule.statements,
        key=lambda one: (
            -max((shared_letters(words, one.quote.words) for words in turned), default=0),
            ban_first and one.mode != MUST_NOT,
        ),
    )
    return ranked[0].quote if ranked else None
