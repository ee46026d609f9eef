from dataclasses import asdict

from chuandao.report.tracing.records import read_trace
from chuandao.report.tracing.rows import rows
from chuandao.report.tracing.view import trace_view


def view_of(trace):
    return trace_view(read_trace(trace))


def document(name, *parents, text="正文"):
    clause = {"id": f"{name}#1", "path": "1", "start": 0, "end": len(text)}
    above = [{"document": parent, "basis": "named"} for parent in parents]
    return {"id": name, "parents": above, "text": text, "clauses": [clause]}


def test_the_view_of_the_sample_is_as_reviewed(make_trace, snapshot):
    view = view_of(make_trace())
    lists = [[asdict(row) for row in rows(view, pair)] for pair in view.pairs[:1]]
    assert {"view": asdict(view), "rows": lists} == snapshot


def test_a_township_follows_its_own_county():
    names = [("a",), ("b", "root"), ("c", "root"), ("d", "b"), ("root",)]
    documents = [document(*name) for name in names]
    order = [one.id for one in view_of({"schema": 1, "documents": documents}).documents]
    assert order == ["a", "root", "b", "d", "c"]


def test_depth_counts_the_steps_from_the_root():
    documents = [document("c", "b"), document("b", "a"), document("a")]
    view = view_of({"schema": 1, "documents": documents})
    assert {one.id: one.depth for one in view.documents} == {"a": 0, "b": 1, "c": 2}


def test_documents_that_name_each_other_appear_once():
    documents = [document("a", "b"), document("b", "a")]
    assert len(view_of({"schema": 1, "documents": documents}).documents) == 2


def test_the_page_begins_with_the_root_and_its_first_child(make_trace):
    view = view_of(make_trace())
    pair = view.pairs[view.first]
    assert (pair.upper, pair.lower) == ("city", "county")


def test_a_township_stands_against_its_parent_and_against_the_root(make_trace):
    found = [(p.upper, p.lower, p.relation) for p in view_of(make_trace()).pairs]
    assert found == [
        ("city", "county", "parent"),
        ("county", "town", "parent"),
        ("city", "town", "root"),
    ]


def test_alternatives_do_not_count(make_trace):
    pair = view_of(make_trace()).pairs[0]
    assert (len(pair.accepted), len(pair.alternatives)) == (10, 3)
    assert sum(pair.labels.values()) == 10


def test_the_order_of_links_statuses_and_additions_changes_nothing(make_trace):
    trace, shuffled = make_trace(), make_trace()
    for key in ("links", "drops", "added", "unread"):
        shuffled[key].reverse()
    assert view_of(trace) == view_of(shuffled)


def test_words_between_clauses_are_kept(make_trace):
    blocks = view_of(make_trace()).documents[0].blocks
    assert "二、重点任务" in [block.text for block in blocks if not block.clause]


def test_a_record_that_names_nothing_known_is_listed(make_trace):
    trace = make_trace()
    trace["links"].append({"upper": "city#9", "lower": "county#1.1"})
    trace["drops"].append({"upper": "city#1.1", "document": "gone", "status": "covered"})
    trace["added"].append({"lower": "gone#1", "kind": "task"})
    assert [one.kind for one in view_of(trace).unplaced] == ["added", "drop", "link"]


def test_a_clause_without_any_document_below_is_listed_apart(make_trace):
    (one,) = view_of(make_trace()).undocumented
    assert (one.upper, one.status) == ("city#2.3", "no_document")


def test_a_document_of_clauses_without_links_still_has_its_pair():
    documents = [document("a"), document("b", "a")]
    (pair,) = view_of({"schema": 1, "documents": documents}).pairs
    assert (pair.relation, pair.links, pair.added) == ("parent", (), 0)
