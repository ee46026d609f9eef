"""How far a document's passages are found in another's."""

import numpy as np
import pytest

from chuandao.text.likeness.nearness import carried, held, shelved
from chuandao.text.similarity import likeness

UPPER = [
    "支持龙头企业建设标准化茶园，到2026年底面积达到1.2万亩。",
    "开展河道清淤。",
    "Publish permits",
]
LOWER = [
    "到2026年底建成标准化茶园3000亩，支持龙头企业扩产。",
    "publish all permits",
    "办好茶文化节。",
]


@pytest.mark.parametrize(("upper", "lower"), [(UPPER, LOWER), (LOWER, UPPER), (UPPER, UPPER[:1])])
def test_it_is_the_mean_of_the_best_shares_of_the_matrix(upper, lower):
    expected = likeness(upper, lower).in_upper.max(axis=0).mean()
    assert carried(held(upper), held(lower)) == pytest.approx(expected)


def test_documents_without_a_letter_carry_nothing():
    assert carried(held(["。"]), held(LOWER)) == 0
    assert carried(held(UPPER), held([])) == 0


def test_the_nearest_document_is_the_one_with_most_words_in_common():
    documents = [held([words]) for words in (*UPPER, *LOWER)]
    near = shelved(documents)
    np.fill_diagonal(near, 0)
    assert near.argmax(axis=1)[[0, 2, 3, 4]].tolist() == [3, 4, 0, 2]
