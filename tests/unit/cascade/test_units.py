"""The tree of units: places, names, days, and what a table of units becomes."""

import gzip
import os
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from chuandao.cascade.case import read
from chuandao.cascade.tree.rows import one_tree
from chuandao.cascade.units import AmbiguousUnitError, UnknownUnitError, grow

CITY = [
    ("1", "清河市", 0, None, None),
    ("11", "柳河县", 1, "1", None),
    ("12", "山阳县", 1, "1", None),
    ("111", "城关镇", 2, "11", None),
    ("121", "城关镇", 2, "12", None),
    ("122", "石桥乡", 2, "12", None),
    ("1FG", "市发改委", 1, "1", "department"),
]


def table(rows=CITY, **columns):
    names = ["unit", "name", "tier", "parent", "kind"]
    origin = {"origin_file": "units.csv", "origin_sheet": ""}
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(names, pl.String) | {"tier": pl.Int64}, orient="row"
    )
    frame = frame.with_columns(**{name: pl.lit(word) for name, word in origin.items()})
    frame = frame.with_columns(origin_row=pl.int_range(2, frame.height + 2, dtype=pl.UInt32))
    days = {
        name: pl.Series(columns.get(name, [None] * frame.height), dtype=pl.Date)
        for name in ("valid_from", "valid_to")
    }
    line = pl.Series(columns.get("line_parent", [None] * frame.height), dtype=pl.String)
    return frame.with_columns(**days, line_parent=line)


def codes(found):
    return [problem.code for problem in found.problems]


def test_units_stand_in_the_order_of_codes_each_before_its_children():
    assert grow(table()).codes == ("1", "11", "111", "12", "121", "122", "1FG")


def test_places_in_the_tree():
    tree = grow(table())
    assert tree.ancestors("121") == ("12", "1")
    assert tree.children("1") == ("11", "12", "1FG")
    assert tree.leaves() == ("111", "121", "122", "1FG")
    assert (tree.parent("1"), tree.tier("121"), tree.kind("1FG")) == (None, 2, "department")
    assert ("122" in tree, "123" in tree) == (True, False)


def test_a_village_code_is_a_self_governing_organisation_by_default():
    rows = [("110101001001", "多福巷社区", 0, None, None)]
    assert grow(table(rows)).kind("110101001001") == "self_governing"


def test_lines_of_business_are_kept_beside_the_tree():
    tree = grow(table(line_parent=[None, None, None, None, None, "1FG", None]))
    assert (tree.line_parent("122"), tree.line_children("1FG")) == ("1FG", ("122",))


def test_a_name_is_looked_for_near_its_context_first():
    tree = grow(table())
    assert tree.resolve("城关镇", context="12") == "121"
    assert tree.resolve("城关镇", context="122") == "121"
    assert tree.resolve("山阳县/城关镇") == tree.resolve("清河市＞山陽縣＞城關鎮") == "121"


def test_an_ambiguous_name_lists_the_candidates_with_their_paths():
    with pytest.raises(
        AmbiguousUnitError, match="111 清河市/柳河县/城关镇; 121 清河市/山阳县/城关镇"
    ):
        grow(table()).resolve("城关镇")


def test_an_unknown_unit_names_the_nearest():
    tree = grow(table())
    with pytest.raises(UnknownUnitError, match="Nearest: '122' 石桥乡"):
        tree.resolve("石桥镇")
    with pytest.raises(UnknownUnitError, match=r"not in the unit tree \(7 units\)\.$"):
        tree.path("zzz")


def test_the_tree_of_a_day_leaves_out_what_did_not_exist():
    days = [None, None, None, date(2020, 1, 1), None, None, None]
    tree = grow(table(valid_from=days))
    assert "111" not in tree.at(date(2019, 12, 31))
    assert tree.at(date(2020, 1, 1)).codes == tree.codes
    assert (tree.valid("111", date(2019, 1, 1)), tree.valid("12", date(1900, 1, 1))) == (
        False,
        True,
    )


