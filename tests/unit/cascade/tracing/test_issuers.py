"""Which unit of the tree issued a document."""

import polars as pl
import pytest

from chuandao.cascade.tracing.parentage.issuers import contradicts, resolve_issuer
from chuandao.cascade.units import grow

ROWS = [
    ("1", "清河市", 0, None),
    ("1D", "清河市农业农村局", 1, "1"),
    ("11", "云山县", 1, "1"),
    ("11D", "云山县农业农村局", 2, "11"),
    ("111", "石桥镇", 2, "11"),
    ("11101", "张庄村", 3, "111"),
    ("12", "永宁市", 1, "1"),
    ("121", "沙河镇", 2, "12"),
    ("12101", "张庄村", 3, "121"),
    ("122", "南塘街道", 2, "12"),
    ("12201", "东风社区", 3, "122"),
]
UNITS = grow(
    pl.DataFrame(ROWS, schema=["unit", "name", "tier", "parent"], orient="row").with_columns(
        kind=pl.lit("government")
    )
)


@pytest.mark.parametrize(
    ("name", "unit", "via"),
    [
        ("清河市农业农村局", "1D", "name"),
        ("清河市人民政府", "1", "government"),
        ("雲山縣人民政府", "11", "government"),
        ("云山县人民政府办公室", "11", "office"),
        ("中共云山县委", "11", "party"),
        ("中共云山县委办公室", "11", "office"),
        ("云山县农业农村局办公室", "11D", "office"),
        ("石桥镇党政综合办公室", "111", "office"),
        ("南塘街道办事处", "122", "government"),
        ("沙河镇张庄村村民委员会", "12101", "self_governing"),
        ("东风社区居民委员会", "12201", "self_governing"),
    ],
)
def test_a_name_leads_to_its_unit(name, unit, via):
    found = resolve_issuer(name, UNITS)
    assert (found.unit, found.via) == (unit, via)


def test_a_name_that_several_bear_stays_with_its_candidates():
    found = resolve_issuer("张庄村村民委员会", UNITS)
    assert (found.unit, found.candidates) == ("", ("11101", "12101"))


def test_a_unit_near_by_decides_between_them():
    assert resolve_issuer("张庄村村民委员会", UNITS, "121").unit == "12101"


@pytest.mark.parametrize("name", ["", "省财政厅", "优化营商环境工作专班办公室", "12"])
def test_a_name_that_is_not_in_the_tree_is_not_guessed(name):
    found = resolve_issuer(name, UNITS)
    assert (found.unit, found.candidates) == ("", ())


def test_a_document_filed_under_another_unit_contradicts_its_own_words():
    found = resolve_issuer("云山县人民政府", UNITS)
    assert contradicts(found, "12", UNITS)
    assert not contradicts(found, "11", UNITS)


def test_a_bureau_filed_under_its_government_does_not():
    assert not contradicts(resolve_issuer("云山县农业农村局", UNITS), "11", UNITS)


def test_what_is_not_known_contradicts_nothing():
    assert not contradicts(resolve_issuer("省财政厅", UNITS), "11", UNITS)
