"""Laws of the unit tree, for any tree."""

from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.cascade.tree.rows import one_tree
from chuandao.cascade.tree.shape import cycles, has_cycle, layout, reach
from chuandao.cascade.units import grow


@st.composite
def trees(draw):
    """Parents of a random tree: each unit hangs under one before it."""
    size = draw(st.integers(1, 40))
    return [0] + [draw(st.integers(0, child - 1)) for child in range(1, size)]


@st.composite
def tables(draw, parents=None):
    """Rows of ``units`` with codes in random order; parents may lead anywhere."""
    if parents is None:
        size = draw(st.integers(1, 25))
        parents = [draw(st.one_of(st.none(), st.integers(0, size))) for _ in range(size)]
    codes = draw(st.permutations([f"u{i:02d}" for i in range(len(parents))]))
    above = [None if p is None else (codes[p] if p < len(codes) else "none") for p in parents]
    order = draw(st.permutations(range(len(codes))))
    return units_of([codes[i] for i in order], [above[i] for i in order])


def units_of(codes, above):
    days = pl.Series([None] * len(codes), dtype=pl.Date)
    words = pl.Series([None] * len(codes), dtype=pl.String)
    return pl.DataFrame(
        {
            "unit": codes,
            "name": [f"单位{code}" for code in codes],
            "tier": [0 if a is None else 1 for a in above],
            "parent": pl.Series(above, dtype=pl.String),
            "kind": words,
            "line_parent": words,
            "valid_from": days,
            "valid_to": days,
            "origin_file": ["units.csv"] * len(codes),
            "origin_sheet": [""] * len(codes),
            "origin_row": pl.Series(range(2, len(codes) + 2), dtype=pl.UInt32),
        }
    )


@given(trees())
def test_each_subtree_is_a_slice_and_holds_its_descendants(parents):
    array = np.array(parents)
    found = reach(array)
    laid = layout(array, found.depth)
    assert sorted(laid.order.tolist()) == list(range(len(parents)))
    assert laid.sizes[0] == len(parents)
    for at, (above, size) in enumerate(
        zip(laid.parents.tolist(), laid.sizes.tolist(), strict=True)
    ):
        assert above < at
        if above >= 0:
            assert at + size <= above + laid.sizes[above]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_cycles_are_found_exactly(links):
    parents = np.array([link % len(links) for link in links])
    found = reach(parents)
    for at in range(len(parents)):
        line, here = {at}, int(parents[at])
        while here not in line and here != int(parents[here]):
            line.add(here)
            here = int(parents[here])
        ends = here == int(parents[here])
        assert bool(found.endless[at]) == (not ends)
    members = sorted(at for line in cycles(parents, found.on_cycle) for at in line)
    assert members == np.flatnonzero(found.on_cycle).tolist()
    own = np.arange(len(parents))
    assert has_cycle(np.where(parents == own, -1, parents)) == bool(found.endless.any())


@given(trees().flatmap(lambda parents: tables(parents=[None, *parents[1:]])))
def test_the_order_of_rows_changes_nothing(units):
    tree = grow(units)
    again = grow(units.reverse())
    assert tree.codes == again.codes
    assert tree.parents.tolist() == again.parents.tolist()


@given(trees().flatmap(lambda parents: tables(parents=[None, *parents[1:]])))
def test_ancestors_children_and_subtrees_agree(units):
    tree = grow(units)
    for code in tree:
        line = (code, *tree.ancestors(code))
        assert line[-1] == tree.root
        assert all(low in tree.children(high) for low, high in pairwise(line))
        assert all(code in tree.subtree(above) for above in line)
        assert list(tree.children(code)) == sorted(tree.children(code))
        assert tree.resolve(tree.path(code)) == code


@settings(max_examples=200)
@given(tables())
def test_any_table_gives_one_tree_or_none_and_loses_no_row(units):
    found = one_tree(units)
    assert found.frame.height + found.set_aside.height == units.height
    again = one_tree(units.reverse())
    assert found.frame["unit"].to_list() == again.frame["unit"].to_list()
    for problem in found.problems:
        assert "{" not in problem.render("zh-Hant") + problem.hint("en")
    if found.frame.height:
        tree = grow(found.frame)
        assert sorted(tree.codes) == found.frame["unit"].to_list()
        assert found.set_aside.height == 0 or found.problems