def test_children_of_a_merged_county_hang_under_its_successor_or_the_unit_above():
    ended = [None, None, date(2020, 6, 30), None, None, None, None]
    merged = pl.DataFrame(
        {"unit": ["12"], "successor": ["11"], "date": [date(2020, 7, 1)], "share": [1.0]}
    )
    day = date(2021, 1, 1)
    assert grow(table(valid_to=ended)).at(day).parent("121") == "1"
    tree = grow(table(valid_to=ended), merged)
    assert tree.at(day).parent("121") == "11"
    assert (tree.successors("12"), tree.predecessors("11")) == (("11",), ("12",))


def test_a_successor_below_the_unit_itself_makes_no_cycle():
    ended = [None, None, date(2020, 6, 30), None, None, None, None]
    odd = pl.DataFrame({"unit": ["12"], "successor": ["121"], "date": [None], "share": [None]})
    tree = grow(table(valid_to=ended), odd).at(date(2021, 1, 1))
    assert (tree.parent("121"), tree.parent("122"), len(tree)) == ("1", "1", 6)


def test_departments_may_stand_in_the_tier_of_their_government_or_below():
    assert codes(one_tree(table())) == []


def test_parents_may_be_given_by_name():
    rows = [*CITY[:6], ("1221", "石桥村", 3, "石橋鄉", None)]
    found = one_tree(table(rows))
    assert found.frame.filter(pl.col("unit") == "1221")["parent"].to_list() == ["122"]


def test_a_parent_whose_name_two_units_bear_is_not_guessed():
    found = one_tree(table([*CITY, ("1211", "东村", 3, "城关镇", None)]))
    assert codes(found) == ["ambiguous_parent"]
    assert found.set_aside["codes"].to_list() == [["ambiguous_parent"]]


def test_an_unknown_parent_sets_aside_all_below_and_names_the_nearest():
    rows = [*CITY[:4], ("131", "石桥乡", 2, "13", None), ("1311", "东村", 3, "131", None)]
    found = one_tree(table(rows))
    assert codes(found) == ["unknown_parent_near", "unit_below_set_aside"]
    assert found.set_aside["codes"].to_list() == [["unknown_parent"], ["unit_below_set_aside"]]


def test_the_top_of_an_extract_is_taken_for_the_root_aloud():
    found = one_tree(table([("11", "柳河县", 1, "1", None), ("111", "城关镇", 2, "11", None)]))
    assert (codes(found), found.frame.height) == (["root_of_extract"], 2)


def test_a_unit_that_is_its_own_parent_beside_a_root_is_set_aside():
    found = one_tree(table([*CITY, ("13", "云山县", 1, "13", None)]))
    assert (codes(found), found.frame.height) == (["unit_own_parent"], 7)


def test_units_in_circles_only_are_no_tree():
    found = one_tree(table([("1", "甲", 0, "2", None), ("2", "乙", 1, "1", None)]))
    assert (codes(found), found.frame.height) == (["no_root", "unit_cycle"], 0)


def test_a_tree_may_be_very_deep():
    rows = [
        (f"{i:05d}", f"第{i}级", i, None if i == 0 else f"{i - 1:05d}", None) for i in range(5000)
    ]
    tree = grow(one_tree(table(rows)).frame)
    assert (len(tree.ancestors("04999")), len(tree.subtree("00000"))) == (4999, 5000)


def test_the_country_reads_in_seconds_and_says_what_it_did(tmp_path):
    folder = os.environ.get("CHUANDAO_REAL_DATA")
    if not folder:
        pytest.skip("CHUANDAO_REAL_DATA is not set: the real division tree is not at hand")
    source = Path(folder, "division_tree", "cn_divisions_2016_5level.csv.gz")
    heading, _, body = gzip.decompress(source.read_bytes()).decode().partition("\n")
    heading = heading.replace("code,", "unit,", 1).replace("rank", "tier").replace("virtual", "-")
    (tmp_path / "units.csv").write_text(f"{heading}\n{body}", "utf-8")
    began = time.monotonic()
    case = read(tmp_path)
    took = time.monotonic() - began
    assert len(case.units) == 713_035
    assert case.set_aside.height == 0
    found = {problem.code: problem for problem in case.check()}
    assert "中华人民共和国" in found["root_own_parent"].render()
    assert "292 virtual units" in found["virtual_units"].render()
    assert len(case.units.candidates("张庄村委会")) == 441
    assert took < 60  # about six seconds on two cores that are not shared
