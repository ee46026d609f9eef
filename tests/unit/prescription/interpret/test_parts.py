"""The pieces behind a kit: tests that were taken, masking, reversals, good cases."""

import polars as pl

from chuandao.catalog.interpretation import cue_words, training_hours, typical_misreadings
from chuandao.catalog.knowledge import references, signs
from chuandao.prescription.interpret.departure import is_ban, kind_of, shared_letters
from chuandao.prescription.interpret.masking import masking_of
from chuandao.prescription.interpret.training import wrong_clauses
from chuandao.prescription.interpret.typical import typical_of


def answers(takers, wrong):
    return pl.DataFrame(
        {
            "unit": ["880100000000"] * takers,
            "taker": [f"P{at}" for at in range(takers)],
            "item": ["Q1"] * takers,
            "correct": [at >= wrong for at in range(takers)],
            "clause": ["city#2.1"] * takers,
        }
    )


def test_nothing_is_said_of_a_clause_that_nine_people_answered():
    assert wrong_clauses(answers(9, 9), "city") == {}


def test_a_clause_that_a_third_answered_wrongly_is_trained():
    assert wrong_clauses(answers(12, 4), "city") == {"2.1": 4}
    assert wrong_clauses(answers(12, 3), "city") == {}


def test_a_unit_is_hidden_by_full_and_short_name(case):
    hidden = masking_of(case.units, "880100000000")
    assert hidden.masked("东河县要求东河各乡镇上项目") == "某地要求某地各乡镇上项目"


def test_the_root_is_not_hidden(case):
    assert masking_of(case.units, "880100000000").masked("清安市的要求") == "清安市的要求"


def test_a_reversal_shares_words_with_the_ban_it_turns():
    assert is_ban("不得实行“一票否决”")
    assert shared_letters("不得实行“一票否决”", "实行“一票否决”") >= 3


def test_the_gravest_label_tells_the_kind():
    assert kind_of(["localised", "weakened", "strengthened"], []) == "strengthened"


def test_every_typical_misreading_has_a_known_sign_and_source():
    for one in typical_misreadings().values():
        assert one.sign in signs()
        assert one.source in references()
        assert one.wrong("en") != one.right("en")


def test_hours_and_cues_are_there():
    assert all(hours > 0 for hours in training_hours().values())
    assert all(cue_words(cue) for cue in ("ban", "may", "vague"))


def test_no_clause_has_more_than_two_typical_misreadings(before):
    found = typical_of(before.rules)
    paths = [one.quote.path for one in found]
    assert max(paths.count(path) for path in paths) <= 2
