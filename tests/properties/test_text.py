"""Laws of words: lengths and places hold for any text, nothing raises, likeness is a share."""

from datetime import date
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.linking.judging import change_scorer, judged_pair, label_scorer
from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.catalog.thresholds import thresholds
from chuandao.sources.documents import Extracted
from chuandao.text.canonical import canonical, plain, squeeze
from chuandao.text.clauses.clauses import clauses
from chuandao.text.clauses.numbering import inline_items, marker
from chuandao.text.commitment.commitment import FIELDS, commitments, specifics
from chuandao.text.commitment.responsibility import responsibilities, without_responsibilities
from chuandao.text.difference.difference import changes
from chuandao.text.difference.seen import seen_pair
from chuandao.text.envelope.envelope import envelope
from chuandao.text.layout.layout import layout
from chuandao.text.numbers.numerals import parse_number
from chuandao.text.numbers.quantities import targets
from chuandao.text.outcome.features import Surroundings
from chuandao.text.outcome.rules import slogan_density
from chuandao.text.similarity import common, covered, likeness, sameness
from chuandao.text.times.dates import find_dates
from chuandao.text.times.deadlines import deadlines

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
fewer = settings(calm, max_examples=50)

NUMBERING = [
    "一、",
    "（一）",
    "1.",
    "(1)",
    "①",
    "第三条 ",
    "1.2.3 ",
    "２、",
    "一是",
    "Article 2 ",
    "a) ",
]
SPEECH = [
    "到2025年底，", "三年内", "每季度", "不低于98%", "压减30%以上", "3万亩", "必须", "鼓励", "力争",
    "不得以环保为由", "一律关停", "（牵头单位：市农业农村局；配合单位：市财政局）", "由县教育局牵头，",
    "各县（市、区）", "清政发〔2025〕18号", "《意见》", "根据《关于茶产业的意见》，", "2025年3月12日",
    "附件", "抄送：", "各镇：", "关于茶产业的通知", "印发", "现将方案转发给你们，", "半年内", "两千万元", "十四五",
]  # fmt: skip
LETTERS = "的一是在县镇村乡市局委产业茶农年月日号第章条款万亿百千十九二〇零、，。；：（）()〔〕《》“”\t\n\r \u3000％.-—~0123456789abZ①Ⅲ㎡縣鎮產業覈後😀𠮷ﬁ\ufeff"
any_text = st.one_of(
    st.text(max_size=120),
    st.text(st.sampled_from(LETTERS), max_size=160),
    st.lists(
        st.one_of(
            st.sampled_from([*NUMBERING, *SPEECH, "\n", "\t", "。", "；"]),
            st.text(st.sampled_from(LETTERS), max_size=8),
        ),
        max_size=30,
    ).map("".join),
)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
BOUNDS = {name: entry.value for name, entry in thresholds().items()}


def document(text: str, name: str = "a"):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


@given(any_text)
@example("İ ŉ ǰ ﬃ")
@example("乾坤 後 皇后 臺灣 \x00")
@calm
def test_plain_form_keeps_the_length_of_any_text(text):
    assert len(plain(text)) == len(text)


@given(any_text)
@calm
def test_plain_form_of_a_plain_form_is_itself(text):
    assert plain(plain(text)) == plain(text)


@given(any_text)
@calm
def test_every_canonical_character_has_its_offset(text):
    form = canonical(text)
    assert len(form.offsets) == len(form.text)
    assert all(0 <= offset < len(text) for offset in form.offsets)
    assert list(form.offsets) == sorted(form.offsets)


@given(any_text)
@calm
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@given(any_text)
@calm
def test_no_text_stops_the_readers_of_numbers(text):
    value = parse_number(text)
    assert value is None or value >= 0
    for _, start, end in find_dates(text):
        assert 0 <= start < end <= len(text)
    found = marker(plain(text))
    assert found is None or 0 < found.end <= len(text)
    assert all(0 <= at < len(text) for at in inline_items(text))


