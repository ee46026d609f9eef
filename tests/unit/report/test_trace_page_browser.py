"""The page's script in a real browser: states are reached by address and read from the DOM."""

import shutil
import subprocess

import pytest
from lxml import html

from chuandao.report import trace_page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed")


@pytest.fixture
def opened(tmp_path):
    def run(trace, address=""):
        file = tmp_path / "page.html"
        file.write_text(trace_page(trace), encoding="utf-8")
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1366,768"]
        options += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}"]
        target = f"{file.as_uri()}#{address}"
        command = [CHROMIUM, *options, "--virtual-time-budget=3000", "--dump-dom", target]
        done = subprocess.run(command, capture_output=True, check=True, timeout=90)
        return html.fromstring(done.stdout.decode())

    return run


def texts(tree, path):
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_an_address_opens_a_clause_with_its_changes_numbered(opened, make_trace):
    tree = opened(make_trace(), "pair=city,county&clause=city%232.6")
    assert texts(tree, "//div[@id='upper']//mark[@data-numbers]") == [
        "应当",
        "48小时内",
        "不低于95%",
    ]
    assert texts(tree, "//div[@id='lower']//mark[@data-numbers]") == ["及时", "力争", "85%左右"]
    assert len(tree.xpath("//aside//button[@class='change']")) == 3
    assert len(tree.xpath("//*[name()='g'][contains(@class, 'on')]")) == 1


def test_an_alternative_is_shown_when_asked_for(opened, make_trace):
    tree = opened(make_trace(), "pair=city,county&clause=city%231.2&alternatives=1")
    assert "(31%)" in tree.xpath("string(//aside//details[@open])")


def test_a_filter_folds_what_it_does_not_ask_for(opened, make_trace):
    tree = opened(make_trace(), "pair=city,county&filter=label%3Aweakened,status%3Adropped")
    open_ = tree.xpath("//div[@id='upper']//article[not(contains(@class, 'fold'))]//button[@class='path']/text()")  # fmt: skip
    assert open_ == ["2.6", "2.7"]


def test_hostile_words_are_never_carried_out(opened, make_trace):
    trace = make_trace()
    hostile = (
        "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    )
    for document in trace["documents"]:
        document["title"] = hostile
        document["text"] = hostile + document["text"][len(hostile) :]
    tree = opened(trace, "pair=city,county&clause=city%230.p1")
    assert not tree.xpath("//img")
    assert tree.findtext(".//title") != "taken"


def test_an_address_of_nothing_known_opens_the_first_pair(opened, make_trace):
    tree = opened(make_trace(), "pair=x,%E0%A4%A&clause=__proto__")
    assert texts(tree, "//div[@id='upper']/header/h2") == [
        "青河市人民政府关于进一步优化营商环境的实施意见"
    ]
