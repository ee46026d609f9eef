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


def examine_readiness(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return whether interpretation, cases and training are announced in the draft.

    They may well be ready without a word on them in the text: the remark asks, and says so.
    """
    if not judged:
        return Part(Checked(CHECK, reason="no_task"))
    words = plain(document.text)
    there = {
        "interpretation": promises(document.text) or bool(INTERPRETS.search(words)),
        "cases": bool(words_like("cases").search(words)),
        "training": bool(words_like("training").search(words)),
    }
    missing = [name for name, held in there.items() if not held]
    checked = Checked(CHECK, len(there), len(there) - len(missing))
    if there["interpretation"]:
        kind, severity = "others", CONSIDER
    else:
        kind, severity = "none", SHOULD
    if not missing:
        return Part(checked)
    told = {name: "no" if name in missing else "yes" for name in there}
    return Part(checked, (Remark(CHECK, kind, severity, (), told, _REFERENCE, whole=True),))
