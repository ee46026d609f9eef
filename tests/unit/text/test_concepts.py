from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.messages import to_traditional
from chuandao.text.canonical import plain
from chuandao.text.concepts import (
    ConceptFound,
    Concepts,
    ConceptTerm,
    concept_overlap,
    concepts_in,
)

KNOWN = policy_concepts()


def named(words):
    return [found.concept for found in concepts_in(plain(words), KNOWN)]


def test_the_longest_term_is_taken_and_nothing_inside_it():
    known = Concepts((ConceptTerm("long", "不动产登记"), ConceptTerm("short", "不动产")))
    found = concepts_in("不动产登记和不动产税", known)
    assert [(f.concept, f.start, f.end) for f in found] == [("long", 0, 5), ("short", 6, 9)]


def test_a_longer_word_of_another_matter_hides_the_term():
    assert "tcm" not in named("集中医疗资源")
    assert named("发展中医") == ["tcm"]
    assert named("提高校园管理水平，各种业务按时办结") == []
    assert named("推广电商平台") == ["e_commerce"]
    assert named("降低保证金比例，落实最低保障水平") == []


def test_both_scripts_name_the_same_concepts():
    words = "推行“一网通办”、综合窗口和帮办代办，压减审批时限"
    assert named(words) == named(to_traditional(words).replace("“", "「").replace("”", "」"))
    assert set(named(words)) == {"one_net", "one_window", "agency_help", "approval_reform"}


def test_a_quotation_mark_of_another_kind_changes_nothing():
    assert named("落实「雙減」政策") == named("落实“双减”政策") == ["double_reduction"]


def test_english_terms_stand_alone():
    assert named("Wetlands and social credit") == ["wetland_nature", "credit_supervision"]
    assert named("the talents of unemployment") == []


def test_a_number_is_not_found_inside_a_longer_one():
    assert named("拨打12345热线") == ["hotline"]
    assert named("编号1234567") == []


def test_a_place_is_where_the_words_stand():
    words = plain("各鎮要優化營商環境。")
    assert [words[f.start : f.end] for f in concepts_in(words, KNOWN)] == ["优化营商环境"]


def test_a_word_of_several_concepts_gives_each_its_share():
    found = concepts_in("落实研发费用加计扣除", KNOWN)
    assert {f.concept for f in found} == {"rd_input", "tax_cut"}
    assert max(f.weight for f in found) <= 0.5


def test_near_synonyms_of_one_concept_overlap():
    one, other = (concepts_in(words, KNOWN) for words in ("设综合窗口", "推行一窗受理"))
    assert concept_overlap(one, other) > 0.8


def test_passages_on_different_matters_do_not_overlap():
    one, other = (concepts_in(words, KNOWN) for words in ("整治黑臭水体", "发展托育服务"))
    assert one
    assert other
    assert concept_overlap(one, other) == 0


def test_a_passage_without_a_concept_is_like_nothing():
    assert concept_overlap((), concepts_in("发展托育服务", KNOWN)) == 0


def test_a_rare_concept_tells_more():
    rare, common = ConceptFound("rare", "x", 0, 1), ConceptFound("common", "y", 1, 2)
    plain_overlap = concept_overlap([rare, common], [rare])
    assert concept_overlap([rare, common], [rare], {"rare": 3.0}) > plain_overlap == 0.5


def test_a_text_of_one_letter_or_none_names_nothing():
    assert named("") == named("医") == []


def test_the_name_of_a_department_is_no_concept():
    assert named("由市市场监督管理局、市大数据局牵头") == []
    assert named("打开乡村振兴局面") == ["rural_revitalization"]
