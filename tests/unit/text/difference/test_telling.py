"""Which changes are told."""

from datetime import date

from chuandao.cascade.tracing.linking.judging import bounds, change_scorer
from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side
from chuandao.text.difference.labels import LABELS
from chuandao.text.difference.seen import seen_pair
from chuandao.text.difference.telling import ChangeScorer, of_link, rated_changes, told, with_labels
from chuandao.text.outcome.features import Surroundings

EVEN = [1 / len(LABELS)] * len(LABELS)
UPPER = "新增助餐点30个，2025年底前完成，不得向老人收取押金"
LOWER = "新增助餐点30个，2025年9月底前完成，逾期的予以通报"


def side(words):
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


def pair(upper=UPPER, lower=LOWER):
    around = Surroundings(background())
    return seen_pair(side(upper), side(lower), lexicon(), bounds(), around)


def test_a_scorer_that_likes_nothing_tells_nothing():
    assert told(pair(), EVEN, ChangeScorer({"bias": -20.0}), 0.3) == ()


def test_a_scorer_that_likes_all_tells_every_kind_found():
    found = told(pair(), EVEN, ChangeScorer({"bias": 20.0}), 0.3)
    kinds = {rated.kind for rated in rated_changes(pair())}
    assert {(c.attribute, c.direction) for c in found} == kinds


def test_an_earlier_day_is_told_by_the_shipped_scorer():
    found = told(pair(), EVEN, change_scorer(), bounds()["change_told"])
    assert ("deadline", "stricter") in {(c.attribute, c.direction) for c in found}


def test_the_odds_of_telling_are_those_that_were_fitted():
    seen, scorer = pair(), change_scorer()
    link = of_link(seen, EVEN)
    for rated in rated_changes(seen):
        whole = scorer.odds(with_labels(rated, link))
        likely = told(seen, EVEN, scorer, 1 / (1 + 2.718281828 ** -(whole - 1e-6)))
        assert any(change in likely for change in rated.changes) or not likely


def test_no_words_are_told_twice_for_one_kind():
    found = told(pair(), EVEN, ChangeScorer({"bias": 20.0}), 0.3)
    places = [(c.attribute, c.direction, c.upper, c.lower) for c in found]
    assert len(places) == len(set(places))


def test_the_share_of_a_total_is_told_whatever_the_scorer_says():
    seen = pair("新增助餐点300个", "新增助餐点30个")
    found = told(seen, EVEN, ChangeScorer({"bias": -20.0}), 0.3)
    assert [change.reason for change in found] == ["change.apportioned"]


def test_one_word_of_obligation_below_is_told_once_whatever_many_parts_stand_above():
    seen = pair(
        "必须建设研发平台；必须建设算力平台；必须建设数据平台。",
        "探索建设研发平台、算力平台和数据平台等。",
    )
    found = told(seen, EVEN, ChangeScorer({"bias": 20.0}), 0.3)
    softer = [c for c in found if (c.attribute, c.direction) == ("deontic", "laxer")]
    assert softer
    lowers = [c.lower for c in softer if c.lower]
    assert len(lowers) == len(set(lowers))
