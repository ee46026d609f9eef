"""Which tasks of a unit were looked at for waiting between departments."""

import chuandao as cd
from chuandao.diagnosis import coordination
from chuandao.diagnosis.coordination import without_events
from chuandao.diagnosis.examination import Coverage


def made(folder):
    (folder / "units.csv").write_text(
        "unit,name,tier,parent\n99,清河市,0,\n9901,柳河县,1,99\n9902,山阳县,1,99\n", "utf-8"
    )
    (folder / "tasks.csv").write_text("task,name\nT1,用地审批\nT2,基地\n", "utf-8")
    return cd.read(folder)


def test_a_task_without_cases_of_a_unit_with_others_is_not_examined(tmp_path):
    logged = [
        Coverage("9901", "T1", "coordination", examined=True),
        Coverage("9902", "", "coordination", examined=False),
    ]
    assert list(without_events(made(tmp_path), logged)) == [
        Coverage("9901", "T2", "coordination", examined=False, needed=("events",))
    ]


def test_no_deficit_is_denied_by_the_coverage_of_its_task():
    case = cd.read(cd.examples.qinghe)
    found = coordination.examine(case, _no_documents(), case.last_day)
    denied = {(c.unit, c.task) for c in found.coverage if not c.examined}
    assert found.deficits
    assert not denied & {(d.unit, d.task) for d in found.deficits}
    assert any(task for _, task in denied)


def _no_documents():
    from chuandao.cascade.tracing.documents import trace_documents
    from chuandao.cascade.tracing.trace import Trace

    return Trace(trace_documents([]))
