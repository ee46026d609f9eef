"""What a clause commits its readers to, every value with its place."""

from datetime import date

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.commitment.commitment import FIELDS, Commitment, Found, commitments, specifics
from chuandao.text.layout.layout import layout

HEAD = "关于垃圾分类的意见\n各县：\n"


def read(body, dated=date(2025, 3, 12)):
    """Return (plain text, commitments of its last clause)."""
    text = HEAD + body
    last = clauses(layout(text), lexicon())[-1]
    return plain(text), commitments(plain(text), last, lexicon(), dated)


def values(body, name):
    _, held = read(body)
    return [found.value for item in held for found in getattr(item, name)]


def words(body, name):
    text, held = read(body)
    return [text[f.start : f.end] for item in held for f in getattr(item, name)]


FULL = (
    "一、2025年底前，各县（市、区）应当新建分拣中心6座以上，具备条件的建设智能回收平台，"
    "尊重群众意愿；鼓励张庄村、李庄村先行试点。（牵头单位：市城管局；责任单位：各县政府；配合单位：市财政局）"
)


def test_every_place_gives_the_words_of_the_document():
    text, held = read(FULL)
    exact = {"lead", "responsible", "cooperate", "conditions", "safeguards", "instruments", "local"}
    for item in held:
        for name in FIELDS:
            for found in getattr(item, name):
                assert text[found.start : found.end]
                if name in exact:
                    assert text[found.start : found.end] == found.value


def test_each_field_holds_its_words():
    assert words(FULL, "deadline") == ["2025年底前"]
    assert words(FULL, "targets") == ["分拣中心6座以上"]
    assert words(FULL, "deontic")[0] == "应当"
    assert values(FULL, "lead") == ["市城管局"]
    assert values(FULL, "responsible") == ["各县政府"]
    assert values(FULL, "cooperate") == ["市财政局"]
    assert "具备条件的" in values(FULL, "conditions")
    assert "尊重群众意愿" in values(FULL, "safeguards")
    assert "智能回收平台" in values(FULL, "instruments")
    assert any(name.endswith("张庄村") for name in values(FULL, "local"))
    assert any("各县" in name for name in values(FULL, "actor"))


def test_places_hold_in_traditional_text_too():
    text, held = read("一、２０２５年底前，新建分揀中心６座。（牽頭單位：市城管局）")
    (item,) = held
    assert text[item.deadline[0].start : item.deadline[0].end] == "2025年底前"
    assert item.lead[0].value == "市城管局"


def test_each_sentence_that_binds_is_a_commitment():
    _, held = read("一、2025年底前新建分拣中心6座；每月调度一次。天气晴朗。")
    assert [item.deadline[0].value for item in held] == ["by 2025-12-31", "each month"]


def test_a_sentence_that_asks_nothing_is_no_commitment():
    assert read("一、近年来，城区面貌有了很大变化。")[1] == ()


def test_the_bracket_at_the_end_belongs_to_the_whole_clause():
    _, held = read("一、新建分拣中心6座。每月调度。（牵头单位：市城管局）")
    assert [f.value for f in held[0].lead] == ["市城管局"]
    assert sum(len(item.lead) for item in held) == 1


def test_a_term_is_not_also_read_as_a_quantity():
    _, held = read("一、3个月内建成分拣中心6座。")
    assert [f.value for item in held for f in item.deadline] == ["by 2025-06-12"]
    assert len([f for item in held for f in item.targets]) == 1


def test_a_table_row_is_one_commitment_with_the_units_of_its_cells():
    body = "一、任务\n任务\t牵头单位\t配合单位\t完成时限\n新建分拣中心6座；配车30辆\t市城管局\t市财政局、市交通局\t2025年底前"
    _, held = read(body)
    assert len(held) == 1
    assert [f.value for f in held[0].lead] == ["市城管局"]
    assert [f.value for f in held[0].cooperate] == ["市财政局", "市交通局"]
    assert [f.value for f in held[0].deadline] == ["by 2025-12-31"]
    assert len(held[0].targets) == 2


@pytest.mark.parametrize(
    ("body", "polarity"),
    [
        ("一、严禁新建焚烧炉。", "refrain"),
        ("一、不得以环保为由一律关停。", "refrain"),
        ("一、各镇可以分期验收。", "permit"),
        ("一、各镇应当公开台账。", "do"),
    ],
)
def test_a_commitment_asks_forbids_or_permits(body, polarity):
    assert values(body, "polarity") == [polarity]


def test_the_ban_on_a_pretext_is_a_safeguard():
    assert values("一、不得以环保为由一律关停。", "safeguards") == ["不得以环保为由一律关停"]


def test_specifics_count_what_can_be_checked():
    _, held = read("一、2025年底前建成6座，尽快推进，每月调度。（牵头单位：市城管局）")
    assert (
        specifics(held)
        == len([f for i in held for n in ("targets", "lead", "instruments") for f in getattr(i, n)])
        + 2
    )  # the day and the rhythm; a vague term is none


def test_an_obligation_alone_is_not_specific():
    assert specifics([Commitment(0, 4, deontic=(Found("3", 0, 2),))]) == 0
