"""What every cause gives, put together."""

import polars as pl
import pytest

from chuandao.diagnosis.examination import Deficit, Examination, Finding, frames, together


def finding(**told):
    return Finding("11", "resources", "R2", 0.4, "finding.R2", **told)


def test_findings_of_two_kinds_or_periods_have_codes_of_their_own():
    codes = {finding(about=a, period=p).id for a in ("funds", "land") for p in ("2025Q2", "2025Q3")}
    assert codes == {f"11:R2:{a}:{p}" for a in ("funds", "land") for p in ("2025Q2", "2025Q3")}


def test_periods_stand_in_the_tables_and_none_stays_empty():
    deficits = (Deficit("11", "T01", "resources", 0.3, period="2025Q2"),)
    made = frames([Examination(findings=(finding(),), deficits=deficits)])
    assert made["deficits"]["period"].to_list() == ["2025Q2"]
    assert made["findings"]["period"].to_list() == [None]


def test_tables_of_the_causes_stand_beside_those_of_all():
    mine = pl.DataFrame({"transfer": ["Z1"]})
    assert frames([Examination(tables={"fund_chain": mine})])["fund_chain"].equals(mine)


def test_two_signs_may_not_bring_the_same_table():
    one = Examination(tables={"fund_chain": pl.DataFrame()})
    with pytest.raises(ValueError, match="fund_chain"):
        together(one, one)


def test_parts_of_a_cause_are_put_together_in_their_order():
    first, second = finding(about="funds"), finding(about="land")
    whole = together(Examination(findings=(first,)), Examination(findings=(second,)))
    assert whole.findings == (first, second)
