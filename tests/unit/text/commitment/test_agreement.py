"""How far values found agree with values marked."""

from chuandao.text.commitment.agreement import Count, Placed, agreement


def right(field, found, marked):
    return agreement(field, [found], [marked])[0].right


def test_half_of_the_shorter_and_a_third_of_the_longer_is_enough():
    assert right("scope", Placed(0, 4), Placed(2, 8))
    assert not right("scope", Placed(0, 3), Placed(2, 12))


def test_an_action_must_cover_half_of_the_longer():
    assert right("action", Placed(0, 2), Placed(0, 4))
    assert not right("action", Placed(0, 2), Placed(0, 5))


def test_common_forms_must_be_the_same():
    assert not right("deontic", Placed(0, 2, "3"), Placed(0, 2, "2"))


def test_every_value_counts_once():
    count, wrong, missed = agreement("lead", [Placed(0, 3), Placed(0, 3)], [Placed(0, 3)])
    assert count == Count(2, 1, 1)
    assert (len(wrong), len(missed)) == (1, 0)
