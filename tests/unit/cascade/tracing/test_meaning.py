"""Links re-scored by a small sentence model that is made here."""

import re
from pathlib import Path

import numpy as np
import pytest
from small_models import letters, table, write_static

from chuandao.cascade.tracing.from_files import trace_files
from chuandao.sources.models import load_model

WATER = Path(__file__).parents[3] / "truth" / "cascades" / "water" / "documents"
_TAG = re.compile(r"⟦\w+⟧")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("water")
    for path in sorted(WATER.iterdir()):
        (folder / path.name).write_text(_TAG.sub("", path.read_text("utf-8")), "utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def texts(files):
    return [path.read_text("utf-8") for path in files]


def _traced(files, model=None):
    return trace_files(files[0], files[1:], model=model).traced


@pytest.fixture(scope="module")
def without(files):
    return _traced(files)


@pytest.fixture(scope="module")
def model(texts, tmp_path_factory):
    """Return a model that knows the letters that two texts share, and nothing else."""
    return load_model(write_static(tmp_path_factory.mktemp("model") / "small", texts))


@pytest.fixture(scope="module")
def with_model(files, model):
    return _traced(files, model)


def _probabilities(traced):
    return {(link.upper, link.lower): link for link in traced.links}


def test_links_that_it_moved_are_marked_and_lie_in_the_uncertain_band(without, with_model):
    before, after = _probabilities(without), _probabilities(with_model)
    both = before.keys() & after.keys()
    moved = {k for k in both if before[k].probability != after[k].probability}
    assert moved
    assert all(after[key].source in {"semantic", "rule"} for key in moved)
    assert all(0.03 <= before[key].probability <= 0.75 for key in moved)


def test_links_that_the_words_settle_stay_as_they_were(without, with_model):
    before, after = _probabilities(without), _probabilities(with_model)
    sure = {key for key, link in before.items() if link.probability > 0.75}
    assert sure
    assert all(after[key].probability == before[key].probability for key in sure)
    assert all(after[key].source != "semantic" for key in sure)


def test_without_a_model_nothing_is_marked(without):
    assert not [link for link in without.links if link.source == "semantic"]
    assert without.remarks == ()


def test_the_order_of_the_files_changes_nothing(files, model, with_model):
    turned = trace_files(files[0], files[:0:-1], model=model).traced
    assert _probabilities(turned) == _probabilities(with_model)


def test_a_model_that_knows_nothing_of_the_texts_is_not_used(files, texts, without, tmp_path):
    same = table(letters(texts))
    same[:] = same[5]
    blind = load_model(write_static(tmp_path / "blind", texts, same))
    traced = _traced(files, blind)
    assert [problem.code for problem in traced.remarks] == ["semantic_no_use"]
    assert traced.remarks[0].hint("zh-Hans")
    assert traced.links == without.links


def test_too_few_settled_links_are_said_and_the_words_alone_decide(tmp_path, model):
    (tmp_path / "a.txt").write_text("关于节水的意见\n一、建设节水器具示范点6个。\n", "utf-8")
    (tmp_path / "b.txt").write_text("节水方案\n一、建设节水器具示范点2个。\n", "utf-8")
    traced = trace_files(tmp_path / "a.txt", [tmp_path / "b.txt"], model=model).traced
    assert [problem.code for problem in traced.remarks] == ["semantic_too_few"]
    assert not [link for link in traced.links if link.source == "semantic"]


def test_vectors_of_the_clauses_have_length_one(model, texts):
    assert np.linalg.norm(model.encode(texts), axis=1) == pytest.approx(1, abs=1e-5)


def test_a_link_that_is_none_too_likely_is_doubtful(without):
    accepted = [link for link in without.links if link.rank == 1 and link.source == "model"]
    unsure = [link for link in accepted if link.probability < 0.6]
    assert unsure
    assert all(link.doubtful for link in unsure)
    assert any(not link.doubtful for link in accepted)
