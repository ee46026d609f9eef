"""Laws of times: any text is read, quotations are its words, and what follows changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.layout.layout import layout
from chuandao.text.times.horizon import Context, horizon
from chuandao.text.times.year_targets import placed_targets

WORDS = st.sampled_from(
    [
        "今年",
        "去年",
        "2024年",
        "到2030年",
        "“十四五”期间",
        "五年来",
        "地区生产总值",
        "增长",
        "力争",
        "已",
        "由",
        "预期目标",
        "5%",
        "6%—6.5%",
        "百分之七",
        "12万人",
        "提高到",
        "左右",
        "，",
        "。",
        "；",
        "\n",
        "一、",
        "的",
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=25).map("".join)
NOISE = st.text(max_size=80)


@given(st.one_of(TEXT, NOISE), st.sampled_from([None, 2000, 2025]))
def test_every_quotation_is_the_words_at_its_place(text, year):
    words = plain(text)
    found = clauses(layout(text), lexicon())
    for placed in placed_targets(words, found, lexicon(), horizon_cues(), year):
        assert words[placed.start : placed.end].strip() == placed.quote
        assert placed.high is None or placed.sign == "range"


@given(TEXT, TEXT)
def test_later_sentences_change_nothing(text, more):
    words = text + "增长9%。"
    start = words.rindex("9%")
    now = Context(year=2025)
    alone = horizon(words, start, start + 2, horizon_cues(), now)
    assert horizon(words + more, start, start + 2, horizon_cues(), now) == alone


@given(st.integers(2001, 2040))
def test_a_year_by_its_number_is_this_year_in_its_own_document(year):
    words = f"{year}年预期增长6%"
    start = words.index("6%", 4)
    roles = [
        horizon(words, start, start + 2, horizon_cues(), Context(year=now)).role
        for now in (year - 1, year, year + 1)
    ]
    assert roles == ["plan", "year", "result"]
