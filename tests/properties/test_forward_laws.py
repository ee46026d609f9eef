"""Laws of the cascade forward."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.stats.forward.ahead import Now, Plan, Tree, ahead
from chuandao.stats.forward.measures import measures_of, phased
from chuandao.stats.smoothing.tree import forest

PERIODS = 3


@st.composite
def worlds(draw):
    """Return a tree, touches of two effects on two causes, and two draws of a present."""
    size = draw(st.integers(2, 9))
    parents = np.array([-1] + [draw(st.integers(0, k - 1)) for k in range(1, size)])
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    touches = [
        (draw(st.integers(0, 1)), effect, draw(st.lists(st.integers(1, size - 1), max_size=4)))
        for effect in range(2)
    ]
    return parents, touches, rng.normal(-0.5, 0.3, (2, size)), rng.uniform(0, 1, (2, 2, size))


def outlook(world, share):
    """Return what a world comes to."""
    parents, touches, state, severity = world
    laid = forest(parents)
    place, size = laid.place(), len(parents)
    acts = [(cause, effect, place[np.array(on, dtype=np.int64)]) for cause, effect, on in touches]
    here = [np.where(parents < 0, 0, one)[laid.order] for one in state]
    tree = Tree(
        parents=laid.parents,
        memory=np.full(size, 0.8, np.float32),
        noise=np.full(size, 0.05, np.float32),
        alike=np.zeros(size, np.float32),
        weight=np.ones(size) / size,
        tier=np.zeros(size, np.int64),
        starts=np.arange(size + 1),
        tiers=1,
    )
    plan = Plan(
        measures=(measures_of(acts, causes=2, nodes=size, effects=2),),
        working=phased(np.array([0.0, 6.0]), PERIODS),
        cause=np.array([0, 1]),
        task_weight=np.ones(1),
        first=0,
        least=0.0,
    )
    draws = [
        (
            Now(
                state=one,
                severity=two[:, laid.order].astype(np.float32),
                cost=np.array([0.3, 0.2], np.float32),
                constant=np.full(size, 0.1, np.float32),
                share=np.array(share),
            ),
        )
        for one, two in zip(here, severity, strict=True)
    ]
    return ahead(tree, plan, draws, np.random.default_rng(5))


shares = st.tuples(st.floats(0, 0.9), st.floats(0, 0.9))


@given(worlds(), shares)
@settings(deadline=None, max_examples=60)
def test_a_package_never_lowers_anybody(world, share):
    found = outlook(world, share)
    assert (found.mean[0, 1] >= found.mean[0, 0] - 1e-6).all()


@given(worlds(), shares, shares)
@settings(deadline=None, max_examples=60)
def test_stronger_effects_never_bring_less(world, one, other):
    weak, strong = np.minimum(one, other), np.maximum(one, other)
    low, high = (outlook(world, share).mean[0, 1] for share in (weak, strong))
    assert (high >= low - 1e-6).all()


@given(worlds(), shares)
@settings(deadline=None, max_examples=30)
def test_the_same_seed_gives_the_same_bytes(world, share):
    one, other = outlook(world, share), outlook(world, share)
    assert one.tiers.tobytes() == other.tiers.tobytes()
    assert one.mean.tobytes() == other.mean.tobytes()


@given(worlds(), shares)
@settings(deadline=None, max_examples=30)
def test_the_order_in_which_measures_are_named_changes_nothing(world, share):
    parents, touches, state, severity = world
    other = (parents, touches[::-1], state, severity)
    assert outlook(world, share).mean.tobytes() == outlook(other, share).mean.tobytes()


@given(worlds())
@settings(deadline=None, max_examples=30)
def test_effects_of_nothing_leave_the_cascade_as_it_was(world):
    found = outlook(world, (0.0, 0.0))
    assert found.mean[0, 1].tobytes() == found.mean[0, 0].tobytes()
