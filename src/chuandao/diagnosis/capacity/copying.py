"""Sign C4 (照搬): documents copied from above or beside, or that still speak as their parent does.

What is obligatory (set phrases, quoted titles, preambles) does not count as copying.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from chuandao.cascade.tracing.indices.copies import Copies, copies
from chuandao.cascade.tracing.indices.family import family
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, Words

SIGN = "C4"
_CAUSE = "capacity"
_SHARES = ("copy_vertical", "copy_horizontal")
_SHOWN = 12
_VILLAGE = 3  # tiers below the city; a village is no object of inspection by default


def findings(trace: Trace) -> tuple[Finding, ...]:
    """Return the documents that are mostly copied, and those that speak to their parent's readers.

    Notes
    -----
    A document is listed where the lower 95 % bound of the share copied from above, or from
    siblings, exceeds ``copying_attention``; its severity is the larger share. One that copies
    less and still addresses its own tier or one above it (a township's 各縣（市、區）) is
    listed by those words, its severity being the share copied. Villages are not listed.
    """
    found = family(trace.traced)
    shares = _shares(trace)
    listed = (
        _of_document(found.documents[code], copied, shares[code])
        for code, copied in sorted(copies(found).items())
        if code in shares and _is_listed(found.documents[code])
    )
    return tuple(finding for held in listed for finding in held)


def _is_listed(document: Understood) -> bool:
    return bool(document.unit) and (document.tier is None or document.tier < _VILLAGE)


def _shares(trace: Trace) -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Return, for each document, the shares copied with their lower bounds."""
    held: defaultdict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in trace.tables["text_indices"].iter_rows(named=True):
        if row["index"] in _SHARES:
            held[row["document"]][row["index"]] = (row["value"], row["low"])
    return held


def _of_document(
    document: Understood, copied: Copies, shares: Mapping[str, tuple[float, float]]
) -> Iterable[Finding]:
    above, below_above = shares.get("copy_vertical", (0.0, 0.0))
    beside, below_beside = shares.get("copy_horizontal", (0.0, 0.0))
    if max(below_above, below_beside) > threshold("copying_attention"):
        told = {"vertical": f"{above:.2f}", "horizontal": f"{beside:.2f}"}
        yield _finding(document, "finding.C4", max(above, beside), told, _passages(copied))
    elif copied.markers:
        spoken = dict.fromkeys(document.text[start:end] for start, end in copied.markers)
        told = {"count": str(len(copied.markers)), "markers": "、".join(spoken)}
        places = (Words(document.id, start, end) for start, end in copied.markers)
        yield _finding(document, "finding.C4.markers", max(above, beside), told, places)


def _finding(
    document: Understood,
    code: str,
    severity: float,
    told: Mapping[str, str],
    words: Iterable[Words],
) -> Finding:
    return Finding(
        unit=document.unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=severity,
        code=code,
        document=document.id,
        parameters={"title": document.title, **told},
        words=tuple(words),
    )


def _passages(copied: Copies) -> Iterable[Words]:
    """Return the longest copied runs, in the order of the document."""
    runs = [
        Words(clause.document, clause.side.start + start, clause.side.start + end)
        for clause, part in copied.clauses
        for start, end in (*part.spans_above, *part.spans_beside)
    ]
    longest = sorted(runs, key=lambda run: (run.start - run.end, run.start))[:_SHOWN]
    return sorted(longest, key=lambda run: run.start)
