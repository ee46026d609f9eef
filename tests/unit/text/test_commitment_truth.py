"""The labelled sentences against what is read: a floor for every field, so that none falls back.

Measured when these floors were set: the table in docs/reference/commitments.md.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from chuandao.cascade.tracing.understanding.marked import placed_found, placed_marked, read_record
from chuandao.text.commitment.agreement import Count, agreement
from chuandao.text.commitment.commitment import FIELDS

TRUTH = Path(__file__).parents[2] / "truth" / "commitments"
FLOORS = {  # field: (precision, recall), what was reached less one hundredth
    "actor": (0.80, 0.73),
    "lead": (0.95, 0.93),
    "responsible": (0.95, 0.92),
    "cooperate": (0.93, 0.88),
    "action": (0.87, 0.82),
    "polarity": (0.86, 0.85),
    "object": (0.77, 0.76),
    "targets": (0.80, 0.91),
    "deadline": (0.93, 0.94),
    "deontic": (0.97, 0.94),
    "scope": (0.82, 0.39),
    "conditions": (0.89, 0.72),
    "safeguards": (0.93, 0.76),
    "instruments": (0.75, 0.76),
    "local": (0.77, 0.47),
}


@cache
def records():
    files = sorted(TRUTH.glob("*.yaml"))
    return [r for file in files for r in yaml.safe_load(file.read_text(encoding="utf-8"))]


@cache
def found():
    return [read_record(record) for record in records()]


def count(field):
    total = Count()
    for record, commitments in zip(records(), found(), strict=True):
        total += agreement(field, placed_found(commitments, field), placed_marked(record, field))[0]
    return total


def test_there_are_labelled_sentences_in_every_script():
    scripts = Counter(record["script"] for record in records())
    assert min(scripts[name] for name in ("hans", "hant", "en")) >= 10


def test_every_marked_value_stands_in_its_sentence():
    for record in records():
        for field in record["fields"]:
            assert field in FIELDS
            assert placed_marked(record, field)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_not_read_worse_than_it_was(field):
    measured = count(field)
    precision, recall = FLOORS[field]
    assert measured.precision >= precision
    assert measured.recall >= recall
