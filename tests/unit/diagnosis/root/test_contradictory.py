"""Which passages of two documents contradict each other, and which only seem to."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.diagnosis.root.contradictory import between, in_force
from chuandao.sources.documents import Extracted

FOLDER = Path(__file__).parents[3] / "cases" / "contradictions"
PAIRS = [
    pair
    for file in ("pairs.yaml", "second_pairs.yaml")
    for pair in yaml.safe_load((FOLDER / file).read_text("utf-8"))
]
FALSE = [pair for pair in PAIRS if pair["is"] == "none"]
TRUE = [pair for pair in PAIRS if pair["is"] != "none"]
DATES = {"a": date(2025, 3, 1), "b": date(2025, 4, 1)}


def document(code, words):
    head = "Opinions\nTo all:\n1. " if words.isascii() else "关于某事项的意见\n各县人民政府：\n一、"
    return understand(Extracted(f"{code}.txt", f"{head}{words}\n", "txt", "utf-8", "", 1.0), code)


def kinds(pair, dates=None):
    both = [document("a", pair["one"]), document("b", pair["other"])]
    return [found.kind for found in between(both, [], dates or DATES)]


@pytest.mark.parametrize("pair", FALSE, ids=[pair["one"][:30] for pair in FALSE])
def test_what_is_another_matter_or_can_both_hold_is_no_contradiction(pair):
    assert kinds(pair) == []


def test_most_planted_contradictions_are_found_by_their_kind():
    found = [kinds(pair) == [pair["is"]] for pair in TRUE]
    assert sum(found) >= 25
    assert len(found) == 28


def test_a_contradiction_is_found_whichever_document_comes_first():
    for pair in TRUE:
        turned = {"one": pair["other"], "other": pair["one"]}
        assert kinds(turned) == kinds(pair)


def test_values_without_a_year_in_plans_of_two_years_do_not_contradict():
    pair = {"one": "新增城镇就业3万人。", "other": "新增城镇就业4万人。"}
    assert kinds(pair) == ["value"]
    assert kinds(pair, {"a": date(2024, 3, 1), "b": date(2025, 3, 1)}) == []


def test_a_draft_is_not_in_force():
    draft = document("a", "建设茶园3个。")
    titled = understand(
        Extracted(
            "b.txt", "关于茶园的意见（征求意见稿）\n一、建设茶园3个。\n", "txt", "utf-8", "", 1
        ),
        "b",
    )
    assert [one.id for one in in_force([draft, titled], [])] == ["a"]
