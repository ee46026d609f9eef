"""The drifts that the author of the example city planted (tests/truth/qinghe/README.md)."""

import pytest

import chuandao as cd
from chuandao.cascade.tracing.from_files import trace_files
from chuandao.cascade.tracing.targets.ratchets import ratchets

NAMES = ("city-18.docx", "yunshan-11.html", "yongning-14.txt", "chaping-6.html", "shahe-11.txt")
PARENTS = [
    ("yunshan-11", "city-18"),
    ("yongning-14", "city-18"),
    ("chaping-6", "yunshan-11"),
    ("shahe-11", "yongning-14"),
]


@pytest.fixture(scope="module")
def found():
    paths = [cd.examples.qinghe / "documents" / name for name in NAMES]
    return ratchets(trace_files(paths[0], paths[1:], PARENTS).traced)


@pytest.mark.parametrize(
    ("document", "measure", "above", "here"),
    [
        ("chaping-6", "%", 12, 15),
        ("chaping-6", "%", 99, 99.5),
        ("chaping-6", "个工作日", 3, 2),
        ("chaping-6", "亩", 2800, 3600),
        ("shahe-11", "%", 6, 9),
        ("shahe-11", "%", 97, 99),
    ],
)
def test_a_planted_drift_is_found_on_its_step(found, document, measure, above, here):
    rows = [
        row
        for row in found
        if (row.document, row.measure, row.value) == (document, measure, here)
        and row.direction == "stricter"
        and row.step_change
    ]
    assert any(row.step_change == pytest.approx(abs(here - above) / above) for row in rows)


def test_no_part_of_a_total_is_called_laxer(found):
    assert not [row for row in found if row.share is not None and row.direction == "laxer"]
