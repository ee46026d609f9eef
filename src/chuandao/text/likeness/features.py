"""What speaks for a link of an upper and a lower passage: one matrix (uppers, lowers) each.

Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval (TF-IDF cosine);
Broder (1997), On the resemblance and containment of documents (containment); Bullinaria & Levy
(2007), Extracting semantic representations from word co-occurrence statistics (vectors).
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chuandao.text.likeness.compare import (
    Matrix,
    best_of,
    containment,
    cosine,
    here,
    lead,
    mean_of,
    product,
    shared,
)
from chuandao.text.likeness.profile import Passage, Profile

_COMPARED = ("grams", "words", "headed", "lower_pieces", "meaning_here", "concepts")
_IF_VAGUE = ("headings", "head_meaning", "head_for_upper", "meaning_here", "concepts")
_FLOOR = 0.1  # a best likeness below this is no yardstick for the others


def pair_features(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Return the features of every pair of an upper and a lower passage.

    Parameters
    ----------
    upper, lower : Profile
        Of two documents, each with at least one passage.

    Returns
    -------
    dict
        Name to a matrix (uppers, lowers). Likenesses are 0–1; ``…_of_lower`` and ``…_of_upper``
        give them as a share of the best one of the lower or upper passage, ``…_lead_lower`` and
        ``…_lead_upper`` by how much it leads the next best one (or stays behind the best);
        ``…_if_vague`` counts where the lower passage says nothing that could be checked.

    Notes
    -----
    Nothing rests on the order of the passages. Rarity is that of the background times that in
    the two documents: a word that stands in every clause of both tells nothing of which belong
    together. The catalogue (``scorer.csv``) says what each feature means.
    """
    found = {
        **_wordings(upper, lower),
        **_headings(upper, lower),
        **_piecewise(upper, lower),
        **_itemwise(upper, lower),
        **_numbers(upper, lower),
        **_forms(upper, lower),
        "concepts": _concepts(upper, lower),
        "meaning": np.asarray(upper.meanings @ lower.meanings.T, dtype=float),
        "meaning_here": _centred(upper.meanings, lower.meanings),
    }
    vague = found["lower_vague"]
    found |= {f"{name}_if_vague": found[name] * vague for name in _IF_VAGUE}
    for name in _COMPARED:
        found |= _competition(name, found[name])
    return found


