"""The summary of a measurement: followable, self-contained, and honest about what is missing."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from lxml import html

import chuandao as cd
from chuandao.decay.measure import measure
from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES
from chuandao.report.measured.example import explainer
from chuandao.report.measured.page import SECTIONS, measured_page
from chuandao.report.measured.parameters import parameters_of
from chuandao.report.measured.text import measured_text
from chuandao.report.measured.view import measured_material, measured_view
from chuandao.report.measured.words import MeasuredWords

HOSTILE = "<img src=x onerror=alert(1)>"
COUNTIES = 12


def write_case(folder, *, rollouts=True, deficits=True, name=HOSTILE):
    """Write a city of counties and one township each, over four years, training in five."""
    rng = np.random.default_rng(2)
    units, evidence, given, started = ["99,市,0,"], [], [], []
    for k in range(COUNTIES):
        county, town = f"99{k:02d}", f"99{k:02d}01"
        units += [f"{county},县{k},1,99", f"{town},{name if k == 0 else f'镇{k}'},2,{county}"]
        if k < 5:
            started.append(f"{county},training,2024-03-01")
        fixed = 0.8 + rng.normal(0, 0.04)
        for year in (2022, 2023, 2024, 2025):
            level = fixed + 0.05 * (k < 5 and year > 2023) + rng.normal(0, 0.01)
            severity = rng.uniform(0, 1)
            given.append(f"{town},T,{year},resources,{severity:.3f},0.9")
            for unit, e in ((county, level), (town, level * np.exp(-0.1 - 0.2 * severity))):
                for source, bias in (("inspection", 1), ("self_report", 1.1)):
                    evidence.append(f"{unit},T,{year},{source},{e * bias:.4f},share,200")
    tables = {
        "units": ["unit,name,tier,parent", *units],
        "evidence": ["unit,task,period,source,value,scale,n", *evidence],
        "tasks": ["task,name", "T,优化服务"],
    }
    if rollouts:
        tables["rollouts"] = ["unit,remedy,start", *started]
    if deficits:
        tables["deficits"] = ["unit,task,period,cause,deficit,reliability", *given]
    for table, lines in tables.items():
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "case.toml").write_text(
        'name = "测算案卷"\n[[sources]]\nsource = "inspection"\nanchor = true\n'
        '[designs]\ntraining = "分批推开"\n',
        "utf-8",
    )
    return cd.read(folder)


class Model:
    """A fitted model, as far as the summary asks it."""

    def explain(self, unit, task, period):
        """Return weights as the model tells them."""
        return weights(unit, task, period)

    def sensitivity(self):
        """Return levels and robustness as the model tells them."""
        levels = [
            (by, "2025", 2, tier, e / (1 + by))
            for by in (0.0, 0.1)
            for tier, e in ((1, 0.8), (2, 0.6))
        ]
        schema = ["inflation", "period", "leaf_tier", "tier", "efficacy"]
        causes = [("resources", 0.31, None)]
        return SimpleNamespace(
            levels=pl.DataFrame(levels, schema=schema, orient="row"),
            causes=pl.DataFrame(
                causes, schema=["cause", "robustness", "robustness_95"], orient="row"
            ),
        )


def weights(unit, task, period):
    """Return weights of one unit's evidence."""
    rows = [("own", "inspection", 1, 0.8, 0.7), ("above", "inspection", 1, 0.9, 0.2)]
    rows += [("usual", None, 0, 0.7, 0.1)]
    schema = ["relation", "source", "count", "says", "weight"]
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    case = write_case(tmp_path_factory.mktemp("case"))
    return case, measured_material(case, measure(case, case.tables))


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    case = write_case(tmp_path_factory.mktemp("bare"), rollouts=False, deficits=False)
    return measured_material(case, measure(case))


def page_of(material, language="en", model=None):
    return measured_page(material, measured_view(material, "", model), language)


