"""The catalogue's data hold together: every word means one thing, every pointer leads somewhere."""

import re
from collections import Counter
from itertools import chain

import pytest

from chuandao.catalog.knowledge import causes, references, remedies, signs
from chuandao.catalog.rows import rows_of
from chuandao.catalog.tables import COLUMN_TYPES, input_tables, result_tables, table_named
from chuandao.catalog.values import domains, values
from chuandao.messages import LANGUAGES, codes, to_traditional
from chuandao.messages.render import _catalogue

TABLES = [*input_tables().values(), *result_tables().values()]


def repeated(words):
    """Return the words that stand in several of these sets."""
    return [word for word, count in Counter(chain.from_iterable(words)).items() if count > 1]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.kind}-{table.name}")
def test_columns_of_a_table_are_told_apart_by_code_and_label(table):
    named = [{column.name, column.label_zh} for column in table.columns]
    assert repeated(named) == []
    assert all(table.column(column.name) is column for column in table.columns)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.kind}-{table.name}")
def test_types_domains_and_references_of_columns_exist(table):
    for column in table.columns:
        assert column.type in COLUMN_TYPES
        assert not column.domain or column.domain in domains()
        target, _, name = column.refers.partition(".")
        tables = {**result_tables(), **input_tables()}
        assert target in {"", "signs", "remedies", "causes"} or tables[target].column(name)


def test_no_word_names_two_input_tables():
    assert repeated(table.words for table in input_tables().values()) == []


def test_a_table_is_found_in_every_language():
    for table in input_tables().values():
        words = (table.name, table.label_en, table.label_zh, to_traditional(table.label_zh))
        assert {table_named(word).name for word in (*words, *table.aliases)} == {table.name}


@pytest.mark.parametrize("domain", domains().values(), ids=lambda domain: domain.name)
def test_every_word_of_a_domain_means_one_value(domain):
    for value in domain.values:
        words = (value.value, value.label_en, value.label_zh, to_traditional(value.label_zh))
        assert {domain.resolve(word) for word in (*words, *value.aliases)} == {value.value}


def test_an_unknown_word_has_a_nearest_but_no_value():
    assert values("role").resolve("leed") is None
    assert values("role").nearest("leed") == "lead"


def test_signs_remedies_and_references_lead_somewhere():
    assert list(causes()) == ["understanding", "resources", "capacity", "appraisal", "coordination"]
    assert {sign.reference for sign in signs().values()} <= set(references())
    assert {code for remedy in remedies().values() for code in remedy.signs} <= set(signs())
    assert {row["reference"] for row in rows_of("virtual_units.csv")} <= set(references())


def test_every_message_has_the_same_places_in_every_language():
    language_part = re.compile(r"_(en|zh_hans|zh_hant)$")
    for code in codes():
        places = [
            {language_part.sub("", name) for name in re.findall(r"{(\w+)", _catalogue(tag)[code])}
            for tag in LANGUAGES
        ]
        if not code.startswith(("trace", "page")):
            assert places[0] == places[1], code
            assert places[2] <= places[0] | {"label_en"}, code