@given(any_text, days)
@calm
def test_no_text_stops_the_readers_of_commitments(text, dated):
    words = plain(text)
    for found in (targets(words, lexicon()), deadlines(words, lexicon(), dated)):
        assert all(0 <= item.start < item.end <= len(words) for item in found)
        assert [item.start for item in found] == sorted(item.start for item in found)
    for unit in responsibilities(words, lexicon()):
        assert words[unit.start : unit.end] == unit.name
    assert len(without_responsibilities(words, lexicon())) == len(words)


@given(any_text)
@calm
def test_lines_are_in_order_and_give_their_words(text):
    lines = layout(text)
    assert all(plain(text)[line.start : line.end] == line.words for line in lines)
    assert all(a.end <= b.start for a, b in pairwise(lines))


@given(any_text)
@calm
def test_no_line_with_words_is_lost(text):
    held = "".join(line.words for line in layout(text))
    assert (
        "".join(held.split()) == "".join(plain(text).replace("\ufeff", "").split())
        or "\ufeff" in text
    )


@given(any_text)
@calm
def test_an_envelope_points_into_the_text(text):
    for citation in envelope(layout(text)).citations:
        assert 0 <= citation.start < citation.end <= len(text)


@given(any_text)
@calm
def test_clauses_lie_in_the_text_in_order_without_overlap(text):
    found = clauses(layout(text), lexicon())
    assert all(0 <= c.start <= c.words_start <= c.end <= len(text) for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len({c.path for c in found}) == len(found)


@given(any_text)
@calm
def test_cells_lie_in_their_row(text):
    for clause in clauses(layout(text), lexicon()):
        assert all(clause.start <= c.start <= c.end <= clause.end for c in clause.cells)


@given(any_text)
@calm
def test_the_span_of_a_clause_is_its_text(text):
    read = document(text)
    assert all(text[c.start : c.end] == c.text for c in read.clauses)
    assert all(plain(text)[c.side.start : c.end] == c.side.words for c in read.clauses)


@given(any_text)
@calm
def test_every_value_found_points_into_its_document(text):
    for clause in document(text).clauses:
        for item in clause.commitments:
            assert clause.start <= item.start <= item.end <= clause.end
            for name in FIELDS:
                for found in getattr(item, name):
                    assert clause.start <= found.start < found.end <= clause.end


@given(any_text, any_text)
@fewer
def test_no_pair_stops_the_comparison(upper, lower):
    one, other = (_side(text) for text in (upper, lower))
    found = changes(one, other, lexicon())
    for change in found:
        assert change.upper or change.lower
        for value, side in ((change.upper, one), (change.lower, other)):
            assert value is None or 0 <= value.start < value.end <= len(side.words)
    pair = seen_pair(one, other, lexicon(), BOUNDS, Surroundings(background()))
    named, told = judged_pair(pair, label_scorer(), change_scorer())
    assert named.labels
    for change in told:
        for value, side in ((change.upper, one), (change.lower, other)):
            assert value is None or 0 <= value.start < value.end <= len(side.words)


@given(any_text)
@fewer
def test_a_passage_does_not_differ_from_itself(text):
    side = _side(text)
    assert changes(side, side, lexicon()) == ()


@given(any_text)
@calm
def test_the_share_of_slogans_is_a_share(text):
    assert 0 <= slogan_density(plain(text), lexicon()) <= 1
    assert specifics(_side(text).commitments) >= 0


@given(st.lists(any_text, min_size=1, max_size=5), st.lists(any_text, min_size=1, max_size=5))
@fewer
def test_likeness_is_a_share_and_symmetric(uppers, lowers):
    there, back = likeness(uppers, lowers), likeness(lowers, uppers)
    for matrix in (there.cosine, there.in_upper, there.in_lower):
        assert matrix.shape == (len(uppers), len(lowers))
        assert np.isfinite(matrix).all()
        assert (matrix >= 0).all()
        assert (matrix <= 1 + 1e-9).all()
    np.testing.assert_allclose(there.cosine, back.cosine.T, atol=1e-12)
    np.testing.assert_allclose(there.in_upper, back.in_lower.T, atol=1e-12)


@given(any_text, any_text)
@calm
def test_sameness_is_a_symmetric_share(one, other):
    assert 0 <= sameness(one, other) <= 1
    assert abs(sameness(one, other) - sameness(other, one)) < 1e-9
    assert sameness(one, one) == 1


@given(any_text, st.lists(any_text, max_size=3), any_text)
@calm
def test_coverage_is_a_share_that_more_passages_never_lower(upper, lowers, more):
    assert 0 <= covered(upper, lowers) <= covered(upper, [*lowers, more]) <= 1


def _side(text: str):
    from chuandao.text.clauses.clauses import ClauseText
    from chuandao.text.difference.change import Side

    words = plain(text)
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


lines = st.lists(
    st.tuples(
        st.sampled_from(NUMBERING), st.lists(st.sampled_from(SPEECH), min_size=1, max_size=5)
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: "\n".join(number + "".join(words) + "。" for number, words in rows))


@given(st.lists(lines, min_size=2, max_size=4))
@fewer
def test_a_trace_names_only_what_is_there(texts):
    documents = [document(text, f"d{number}") for number, text in enumerate(texts)]
    declared = {f"d{number}": [f"d{number - 1}"] for number in range(1, len(texts))}
    found = trace_json(trace_documents(documents, declared))
    known = {
        clause["id"]: entry["id"] for entry in found["documents"] for clause in entry["clauses"]
    }
    check_links(found["links"], known)
    check_statuses(found, known)
    assert {item["lower"] for item in found["added"]} <= set(known)


def check_links(links, known):
    by_lower = {}
    for link in links:
        assert link["upper"] in known
        assert link["lower"] in known
        assert known[link["upper"]] != known[link["lower"]]
        assert 0 <= link["probability"] <= 1
        assert bool(link["labels"]) is (link["rank"] == 1)
        by_lower.setdefault((link["lower"], known[link["upper"]]), []).append(link)
    for kept in by_lower.values():
        ranks = [link["rank"] for link in kept]
        assert ranks == sorted(ranks)
        assert set(ranks) <= {1, 2, 3}
        assert len({link["upper"] for link in kept}) == len(kept)
        for rank in (1, 2):
            odds = [link["probability"] for link in kept if (link["rank"] == 1) is (rank == 1)]
            assert odds == sorted(odds, reverse=True)


def check_statuses(found, known):
    told = [(status["upper"], status["document"]) for status in found["drops"]]
    assert len(set(told)) == len(told)
    for number, entry in enumerate(found["documents"][1:], 1):
        lower, parents = entry["id"], {parent["document"] for parent in entry["parents"]}
        said = {clause for clause, name in told if name == lower}
        assert said <= {clause for clause, name in known.items() if name in parents}
        assert said >= {clause for clause, name in known.items() if name == f"d{number - 1}"}


@given(lines, lines)
@fewer
def test_the_order_of_lower_documents_changes_no_table(first, second):
    root = document(
        "关于茶产业的意见\n各县：\n一、2025年底前建成茶园3万亩。\n二、必须公开。", "root"
    )
    one, other = document(first, "one"), document(second, "other")
    declared = {"one": ["root"], "other": ["root"]}
    there = trace_frames(trace_documents([root, one, other], declared))
    back = trace_frames(trace_documents([root, other, one], declared))
    assert all(there[name].equals(back[name]) for name in there)


@given(lines)
@fewer
def test_a_copied_document_is_wholly_linked_and_nothing_is_dropped(text):
    root, copy = document(text, "root"), document(text, "copy")
    found = trace_documents([root, copy], {"copy": ["root"]})
    asked = {c.id for c in root.clauses if c.kind not in FORMAL and common(c.compared)}
    assert {s.upper for s in found.statuses if s.status == "dropped"} & asked == set()
