"""The lexicons that a case may extend: what their columns hold is told from their rows."""

import pytest

from chuandao.catalog.additions import Additions, columns_of, key_of, lexicon_files, merged_rows
from chuandao.catalog.rows import rows_of
from chuandao.text.canonical import plain

FILES = sorted(lexicon_files())


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_catalogue_would_be_accepted_from_a_case(name):
    wrong = [
        (row, column.name)
        for row in rows_of(lexicon_files()[name])
        for column in columns_of(name)
        if (row[column.name] and not column.accepts(row[column.name]))
        or (column.required and not row[column.name])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_the_words_are_in_plain_form(name):
    words = [
        row[column.name]
        for row in rows_of(lexicon_files()[name])
        for column in columns_of(name)
        if column.name in {"word", "term"}
    ]
    assert [word for word in words if plain(word) != word] == []


@pytest.mark.parametrize("name", FILES)
def test_without_additions_the_rows_are_the_catalogues(name):
    assert merged_rows(name) == rows_of(lexicon_files()[name])


def test_a_row_with_the_key_of_one_of_ours_takes_its_place():
    ours = rows_of("lexicon/slogans.csv")
    added = Additions((("slogans.csv", ((ours[0]["word"], "case", ""),)),))
    rows = merged_rows("slogans.csv", added)
    assert len(rows) == len(ours)
    assert rows[-1]["reference"] == "case"
    assert key_of(rows[-1], "slogans.csv") == key_of(ours[0], "slogans.csv")
