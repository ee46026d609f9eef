"""Which waits between departments a share of data would remove."""

from datetime import date

import polars as pl
import pytest

import chuandao as cd
from chuandao.diagnosis.coordination.requests import judged_requests
from chuandao.diagnosis.coordination.shared_data import waits_for_data

UNITS = """unit,name,tier,parent,kind
99,清河市,0,,government
99D1,市公安局,1,99,department
99D2,市财政局,1,99,department
99D3,市水利局,1,99,department
"""
REQUESTS = """request,dataset,owner,requester,requested,lawful_basis,answered,outcome
r1,户籍信息,市公安局,市财政局,2025-03-03,条例,2025-03-10,refused
r2,户籍信息,市公安局,市财政局,2025-03-03,,2025-03-10,refused
r3,出行信息,市公安局,市财政局,2025-03-03,条例,2025-04-30,granted
r4,河湖信息,市水利局,市财政局,2025-03-03,条例,2025-03-05,granted
"""


@pytest.fixture
def case(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    (tmp_path / "data_requests.csv").write_text(REQUESTS, "utf-8")
    return cd.read(tmp_path)


def test_waits_of_the_pair_that_is_refused_data_are_told_whichever_way_the_case_goes(case):
    handovers = pl.DataFrame(
        {
            "giver": ["市公安局", "99D2", "市水利局"],
            "taker": ["市财政局", "99D1", "市财政局"],
            "days_lost": [40.0, 12.0, 9.0],
        }
    )
    told = waits_for_data(case, handovers, date(2025, 6, 30), before="giver", after="taker")
    assert told["days_lost"].to_list() == [40.0, 12.0]
    assert told["failed_requests"].to_list() == [2, 2]
    assert told["datasets"][0].to_list() == ["出行信息", "户籍信息"]


def test_without_requests_no_wait_is_laid_at_their_door(case, tmp_path):
    (tmp_path / "data_requests.csv").unlink()
    handovers = pl.DataFrame({"giver": ["市公安局"], "taker": ["市财政局"]})
    told = waits_for_data(cd.read(tmp_path), handovers, None, before="giver", after="taker")
    assert told.is_empty()


def test_what_is_answered_after_the_day_of_the_checkup_is_open_on_that_day(case):
    then = judged_requests(case, date(2025, 3, 14)).sort("request")
    assert then["outcome_then"].to_list() == ["refused", "refused", "waiting", "granted"]


def test_a_request_is_overdue_after_ten_working_days_without_an_answer(case):
    then = judged_requests(case, date(2025, 3, 17)).sort("request")
    assert then["outcome_then"][2] == "waiting"
    assert judged_requests(case, date(2025, 3, 18)).sort("request")["outcome_then"][2] == "overdue"
