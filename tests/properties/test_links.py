"""Links do not hang on order, script or small damage."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.linking.links import probabilities
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted
from chuandao.text.canonical import plain
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.profile import Passage, profile

UPPERS = (
    "壮大茶叶产业，三年新建基地6000亩。", "农村集中供水率达到98%以上。", "不得向农户摊派工程款。",
    "每月25日前报送进展。", "供水热线24小时值守，5个工作日内答复。",
)  # fmt: skip
LOWERS = (
    "供水热线有人接，5个工作日内回复。", "今年建茶园1800亩。", "工程款不向农户摊派。", "办好茶文化节。",
)  # fmt: skip
CASCADES = Path(__file__).parents[1] / "truth" / "cascades"


def judged(uppers, lowers):
    known = background()
    sides = [profile([Passage(words) for words in side], known) for side in (uppers, lowers)]
    return probabilities(pair_features(*sides))


@given(st.permutations(range(len(UPPERS))), st.permutations(range(len(LOWERS))))
@settings(max_examples=15, deadline=None)
def test_the_order_of_clauses_changes_no_probability(rows, columns):
    moved = judged([UPPERS[i] for i in rows], [LOWERS[j] for j in columns])
    assert moved == pytest.approx(judged(UPPERS, LOWERS)[np.ix_(rows, columns)], abs=1e-6)


def read(name, damage=None, script=None):
    """Return two documents of a written cascade, as the product reads them."""
    found = []
    for code in name.split():
        path = next(CASCADES.glob(f"*/documents/{code}.txt"))
        text = "".join(part.split("⟧")[-1] for part in path.read_text(encoding="utf-8").split("⟦"))
        text = plain(text) if script else text
        text = damage(text) if damage and found else text
        found.append(understand(Extracted(f"{code}.txt", text, "txt", "utf-8", "", 1.0), code))
    return found


def links(documents, **declared):
    traced = trace_documents(documents, {lower: [upper] for lower, upper in declared.items()})
    place = {clause.id: clause.start for document in documents for clause in document.clauses}
    return {
        (
            link.upper.partition("#")[0],
            place[link.upper],
            link.lower.partition("#")[0],
            place[link.lower],
        )
        for link in traced.links
        if link.rank == 1
    }


def test_the_order_of_documents_changes_no_link():
    documents = read("lanjiang-6 shibei-11 wangxi-9")
    above = {"shibei-11": "lanjiang-6", "wangxi-9": "lanjiang-6"}
    assert links(documents, **above) == links([documents[0], *documents[:0:-1]], **above)


def test_both_scripts_give_the_same_links():
    traditional, simplified = (
        links(read("jichuan-15 tanxi-22", script=script), **{"tanxi-22": "jichuan-15"})
        for script in (None, "simplified")
    )
    assert traditional
    assert traditional == simplified


def damaged(text):
    """Return a text of which 4 % of the Chinese characters were replaced at random."""
    chance = random.Random(20261125)  # noqa: S311
    pool = [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
    return "".join(
        chance.choice(pool) if "\u4e00" <= letter <= "\u9fff" and chance.random() < 0.04 else letter
        for letter in text
    )


def test_damage_to_one_letter_in_twenty_five_changes_few_links():
    whole = links(read("yanzhou-7 fenglin-12"), **{"fenglin-12": "yanzhou-7"})
    hurt = links(read("yanzhou-7 fenglin-12", damaged), **{"fenglin-12": "yanzhou-7"})
    assert len(whole & hurt) >= 0.9 * len(whole)