def _wordings(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    grams, words = here(upper.grams, lower.grams), here(upper.words, lower.words)
    runs = here(upper.runs, lower.runs)
    return {
        "grams": cosine(*grams),
        "grams_in_upper": containment(*grams[::-1]).T,
        "grams_in_lower": containment(*grams),
        "words": cosine(*words),
        "words_in_upper": containment(*words[::-1]).T,
        "words_in_lower": containment(*words),
        "words_shared": np.log1p(shared(upper.words, lower.words)),
        "runs": cosine(*runs),
        "runs_in_upper": containment(*runs[::-1]).T,
        "runs_in_lower": containment(*runs),
    }


def _headings(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    heads = here(upper.named, lower.named)
    means = upper.head_meanings, lower.head_meanings
    return {
        "headings": cosine(upper.headings, lower.headings),
        "heads": cosine(*heads),
        "above": cosine(upper.above, lower.above),
        "headed": cosine(upper.headed, lower.headed),
        "heading_in_upper": containment(lower.named, upper.grams).T,
        "heading_in_lower": containment(upper.named, lower.grams),
        "head_meaning": np.asarray(means[0] @ means[1].T, dtype=float),
        "head_here": _centred(*means),
        "head_for_upper": np.asarray(means[0] @ lower.meanings.T, dtype=float),
        "head_for_lower": np.asarray(upper.meanings @ means[1].T, dtype=float),
    }


def _piecewise(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Compare piece by piece: the best pair, and the mean of each piece's best on either side."""
    alike = cosine(*here(upper.pieces, lower.pieces))
    by_upper = best_of(alike, upper.owner, len(upper))  # (uppers, lower pieces)
    by_lower = best_of(alike.T, lower.owner, len(lower)).T  # (upper pieces, lowers)
    return {
        "best_piece": best_of(by_upper.T, lower.owner, len(lower)).T,
        "lower_pieces": mean_of(by_upper.T, lower.owner, len(lower)).T,
        "upper_pieces": mean_of(by_lower, upper.owner, len(upper)),
        "lower_piece_lead": best_of(lead(by_upper, 0).T, lower.owner, len(lower)).T,
        "upper_piece_lead": best_of(lead(by_lower, 1), upper.owner, len(upper)),
    }


def _itemwise(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Compare the members of lists: an upper clause may be one of many that a lower one names."""
    one, other = here(upper.items, lower.items)
    whole = here(upper.headed, lower.headed)
    in_lower = containment(one, whole[1])  # (upper items, lowers)
    in_upper = containment(other, whole[0]).T  # (uppers, lower items)
    return {
        "item_in_lower": best_of(in_lower, upper.item_owner, len(upper)),
        "item_in_upper": best_of(in_upper.T, lower.item_owner, len(lower)).T,
        "item_lead_lower": best_of(lead(in_upper, 0).T, lower.item_owner, len(lower)).T,
        "item_lead_upper": best_of(lead(in_lower, 1), upper.item_owner, len(upper)),
    }


def _numbers(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    stated = product(upper.figures, lower.figures) > 0
    rows = _flag(upper, _is_row)[:, None], _flag(lower, _is_row)[None, :]
    return {
        "figures": cosine(*here(upper.figures, lower.figures)),
        "row_figures": np.asarray(stated & (rows[0] != rows[1]), dtype=float),
        "quantities": containment(*_named(upper, lower, _quantities)),
        "dimensions": cosine(*_named(upper, lower, _dimensions)),
    }


def _forms(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Return what the passages are, apart from what they say."""
    shape = (len(upper), len(lower))
    openings = [_flag(one, lambda p: p.is_opening) for one in (upper, lower)]
    kinds = [np.array([p.kind for p in one.passages]) for one in (upper, lower)]
    found = {
        "kind": np.asarray(kinds[0][:, None] == kinds[1][None, :], dtype=float),
        "openings": np.outer(*openings),
        "upper_length": np.broadcast_to(upper.lengths[:, None], shape),
        "lower_length": np.broadcast_to(lower.lengths[None, :], shape),
    }
    for name, told in (
        ("row", _is_row),
        ("empty_row", _is_empty_row),
        ("formal", lambda p: p.kind == "preamble"),
        ("vague", lambda p: p.is_vague),
    ):
        found[f"upper_{name}"] = np.broadcast_to(_flag(upper, told)[:, None], shape)
        found[f"lower_{name}"] = np.broadcast_to(_flag(lower, told)[None, :], shape)
    return found


def _is_row(passage: Passage) -> bool:
    return passage.is_row


def _is_empty_row(passage: Passage) -> bool:
    """Tell the head of a table, or a row without any number, from a row that sets something."""
    return passage.is_row and not any(letter.isdigit() for letter in passage.words)


def _flag(profile: Profile, told: Callable[[Passage], bool]) -> Matrix:
    return np.array([told(passage) for passage in profile.passages], dtype=float)


def _concepts(upper: Profile, lower: Profile) -> Matrix:
    """Compare the concepts spoken of, those rare in the two documents counting for more."""
    return cosine(*here(*_named(upper, lower, lambda passage: passage.concepts)))


def _quantities(passage: Passage) -> list[tuple[str, float]]:
    return [(" ".join(quantity), 1.0) for quantity in sorted(passage.quantities)]


def _dimensions(passage: Passage) -> list[tuple[str, float]]:
    return [(name, 1.0) for name in sorted({dimension for dimension, _ in passage.quantities})]


def _named(
    upper: Profile, lower: Profile, given: Callable[[Passage], Iterable[tuple[str, float]]]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return the passages of both by what is named of them (name, weight)."""
    rows = [list(given(passage)) for passage in (*upper.passages, *lower.passages)]
    names = {name: at for at, name in enumerate(sorted({n for row in rows for n, _ in row}))}
    bounds = np.cumsum([0, *map(len, rows)])
    data = np.array([weight for row in rows for _, weight in row], dtype=float)
    columns = np.array([names[name] for row in rows for name, _ in row], dtype=np.int64)
    held = sparse.csr_matrix((data, columns, bounds), shape=(len(rows), max(len(names), 1)))
    return held[: len(upper)], held[len(upper) :]


def _centred(one: NDArray[np.float32], other: NDArray[np.float32]) -> Matrix:
    """Return the cosine of meanings, less what the passages of both documents mean together."""
    together = np.concatenate([one, other]).astype(float)
    together -= together.mean(axis=0)
    together /= np.maximum(np.linalg.norm(together, axis=1, keepdims=True), 1e-9)
    return np.asarray(together[: len(one)] @ together[len(one) :].T)


def _competition(name: str, alike: Matrix) -> dict[str, Matrix]:
    found = {}
    for axis, side in ((0, "lower"), (1, "upper")):
        best = alike.max(axis=axis, keepdims=True)
        found[f"{name}_of_{side}"] = alike / np.maximum(best, _FLOOR)
        found[f"{name}_lead_{side}"] = lead(alike, axis)
    return found
