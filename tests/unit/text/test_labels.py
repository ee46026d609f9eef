"""What became of an upper clause: every label by pairs written by hand, easy and hard."""

from datetime import date

import pytest

from chuandao.cascade.tracing.judging import label_scorer
from chuandao.cascade.tracing.reading import lexicon
from chuandao.catalog.thresholds import thresholds
from chuandao.text.canonical import plain
from chuandao.text.change import Side
from chuandao.text.clauses import ClauseText
from chuandao.text.commitment import commitments
from chuandao.text.difference import changes
from chuandao.text.labels import labels
from chuandao.text.outcome.rules import checkable, slogan_density, specifics_kept

BOUNDS = {name: entry.value for name, entry in thresholds().items()}


def side(words):
    words = plain(words)
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


def label(upper, lower):
    """Return every label of a pair, the primary one first."""
    one, other = side(upper), side(lower)
    return labels(one, other, changes(one, other, lexicon()), lexicon(), BOUNDS, label_scorer())


PAIRS = {
    "faithful": [
        (
            "到2026年底，城区生活垃圾回收利用率达到35%以上，由市城管局牵头实施。",
            "2026年底前，城区生活垃圾回收利用率不低于35%，市城管局牵头。",
        ),
        ("健全分类奖惩机制，对成效明显的小区给予奖励。", "完善分类奖惩办法，奖励成效好的小区。"),
        (
            "審批時限壓縮至3個工作日以內，公開辦理進度。",
            "3个工作日内完成审批，办理进度向社会公开。",
        ),
        ("严禁以任何名义强制农户流转土地。", "不得强制农户流转土地。"),
        ("推进垃圾分类，各县（市、区）要建立分类台账。", "各行政村、社区要建立垃圾分类台账。"),
    ],
    "verbatim": [
        (
            "各县（市、区）要加强组织领导，明确专人负责，每季度向市政府报告进展情况。",
            "各乡镇要加强组织领导，明确专人负责，每季度向县政府报告进展情况。",
        ),
        (
            "全市统一生活垃圾分类标准，在公共机构率先推行强制分类，2025年底前实现全覆盖。",
            "全县统一生活垃圾分类标准，在公共机构率先推行强制分类，2025年底前实现全覆盖。",
        ),
        (
            "全縣要建立防返貧監測臺賬，每月開展一次集中排查，不漏一戶一人。",
            "全镇要建立防返贫监测台账，每月开展一次集中排查，不漏一户一人。",
        ),
    ],
    "localised": [
        (
            "支持各县（市、区）建设标准化茶园，每个基地给予30万元补助，2025年底前完成验收。",
            "依托云雾山、白茶谷，在云雾村、石门村建设标准化茶园，每个基地给予30万元补助，2025年底前完成验收。",
        ),
        (
            "开展适老化改造，2025年底前改造困难老年人家庭1200户。",
            "在东街社区、石桥村开展适老化改造，2025年底前改造困难老年人家庭120户，由镇民政办逐户上门。",
        ),
        (
            "全市新增标准化茶园3万亩，培育经营主体1200户。",
            "全区新增标准化茶园9000亩，培育经营主体420户。",
        ),
    ],
    "strengthened": [
        ("农产品抽检合格率达到97%以上。", "农产品抽检合格率达到99%以上。"),
        ("2025年底前完成老旧小区管网改造。", "2025年9月底前完成老旧小区管网改造。"),
        ("鼓励农户以土地入股。", "农户必须以土地入股。"),
        ("每季度报送一次进展情况。", "每周报送一次进展情况。"),
        ("审批时限压缩至5个工作日。", "审批时限压缩至3个工作日。"),
    ],
    "weakened": [
        ("农产品抽检合格率达到97%以上。", "农产品抽检合格率达到92%以上。"),
        ("2025年底前完成老旧小区管网改造。", "2026年底前完成老旧小区管网改造。"),
        ("2025年6月底前公布权责清单。", "适时公布权责清单。"),
        ("各镇必须建立食品安全台账，逐店检查。", "各镇力争建立食品安全台账，逐店检查。"),
        ("市财政对新建冷库给予30%补助。", "县财政对新建冷库给予20%补助。"),
        ("审批结果应当公开，接受社会监督。", "审批结果可以公开，逐步接受社会监督。"),
    ],
    "summarised": [
        (
            "市财政每年安排专项资金5000万元，对新建冷库按每立方米200元给予补助，对带动农户的龙头企业贷款贴息3年，由市农业农村局会同市财政局制定细则，2025年6月底前公布。",
            "落实财政补助政策，支持冷库建设和龙头企业发展。",
        ),
        (
            "建立企业诉求台账，48小时内响应，5个工作日内办结，满意率达到95%以上，每季度通报。（牵头单位：市政务局）",
            "及时办理企业诉求。",
        ),
    ],
    "narrowed": [
        (
            "支持茶叶、食用菌、中药材、水果、蔬菜等产业发展，建设产地冷链设施，完善质量追溯。",
            "支持茶叶产业发展，建设产地冷链设施，完善质量追溯。",
        ),
        (
            "对高龄、失能、独居、留守、低保老年人逐户开展居家适老化改造，统一验收标准，改造结果张榜公布。",
            "对高龄、失能老年人逐户开展居家适老化改造，统一验收标准，改造结果张榜公布。",
        ),
    ],
    "sloganised": [
        (
            "建立重点企业白名单，2025年底前为120家企业提供贷款贴息，由市金融办牵头，每月通报。",
            "提高站位，凝心聚力，奋力谱写特色产业高质量发展新篇章。",
        ),
        (
            "培育龙头企业15家，2026年底前建成冷库3座，市商务局牵头，每半年评估一次。",
            "众志成城、真抓实干，大力推进龙头企业做大做强。",
        ),
    ],
    "substituted": [
        (
            "便民服务中心设帮办窗口，审批时限压缩至3个工作日以内。",
            "便民服务中心开展微笑服务，门口设置宣传栏、悬挂横幅。",
        ),
        ("不得以环保为由简单关停小作坊，分类指导整改。", "对小作坊一律简单关停，限期拆除。"),
        ("尊重农民意愿，不得强制流转土地。", "必须完成任务，强制流转土地。"),
    ],
}


@pytest.mark.parametrize(
    ("expected", "upper", "lower"),
    [(name, upper, lower) for name, pairs in PAIRS.items() for upper, lower in pairs],
)
def test_a_pair_has_the_label_that_a_reader_gives_it(expected, upper, lower):
    assert label(upper, lower)[0] == expected


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
