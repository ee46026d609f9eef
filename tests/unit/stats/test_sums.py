"""Sums of parts are the sums of the whole, and say the same."""

from dataclasses import replace

import numpy as np
import pytest

from chuandao.stats.smoothing import collapse as collapsing
from chuandao.stats.smoothing.collapse import collapse
from chuandao.stats.smoothing.smoother import coefficients, upward
from chuandao.stats.smoothing.sums import merge
from chuandao.stats.smoothing.variances import log_posterior

PLACE = np.array([-0.3, 0.2, -0.6, 0.1])


@pytest.fixture
def cut(problem, monkeypatch):
    """Return a model of many small blocks, and the same in few."""

    def made(seed):
        data, groups = problem(seed)
        whole = collapse(data, groups)
        monkeypatch.setattr(collapsing, "_BLOCK", 3)
        return collapse(data, groups), whole

    return made


def said(model):
    found = coefficients(model, upward(model, np.exp(2 * PLACE)))
    return np.concatenate([[found.log_likelihood], found.mean, found.covariance.ravel()])


@pytest.mark.parametrize("seed", range(4))
def test_blocks_say_together_what_the_whole_says(cut, seed):
    small, whole = cut(seed)
    assert len(small.blocks) > len(whole.blocks)
    assert np.abs(said(small) - said(whole)).max() < 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_merged_parts_say_what_the_whole_says(cut, seed):
    small, whole = cut(seed)
    merged = replace(whole, blocks=(merge(small.blocks),), leaves=())
    assert np.abs(said(merged) - said(whole)).max() < 1e-9
    slopes = [log_posterior(model, PLACE)[1] for model in (merged, whole)]
    assert np.abs(slopes[0] - slopes[1]).max() < 1e-8


def halves(problem, seed, share):
    """Return the sums of two parts of the leaves' evidence, split leaf by leaf, and the whole."""
    data, groups = problem(seed)
    first = np.random.default_rng(seed).random(len(data.forest)) < share
    parts = []
    for part in (first, ~first):
        seen = part[data.node]
        own = replace(
            data, node=data.node[seen], source=data.source[seen], response=data.response[seen]
        )
        told = replace(
            groups,
            noise=groups.noise[seen],
            known=groups.known[seen],
            extra_noise=groups.extra_noise[seen],
        )
        parts.extend(collapse(own, told).blocks)
    return parts, collapse(data, groups)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.5, 0.05])
def test_families_cut_over_parts_are_joined(problem, seed, share):
    parts, whole = halves(problem, seed, share)
    merged = replace(whole, blocks=(merge(parts),), leaves=())
    assert np.abs(said(merged) - said(whole)).max() < 1e-9


def test_order_of_parts_changes_no_bit(problem):
    parts, _ = halves(problem, 1, 0.5)
    one, other = merge(parts), merge(parts[::-1])
    for name in ("head", "pattern", "count", "reading", "step"):
        assert (getattr(one, name) == getattr(other, name)).all(), name


def test_a_merge_of_merges_is_the_merge_of_all(problem):
    parts, whole = halves(problem, 2, 0.5)
    twice = merge([merge(parts[:2]), merge(parts[2:])])
    models = [replace(whole, blocks=(one,), leaves=()) for one in (twice, merge(parts))]
    assert np.abs(said(models[0]) - said(models[1])).max() < 1e-9


def test_large_trees_start_from_a_sample_and_end_at_the_same_place(problem, monkeypatch):
    from chuandao.stats.smoothing import sample, variances

    data, groups = problem(1, nodes=400)
    model = collapse(data, groups)
    exact = variances.mode(model)
    monkeypatch.setattr(sample, "_LARGE", 10)
    monkeypatch.setattr(sample, "_WIDE", 3)
    monkeypatch.setattr(variances, "_EVERY", 2)
    found = variances.mode(model)
    assert np.abs(found.log_sd - exact.log_sd).max() < 1e-4
    ratio = np.sqrt(np.diag(found.covariance) / np.diag(exact.covariance))
    assert np.abs(ratio - 1).max() < 0.1
