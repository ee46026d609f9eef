"""What became of every upper clause in a lower document."""

import pytest

from chuandao.cascade.tracing.links import Link
from chuandao.cascade.tracing.statuses import added, statuses
from chuandao.cascade.tracing.understood import understand
from chuandao.sources.documents import Extracted

UPPER = "关于垃圾分类的意见\n各县：\n为做好工作，制定本意见。\n一、新建分拣中心6座。\n二、公布收运线路。"
LOWER = "云山县垃圾分类方案\n各乡镇：\n现将方案印发。\n一、新建分拣中心1座。\n二、各乡镇每日报送台账。\n三、对落后的予以约谈。\n四、县残联评比。"


def read(text, name):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


UP, LOW = read(UPPER, "up"), read(LOWER, "low")


def link(label="faithful", rank=1, probability=0.9, upper="up#1", lower="low#1"):
    labels = (label,) if rank == 1 else ()
    return Link(upper, lower, "parent", probability, rank, labels)


def told(*links, applies=("up#0.p1", "up#1", "up#2")):
    found = statuses(UP.clauses, LOW, links, frozenset(applies))
    return {status.upper: status for status in found}


def test_every_upper_clause_has_exactly_one_status():
    assert [s.upper for s in statuses(UP.clauses, LOW, [], frozenset())] == [
        c.id for c in UP.clauses
    ]


@pytest.mark.parametrize("label", ["faithful", "localised", "strengthened", "verbatim"])
def test_a_clause_that_is_kept_is_covered(label):
    assert told(link(label))["up#1"].status == "covered"


@pytest.mark.parametrize(
    "label", ["summarised", "narrowed", "weakened", "sloganised", "substituted"]
)
def test_a_clause_that_is_distorted_is_partial_never_dropped(label):
    assert told(link(label))["up#1"].status == "partial"


def test_one_faithful_answer_among_several_covers():
    assert told(link("weakened"), link("faithful", lower="low#2"))["up#1"].status == "covered"


def test_a_clause_without_any_link_is_dropped():
    found = told()["up#2"]
    assert (found.status, found.probability) == ("dropped", 1.0)


def test_a_likely_alternative_leaves_doubt():
    assert told(link(rank=2, probability=0.45))["up#1"].status == "partial"


def test_a_preamble_and_another_units_duty_are_not_applicable():
    found = told(applies=("up#0.p1", "up#1"))
    assert found["up#0.p1"].status == "not_applicable"
    assert found["up#2"].status == "not_applicable"


def test_a_status_bears_document_and_probability():
    found = told(link(probability=0.83))["up#1"]
    assert (found.document, found.probability) == ("low", 0.83)
    assert all(0 <= status.probability <= 1 for status in told(link()).values())


def test_what_no_accepted_link_leads_to_is_added_with_its_kind():
    assert [(a.lower, a.kind) for a in added(LOW, [link()])] == [
        ("low#2", "reporting"),
        ("low#3", "sanction"),
        ("low#4", "task"),
    ]


def test_a_rejected_link_does_not_keep_a_clause_from_being_added():
    assert "low#1" in {a.lower for a in added(LOW, [link(rank=2)])}


def test_a_formality_is_never_added():
    assert "low#0.p1" not in {a.lower for a in added(LOW, [])}
