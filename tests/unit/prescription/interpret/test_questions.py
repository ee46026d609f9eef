"""The comprehension test: every answer follows from the words of the document."""

from collections import Counter

from chuandao.prescription.interpret.figures import other_figures
from chuandao.prescription.interpret.questions import CHOICE, JUDGE


def test_every_answer_follows_from_words_that_stand_in_the_document(before, for_east):
    for kit in (before, for_east):
        for one in kit.questions:
            assert kit.document.text[one.key.start : one.key.end] == one.key.words


def test_the_right_option_of_a_choice_is_the_document_s(before):
    for one in (q for q in before.questions if q.form == CHOICE):
        right = one.options[one.answer].words
        assert right == one.key.words
        assert [option.words for option in one.options].count(right) == 1


def test_both_answers_occur_among_true_and_false(before):
    given = Counter(one.answer for one in before.questions if one.form == JUDGE)
    assert min(given[0], given[1]) >= 2


def test_a_ban_turned_into_a_permission_is_wrong(before):
    turned = [one for one in before.questions if one.code == "turned"]
    assert turned
    assert all(one.said.words.startswith("可以") and one.answer == 1 for one in turned)


def test_a_ban_as_it_stands_is_right(before):
    stands = [one for one in before.questions if one.code == "stands"]
    assert stands
    assert all(one.said.words == one.key.words and one.answer == 0 for one in stands)


def test_a_real_misreading_becomes_a_distractor(for_east):
    real = [
        option.misreading
        for one in for_east.questions
        for at, option in enumerate(one.options)
        if option.misreading and at != one.answer
    ]
    assert "必须上新项目" in {one.wrong for one in real}


def test_wrong_dates_are_dates_of_the_document(before):
    for one in (q for q in before.questions if q.code == "deadline"):
        wrong = [o.words for at, o in enumerate(one.options) if at != one.answer and o.words]
        assert all(words in before.document.text for words in wrong)
        assert len(set(wrong)) == len(wrong)


def test_questions_are_numbered_in_their_order(before):
    assert [one.number for one in before.questions] == list(range(1, len(before.questions) + 1))


def test_wrong_figures_differ_from_the_right_one_and_from_one_another():
    for words in ("新建1座", "合格率100%", "占比0.5%", "产值突破120亿元", "不少于2名"):
        wrong = other_figures(words)
        assert words not in wrong
        assert len(set(wrong)) == len(wrong)


def test_a_target_with_two_figures_is_not_asked():
    assert other_figures("3年内新增5万亩") == ()
