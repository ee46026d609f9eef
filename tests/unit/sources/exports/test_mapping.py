"""Mapping files: what they may say, and what is said of those that cannot be used."""

import pytest

from chuandao.errors import ChuandaoError
from chuandao.sources.exports import mapping_of, ready_mappings

GOOD = """
name = "x"
recognise = ["甲"]
[[into]]
table = "staff"
[into.columns]
unit = "甲"
"""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"staff"', '"stuff"', "into[1].table"),
        ('unit = "甲"', 'unti = "甲"', "into[1].columns.unti"),
        ('unit = "甲"', 'unit = { headings = "甲" }', "into[1].columns.unit.headings"),
        ('unit = "甲"', "unit = { times = true }", "into[1].columns.unit.times"),
        ('unit = "甲"', 'unit = { grain = "week" }', "into[1].columns.unit.grain"),
        ('recognise = ["甲"]', "recognise = [3]", "recognise"),
        ('recognise = ["甲"]', "", "recognise"),
        ('name = "x"', 'nom = "x"', "nom"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_was_expected(old, new, key):
    with pytest.raises(ChuandaoError) as caught:
        mapping_of(GOOD.replace(old, new), "mappings/x.toml")
    assert caught.value.code == "mapping_key"
    assert caught.value.problem.parameters["key"] == key
    assert caught.value.problem.place.file == "mappings/x.toml"


def test_a_text_that_is_no_toml_is_said():
    with pytest.raises(ChuandaoError, match="TOML"):
        mapping_of("name = ")


def test_a_share_cannot_split_its_rows():
    shared = 'share = { of = "乙", counts = ["是"] }\n[into.columns]\nunit = { heading = "甲", split = true }'
    with pytest.raises(ChuandaoError) as caught:
        mapping_of(GOOD.replace('[into.columns]\nunit = "甲"', shared))
    assert caught.value.problem.parameters["key"] == "into[1].share"


@pytest.mark.parametrize("mapping", ready_mappings(), ids=lambda one: one.name)
def test_a_ready_mapping_fills_what_its_tables_require(mapping):
    from_elsewhere = {"share": {"value", "n"}, "count": {"count"}}
    for into in mapping.into:
        made = set(into.columns)
        made |= from_elsewhere["share"] if into.share else set()
        made |= from_elsewhere["count"] if into.count else set()
        assert {column.name for column in into.schema.columns if column.required} <= made
    assert mapping.about_en
    assert mapping.about_zh


def test_no_two_ready_mappings_take_each_others_exports():
    for one in ready_mappings():
        others = [m for m in ready_mappings() if m is not one and m.recognises(one.recognise)]
        assert all(len(other.recognise) < len(one.recognise) for other in others)
