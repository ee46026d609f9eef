"""The report's script in a real browser: states are reached by address and read from the DOM."""

import shutil
import subprocess

import pytest
from lxml import html

from chuandao.report.whole.page import checkup_page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed")


@pytest.fixture(scope="module")
def opened(city, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    file = folder / "page.html"
    file.write_text(checkup_page(city), encoding="utf-8")

    def run(address=""):
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1366,768"]
        options += ["--disable-background-networking", f"--user-data-dir={folder / 'profile'}"]
        target = f"{file.as_uri()}#{address}"
        command = [CHROMIUM, *options, "--virtual-time-budget=3000", "--dump-dom", target]
        done = subprocess.run(command, capture_output=True, check=True, timeout=90)
        return html.fromstring(done.stdout.decode())

    return run


def open_sheets(tree):
    return tree.xpath("//details[contains(@class, 'sheet')][@open]/@id")


def test_the_citys_own_sheet_is_open_at_first(opened):
    tree = opened()
    assert open_sheets(tree) == ["unit=990200000000"]
    assert tree.get("class") == "js"


def test_an_address_opens_one_units_sheet(opened):
    tree = opened("unit=990204100000")
    assert open_sheets(tree) == ["unit=990204100000"]
    (current,) = tree.xpath("//nav[@class='sheet-index']//*[@aria-current]")
    assert current.get("data-unit") == "990204100000"


def test_an_address_of_nobody_leaves_the_first_sheet_open(opened):
    assert open_sheets(opened("unit=__proto__%E0%A4%A")) == ["unit=990200000000"]


def test_what_a_drawing_says_moves_from_titles_to_the_tip(opened):
    tree = opened()
    assert not tree.xpath("//*[name()='svg']//*[name()='title']")
    assert tree.xpath("//*[name()='svg']//*[@data-told]")


def test_the_map_can_be_entered_by_keyboard_at_one_cell(opened):
    assert len(opened().xpath("//table[@id='heat-map']//td[@tabindex='0']")) == 1
