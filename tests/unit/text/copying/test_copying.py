"""What counts as copied, from whom, and what is nobody's copying."""

from chuandao.text.copying.copying import copied, run_length, shared, windows, wording

SIZE = 6
CITY = "加快建设标准化茶园三个，配套冷链仓库和检测室。"


def copying(lower, above=(), beside=(), obligatory=()):
    sides = [
        windows([wording(words, obligatory) for words in side], SIZE) for side in (above, beside)
    ]
    return copied(wording(lower, obligatory), *sides, SIZE)


def test_a_copy_is_copied_whole():
    found = copying(CITY, above=[CITY])
    assert found.above == found.free > 0
    assert found.beside == 0


def test_words_of_ones_own_are_not_copied():
    assert copying("组织农户到外地参观学习育苗技术。", above=[CITY]).above == 0


def test_a_swapped_name_of_a_place_makes_no_text_ones_own():
    upper, lower = "我市要加快建设标准化茶园三个。", "我县要加快建设标准化茶园三个。"
    found = copying(lower, above=[upper])
    assert found.above == found.free


def test_traditional_copies_of_simplified_text_are_copies():
    found = copying("加快建設標準化茶園三個,配套冷鏈倉庫和檢測室", above=[CITY])
    assert found.above == found.free


def test_a_changed_figure_breaks_the_run():
    found = copying(
        "到2026年底回收利用率达到百分之40以上并公布",
        above=["到2026年底回收利用率达到百分之35以上并公布"],
    )
    assert 0 < found.above < found.free


def test_set_phrases_titles_and_numbers_of_documents_are_not_counted():
    words = "根据《关于发展茶叶产业的实施意见》（清政发〔2025〕18号），加强组织领导。"
    found = copying(words, above=[words], obligatory=("加强组织领导",))
    assert found.free <= 2


def test_what_siblings_both_took_from_above_is_copied_from_above():
    found = copying(CITY, above=[CITY], beside=[CITY])
    assert (found.above, found.beside) == (found.free, 0)


def test_what_siblings_share_beyond_the_parent_is_copied_from_beside():
    own = "组织农户到外地参观学习育苗技术"
    found = copying(CITY + own, above=[CITY], beside=[CITY + own])
    assert found.beside == len(own)


def test_a_few_words_changed_alike_within_a_copied_run_are_no_copy_of_a_sibling():
    upper = "加快建设标准化茶园三个，配套冷链仓库和检测室。"
    alike = "加快建设标准化茶园五个，配套冷链仓库和检测室。"
    assert copying(alike, above=[upper], beside=[alike]).beside == 0


def test_spans_point_at_the_words_that_were_copied():
    words = "本镇实际情况：加快建设标准化茶园三个，组织参观。"
    found = copying(words, above=[CITY])
    assert [words[start:end] for start, end in found.spans_above] == ["加快建设标准化茶园三个"]


def test_runs_of_english_are_counted_in_words():
    upper = "Each county shall publish the register of tea gardens every quarter."
    lower = "The town will publish the register of tea gardens every quarter and report."
    assert run_length([wording(lower)], 10, SIZE) == SIZE
    assert copying(lower, above=[upper]).above == 8


def test_likeness_is_the_same_either_way_round():
    one, other = (
        windows([wording(words)], SIZE) for words in (CITY, "配套冷链仓库和检测室，组织农户参观。")
    )
    assert 0 < shared(one, other) == shared(other, one) < shared(one, one) == 1


def test_nothing_is_like_nothing():
    assert shared(frozenset(), frozenset()) == 0.0
    assert copying("", above=[CITY]).free == 0
