"""Papers to carry remedies out, in official form: each a proposal for others to decide."""

from chuandao.report.papers.remedies.duties import duties_letter
from chuandao.report.papers.remedies.indicator_sheet import indicator_sheet
from chuandao.report.papers.remedies.joint_meeting import joint_meeting
from chuandao.report.papers.remedies.proposed import proposed_material
from chuandao.report.papers.remedies.sampling import sampling_plan
from chuandao.report.papers.remedies.task_force import task_force

__all__ = [
    "duties_letter",
    "indicator_sheet",
    "joint_meeting",
    "proposed_material",
    "sampling_plan",
    "task_force",
]
