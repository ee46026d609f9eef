"""The worked example of the package of remedies, done again by the program."""

from pathlib import Path

import numpy as np
import pytest

from chuandao.stats.packages.branch import best_package
from chuandao.stats.packages.making import Pieces, Steps, setting_of

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "package.md"
UNDERSTANDING, RESOURCES = 0, 1


def example():
    """Return city, county and two townships with the four options of the page."""
    worth = np.array([[0.0], [0.0], [0.5 * 0.60], [0.5 * 0.70]])
    loss = np.zeros((2, 4, 1))
    loss[UNDERSTANDING, 1], loss[RESOURCES, 2], loss[RESOURCES, 3] = 0.20, 0.15, 0.05
    pieces = Pieces(
        option=np.arange(4),
        cause=np.array([UNDERSTANDING, UNDERSTANDING, RESOURCES, RESOURCES]),
        share=np.array([[0.25], [0.12], [0.30], [0.30]]),
        piece=np.array([0, 0, 0, 1, 1, 1, 2, 3]),
        node=np.array([1, 2, 3, 1, 2, 3, 2, 3]),
    )
    uses = np.array([[20_000.0, 15_000, 3_000, 3_000], [0.0] * 4])
    steps = Steps(np.array([-1, 0, 1, 1]), worth, loss)
    return setting_of(steps, pieces, np.zeros(4), uses, np.array([25_000, np.inf]))


def gain(names):
    return example().value(np.array([letter in names for letter in "ABCD"]))


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("A", "**0.0333**"),
        ("B", "**0.0158**"),
        ("AB", "**0.0457**"),
        ("C", "**0.0138**"),
        ("D", "**0.0053**"),
        ("AC", "**0.0478**"),
        ("BCD", "**0.0354**"),
        ("ACD", "0.0534"),
    ],
)
def test_the_page_shows_what_the_program_works_out(names, shown):
    assert f"{gain(names):.4f}" == shown.strip("*")
    assert shown in PAGE.read_text("utf-8")


def test_the_package_of_the_page_is_the_best():
    best = best_package(example())
    assert best.chosen.tolist() == [True, False, True, False]
    assert best.proven


def test_remedies_of_one_loss_share_and_those_of_two_steps_multiply():
    assert f"{gain('A') + gain('B'):.4f}" == "0.0491" > f"{gain('AB'):.4f}"
    assert gain("AC") > gain("A") + gain("C")
