"""The kit as a whole: before issue and after, for a unit, without a name, the same every time."""

import dataclasses

import pytest

import chuandao as cd
from chuandao.errors import UsageError
from chuandao.prescription.interpret.model import BELOW, OWN, TYPICAL


def told(kit, origin):
    return [one for one in kit.misreadings if one.origin == origin]


def test_before_issue_only_typical_misreadings_are_known(before):
    assert {one.origin for one in before.misreadings} == {TYPICAL}
    assert not before.good_cases
    assert not before.issued


def test_local_conditions_invite_the_reading_that_projects_are_a_must(before):
    kinds = {one.kind for one in before.misreadings if one.quote.path == "1.1"}
    assert "local_means_projects" in kinds


def test_a_limit_invites_the_reading_that_it_is_a_quota(before):
    kinds = {one.kind for one in before.misreadings if one.quote.path == "2.4"}
    assert "limit_as_quota" in kinds


def test_the_unit_s_own_misreading_comes_first_with_its_words_and_place(for_east):
    first = for_east.misreadings[0]
    assert (first.origin, first.quote.path, first.wrong) == (OWN, "1.1", "必须上新项目")
    assert first.own_words.document == "east"
    assert "不得下达新上项目数量指标" in first.right.words


def test_a_sibling_s_misreading_is_passed_on_without_its_place(for_west):
    (one,) = (m for m in told(for_west, BELOW) if m.quote.path == "1.1")
    assert one.wrong == "必须上新项目"
    assert one.own_words is None


def test_nobody_is_named_in_what_was_misread_elsewhere(for_west):
    words = " ".join(f"{one.wrong} {one.before}" for one in told(for_west, BELOW))
    assert "东河" not in words
    assert "东河" not in str(for_west.tables["misreadings"].to_dicts())
    assert "东河" not in str(for_west.tables["comprehension_test"].to_dicts())


def test_a_stricter_rhythm_is_told_with_what_it_was(for_west):
    (one,) = (m for m in told(for_west, OWN) if m.kind == "strengthened")
    assert (one.before, one.wrong) == ("每季度", "每月")


def test_the_same_reading_in_two_units_is_counted(case, traced):
    kit = cd.interpret(case, "city", traced=traced)
    (one,) = (m for m in told(kit, BELOW) if m.kind == "strengthened")
    assert one.units == 2
    assert not told(kit, OWN)


def test_what_asks_all_counties_is_a_duty_of_a_county(for_east):
    (step,) = (s for s in for_east.steps if "制定实施方案" in s.statement.quote.words)
    assert step.concern == "duty"


def test_dated_steps_come_first_by_their_day(before):
    days = [step.day for step in before.steps]
    dated = [day for day in days if day]
    assert days[: len(dated)] == sorted(dated)
    assert dated[0] == "2026-05-31"


def test_bans_and_general_requirements_are_no_steps(before):
    words = " ".join(step.statement.quote.words for step in before.steps)
    assert "不得强制流转" not in words
    assert "立足资源禀赋" not in words


def test_a_unit_is_trained_on_what_it_misread(for_east):
    (session,) = for_east.sessions
    assert session.audience == "unit"
    assert session.clauses[0] == "1.1"
    assert session.reasons["own"] == len(told(for_east, OWN))


def test_units_that_lead_are_trained_on_what_they_lead(before):
    leads = {session.name: session.clauses for session in before.sessions if session.name}
    assert leads["市农业农村局"] == ("2.1", "2.4")


def test_the_same_inputs_give_the_same_kit(case, traced, for_east):
    again = cd.interpret(case, "city", unit="880100000000", traced=traced)
    assert dataclasses.asdict(again)["questions"] == dataclasses.asdict(for_east)["questions"]
    for name, table in again.tables.items():
        assert table.equals(for_east.tables[name])


def test_the_tables_of_a_kit_can_be_saved(before, tmp_path):
    before.save(tmp_path / "kit")
    assert {path.stem for path in (tmp_path / "kit").iterdir()} >= set(before.tables)


def test_a_document_that_the_case_lacks_is_told(case, traced):
    with pytest.raises(UsageError) as caught:
        cd.interpret(case, "nowhere", traced=traced)
    assert caught.value.code == "interpret_no_document"


def test_a_document_that_asks_nothing_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("关于致谢的说明\n感谢大家。\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        cd.interpret(path)
    assert caught.value.code == "interpret_nothing"
