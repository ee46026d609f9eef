"""English words cut to stems that meet."""

import pytest

from chuandao.text.likeness.stems import stem


@pytest.mark.parametrize(
    "words",
    [
        ("apply", "applies", "applied", "applying", "application", "applicants"),
        ("publish", "published", "publishes", "publication"),
        ("electric", "electrical", "electricity"),
        ("resident", "residents", "residential"),
        ("community", "communities"),
        ("agree", "agreed", "agreement"),
    ],
)
def test_words_of_one_family_have_one_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("need", "new"), ("bus", "business"), ("plan", "plant"), ("train", "trade")]
)
def test_words_of_different_families_keep_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["bus", "need", "use", "thing", "pass"])
def test_short_words_keep_what_tells_them(word):
    assert len(stem(word)) >= 3
