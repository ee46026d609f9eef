"""Twenty-five faults as offices make them: each is said, with its place, and the rest is usable."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from chuandao.cascade.case import Case, read
from chuandao.errors import Problem
from chuandao.messages import LANGUAGES

FOLDER = Path(__file__).parents[2] / "cases" / "broken"
CASES = sorted(FOLDER.glob("*.yaml"))


def write_case(case: dict, folder: Path) -> Path:
    """Write the files of a case, and return what is to be read."""
    for file in sorted((FOLDER / "usual").iterdir()):
        (folder / file.name).write_bytes(file.read_bytes())
    if "workbook" in case:
        for file in folder.iterdir():
            file.unlink()
    for name, text in case.get("files", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    for name, recipe in case.get("made", {}).items():
        make_file(folder / name, recipe)
    return folder / case["workbook"] if "workbook" in case else folder


def make_file(path: Path, recipe: dict) -> None:
    """Write a file that cannot be typed."""
    if "hex" in recipe:
        path.write_bytes(bytes.fromhex(recipe["hex"]))
    elif "sheets" in recipe:
        make_workbook(path, recipe)
    else:
        text = recipe["text"]
        if "bytes" in recipe:
            text = text.replace("@", "x" * recipe["bytes"])
        mark = "\ufeff" if recipe.get("mark") else ""
        path.write_bytes((mark + text).encode(recipe.get("encoding", "utf-8")))


def make_workbook(path: Path, recipe: dict) -> None:
    """Write a workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in recipe["sheets"].items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for block in recipe.get("merged", ()):
            sheet.merge_cells(block)
    book.save(path)


@pytest.fixture(params=CASES, ids=[path.stem for path in CASES])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[dict, Case, list[Problem]]:
    described = yaml.safe_load(request.param.read_text("utf-8"))
    as_of = described.get("as_of")
    case = read(write_case(described, tmp_path))
    return described, case, list(case.check(as_of if isinstance(as_of, date) else None))


def place_of(problem: Problem) -> dict:
    """Return the parts of a place that are given."""
    place = problem.place
    parts = {"file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column}
    return {name: part for name, part in parts.items() if part}


def test_the_fault_is_said_with_its_place(broken):
    described, _, problems = broken
    for expected in described["expect"]:
        found = [
            p for p in problems if p.code == expected["code"] and place_of(p) == expected["place"]
        ]
        assert len(found) == 1, [(p.code, place_of(p)) for p in problems]
        assert found[0].severity == expected["severity"]
        for words in expected.get("says", ()):
            assert words in found[0].render("en")


def test_the_rest_of_the_case_is_usable(broken):
    described, case, _ = broken
    assert {name: case.tables[name].height for name in described["usable"]} == described["usable"]
    assert case.set_aside.height == described["set_aside"]
    for column, values in described.get("values", {}).items():
        table, _, name = column.partition(".")
        assert [str(value) for value in case.tables[table][name].to_list()] == values


def test_no_problem_but_the_expected_is_worse_than_a_note(broken):
    described, _, problems = broken
    expected = {entry["code"] for entry in described["expect"]}
    worse = [(p.code, place_of(p)) for p in problems if p.severity != "note"]
    assert {code for code, _ in worse} <= expected, worse


def test_every_message_reads_in_every_language(broken):
    _, case, problems = broken
    for problem in problems:
        for language in LANGUAGES:
            said = problem.render(language) + problem.hint(language)
            assert said
            assert "{" not in said
    assert case.check().render("zh-Hant")


def test_twenty_five_cases_are_here():
    assert len(CASES) == 25
