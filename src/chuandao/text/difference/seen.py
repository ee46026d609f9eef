"""A linked pair as it is seen before it is judged: its changes, its parts, its features."""

from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.text.commitment.responsibility import without_responsibilities
from chuandao.text.difference.change import Change, Side
from chuandao.text.difference.difference import changes
from chuandao.text.lexicon import Lexicon
from chuandao.text.outcome.features import Surroundings, features
from chuandao.text.outcome.pieces import piece_changes


@dataclass(frozen=True, eq=False)
class Seen:
    """A linked pair: the two sides without their brackets of units, and what was found.

    ``found``: changes of what was parsed; ``pieces``: changes told part by part; ``features``:
    what the labeller weighs.
    """

    upper: Side
    lower: Side
    found: tuple[Change, ...]
    pieces: tuple[Change, ...]
    features: Mapping[str, float]


def seen_pair(
    upper: Side,
    lower: Side,
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
    surroundings: Surroundings,
) -> Seen:
    """Return a linked pair as it is seen.

    Parameters
    ----------
    upper, lower : Side
        Where either is linked to other clauses too, as `chuandao.text.outcome.focus.focused`.
    lexicon : Lexicon
    thresholds : mapping
        Those of `chuandao.text.outcome.rules.held_rules`.
    surroundings : Surroundings
    """
    found = changes(upper, lower, lexicon)
    one, other = _without_units(upper, lexicon), _without_units(lower, lexicon)
    pieces = tuple(piece_changes(one, other, lexicon))
    seen = features(one, other, found, pieces, lexicon, thresholds, surroundings)
    return Seen(one, other, found, pieces, seen)


def _without_units(side: Side, lexicon: Lexicon) -> Side:
    """Return a clause without its bracket of responsible units, in which every tier differs."""
    return Side(without_responsibilities(side.words, lexicon), side.start, side.commitments)
