"""Laws of the interpretation kit: what it says stands in the text, in order, and never twice."""

from hypothesis import given
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.prescription.interpret.figures import other_figures
from chuandao.prescription.interpret.questions import questions_of
from chuandao.prescription.interpret.rules import rules_of
from chuandao.prescription.interpret.typical import typical_of
from chuandao.sources.documents import Extracted

PHRASES = st.sampled_from(
    [
        "2026年底前建成基地36个", "不得强制流转土地", "鼓励合作社参与", "可以结合实际安排",
        "有条件的", "由市农业农村局牵头", "每季度调度一次", "环沟面积不得超过10%", "适时组织观摩",
        "（牵头单位：市财政局", "“一网通办”", "应當公開臺賬", "各县（市、区）制定方案", "shall build 3 halls",
    ]
)  # fmt: skip
MARKS = st.sampled_from(["，", "；", "。", "、", ", ", ". "])


@st.composite
def documents(draw):
    clauses = draw(
        st.lists(
            st.lists(st.tuples(PHRASES, MARKS), min_size=1, max_size=6), min_size=1, max_size=4
        )
    )
    body = "".join(
        f"{'一二三四'[at]}、事项。{''.join(p + m for p, m in held)}\n"
        for at, held in enumerate(clauses)
    )
    return understand(
        Extracted("a.txt", f"关于某事的意见\n各镇：\n{body}", "txt", "utf-8", "", 1.0), "a"
    )


@given(documents())
def test_every_passage_stands_in_the_text_in_order_and_never_twice(document):
    for rule in rules_of(document):
        ends = rule.quote.start
        for one in rule.statements:
            assert document.text[one.quote.start : one.quote.end] == one.quote.words
            assert ends <= one.quote.start < one.quote.end <= rule.quote.end + 1
            ends = one.quote.end


@given(documents())
def test_every_answer_stands_in_the_text_and_among_the_options(document):
    rules = rules_of(document)
    questions = questions_of(rules, typical_of(rules))
    assert questions == questions_of(rules, typical_of(rules))
    for one in questions:
        assert document.text[one.key.start : one.key.end] == one.key.words
        assert 0 <= one.answer < len(one.options)


@given(st.decimals(min_value=0, max_value=10**9, places=1), st.sampled_from(["%", "亩", "个"]))
def test_wrong_figures_are_never_the_right_one(number, unit):
    words = f"新增{number}{unit}"
    wrong = other_figures(words)
    assert words not in wrong
    assert len(set(wrong)) == len(wrong)
