"""What protects those below from a harmful way of doing it."""

import pytest

from chuandao.cascade.tracing.understanding.marked import read_record


def read(words):
    found = read_record({"text": words, "kind": "safeguard", "dated": None})
    return [value.value for item in found for value in item.safeguards]


@pytest.mark.parametrize(
    "words",
    ["不搞“一刀切”", "严禁层层加码", "不得强制流转土地", "保留线下办事窗口", "不得一关了之"],
)
def test_a_ban_on_harm_is_a_safeguard(words):
    assert read(words) == [words]


@pytest.mark.parametrize(
    "words", ["严禁挤占挪用", "不得虚报瞒报", "合格率不低于98%", "不断完善机制"]
)
def test_a_ban_on_misuse_is_none(words):
    assert read(words) == []
