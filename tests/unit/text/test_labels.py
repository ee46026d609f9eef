"""What became of an upper clause: every label by pairs written by hand, easy and hard."""

import csv
from datetime import date
from pathlib import Path

import pytest
from opencc import OpenCC

from chuandao.cascade.tracing.linking.judging import label_scorer
from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.catalog.thresholds import thresholds
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side
from chuandao.text.difference.difference import changes
from chuandao.text.difference.labels import labelled
from chuandao.text.difference.seen import seen_pair
from chuandao.text.outcome.features import Surroundings
from chuandao.text.outcome.rules import checkable, slogan_density, specifics_kept

BOUNDS = {name: entry.value for name, entry in thresholds().items()}


def side(words):
    words = plain(words)
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


def label(upper, lower):
    """Return every label of a pair, the primary one first."""
    one, other = side(upper), side(lower)
    pair = seen_pair(one, other, lexicon(), BOUNDS, Surroundings(background()))
    return labelled(pair, BOUNDS, label_scorer()).labels


FILE = Path(__file__).parents[2] / "truth" / "pairs" / "pairs.csv"
PAIRS = [
    (row["labels"], row["upper"], row["lower"])
    for row in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())
]


def test_nearly_every_pair_has_the_label_that_a_reader_gives_it():
    right = [label(upper, lower)[0] == expected for expected, upper, lower in PAIRS]
    assert sum(right) >= 0.9 * len(PAIRS)


@pytest.mark.parametrize("wanted", sorted({expected for expected, _, _ in PAIRS}))
def test_most_pairs_of_every_label_are_told(wanted):
    held = [(upper, lower) for expected, upper, lower in PAIRS if expected == wanted]
    right = [label(upper, lower)[0] == wanted for upper, lower in held]
    assert sum(right) >= 0.6 * len(held)


@pytest.mark.parametrize(
    ("upper", "lower"), [(u, v) for expected, u, v in PAIRS if expected == "verbatim"]
)
def test_every_copy_is_told(upper, lower):
    assert label(upper, lower) == ("verbatim",)


@pytest.mark.parametrize(("expected", "upper", "lower"), PAIRS)
def test_script_changes_no_label(expected, upper, lower):
    traditional = OpenCC("s2t").convert
    assert label(upper, lower) == label(traditional(upper), traditional(lower))


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("全市新增标准化茶园3万亩，合格率达到97%。", "全县新增标准化茶园9000亩，合格率达到97%。"),
        ("落实专项资金5000万元，2025年底前拨付。", "落实专项资金600万元，2025年底前拨付。"),
        ("培训农民3000人次，逐村组织。", "培训农民90人次，逐村组织。"),
    ],
)
def test_an_apportioned_total_is_never_weakened(upper, lower):
    assert "weakened" not in label(upper, lower)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (
            "抽检合格率达到97%以上，结果向社会公布，接受群众监督。",
            "抽检合格率达到87%以上，结果向社会公布，接受群众监督。",
        ),
        (
            "2025年底前完成管网改造，逐户验收，建立档案。",
            "2026年底前完成管网改造，逐户验收，建立档案。",
        ),
        (
            "不得强制农户流转土地，违者依法处理，公开结果。",
            "统一强制农户流转土地，违者依法处理，公开结果。",
        ),
    ],
)
def test_a_copy_with_one_change_that_matters_is_not_verbatim(upper, lower):
    assert "verbatim" not in label(upper, lower)


def test_words_of_praise_beside_kept_numbers_are_no_slogan():
    upper = "培育龙头企业15家，2026年底前建成冷库3座，市商务局牵头。"
    lower = "真抓实干，2026年底前培育龙头企业15家，建成冷库3座，市商务局牵头，推动工作落地见效。"
    assert "sloganised" not in label(upper, lower)


def test_a_swapped_unit_name_is_not_localisation():
    upper = "各县（市、区）要建立台账，每月排查一次，及时化解矛盾纠纷。"
    lower = "柳河镇各村要建立台账，每月排查一次，及时化解矛盾纠纷。"
    assert "localised" not in label(upper, lower)


def test_a_short_clause_that_keeps_its_specifics_is_no_summary():
    upper = "为进一步提高服务水平，方便群众办事，审批时限压缩至3个工作日以内，由市政务局牵头。"
    lower = "审批时限压缩至3个工作日以内，市政务局牵头。"
    assert "summarised" not in label(upper, lower)


def test_a_whole_enumeration_in_other_words_is_not_narrowed():
    upper = "支持茶叶、食用菌、中药材、水果产业，建设产地冷链设施。"
    lower = "建设产地冷链设施，支持中药材、水果、茶叶、食用菌产业。"
    assert "narrowed" not in label(upper, lower)


def test_a_show_of_activity_beside_the_kept_target_is_no_substitution():
    upper = "审批时限压缩至3个工作日以内。"
    lower = "审批时限压缩至3个工作日以内，窗口开展微笑服务。"
    assert "substituted" not in label(upper, lower)


def test_several_labels_may_hold():
    upper = "2025年底前抽检合格率达到97%以上，建立台账。"
    lower = "2025年9月底前抽检合格率达到92%以上，建立台账。"
    assert set(label(upper, lower)) == {"weakened", "strengthened"}


def test_there_is_always_a_label():
    assert label("", "") != ()
    assert label("加强领导。", "种植西瓜。") != ()


def test_specifics_kept_is_the_share_not_left_out():
    upper = side("合格率达到98%，2025年底前完成，建立台账，每月通报。")
    lower = side("合格率达到98%，建立台账。")
    kept = specifics_kept(upper, changes(upper, lower, lexicon()))
    assert 0 < kept < 1
    assert specifics_kept(upper, changes(upper, upper, lexicon())) == 1
    assert specifics_kept(side("加强领导"), ()) == 1


def test_slogan_density_is_the_share_of_the_passage():
    assert slogan_density("新建冷库3座。", lexicon()) == 0
    assert slogan_density("", lexicon()) == 0
    assert (
        0
        < slogan_density("真抓实干，新建冷库3座。", lexicon())
        < slogan_density("真抓实干", lexicon())
        <= 1
    )


@pytest.mark.parametrize("words", ["新建冷库3座", "2025年底前", "每月", "由市商务局牵头"])
def test_a_number_a_day_a_rhythm_or_a_unit_can_be_checked(words):
    assert checkable(side(words + "，抓好落实。"))


def test_praise_and_vague_terms_cannot_be_checked():
    assert not checkable(side("提高站位，尽快抓好落实。"))
