"""Whether the draft announces what makes it understood: interpretation, cases, training (E7)."""

from collections.abc import Sequence

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.precheck import words_like
from chuandao.diagnosis.root.interpretations import INTERPRETS, promises
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import CONSIDER, SHOULD, Checked, Part, Remark
from chuandao.text.canonical import plain

CHECK = "interpretation"
_REFERENCE = "open_gov_2016_80"
_TOWNSHIP = 2  # tier from which on documents carry out policies that others interpret


def examine_readiness(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return whether interpretation, cases and training are announced in the draft.

    They may well be ready without a word on them in the text: the remark asks, and says so.
    Where an interpretation is announced, cases or training beside it are enough.
    """
    if not judged:
        return Part(Checked(CHECK, reason="no_task"))
    if document.tier is not None and document.tier >= _TOWNSHIP:
        return Part(Checked(CHECK, reason="township"))
    words = plain(document.text)
    there = {
        "interpretation": promises(document.text) or bool(INTERPRETS.search(words)),
        "cases": bool(words_like("cases").search(words)),
        "training": bool(words_like("training").search(words)),
    }
    told = {name: "yes" if held else "no" for name, held in there.items()}
    if not there["interpretation"]:
        remark = Remark(CHECK, "none", SHOULD, (), told, _REFERENCE, whole=True)
        return Part(Checked(CHECK, 1, 0), (remark,))
    if not (there["cases"] or there["training"]):
        remark = Remark(CHECK, "others", CONSIDER, (), told, _REFERENCE, whole=True)
        return Part(Checked(CHECK, 1, 0), (remark,))
    return Part(Checked(CHECK, 1, 1))
