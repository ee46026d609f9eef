"""Whether what has to be built, bought or paid says where its money comes from (E2 of the root)."""

from collections.abc import Sequence

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.diagnosis.root.funding import names_source, needs_resources, sourced
from chuandao.prescription.precheck.gathering import gathered
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import MUST, Checked, Part, Remark

CHECK = "money"
_REFERENCE = "guofa_2016_49"


def examine_money(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return the tasks that need resources and name no source of them.

    A clause of the draft that is about money and names a source holds for all its tasks.
    """
    needing = [one for one in judged if not one.is_goal and needs_resources(one.clause)]
    general = names_source(document)
    bare = [] if general else [one for one in needing if not sourced(one.row, one.annexed)]
    remarks = [
        Remark(
            CHECK, "none", MUST, (one.quote(document),), {"task": one.row.name.value}, _REFERENCE
        )
        for one in bare
    ]
    reason = "" if needing else "nothing_to_pay"
    checked = Checked(CHECK, len(needing), len(needing) - len(bare), reason=reason)
    return Part(checked, gathered(remarks, len(needing)))
