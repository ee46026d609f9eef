"""Local alignment of two passages by the rarity of their words."""

import pytest

from chuandao.text.copying.alignment import Rarity, alignment, rarity

EVEN = Rarity(1, {})
ONE = EVEN("word")  # what any word is worth where all are alike


def test_a_copy_scores_the_worth_of_all_its_words():
    assert alignment(
        "tea gardens shall register", "tea gardens shall register", EVEN
    ) == pytest.approx(4 * ONE, abs=1e-5)


def test_a_word_put_in_costs_as_much_as_one_replaced_or_left_out():
    whole = "tea gardens shall register here"
    changed = {
        "put in": "tea gardens shall always register here",
        "left out": "tea gardens register here",
        "replaced": "tea gardens must register here",
    }
    scores = {name: alignment(whole, words, EVEN) for name, words in changed.items()}
    assert scores["put in"] == pytest.approx(5 * ONE - 0.5, abs=1e-5)
    assert scores["left out"] == scores["replaced"] == pytest.approx(4 * ONE - 0.5, abs=1e-5)


def test_the_best_part_counts_and_what_stands_around_it_does_not():
    part = "tea gardens shall register"
    assert alignment(part, f"whereas and so on {part} and more of it", EVEN) == alignment(
        part, part, EVEN
    )


def test_order_of_words_matters():
    assert alignment("a b c d", "d c b a", EVEN) == pytest.approx(ONE, abs=1e-5)


def test_the_score_is_the_same_either_way_round():
    one, other = (
        "the town shall publish the register of gardens",
        "publish a register of all gardens",
    )
    assert alignment(one, other, EVEN) == alignment(other, one, EVEN)


def test_formulas_that_stand_everywhere_weigh_less_than_rare_words():
    weigh = rarity(["is amended to read", "is amended to read so", "tea gardens register hemp"])
    formula = alignment("is amended to read", "is amended to read", weigh)
    assert formula < alignment("tea gardens register", "tea gardens register", weigh)


def test_chinese_is_aligned_by_characters_in_either_script():
    assert alignment("發展茶葉產業", "发展茶叶产业", EVEN) == pytest.approx(6 * ONE, abs=1e-5)


def test_passages_without_a_common_word_score_nothing():
    assert alignment("tea", "water", EVEN) == alignment("", "water", EVEN) == 0.0
