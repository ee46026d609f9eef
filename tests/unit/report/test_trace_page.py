import json
import re
from string import Formatter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES, codes, render
from chuandao.report import trace_page
from chuandao.report.page_template import page_source
from chuandao.report.tracing.model import LABELS, STATUSES
from chuandao.report.tracing.page import SCRIPTS

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "a\u2028b\u2029c",
    "\"'><svg/onload=alert(1)>",
    "&lt;b&gt;",
    "__proto__",
)


def with_words(words):
    """Return a trace that holds the words wherever a trace can hold words."""
    clauses = [
        {"id": f"{name}#{words}", "path": words, "start": 0, "end": len(words)} for name in "ab"
    ]
    known = {"file": words, "title": words, "number": words, "date": words, "tier": words}
    first, second = ({**known, "id": c["id"], "text": words, "clauses": [c]} for c in clauses)
    second["parents"] = [{"document": first["id"], "basis": words, "probability": 0.5}]
    sides = {f"{side}_{key}": value for side in ("upper", "lower") for key, value in (("value", words), ("start", 0), ("end", 1))}  # fmt: skip
    change = {"attribute": words, "direction": words, "reason": words, **sides}
    ends = {"upper": clauses[0]["id"], "lower": clauses[1]["id"], "relation": words}
    link = {**ends, "labels": [words], "source": words, "changes": [change]}
    return {
        "schema": 1,
        "documents": [first, second],
        "links": [link, {**link, "rank": 2}, {"upper": words, "lower": words}],
        "drops": [{"upper": clauses[0]["id"], "document": second["id"], "status": words}],
        "added": [{"lower": clauses[1]["id"], "kind": words}],
        "unread": [{"file": words, "reason": words}],
    }


def scripts_of(page):
    return html.fromstring(page).xpath("//script")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_for_nothing_from_outside(make_trace, language):
    page = trace_page(make_trace(), language)
    tree = html.fromstring(page)
    assert set(re.findall(r"https?://[\w./]+", page)) == {"http://www.w3.org/2000/svg"}
    assert not tree.xpath("//link | //img | //iframe | //@src | //@style")
    assert all(target.startswith("#") for target in tree.xpath("//@href"))
    assert "@import" not in page
    assert "url(" not in page


def test_the_same_trace_gives_the_same_bytes(make_trace):
    assert trace_page(make_trace()) == trace_page(make_trace())


def test_only_our_script_runs(make_trace):
    (policy,) = html.fromstring(trace_page(make_trace())).xpath("//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'")
    assert re.search("script-src 'sha256-[^ ]+'$", policy)


def test_texts_enter_the_page_as_text_only():
    for name in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", page_source(name)
        )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words):
    page = trace_page(with_words(words), "en", title=words)
    data, program = scripts_of(page)
    assert program.text.startswith("// The page of a trace")
    assert json.loads(data.text)["documents"][0]["blocks"][0][0] == words
    assert not html.fromstring(page).xpath("//img | //b[text()='x'] | //svg[@onload]")
    assert words in html.fromstring(page).xpath("string(//section[@id='unread'])")


@given(st.text(min_size=1, max_size=40))
def test_any_words_come_out_as_they_went_in(words):
    page = trace_page(with_words(words), "zh-Hans")
    page.encode()
    data = re.search(r'id="trace-data">(.*?)</script>', page, re.DOTALL).group(1)
    assert not re.search("[<>&\u2028\u2029]", data)
    assert json.loads(data)["documents"][0]["blocks"][0][0] == words.replace("\ud800", "\ufffd")
    assert page.count("<script") == 2


def test_without_a_script_every_change_can_be_read(make_trace):
    page = html.fromstring(trace_page(make_trace()))
    told = page.xpath("string(//section[@id='pair-1'])")
    for words in (
        "48小时内",
        "及时",
        "期限变得模糊",
        "上级字位",
        "备选对应",
        "未见部署",
        "层层加码",
    ):
        assert words in told


def test_a_reason_that_is_a_code_is_said_in_words(make_trace):
    trace = make_trace()
    trace["unread"] = [{"file": "a.doc", "reason": "file_not_found"}]
    assert "没有这个文件" in trace_page(trace)


def test_a_code_that_needs_more_than_we_know_is_shown_as_it_is(make_trace):
    trace = make_trace()
    trace["unread"] = [{"file": "a.doc", "reason": "place.span"}]
    assert "place.span" in trace_page(trace)


