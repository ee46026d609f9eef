"""What speaks for a link of an upper and a lower passage: one matrix (uppers, lowers) each.

Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval (TF-IDF cosine);
Broder (1997), On the resemblance and containment of documents (containment); Bullinaria & Levy
(2007), Extracting semantic representations from word co-occurrence statistics (vectors).
"""

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compare import (
    Matrix,
    alike,
    best_of,
    best_parts,
    containment,
    containment_of_other,
    cosine,
    here,
    lead,
    mean_of,
    product,
    rivalry,
    shared,
)
from chuandao.text.likeness.profile import Profile

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
    found = {}
    for name in ("grams", "words", "runs"):
        laid = alike(*here(getattr(upper, name), getattr(lower, name)))
        found[name], found[f"{name}_in_lower"], found[f"{name}_in_upper"] = laid
    return {**found, "words_shared": np.log1p(shared(upper.words, lower.words))}


def _headings(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    means = upper.head_meanings, lower.head_meanings
    return {
        "headings": cosine(upper.headings, lower.headings),
        "heads": cosine(*here(upper.named, lower.named)),
        "above": cosine(upper.above, lower.above),
        "headed": cosine(upper.headed, lower.headed),
        "heading_in_upper": containment_of_other(upper.grams, lower.named),
        "heading_in_lower": containment(upper.named, lower.grams),
        "head_meaning": np.asarray(means[0] @ means[1].T, dtype=float),
        "head_here": _centred(*means),
        "head_for_upper": np.asarray(means[0] @ lower.meanings.T, dtype=float),
        "head_for_lower": np.asarray(upper.meanings @ means[1].T, dtype=float),
    }


def _piecewise(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Compare piece by piece: the best pair, and the mean of each piece's best on either side."""
    above, below = (upper.owner, len(upper)), (lower.owner, len(lower))
    by_upper, by_lower = best_parts(  # (uppers, lower pieces), (upper pieces, lowers)
        *here(upper.pieces, lower.pieces), (upper.owner, lower.owner), (len(upper), len(lower))
    )
    return {
        "best_piece": best_of(by_upper, *below, axis=1),
        "lower_pieces": mean_of(by_upper, *below, axis=1),
        "upper_pieces": mean_of(by_lower, *above),
        "lower_piece_lead": best_of(lead(by_upper, 0), *below, axis=1),
        "upper_piece_lead": best_of(lead(by_lower, 1), *above),
    }


def _itemwise(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Compare the members of lists: an upper clause may be one of many that a lower one names."""
    above, below = (upper.item_owner, len(upper)), (lower.item_owner, len(lower))
    one, other = here(upper.items, lower.items)
    in_lower = containment(one, lower.headed)  # (upper items, lowers)
    in_upper = containment_of_other(upper.headed, other)  # (uppers, lower items)
    return {
        "item_in_lower": best_of(in_lower, *above),
        "item_in_upper": best_of(in_upper, *below, axis=1),
        "item_lead_lower": best_of(lead(in_upper, 0), *below, axis=1),
        "item_lead_upper": best_of(lead(in_lower, 1), *above),
    }


def _numbers(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    stated = product(upper.figures, lower.figures) > 0
    rows = upper.flags["row"][:, None] != lower.flags["row"][None, :]
    return {
        "figures": cosine(*here(upper.figures, lower.figures)),
        "row_figures": np.asarray(stated & rows, dtype=float),
        "quantities": containment(upper.quantities, lower.quantities),
        "dimensions": cosine(upper.dimensions, lower.dimensions),
    }


def _forms(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Return what the passages are, apart from what they say."""
    shape = (len(upper), len(lower))
    found = {
        "kind": np.asarray(upper.kinds[:, None] == lower.kinds[None, :], dtype=float),
        "openings": np.outer(upper.flags["opening"], lower.flags["opening"]),
    }
    one, other = ({**side.flags, "length": side.lengths} for side in (upper, lower))
    for name in ("length", "row", "empty_row", "formal", "vague"):
        found[f"upper_{name}"] = np.broadcast_to(one[name][:, None], shape)
        found[f"lower_{name}"] = np.broadcast_to(other[name][None, :], shape)
    return found


def _concepts(upper: Profile, lower: Profile) -> Matrix:
    """Compare the concepts spoken of, those rare in the two documents counting for more."""
    return cosine(*here(upper.concepts, lower.concepts))


def _centred(one: NDArray[np.float32], other: NDArray[np.float32]) -> Matrix:
    """Return the cosine of meanings, less what the passages of both documents mean together."""
    together = np.concatenate([one, other]).astype(float)
    together -= together.mean(axis=0)
    together /= np.maximum(np.sqrt(np.square(together).sum(axis=1, keepdims=True)), 1e-9)
    return np.asarray(together[: len(one)] @ together[len(one) :].T)


def _competition(name: str, found: Matrix) -> dict[str, Matrix]:
    rivals: dict[str, Matrix] = {}
    for axis, side in ((0, "lower"), (1, "upper")):
        share, lead_ = rivalry(found, axis, _FLOOR)
        rivals |= {f"{name}_of_{side}": share, f"{name}_lead_{side}": lead_}
    return rivals