def words_of(page, section=""):
    tree = html.fromstring(page)
    (part,) = tree.xpath(f"//section[@id='{section}']") if section else (tree,)
    return " ".join(part.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_its_words_in_every_language(made, language):
    tree = html.fromstring(page_of(made[1], language, Model()))
    assert [s.get("id") for s in tree.xpath("//section")] == list(SECTIONS)
    text = tree.text_content()
    assert "measure_page." not in text
    assert "checkup_page." not in text
    assert not re.search(r"\bNone\b(?!\.)", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_runs_nothing_and_asks_for_nothing(made, language):
    page = page_of(made[1], language)
    tree = html.fromstring(page)
    assert not re.findall(r"https?://", page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@style")
    assert all(target.startswith("#") for target in tree.xpath("//@href"))
    ids = set(tree.xpath("//@id"))
    assert {target[1:] for target in tree.xpath("//@href")} <= ids
    (policy,) = tree.xpath("//meta[@http-equiv]/@content")
    assert "script-src" not in policy


def test_hostile_names_enter_as_text(made):
    page = page_of(made[1], model=Model())
    assert HOSTILE not in page
    assert "&lt;img" in page


def test_the_same_case_gives_the_same_bytes(made):
    case, material = made
    again = measured_material(case, measure(case, case.tables))
    assert page_of(material) == page_of(again)


def test_the_level_names_its_anchor_and_what_an_inflated_one_would_mean(made):
    told = words_of(page_of(made[1]), "basis")
    assert "rests on “Inspection”" in told
    assert "10% too high" in told


def test_retentions_are_shown_to_multiply_to_the_efficacy_at_the_bottom(made):
    view = measured_view(made[1])
    told = MeasuredWords("en", made[1].units).product(view)
    factors, product = told.split(" = ")
    reckoned = np.prod([float(factor) for factor in factors.split(" × ")])
    assert reckoned == pytest.approx(float(product), abs=0.002)
    assert float(product) == pytest.approx(view.stairs.main.bottom.efficacy, abs=0.0005)
    assert told in words_of(page_of(made[1]), "stairs")


def test_parts_of_the_loss_are_shown_to_add_up(made):
    view = measured_view(made[1])
    assert view.causes.loss == pytest.approx(1 - view.stairs.main.bottom.efficacy)
    assert "Check: the parts add up" in words_of(page_of(made[1]), "causes")


def test_the_unit_followed_shows_where_its_evidence_stands(made):
    case, material = made
    view = measured_view(material, "", Model())
    told = words_of(page_of(material, model=Model()), "example")
    own = case.tables["evidence"].filter(unit=view.example.unit, period=view.example.period)
    assert len(view.example.seen) == own.height == 2
    for row in own["origin_row"].to_list():
        assert f"evidence.csv, row {row}" in told


def test_weights_add_up_and_their_mean_is_reckoned(made):
    view = measured_view(made[1], "", Model())
    assert sum(one.weight for one in view.example.weighed) == pytest.approx(1)
    assert view.example.middle == pytest.approx(0.8**0.7 * 0.9**0.2 * 0.7**0.1)
    assert "70.0%" in words_of(page_of(made[1], model=Model()), "example")


def test_the_chain_of_the_unit_multiplies(made):
    chain = measured_view(made[1]).example.chain
    assert chain[0][1] == 1
    kept = [retention for *_, retention in chain if retention is not None]
    assert np.prod(kept) == pytest.approx(chain[-1][1])


def test_a_unit_can_be_asked_for(made):
    assert measured_view(made[1], "9903").example.unit == "9903"


def test_a_unit_without_a_figure_has_no_example(made):
    assert measured_view(made[1], "99").example is None
    page = measured_page(made[1], measured_view(made[1], "99"), "en")
    assert "No unit has evidence" in words_of(page, "example")


def test_causes_examined_are_told_from_those_that_were_not(made):
    view = measured_view(made[1])
    assert view.examined == ("resources",)
    told = words_of(page_of(made[1]), "assumed")
    assert "Understanding: no deficits in the case" in told
    assert "Resources: no deficits" not in told


def test_effects_stand_apart_by_source_with_the_reason_of_their_strength(made):
    view = measured_view(made[1])
    assert [row.source for row in view.effects] == ["inspection", "self_report"]
    assert view.effects[0].reason == "one_source"
    told = words_of(page_of(made[1]), "effects")
    assert "One independent source" in told
    assert "Order set in advance" in told


def test_without_roll_outs_and_deficits_it_reads_not_examined(bare):
    view = measured_view(bare)
    assert view.effects == ()
    assert len(view.unexamined) == 5
    assert "not examined" in words_of(page_of(bare), "effects").lower()


def test_reporters_stand_on_no_page(made):
    material = made[1]
    rows = [("9901", "self_report", 0.4, 0.001)]
    frame = pl.DataFrame(rows, schema=["unit", "source", "inflation", "q_value"], orient="row")
    told = replace(material, tables={**material.tables, "reporters": frame})
    assert page_of(told) == page_of(material)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_the_page_leads_with(made, language):
    material = made[1]
    text = measured_text(material, measured_view(material), language)
    assert "measure_page." not in text
    bottom = measured_view(material).stairs.main.bottom
    assert f"{bottom.efficacy:.0%}" in text
    words = MeasuredWords(language, material.units)
    assert words.page.cause("coordination") in text.splitlines()[-1]


def test_a_cost_is_told_as_the_share_that_a_step_loses_at_full_deficit():
    row = {"name": "beta_resources", "estimate": 0.5, "low": 0.0, "high": 1.0}
    (one,) = parameters_of([row])
    assert one.share == pytest.approx(1 - np.exp(-0.5))
    assert one.low == pytest.approx(0)


def test_parameters_that_are_not_known_keep_their_name():
    (one,) = parameters_of([{"name": "beta_x_tier_2", "estimate": 0.1, "low": None, "high": None}])
    assert (one.kind, one.about) == ("other", "beta_x_tier_2")


def test_a_model_that_explains_nothing_gives_no_weights():
    assert explainer(object()) is None


def test_the_page_tells_what_an_inflated_anchor_and_a_missed_cause_would_change(made):
    tree = html.fromstring(page_of(made[1], model=Model()))
    rows = [
        [cell.text_content().strip() for cell in row]
        for row in tree.xpath("//section[@id='assumed']//tbody/tr")
    ]
    assert rows == [["as measured", "80%", "60%"], ["10%", "73%", "55%"], ["Resources", "31%", "–"]]


def test_a_case_without_evidence_is_refused(tmp_path):
    case = write_case(tmp_path)
    (tmp_path / "evidence.csv").unlink()
    with pytest.raises(UsageError):
        measure(cd.read(case.path))