def test_the_limits_stand_on_every_page(make_trace):
    page = trace_page(make_trace())
    assert "不作为考核、问责的依据" in page
    assert "没有见到不等于没有部署" in page


def test_a_trace_without_pairs_says_so():
    assert "没有可以对照的文件" in trace_page({"schema": 1})


def test_a_label_of_tomorrow_has_a_column(make_trace):
    trace = make_trace()
    trace["links"][0]["labels"] = ["reframed"]
    head = html.fromstring(trace_page(trace, "en")).xpath("(//table[@class='matrix'])[1]//th")
    assert "reframed" in "".join(th.text_content() for th in head)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_status_has_a_name_and_a_meaning(language):
    for label in LABELS:
        assert render(f"label.{label}", language)
        assert render(f"label.{label}.meaning", language)
    for status in STATUSES:
        assert render(f"coverage.{status}", language)


def test_the_languages_name_the_same_places():
    def places(code, language):
        try:
            return {name for _, name, _, _ in Formatter().parse(_template(code, language)) if name}
        except ValueError:
            return None

    ours = [code for code in codes() if code.startswith("trace_page.")]
    for code in ours:
        assert len({frozenset(places(code, language) or ()) for language in LANGUAGES}) == 1, code


def _template(code, language):
    class Open(dict):
        def __missing__(self, key):
            return f"{{{key}}}"

    from chuandao.messages.render import _catalogue

    return _catalogue(language)[code].format_map(Open())


def big_trace(documents=26, clauses=20):
    words = (
        "推进政务服务“一网通办”，由市数据局牵头，2026年9月底前完成系统对接，按期办结率不低于95%。"
        * 3
    )
    made = [_document(f"文件{n}", clauses, words, n) for n in range(documents)]
    links = [
        _link(f"文件{upper}#{c}", f"文件{lower}#{c}", relation)
        for lower in range(1, documents)
        for upper, relation in {(0, "root"), ((lower - 1) // 5, "parent")}
        for c in range(clauses)
    ]
    return {"schema": 1, "documents": made, "links": links}


def _document(name, clauses, words, number):
    text = "\n".join([words] * clauses)
    step = len(words) + 1
    parts = [
        {"id": f"{name}#{c}", "path": str(c), "start": c * step, "end": c * step + len(words)}
        for c in range(clauses)
    ]
    parents = [{"document": f"文件{(number - 1) // 5}", "basis": "named"}] if number else []
    return {"id": name, "title": name, "text": text, "clauses": parts, "parents": parents}


def _link(upper, lower, relation):
    change = {"attribute": "targets", "direction": "laxer", "reason": "指标由95%降为约85%", "upper_value": "不低于95%", "lower_value": "不低于95%", "upper_start": 1, "upper_end": 9, "lower_start": 1, "lower_end": 9}  # fmt: skip
    return {"upper": upper, "lower": lower, "relation": relation, "probability": 0.9, "rank": 1, "labels": ["weakened"], "source": "rule", "changes": [change, change]}  # fmt: skip


def test_twenty_six_documents_make_less_than_three_megabytes_in_two_seconds():
    trace = big_trace()
    begun = process_time()
    page = trace_page(trace)
    assert process_time() - begun < 2
    assert len(page.encode()) < 3_000_000


def test_what_stands_around_the_documents_is_told():
    note = {
        "document": "a",
        "code": "words_recognised",
        "severity": "warning",
        "start": None,
        "end": None,
        "parameters": {},
    }
    edition = {"document": "b", "superseded": "a", "basis": "text", "kind": "draft", "date": None}
    page = trace_page({"schema": 1, "documents": [], "notes": [note], "editions": [edition]}, "en")
    assert 'id="around"' in page
    assert "“b” takes the place of “a”: Draft issued (By the text)." in page
    assert 'id="around"' not in trace_page({"schema": 1, "documents": []}, "en")


def test_notes_of_another_form_are_refused():
    with pytest.raises(UsageError, match="schema 1"):
        trace_page({"schema": 1, "documents": [], "notes": [{"code": "x"}]})


def test_a_document_without_title_bears_the_name_of_its_file_alone():
    document = {
        "id": "a",
        "file": "/home/office/papers/关于节水的通知.txt",
        "text": "",
        "clauses": [],
    }
    page = trace_page({"schema": 1, "documents": [document]}, "zh-Hans")
    assert "<h1>关于节水的通知.txt</h1>" in page
