"""Laws of workload: work is kept, more of it never makes more of it done, order changes nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chuandao.stats.workload.done_share import Method, done_shares, work_left
from chuandao.stats.workload.fluid import fluid_backlog
from chuandao.stats.workload.pieces import Pieces
from chuandao.stats.workload.queueing import queue_backlogs

MONTHS = 4
ITEMS = st.integers(1, 4)
hours = st.lists(st.floats(0, 500), min_size=MONTHS, max_size=MONTHS).map(np.array)


@st.composite
def flows(draw):
    many = draw(ITEMS)
    return np.array([draw(hours) for _ in range(many)])


@st.composite
def works(draw):
    many = draw(ITEMS)
    counts = [
        draw(st.lists(st.integers(0, 12), min_size=MONTHS, max_size=MONTHS)) for _ in range(many)
    ]
    each = draw(st.lists(st.floats(0.5, 30), min_size=many, max_size=many))
    level = draw(st.lists(st.integers(0, 2), min_size=many, max_size=many))
    dense = np.unique(level, return_inverse=True)[1]
    return Pieces(np.array(counts), np.repeat(np.array(each)[:, None], MONTHS, 1), dense)


def shares(arrived, available):
    left = fluid_backlog(arrived, available)
    carried = left[:, -1]
    whole = arrived.sum(axis=1)
    return np.where(whole > 0, 1 - carried / np.where(whole > 0, whole, 1), 1)


@given(flows(), hours)
def test_what_came_is_done_or_left_and_no_more_is_done_than_there_are_hours(arrived, available):
    left = fluid_backlog(arrived, available)
    before = np.concatenate([np.zeros((len(arrived), 1)), left[:, :-1]], axis=1)
    done = before + arrived - left
    assert (left >= -1e-9).all()
    assert (done >= -1e-9).all()
    assert (done.sum(axis=0) <= available + 1e-6).all()


@given(flows(), hours, st.floats(1, 5))
def test_the_more_there_is_of_the_same_work_the_less_of_it_is_done(arrived, available, times):
    heavier = fluid_backlog(arrived * times, available)[:, -1].sum()
    assert heavier >= times * fluid_backlog(arrived, available)[:, -1].sum() - 1e-6


@given(flows(), hours, st.integers(0, 3), st.integers(0, MONTHS - 1), st.floats(0, 300))
def test_more_work_never_leaves_less_undone(arrived, available, item, month, more):
    heavier = arrived.copy()
    heavier[item % len(arrived), month] += more
    before, after = (fluid_backlog(work, available).sum(axis=0) for work in (arrived, heavier))
    assert (after >= before - 1e-9).all()


@given(flows(), hours, st.integers(0, MONTHS - 1), st.floats(0, 300))
def test_more_work_served_earlier_never_raises_the_done_share_of_the_rest(
    arrived, available, month, more
):
    heavier = arrived.copy()
    heavier[0, month] += more
    assert (shares(heavier, available)[1:] <= shares(arrived, available)[1:] + 1e-9).all()


@given(flows(), hours, st.floats(0, 300))
def test_more_people_never_lower_a_done_share(arrived, available, more):
    assert (shares(arrived, available + more) >= shares(arrived, available) - 1e-9).all()


@given(works(), st.floats(0, 400), st.integers(1, 5))
def test_a_queue_leaves_no_less_than_the_hours_do_and_no_more_than_came(work, month, people):
    available = np.full(MONTHS, month)
    left = queue_backlogs(work, available / people, people, 0.0, 3, np.random.default_rng(1))
    arrived = (work.counts * work.hours).cumsum(axis=1)
    total = left.sum(axis=1)
    fluid = fluid_backlog((work.counts * work.hours).sum(axis=0)[None], available)
    assert (left >= -1e-6).all()
    assert (total <= arrived.sum(axis=0) + 1e-6).all()
    assert (total >= fluid - 1e-6).all()


@given(works(), st.floats(10, 400), st.randoms(use_true_random=False))
def test_the_order_of_the_items_changes_nothing_where_the_fluid_is_taken(work, month, chance):
    method = Method(tolerance=1e9)
    order = list(range(len(work.level)))
    chance.shuffle(order)
    turned = Pieces(work.counts[order], work.hours[order], work.level[order])
    available = np.full(MONTHS, month)
    first = work_left(work, available, 2, method).hours
    again = work_left(turned, available, 2, method).hours
    assert np.allclose(first[order], again)


@given(works(), st.floats(10, 400))
def test_shares_are_shares(work, month):
    arrived = work.counts * work.hours
    left = work_left(work, np.full(MONTHS, month), 2, Method(pieces=2000))
    found, errors = done_shares(arrived, left, 1, MONTHS - 1)
    known = ~np.isnan(found)
    assert ((found[known] >= 0) & (found[known] <= 1)).all()
    assert (errors[known] >= 0).all()
