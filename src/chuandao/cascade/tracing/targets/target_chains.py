"""Where targets are stated, and the steps between those of one metric, a tier at a time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chuandao.cascade.tracing.decisions.decision import document_of
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.cascade.tracing.understanding.understood import Understood, clause_index
from chuandao.catalog.thresholds import threshold
from chuandao.text.canonical import plain
from chuandao.text.concepts import concepts_in
from chuandao.text.difference.target_match import Stated, alike, comparable, matched, phrase_of
from chuandao.text.numbers.quantities import Target

_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:自治县|街道|社区|县|区|镇|乡|村|市)")
_BESIDE = re.compile(  # 分解到茶坪乡2800亩: the name of a unit, then its number
    r"(?:[到给由为在对]|^)(?P<name>[\u4e00-\u9fff]{1,5}?(?:自治县|街道|社区|县|区|镇|乡|村))"
    r"[^，。；、\d\u4e00-\u9fff]{0,2}(?:新增|完成|建成)?[\d一二三四五六七八九十百千万两]"
)


@dataclass(frozen=True)
class Spot:
    """A target in a clause of a document."""

    document: str
    clause: str
    stated: Stated

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.stated.target

    @property
    def place(self) -> "Place":
        """Where it stands: clause and offsets."""
        return self.clause, self.target.start, self.target.end


Place = tuple[str, int, int]


@dataclass(frozen=True)
class Step:
    """One step down: the place below, whether the number above names the lower unit as its own.

    ``skips``: the step leads from the root past a tier that does not state the metric.
    """

    below: Place
    assigned: bool = False
    skips: bool = False
    likeness: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Net:
    """All targets of a trace and the steps between them."""

    spots: Mapping[Place, Spot]
    steps: Mapping[Place, Sequence[Step]]
    documents: Mapping[str, Understood]
    children: Mapping[str, frozenset[str]]


def net_of(traced: Traced) -> Net:
    """Return the targets of a trace and the steps between those that measure the same."""
    found = [list(_spots(document)) for document in traced.documents]
    same = {place: first for spots in found for place, first in _restated(spots).items()}
    spots = {spot.place: spot for of_one in found for spot in of_one}
    documents = {document.id: document for document in traced.documents}
    children: defaultdict[str, set[str]] = defaultdict(set)
    for lower, parents in traced.parents.items():
        for parent in parents[:1]:
            children[parent.document].add(lower)
    below = {code: frozenset(lowers) for code, lowers in children.items()}
    return Net(spots, _steps(traced, spots.values(), same), documents, below)


def _restated(spots: Sequence[Spot]) -> dict[Place, Place]:
    """Return for each target of a document where it first states it (goal, task, annex)."""
    firsts: list[Spot] = []
    same: dict[Place, Place] = {}
    for spot in spots:
        stated = (
            first
            for first in firsts
            if first.target.value == spot.target.value
            and first.clause != spot.clause
            and alike(first.stated, spot.stated) >= threshold("metric_same")
        )
        same[spot.place] = next(stated, spot).place
        if same[spot.place] == spot.place:
            firsts.append(spot)
    return same


def _spots(document: Understood) -> Iterator[Spot]:
    for clause in document.clauses:
        targets = [t for t in clause.side.targets if t.measure and t.comparator != "none"]
        for target in targets:
            words = phrase_of(clause.side.words, target, clause.side.start)
            found = concepts_in(words, policy_concepts())
            alone = sum(other.measure == target.measure for other in targets) == 1
            stated = Stated(target, words, frozenset(f.concept for f in found), alone)
            yield Spot(document.id, clause.id, stated)


def _steps(
    traced: Traced, spots: Iterable[Spot], same: Mapping[Place, Place]
) -> dict[Place, list[Step]]:
    """Return for each target the ones that answer it below; from the root only past a gap."""
    by_clause: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_clause[spot.clause].append(spot)
    names = {document.id: own_name(document) for document in traced.documents}
    steps: defaultdict[Place, list[Step]] = defaultdict(list)
    reached: set[Place] = set()
    for relation in ("parent", "root"):
        found = [
            (same[above], replace(step, below=same[step.below], skips=relation == "root"))
            for above, step in _matches(traced, relation, by_clause, names)
        ]
        for above, step in _surest(found):
            if step.below not in reached and step not in steps[above]:
                steps[above].append(step)
        reached |= {step.below for _, step in found}
    return dict(steps)


def _surest(found: Sequence[tuple[Place, Step]]) -> Iterator[tuple[Place, Step]]:
    """Yield the steps to a target from where a document states its metric most alike."""
    best: dict[tuple[str, Place], float] = {}
    for above, step in found:
        key = (document_of(above[0]), step.below)
        best[key] = max(best.get(key, 0.0), step.likeness)
    for above, step in found:
        if step.likeness >= best[document_of(above[0]), step.below]:
            yield above, step


def _matches(
    traced: Traced,
    relation: str,
    by_clause: Mapping[str, Sequence[Spot]],
    names: Mapping[str, str],
) -> Iterator[tuple[Place, Step]]:
    clauses = clause_index(traced.documents)
    blocks: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for link in traced.links:
        if link.rank == 1 and link.relation == relation:
            blocks[link.upper, clauses[link.lower].document][link.lower] = None
    for (upper, document), lowers in blocks.items():
        own = names[document]
        held = by_clause.get(upper, ())
        below = [spot for code in lowers for spot in by_clause.get(code, ())]
        yield from _assigned(held, below, own)
        yield from _of_one_metric([spot for spot in held if not _names_place(spot, own)], below)


def _of_one_metric(held: Sequence[Spot], below: Sequence[Spot]) -> Iterator[tuple[Place, Step]]:
    """Yield the steps between targets of the same metric."""
    least = threshold("metric_same")
    pairs = matched([spot.stated for spot in held], [spot.stated for spot in below], least)
    for i, j in pairs:
        sure = alike(held[i].stated, below[j].stated)
        yield held[i].place, Step(below[j].place, likeness=sure)


def _assigned(
    held: Sequence[Spot], below: Sequence[Spot], own: str
) -> Iterator[tuple[Place, Step]]:
    """Yield the steps from numbers that stand beside the unit's own name.

    What the unit makes of its number is its largest value of that measure; the others in the
    same clauses are parts of it.
    """
    for spot in held:
        if own and _named_place(spot) == own:
            same = [other for other in below if comparable(spot.target, other.target)]
            if same:
                most = max(same, key=lambda other: (other.target.value, -other.target.start))
                yield spot.place, Step(most.place, assigned=True, likeness=1.0)


def own_name(document: Understood) -> str:
    """Return the name of the place whose unit issued a document; empty where none is told."""
    found = _PLACE_NAME.findall(plain(document.envelope.issuer))
    return str(found[-1]) if found else ""


def _names_place(spot: Spot, own: str) -> bool:
    """Return whether a number stands beside a place's name, where the unit's own is known."""
    return bool(own and _named_place(spot))


def _named_place(spot: Spot) -> str:
    """Return the name of the place right before a target's number; empty where none is."""
    part = spot.stated.words.rsplit("、", 1)[-1]
    found = _BESIDE.search(part)
    return found["name"] if found else ""
