"""Event logs as XES and CSV: the same steps, faults with their place, nothing dangerous opened."""

import gzip

import pytest

import chuandao as cd

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="B1"/>
    <date key="deadline" value="2025-05-16T00:00:00+08:00"/>
    {events}
  </trace>
</log>
"""
EVENT = """<event><string key="org:group" value="{group}"/>
<date key="time:timestamp" value="{time}"/><string key="concept:name" value="{activity}"/>
<string key="lifecycle:transition" value="{transition}"/></event>"""
UNITS = "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n"
TOML = 'name = "x"\n[event_log]\ndue = "case:deadline"\n'


def entry(time, transition="complete", activity="初审", group="县局"):
    return EVENT.format(time=time, transition=transition, activity=activity, group=group)


def read(folder, *entries, toml=TOML, text=None, name="events.xes"):
    (folder / "units.csv").write_text(UNITS, "utf-8")
    (folder / "case.toml").write_text(toml, "utf-8")
    text = XES.format(events="\n".join(entries)) if text is None else text
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return cd.read(folder)


def codes(case):
    return [problem.code for problem in case.problems]


def times(case, name):
    return [at and at.isoformat() for at in case.tables["events"][name].to_list()]


def test_a_beginning_and_a_completion_are_one_step(tmp_path):
    case = read(
        tmp_path,
        entry("2025-05-12T09:00:00+08:00", "start"),
        entry("2025-05-12T15:00:00.250+08:00", "complete"),
    )
    assert times(case, "start") == ["2025-05-12T01:00:00+00:00"]
    assert times(case, "complete") == ["2025-05-12T07:00:00.250000+00:00"]


def test_attributes_of_the_case_come_by_the_mapping(tmp_path):
    case = read(tmp_path, entry("2025-05-12T15:00:00+08:00"))
    assert case.tables["events"]["due"][0].isoformat() == "2025-05-16"
    assert case.tables["events"]["case"].to_list() == ["B1"]


def test_without_a_mapping_nothing_is_taken_for_a_due_date(tmp_path):
    case = read(tmp_path, entry("2025-05-12T15:00:00+08:00"), toml='name = "x"\n')
    assert case.tables["events"]["due"].to_list() == [None]


def test_a_completion_without_beginning_keeps_none(tmp_path):
    case = read(
        tmp_path,
        entry("2025-05-12T09:00:00+08:00"),
        entry("2025-05-13T09:00:00+08:00", "start"),
        entry("2025-05-13T15:00:00+08:00"),
    )
    assert times(case, "start") == [None, "2025-05-13T01:00:00+00:00"]


def test_a_beginning_without_completion_is_open(tmp_path):
    case = read(tmp_path, entry("2025-05-12T09:00:00+08:00", "start"))
    assert times(case, "start") == ["2025-05-12T01:00:00+00:00"]
    assert times(case, "complete") == [None]


def test_a_step_done_twice_pairs_first_with_first(tmp_path):
    case = read(
        tmp_path,
        entry("2025-05-12T01:00:00Z", "start"),
        entry("2025-05-12T02:00:00Z", "start"),
        entry("2025-05-12T03:00:00Z"),
        entry("2025-05-12T04:00:00Z"),
    )
    spans = sorted(zip(times(case, "start"), times(case, "complete"), strict=True))
    assert spans == [
        ("2025-05-12T01:00:00+00:00", "2025-05-12T03:00:00+00:00"),
        ("2025-05-12T02:00:00+00:00", "2025-05-12T04:00:00+00:00"),
    ]


def test_other_entries_are_counted_not_lost(tmp_path):
    case = read(
        tmp_path,
        entry("2025-05-12T09:00:00+08:00", "schedule"),
        entry("2025-05-12T15:00:00+08:00"),
    )
    (left,) = [p for p in case.problems if p.code == "log_entries_left"]
    assert (left.parameters["count"], left.parameters["kinds"]) == (1, "schedule")
    assert case.tables["events"].height == 1


def test_a_time_that_is_none_is_told_with_its_place(tmp_path):
    case = read(tmp_path, entry("2025-05-12T15:00:00+08:00"), entry("yesterday"))
    (bad,) = [p for p in case.problems if p.code == "bad_instant"]
    assert (bad.place.file, bad.place.row, bad.place.column) == ("events.xes", 3, "complete")
    assert case.tables["events"].height == 1


def test_an_event_without_department_is_set_aside_and_told(tmp_path):
    bare = entry("2025-05-12T15:00:00+08:00").replace('key="org:group"', 'key="other"')
    case = read(tmp_path, bare)
    (missing,) = [p for p in case.problems if p.code == "cell_missing"]
    assert (missing.place.row, missing.place.column) == (2, "department")


def test_a_time_without_offset_is_local(tmp_path):
    case = read(tmp_path, entry("2025-05-12T15:00:00"))
    assert times(case, "complete") == ["2025-05-12T07:00:00+00:00"]


def test_a_packed_log_is_read_alike(tmp_path):
    plain = XES.format(events=entry("2025-05-12T15:00:00+08:00"))
    packed = gzip.compress(plain.encode("utf-8"))
    case = read(tmp_path, text=packed, name="events.xes.gz")
    assert times(case, "complete") == ["2025-05-12T07:00:00+00:00"]


def test_a_log_stands_beside_a_table_of_events(tmp_path):
    (tmp_path / "流转记录.csv").write_text(
        "办件编号,办理环节,办理部门,办结时间\nB2,初审,县局,2025-05-13 15:00\n", "utf-8"
    )
    case = read(tmp_path, entry("2025-05-12T15:00:00+08:00"))
    assert case.tables["events"]["case"].to_list() == ["B1", "B2"]


def test_the_keys_of_xes_as_headings_of_csv_give_the_same_steps(tmp_path):
    entries = [("2025-05-12T09:00:00+08:00", "start"), ("2025-05-12T15:00:00+08:00", "complete")]
    for name in ("x", "c"):
        (tmp_path / name).mkdir()
    from_xes = read(tmp_path / "x", *(entry(at, kind) for at, kind in entries))
    heads = (
        "case:concept:name,case:deadline,concept:name,org:group,time:timestamp,lifecycle:transition"
    )
    lines = [
        f"B1,2025-05-16 00:00:00+08:00,初审,县局,{at.replace('T', ' ')},{kind}"
        for at, kind in entries
    ]
    from_csv = read(tmp_path / "c", text="\n".join([heads, *lines]) + "\n", name="events.csv")
    tables = [case.tables["events"].drop("origin_file") for case in (from_xes, from_csv)]
    assert tables[0].height == 1
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<log><trace><event></trace></log>", "xes_broken"),
        ("<pnml/>", "xes_not_a_log"),
        ("<log></log>", "xes_empty"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log><trace/></log>', "xes_doctype"),
        ("", "xes_broken"),
        (gzip.compress(XES.encode("utf-8") * 100)[:-40], "xes_truncated"),
    ],
)
def test_what_is_no_log_is_refused_by_name(tmp_path, text, code):
    case = read(tmp_path, text=text, name="events.xes")
    assert code in codes(case)
    assert "events" not in case.tables


def test_a_broken_line_is_named(tmp_path):
    text = XES.format(events="\n<event>\n<oops\n")
    (broken,) = [p for p in read(tmp_path, text=text).problems if p.code == "xes_broken"]
    assert broken.place.row >= 9


def test_no_file_is_read_through_an_entity(tmp_path):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    text = (
        f'<!DOCTYPE log [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
        '<log><trace><string key="concept:name" value="B1"/><event>'
        '<string key="concept:name" value="x">&s;</string></event></trace></log>'
    )
    assert "xes_doctype" in codes(read(tmp_path, text=text))


def test_an_unknown_key_of_the_mapping_is_pointed_out(tmp_path):
    toml = 'name = "x"\n[event_log]\ndeu = "case:deadline"\n'
    case = read(tmp_path, entry("2025-05-12T15:00:00+08:00"), toml=toml)
    assert "setting_unknown_near" in codes(case)


def test_another_attribute_may_be_the_department(tmp_path):
    toml = 'name = "x"\n[event_log]\ndepartment = "org:resource"\n'
    text = entry("2025-05-12T15:00:00+08:00").replace("org:group", "org:resource")
    assert read(tmp_path, text, toml=toml).tables["events"]["department"].to_list() == ["县局"]
