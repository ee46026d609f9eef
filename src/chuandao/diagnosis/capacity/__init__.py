"""The cause capacity (執行能力): mechanical copying (C4); its other signs are not examined yet."""

from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.capacity import copying
from chuandao.diagnosis.examination import Examination
from chuandao.diagnosis.unexamined import unexamined

CAUSE = "capacity"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return the documents that copy, and the coverage of 執行能力: no deficit of any unit.

    Copying (C4) is a finding and enters no deficit. Whether a unit has the people for its work
    is not examined in this version, and its coverage says what that would need.
    """
    return Examination(findings=copying.findings(trace), coverage=unexamined(case, CAUSE).coverage)
