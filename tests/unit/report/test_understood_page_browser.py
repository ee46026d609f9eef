"""The script and the style of the page in a real browser: what is done, and what is then seen.

The page's own policy lets no other script run, so a copy without it carries the test's steps.
"""

import re
import shutil
import subprocess

import pytest
from lxml import html

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.report.understood.page import understood_page
from chuandao.sources.documents import Extracted

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed")

TEXT = (
    "关于茶叶产业的意见\n各镇：\n一、重点任务\n（一）建设茶园。2025年底前建成标准茶园不少于3个。"
    "（牵头单位：市农业农村局）\n二、组织实施\n（一）加强督促。各镇每季度报送进展。\n"
)
OTHER = "关于水产养殖的通知\n各村：\n一、清理鱼塘。2026年6月底前清理5处。\n"


def document(text, name):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


@pytest.fixture
def run(tmp_path):
    def go(steps="", address="", *, texts=(TEXT,), guarded=False, width=1366):
        """Open the page, take the steps, and return what stands there then."""
        file = tmp_path / "page.html"
        page = understood_page([document(text, f"n{at}") for at, text in enumerate(texts)], "en")
        if not guarded:
            page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
            page = page.replace("</body>", f'<script type="module">{steps}</script></body>')
        file.write_text(page, encoding="utf-8")
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
        options += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}"]
        target = f"{file.as_uri()}#{address}"
        command = [CHROMIUM, *options, "--virtual-time-budget=3000", "--dump-dom", target]
        done = subprocess.run(command, capture_output=True, check=True, timeout=90)
        return html.fromstring(done.stdout.decode())

    return go


def told(tree):
    return " ".join(tree.xpath("string(//section[@id='reading'])").split())


def test_a_click_on_a_mark_tells_field_value_clause_and_words(run):
    tree = run("document.querySelector('.m.f-targets[title]').click()")
    assert not tree.xpath("//section[@id='reading']/@hidden")
    assert "1.1" in told(tree)
    assert re.search("Target: (?:建成)?标准茶园 ≥ 3 个", told(tree))
    assert "标准茶园不少于3个" in told(tree)


def test_marks_over_one_place_are_all_told(run):
    tree = run("[...document.querySelectorAll('.m .m[title]')].at(-1).click()")
    assert len(tree.xpath("//div[@id='values']/p")) >= 2


def test_escape_closes_what_was_told(run):
    steps = "document.querySelector('.m.f-targets[title]').click();"
    steps += "dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))"
    assert run(steps).xpath("//section[@id='reading'][@hidden]")


def test_the_right_key_goes_from_mark_to_mark(run):
    steps = (
        "for (let n = 0; n < 2; n += 1) (document.activeElement ?? document.body).dispatchEvent("
    )
    steps += "new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));"
    steps += "document.body.dataset.at = document.activeElement.title"
    assert run(steps).xpath("string(//body/@data-at)") == "Addressees: 各镇："


def test_an_empty_box_hides_its_field_and_no_other(run):
    steps = "document.getElementById('f-targets').checked = false;"
    steps += "const line = (f) => getComputedStyle(document.querySelector(`.paper .f-${f}`)).borderBottomColor;"
    steps += "document.body.dataset.lines = [line('targets'), line('deadline')].join('|')"
    hidden, shown = run(steps).xpath("string(//body/@data-lines)").split("|")
    assert hidden == "rgba(0, 0, 0, 0)"
    assert shown != hidden


def test_hiding_all_empties_every_box_and_tells_old_browsers(run):
    tree = run("document.querySelector('[data-all=\"\"]').click()")
    assert "off-f-targets" in tree.xpath("string(/html/@class)").split()


def test_a_kind_of_clause_can_be_left_out_of_sight(run):
    steps = "const box = document.querySelector('[id=k-task]'); box.checked = false;"
    steps += "document.body.dataset.seen = [...document.querySelectorAll('article')].map((a) => a.offsetParent ? 1 : 0).join('')"
    tree = run(steps)
    kinds = tree.xpath("//article/@data-kind")
    assert tree.xpath("string(//body/@data-seen)") == "".join(
        "01"[kind != "task"] for kind in kinds
    )


def test_of_several_documents_one_is_shown_with_its_own_counts(run):
    tree = run(address="d2", texts=(TEXT, OTHER))
    assert [bool(section.get("hidden") is not None) for section in tree.xpath("//section[contains(@class,'document')]")] == [True, False]  # fmt: skip
    count = tree.xpath("string(//label[input[@id='f-lead']]/b)")
    assert count == "0"


def test_an_address_of_a_clause_opens_its_document_and_marks_it(run):
    at = OTHER.index("一、")
    tree = run(address=f"d2-{at}", texts=(TEXT, OTHER))
    assert tree.xpath("//article[contains(@class,' on')]/@id") == [f"d2-{at}"]


def test_an_address_far_down_is_scrolled_into_view(run):
    long = OTHER + "".join(
        f"{n}.第{n}组2026年底前清理{n}处，不得少于{n}次。\n" for n in range(1, 80)
    )
    steps = "setTimeout(() => {"  # once the page has settled: fonts may move it
    steps += "const box = document.querySelector('article.on').getBoundingClientRect();"
    steps += "document.body.dataset.seen = box.top > 0 && box.bottom < innerHeight}, 1500)"
    tree = run(steps, address=f"d1-{long.index('60.第')}", texts=(long,))
    assert tree.xpath("string(//body/@data-seen)") == "true"


def test_hostile_words_are_never_carried_out(run):
    hostile = (
        "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    )
    steps = "document.querySelectorAll('.m[title]').forEach((m) => m.click())"
    tree = run(steps, texts=(TEXT.replace("标准茶园", hostile), OTHER))
    assert not tree.xpath("//img")
    assert "taken" not in tree.findtext(".//title")


def test_the_pages_own_script_runs_under_its_policy(run):
    assert "js" in run(guarded=True).xpath("string(/html/@class)")


def test_a_narrow_screen_is_never_wider_than_itself(run):
    steps = "document.body.dataset.wide = document.documentElement.scrollWidth - innerWidth"
    assert int(run(steps, width=500).xpath("string(//body/@data-wide)")) <= 0
