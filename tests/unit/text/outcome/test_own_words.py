"""The words of a document's own field."""

from chuandao.text.outcome.own_words import own_words

ABOVE = ["发展人工智能产业", "培养人才", "建设平台", "推进应用", "完善标准"]
BELOW = ["支持高校建设平台", "高校培养人才", "推进应用", "鼓励高校参与标准", "加强合作"]


def test_what_stands_in_many_clauses_below_and_none_above_is_own():
    assert "高校" in own_words(ABOVE, BELOW)


def test_what_both_speak_of_is_not_own():
    assert not own_words(ABOVE, ABOVE)


def test_order_changes_nothing():
    assert own_words(ABOVE[::-1], BELOW[::-1]) == own_words(ABOVE, BELOW)
