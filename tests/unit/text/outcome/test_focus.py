"""Which words of two linked clauses answer each other."""

from datetime import date

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side
from chuandao.text.outcome.focus import focused


def side(words):
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


def test_what_another_clause_answers_is_left_out_with_its_values():
    upper = side("建设标准茶园300亩，培训茶农500人次")
    seen = focused(upper, side("建设标准茶园100亩"), [side("培训茶农200人次")])
    assert "茶园" in seen.words
    assert "培训" not in seen.words
    assert [target.value for target in seen.targets] == [300]


def test_places_stay_what_they_were():
    upper = side("建设标准茶园300亩，培训茶农500人次")
    seen = focused(upper, side("培训茶农200人次"), [side("建设标准茶园100亩")])
    assert len(seen.words) == len(upper.words)
    assert seen.words.index("培训") == upper.words.index("培训")


def test_without_rivals_a_clause_stays_whole():
    upper = side("建设标准茶园300亩")
    assert focused(upper, side("抓好落实"), []) is upper
