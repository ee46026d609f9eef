"""Policy concepts in real documents, read in place."""

import os
from pathlib import Path

import pytest

from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.text.concepts import concepts_in

pytestmark = pytest.mark.real
REAL = os.environ.get("CHUANDAO_REAL_DATA", "")
FILES = sorted(Path(REAL, "real_pairs").glob("*/*.txt")) if REAL else []
NO_DATA = pytest.mark.skip(
    reason="CHUANDAO_REAL_DATA is not set: the real documents are not at hand"
)


@pytest.mark.parametrize(
    "path", FILES or [pytest.param(None, marks=NO_DATA)], ids=lambda path: path and path.parent.name
)
def test_most_task_clauses_name_a_concept(path):
    clauses = understand_files([path])[0][0].clauses
    tasks = [clause.side.words for clause in clauses if clause.kind == "task"]
    named = sum(bool(concepts_in(words, policy_concepts())) for words in tasks)
    assert named / len(tasks) >= 0.85
