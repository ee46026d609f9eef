"""Of which kind a clause is: preamble, goal, principle, task, safeguard, organisation …"""

from chuandao.text.clause_walk import Node
from chuandao.text.lexicon import Lexicon


def kind_of_clause(node: Node, lexicon: Lexicon) -> str:
    """Return the kind of a clause by its words, its place and the headings above it."""
    heading = " ".join(reversed(node.headings))
    before_number = node.path[0] == "0" and not node.cells
    for kind, place, word in lexicon.kinds:
        if place == "words" and word in node.words and (kind != "preamble" or not node.numbered):
            return kind
    if before_number:
        return "preamble"
    named = (kind for kind, place, word in lexicon.kinds if place == "heading" and word in heading)
    return next(named, "task")
