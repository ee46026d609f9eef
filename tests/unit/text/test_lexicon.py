"""The words that the parsers look for."""

import re

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.lexicon import any_of


def test_the_longest_word_is_matched_first():
    assert re.match(any_of(["元", "万元", "万"]), "万元")[0] == "万元"


def test_signs_in_a_word_are_no_pattern():
    assert re.fullmatch(any_of(["微克/立方米", "a.b"]), "a.b")
    assert not re.fullmatch(any_of(["a.b"]), "axb")


def test_every_word_of_the_catalogue_is_in_plain_form():
    known = lexicon()
    words = [
        *(entry.word for entry in known.deontic),
        *(entry.word for entry in known.measures),
        *(word for word, _ in (*known.comparators_before, *known.comparators_after)),
        *(entry[0] for entry in (*known.set_values, *known.deadlines)),
        *(word for _, _, word in known.kinds),
        *(word for _, word in known.roles),
        *known.slogans,
        *known.instruments,
        *known.form_activities,
        *known.safeguards,
        *known.conditions,
        *known.count_verbs,
        *known.adverbs,
        *(word for word, _ in (*known.verbs, *known.harms, *known.scopes, *known.means)),
    ]
    assert [word for word in words if plain(word) != word] == []


def test_every_measure_of_a_set_value_is_known():
    known = {measure.measure for measure in lexicon().measures}
    assert {unit for _, _, _, unit in lexicon().set_values} <= known


def test_only_totals_of_an_amount_add_up():
    shares = [m.word for m in lexicon().measures if m.additive and m.dimension == "ratio"]
    assert shares == []


def test_one_dimension_is_additive_or_not_as_a_whole():
    kinds = {}
    for measure in lexicon().measures:
        kinds.setdefault(measure.dimension, set()).add(measure.additive)
    assert [name for name, both in kinds.items() if len(both) > 1] == []
