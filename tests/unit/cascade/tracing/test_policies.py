"""A large case is traced policy by policy, and what is whole is kept."""

import json

import pytest

import chuandao as cd
from chuandao.cascade.tracing.policies import policies_of, trace_policies
from chuandao.errors import UsageError

UNITS = "unit,name,tier,parent\n1,清河市,0,\n11,云山县,1,1\n12,临湖县,1,1\n"
MATTERS = {"tea": "新建茶园3000亩，保鲜冷库6座。", "water": "农村集中供水率达到98%以上。"}


def document(unit, matter, day, body):
    return f"{unit}人民政府关于{matter}的意见\n各单位：\n一、{body}\n{unit}人民政府\n2025年{day}"


def make_case(folder, implements=("tea", "water")):
    (folder / "documents").mkdir(parents=True)
    (folder / "units.csv").write_text(UNITS, "utf-8")
    rows = ["document,file,unit,implements"]
    for name, body in MATTERS.items():
        written = {name: ("清河市", "1", "3月1日", body, "")}
        above = name if name in implements else ""
        written[f"{name}-c"] = ("云山县", "11", "4月1日", body.replace("3000", "1000"), above)
        for code, (unit, number, day, words, parent) in written.items():
            file = folder / "documents" / f"{code}.txt"
            file.write_text(document(unit, name, day, words), "utf-8")
            rows.append(f"{code},documents/{code}.txt,{number},{parent}")
    (folder / "documents.csv").write_text("\n".join(rows), "utf-8")
    return cd.read(folder)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_documents_that_declare_each_other_are_one_policy(tmp_path):
    found = policies_of(make_case(tmp_path))
    assert [(policy.name, policy.documents) for policy in found] == [
        ("tea", ("tea", "tea-c")),
        ("water", ("water", "water-c")),
    ]


def test_a_case_whose_documents_declare_no_parents_is_not_split(tmp_path):
    case = make_case(tmp_path, implements=("tea",))
    with pytest.raises(UsageError, match="water-c"):
        policies_of(case)


def test_a_policy_alone_gives_the_links_that_it_has_in_the_whole_case(tmp_path):
    case = make_case(tmp_path / "case")
    trace_policies(case, tmp_path / "out", jobs=1)
    whole = cd.trace(case).tables["links"]
    parts = [cd.trace(case).tables["links"].clear()]
    for name in MATTERS:
        import polars as pl

        parts.append(pl.read_parquet(tmp_path / "out" / name / "links.parquet"))
    assert (
        pl.concat(parts).sort("lower", "rank", "upper").equals(whole.sort("lower", "rank", "upper"))
    )


def test_what_is_whole_is_kept_and_what_changed_is_traced_again(tmp_path):
    case = make_case(tmp_path / "case")
    first = trace_policies(case, tmp_path / "out", jobs=1)
    assert not any(one.kept for one in first)
    file = tmp_path / "case" / "documents" / "tea-c.txt"
    file.write_text(file.read_text("utf-8").replace("1000", "900"), "utf-8")
    again = trace_policies(cd.read(tmp_path / "case"), tmp_path / "out", jobs=1)
    assert [(one.name, one.kept) for one in again] == [("tea", False), ("water", True)]
    assert [one.links for one in again] == [one.links for one in first]


def test_an_interruption_loses_only_the_policy_at_work(tmp_path):
    case = make_case(tmp_path / "case")

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trace_policies(case, tmp_path / "out", jobs=1, after_each=interrupt)
    assert json.loads((tmp_path / "out" / "tea" / "run.json").read_text("utf-8"))["policy"] == "tea"
    again = trace_policies(case, tmp_path / "out", jobs=1)
    assert [one.kept for one in again] == [True, False]


def test_the_number_of_processes_changes_no_byte(tmp_path):
    case = make_case(tmp_path / "case")
    seen = []
    trace_policies(case, tmp_path / "two", jobs=2, after_each=lambda one: seen.append(one.name))
    trace_policies(case, tmp_path / "one", jobs=1)
    assert sorted(seen) == ["tea", "water"]
    assert contents(tmp_path / "two") == contents(tmp_path / "one")


def test_a_policy_of_which_nothing_can_be_read_is_told_and_the_rest_goes_on(tmp_path):
    make_case(tmp_path / "case")
    for code in ("tea", "tea-c"):
        (tmp_path / "case" / "documents" / f"{code}.txt").write_bytes(b"")
    tea, water = trace_policies(cd.read(tmp_path / "case"), tmp_path / "out", jobs=1)
    assert tea.problem.code == "no_document_read"
    assert water.problem is None
