import pytest

from chuandao.errors import UsageError
from chuandao.report.tracing.records import read_trace


def one_document(**fields: object) -> dict[str, object]:
    return {"schema": 1, "documents": [{"id": "a", "text": "一二三", **fields}]}


@pytest.mark.parametrize("trace", [[], {}, {"schema": 2}, {"schema": 1, "links": {}}])
def test_another_structure_is_refused(trace):
    with pytest.raises(UsageError) as caught:
        read_trace(trace)
    assert caught.value.code == "not_a_trace"
    assert "chuandao trace" in caught.value.hint


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 4), (2, 1)])
def test_a_clause_outside_its_text_is_refused(start, end):
    clause = {"id": "a#1", "path": "1", "start": start, "end": end}
    with pytest.raises(UsageError, match="a#1"):
        read_trace(one_document(clauses=[clause]))


def test_a_place_that_is_no_number_is_refused():
    with pytest.raises(UsageError, match="start"):
        read_trace(one_document(clauses=[{"id": "a#1", "start": "0", "end": 1}]))


def test_a_lone_surrogate_keeps_its_place():
    (document,) = read_trace(one_document(text="一\ud800三")).documents
    assert document.text == "一\ufffd三"


def test_a_probability_that_is_no_number_is_absent():
    trace = read_trace({"schema": 1, "links": [{"probability": float("nan")}]})
    assert trace.links[0].probability is None


def test_a_link_without_label_counts_as_undetermined():
    assert read_trace({"schema": 1, "links": [{}]}).links[0].primary == "undetermined"


def test_changes_are_numbered_in_the_order_of_the_upper_text(make_trace):
    links = read_trace(make_trace()).links
    changes = next(link for link in links if link.upper == "city#2.6").changes
    assert [change.upper.value for change in changes] == ["应当", "48小时内", "不低于95%"]
