"""What became of every upper clause in a lower document."""

from collections.abc import Iterable

import pytest

from chuandao.cascade.tracing.applicability import Listed
from chuandao.cascade.tracing.duty.judging import duties_of
from chuandao.cascade.tracing.duty.surroundings import Answers
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.statuses import added, statuses
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.messages import to_traditional
from chuandao.sources.documents import Extracted

UPPER = (
    "清河市人民政府关于垃圾分类的意见\n各县（市、区）人民政府：\n为做好工作，制定本意见。\n"
    "一、各县（市、区）新建分拣中心6座。\n二、各县（市、区）公布收运线路，不得向农户收费。\n"
    "三、市城市管理局建设全市监管平台。\n四、汀岚县、北屿区整治矿洞涌水。\n"
    "五、各县（市、区）每年开展群众满意度测评。本意见自印发之日起施行。"
)
LOWER = (
    "云山县人民政府垃圾分类方案\n各乡镇人民政府：\n现将方案印发。\n一、新建分拣中心1座。\n"
    "二、各乡镇每日报送台账。\n三、对落后的予以约谈。\n四、县残联评比。"
)


def read(text, name):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


UP, LOW = read(UPPER, "up"), read(LOWER, "low")


def link(label="faithful", rank=1, probability=0.9, upper="up#1", lower="low#1", **more):
    labels = (label,) if rank == 1 else ()
    return Link(upper, lower, "parent", probability, rank, labels, **more)


def told(*links, upper=UP, lower=LOW, spared=frozenset(), likeliest=None):
    answers = Answers.by_links(links, likeliest)
    listed = Listed({lower.id: spared}, {})
    compared = {one.id: Compared(one.clauses) for one in (upper, lower)}
    duties = duties_of(compared, [upper, lower], [(upper.id, lower.id)], answers, listed)
    return {s.upper: s for s in statuses(duties[upper.id, lower.id], links)}


def alone(clause: str, body: Iterable[str] = ("一、植树。", "二、修路。")):
    """Return the status of a city's clause of which a county says nothing."""
    upper = read(f"清河市人民政府关于工作的意见\n各县（市、区）人民政府：\n一、{clause}", "up")
    lower = read("云山县人民政府方案\n各乡镇人民政府：\n" + "\n".join(body), "low")
    return told(upper=upper, lower=lower)["up#1"]


def test_every_upper_clause_has_exactly_one_status():
    assert list(told()) == [clause.id for clause in UP.clauses]


@pytest.mark.parametrize("label", ["faithful", "localised", "strengthened", "verbatim"])
def test_a_clause_that_is_kept_is_covered(label):
    assert told(link(label))["up#1"].status == "covered"


@pytest.mark.parametrize("label", ["summarised", "narrowed", "sloganised", "substituted"])
def test_a_clause_of_which_little_is_left_is_partial_never_dropped(label):
    assert told(link(label))["up#1"].status == "partial"


def test_a_weakened_clause_is_covered_while_its_words_stand_below():
    assert told(link("weakened"))["up#1"].status == "covered"


def test_a_weakened_clause_of_which_hardly_a_word_is_left_is_partial():
    assert told(link("weakened", upper="up#2", lower="low#4"))["up#2"].status == "partial"


def test_one_faithful_answer_among_several_covers():
    assert told(link("sloganised"), link(lower="low#2"))["up#1"].status == "covered"


def test_a_clause_that_speaks_to_this_tier_and_is_not_answered_is_dropped():
    found = told()["up#2"]
    assert found.status == "dropped"
    assert UPPER[found.start : found.end] == "各县（市、区）"


def test_what_the_upper_tier_does_itself_is_not_applicable():
    found = told()["up#3"]
    assert (found.status, found.reason) == ("not_applicable", "own_act")
    assert UPPER[found.start : found.end] == "市城市管理局"


def test_what_names_other_units_is_not_applicable():
    found = told()["up#4"]
    assert (found.status, found.reason) == ("not_applicable", "names_other")
    assert UPPER[found.start : found.end] == "汀岚县"


def test_a_preamble_is_not_required():
    found = told()["up#0.p1"]
    assert (found.status, found.reason) == ("not_required", "formality")


def test_a_clause_that_ends_in_a_closing_formula_is_a_duty_all_the_same():
    assert told()["up#5"].status == "dropped"


def test_a_clause_that_the_duty_list_takes_back_is_not_applicable():
    found = told(spared=frozenset({"up#2"}))["up#2"]
    assert (found.status, found.reason) == ("not_applicable", "duty_list")


def test_a_likely_link_that_was_not_taken_leaves_doubt():
    found = told(likeliest={("up#2", "low"): 0.998})["up#2"]
    assert (found.status, found.reason, found.doubtful) == ("partial", "likely_link", True)


def test_doubt_in_a_label_is_doubt_in_the_status():
    assert not told(link())["up#1"].doubtful
    assert told(link(doubtful=True))["up#1"].doubtful


def test_a_bracket_of_city_bureaus_leaves_a_clause_with_the_county():
    assert alone("推进培训。（责任单位：市民政局）").status == "dropped"


def test_a_vertical_office_alone_is_no_duty_of_the_county():
    assert alone("优化办税服务，由市税务局负责。").status == "not_applicable"


def test_a_status_bears_document_and_probability():
    found = told(link(probability=0.83))["up#1"]
    assert (found.document, found.probability) == ("low", 0.83)
    assert all(0 <= status.probability <= 1 for status in told(link()).values())


def test_rows_of_other_units_are_not_applicable():
    upper = read(
        "清河市人民政府关于工作的意见\n各县：\n一、任务分解如下：\n云山县\t10公里\n汀岚县\t20公里",
        "up",
    )
    lower = read("云山县人民政府方案\n各乡镇：\n一、植树。", "low")
    found = {upper.text[s.start : s.end]: s for s in told(upper=upper, lower=lower).values()}
    assert found["汀岚县"].reason == "row_of_others"


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


def test_both_scripts_give_the_same_statuses():
    other = told(
        upper=read(to_traditional(UPPER), "up"), lower=read(to_traditional(LOW.text), "low")
    )
    assert [(s.status, s.reason) for s in other.values()] == [
        (s.status, s.reason) for s in told().values()
    ]


def test_what_siblings_answer_is_likelier_this_units_duty():
    upper = read("清河市人民政府关于工作的意见\n各县（市、区）人民政府：\n一、推进粮仓改造。", "up")
    own = read("云山县人民政府方案\n各乡镇人民政府：\n一、植树。\n二、修路。", "own")
    others = [
        read(f"{name}人民政府方案\n各乡镇人民政府：\n一、推进粮仓改造。", code)
        for name, code in (("汀岚县", "one"), ("北屿县", "two"))
    ]
    documents = [upper, own, *others]
    compared = {one.id: Compared(one.clauses) for one in documents}
    pairs = [("up", one.id) for one in documents[1:]]
    silent, heard = (
        duties_of(compared, documents, pairs, Answers.by_links(links))["up", "own"]
        for links in ([], [link(lower="one#1"), link(lower="two#1")])
    )
    assert heard.judged("up#1").duty > silent.judged("up#1").duty


def test_a_duty_on_the_units_list_is_likelier_its_own():
    compared = {one.id: Compared(one.clauses) for one in (UP, LOW)}
    plain, listed = (
        duties_of(compared, [UP, LOW], [("up", "low")], Answers({}), Listed({}, given))["up", "low"]
        for given in ({}, {"low": frozenset({"up#4"})})
    )
    assert listed.judged("up#4").duty > plain.judged("up#4").duty
