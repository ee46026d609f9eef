"""Remarks of one kind on most clauses of a draft become one on the draft as a whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from chuandao.catalog.thresholds import threshold
from chuandao.prescription.precheck.model import CONSIDER, Remark

_SHOWN = 8


def gathered(remarks: Iterable[Remark], judged: int) -> tuple[Remark, ...]:
    """Return remarks; of a kind that most of the clauses judged bear, one that names them all.

    A drafter told the same thing of a hundred clauses is told nothing; what is missing nearly
    everywhere is missing in the draft (a division of work, a timetable), and is mended there.
    """
    kinds: defaultdict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        kinds[remark.kind].append(remark)
    return tuple(one for held in kinds.values() for one in _of_kind(held, judged))


def as_one(held: list[Remark], judged: int) -> Remark:
    """Return one remark on the draft for several of a kind; it keeps the places of all."""
    first = held[0]
    paths = list(dict.fromkeys(remark.places[0].path for remark in held if remark.places))
    more = "…" if len(paths) > _SHOWN else ""
    told = {
        "count": str(len(paths)),
        "judged": str(judged),
        "clauses": "、".join(paths[:_SHOWN]) + more,
    }
    return replace(
        first,
        places=tuple(place for remark in held for place in remark.places),
        parameters={**first.parameters, **told},
        severity=Counter(remark.severity for remark in held).most_common(1)[0][0],
        whole=True,
    )


def _of_kind(held: list[Remark], judged: int) -> list[Remark]:
    few = len(held) < threshold("precheck_gathered_least")
    part = len(held) <= judged * threshold("precheck_gathered_share")
    if few or (part and len(held) < threshold("precheck_gathered_most")):
        return held
    return [as_one(held, judged)]


def softened(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks on the draft as a whole as matters to consider: the draft provides for it."""
    return tuple(replace(one, severity=CONSIDER) if one.whole else one for one in remarks)
