"""Hours against work: the fluid by hand, the queue and the diffusion where chance matters."""

import numpy as np
import pytest

from chuandao.stats.workload.diffusion import diffusion_backlogs
from chuandao.stats.workload.done_share import Left, Method, done_shares, work_left
from chuandao.stats.workload.fluid import fluid_backlog, fluid_error
from chuandao.stats.workload.pieces import Pieces
from chuandao.stats.workload.queueing import queue_backlogs


def even(counts, hours, levels):
    table = np.array(counts)
    return Pieces(
        table, np.repeat(np.array(hours, float)[:, None], table.shape[1], 1), np.array(levels)
    )


def test_what_is_not_done_waits_for_the_next_month():
    left = fluid_backlog(np.array([[150.0, 20.0, 20.0]]), np.array([100.0, 50.0, 50.0]))
    assert left.tolist() == [[50.0, 20.0, 0.0]]


def test_the_first_level_is_served_whole_before_the_second():
    left = fluid_backlog(np.array([[80.0], [50.0], [10.0]]), np.array([100.0]))
    assert left.tolist() == [[0.0], [30.0], [10.0]]


def test_a_month_without_people_does_nothing():
    left = fluid_backlog(np.array([[80.0, 0.0]]), np.array([0.0, 100.0]))
    assert left.tolist() == [[80.0, 0.0]]


def test_items_of_one_level_share_in_proportion():
    pieces = even([[30_000], [10_000]], [0.01, 0.01], [0, 0])
    left = work_left(pieces, np.array([300.0]), 10, Method())
    assert left.hours.ravel().tolist() == pytest.approx([75.0, 25.0])


def test_many_small_pieces_far_from_capacity_are_a_fluid():
    pieces = even([[5000] * 3], [0.1], [0])
    assert work_left(pieces, np.full(3, 1000.0), 10, Method()).model == "fluid"


def test_few_pieces_near_capacity_are_a_queue():
    pieces = even([[10] * 3], [15.0], [0])
    assert work_left(pieces, np.full(3, 160.0), 1, Method()).model == "queue"


def test_many_pieces_near_capacity_are_a_diffusion():
    pieces = even([[400] * 12], [4.0], [0])
    assert work_left(pieces, np.full(12, 1600.0), 10, Method()).model == "diffusion"


def test_the_fluid_says_all_is_done_at_full_load_and_the_queue_does_not():
    pieces = even([[20] * 3], [8.0], [0])
    left = queue_backlogs(pieces, np.full(3, 160.0), 1, 1.0, 400, np.random.default_rng(3))
    assert fluid_backlog(pieces.counts * pieces.hours, np.full(3, 160.0)).sum() == 0
    assert left[:, 0, -1].mean() / 480 > 0.1


@pytest.mark.parametrize("load", [0.7, 1.0, 1.3])
def test_queue_and_diffusion_agree_where_there_are_many_pieces(load):
    pieces = even([[round(500 * load)] * 4, [round(500 * load)] * 4], [1.6, 1.6], [0, 1])
    hours = np.full(4, 1600.0)
    queue = queue_backlogs(pieces, hours / 5, 5, 1.0, 60, np.random.default_rng(1))
    flow = diffusion_backlogs(pieces, hours, 5, 1.0, 1000, np.random.default_rng(2))
    apart = np.abs(queue.mean(axis=0) - flow.mean(axis=0))[:, -1]
    assert (apart / (pieces.counts * pieces.hours).sum(axis=1) < 0.02).all()


def test_one_server_waits_as_pollaczek_and_khinchine_say():
    """Stationary work of M/G/1: rate × mean square / (2 (1 - load)); the middle of a long month."""
    pieces = even([[700] + [1] * 1], [1.0], [0])
    left = queue_backlogs(pieces, np.array([1000.0, 0.0]), 1, 1.0, 3000, np.random.default_rng(5))
    assert left[:, 0, 0].mean() == pytest.approx(0.7 * 2 / (2 * 0.3), rel=0.12)


def test_pieces_of_equal_hours_one_person_and_no_waiting_leave_what_hangs_over():
    pieces = even([[1]], [10.0], [0])
    left = queue_backlogs(pieces, np.array([100.0]), 1, 0.0, 20_000, np.random.default_rng(2))
    assert left.mean() == pytest.approx(0.1 * 10 / 2, rel=0.06)


def test_the_error_of_the_fluid_grows_towards_full_load_and_with_larger_pieces():
    hours = np.full(3, 1000.0)
    loads = [np.full((1, 3), 1000.0 * load) for load in (0.5, 0.8, 0.95)]
    errors = [fluid_error(work, work * 5, hours, 10)[0] for work in loads]
    assert errors == sorted(errors)
    assert fluid_error(loads[0], loads[0] * 20, hours, 10)[0] > errors[0]


def test_a_task_without_work_has_no_share():
    shares, errors = done_shares(
        np.zeros((1, 2)), Left(np.zeros((1, 2)), np.zeros((1, 2)), ""), 0, 1
    )
    assert np.isnan(shares).all()
    assert np.isnan(errors).all()


def test_the_same_work_gives_the_same_answer():
    pieces = even([[20] * 3, [10] * 3], [8.0, 6.0], [0, 1])
    first, again = (work_left(pieces, np.full(3, 200.0), 2, Method()) for _ in range(2))
    assert first.hours.tobytes() == again.hours.tobytes()


def test_nobody_there_leaves_all_of_it():
    pieces = even([[20, 20]], [8.0], [0])
    left = work_left(pieces, np.zeros(2), 0, Method())
    assert left.hours.tolist() == [[160.0, 320.0]]
    assert left.model == "fluid"
