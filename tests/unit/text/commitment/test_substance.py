"""How much can be checked, how much is slogan."""

from chuandao.cascade.tracing.understanding.marked import read_record


def one(words):
    (found,) = read_record({"text": words, "kind": "task", "dated": None})
    return found


def test_more_that_can_be_checked_is_more_specific():
    bare = one("推进茶园建设")
    full = one("县农业农村局2025年底前建成茶园3万亩")
    assert bare.specificity < full.specificity <= 1


def test_a_slogan_is_all_slogan_and_a_task_is_none():
    assert one("必须提高站位，狠抓落实。").slogan > 0.7
    assert one("建成泵站3座").slogan == 0
