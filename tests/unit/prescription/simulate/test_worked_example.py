"""The example of docs/explanation/simulation.md, which a pocket calculator can follow."""

from pathlib import Path

import numpy as np
import pytest

from chuandao.stats.forward.ahead import Now, Plan, Tree, ahead
from chuandao.stats.forward.measures import measures_of, phased

PAGE = Path(__file__).parents[4] / "docs" / "explanation" / "simulation.md"


def test_the_worked_example_comes_out_as_the_page_says():
    tree = Tree(
        parents=np.array([-1, 0, 1]),
        memory=np.array([1, 0.98, 0.98], np.float32),
        noise=np.zeros(3, np.float32),
        alike=np.zeros(3, np.float32),
        weight=np.ones(3),
        tier=np.arange(3),
        starts=np.arange(4),
        tiers=3,
    )
    plan = Plan(
        measures=(measures_of([(0, 0, [2])], causes=1, nodes=3, effects=1),),
        working=phased(np.array([4.0]), 12),
        cause=np.array([0]),
        task_weight=np.ones(1),
        first=0,
        least=0.005,
    )
    now = Now(
        state=np.log([1, 0.8, 0.6]),
        severity=np.array([[0, 0, 0.5]], np.float32),
        cost=np.array([0.3], np.float32),
        constant=np.array([0, -np.log(0.8), 0.05], np.float32),
        share=np.array([0.3]),
    )
    found = ahead(tree, plan, [(now,)] * 2, np.random.default_rng(1)).tiers[0, 0, :, 2]
    assert found[0, [1, 11]].round(3).tolist() == pytest.approx([0.602, 0.611])
    assert found[1, [1, 11]].round(3).tolist() == pytest.approx([0.616, 0.640])
    page = PAGE.read_text("utf-8")
    for words in ("e^−.2842 = .602", "e^−.269 = .611", "= .616", "= .640"):
        assert words in page
