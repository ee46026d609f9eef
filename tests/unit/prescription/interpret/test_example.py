"""The example city: the kit for the township that read local conditions as new projects."""

import csv
import shutil

import pytest

import chuandao as cd
from chuandao.prescription.interpret.model import BELOW, OWN

TOWN = "柳河镇"
FAMILY = (
    "city-18",
    "linhu-7",
    "liuhe-12",
    "lianxi-15",
    "qinglan-16",
    "zhuxi-4",
    "yongning-14",
    "gudu-5",
    "gudu-mt2",
)


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    """Return the case of one policy: the city's opinion and some documents below it."""
    folder = tmp_path_factory.mktemp("qinghe")
    shutil.copy(cd.examples.qinghe / "units.csv", folder)
    shutil.copy(cd.examples.qinghe / "case.toml", folder)
    with (cd.examples.qinghe / "documents.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["document"] in FAMILY]
    (folder / "documents").mkdir()
    for row in rows:
        shutil.copy(cd.examples.qinghe / row["file"], folder / "documents")
    with (folder / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return cd.read(folder)


@pytest.fixture(scope="module")
def kit(part):
    return cd.interpret(part, "city-18", unit=TOWN)


def test_the_town_sees_its_own_misreading_beside_the_clause_it_departs_from(kit):
    own = [one for one in kit.misreadings if one.origin == OWN]
    assert own
    assert kit.misreadings[0].origin == OWN
    assert "必须上新项目" in {one.wrong for one in own}
    assert all(one.own_words is None or one.own_words.document == "liuhe-12" for one in own)


def test_the_town_sees_a_good_case_of_another_unit(kit):
    assert kit.good_cases
    assert TOWN not in kit.names.values()


def test_no_unit_is_named_for_its_misreading(kit, part):
    told = " ".join(f"{one.wrong} {one.before}" for one in kit.misreadings if one.origin == BELOW)
    names = {part.units.name(unit) for unit in part.units if unit != part.units.root}
    assert not [name for name in names if len(name) > 2 and name in told]
