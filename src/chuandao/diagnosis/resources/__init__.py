"""The cause resources (資源匹配): not examined in this version, and said so."""

from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.examination import Examination
from chuandao.diagnosis.unexamined import unexamined

CAUSE = "resources"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return the coverage of 資源匹配: no unit examined, with the tables that would be needed."""
    return unexamined(case, CAUSE)
