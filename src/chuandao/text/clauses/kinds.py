"""Of which kind a clause is: preamble, goal, principle, task, safeguard, organisation …"""

from chuandao.text.clauses.headings import split_heading
from chuandao.text.clauses.walk import Node
from chuandao.text.lexicon import Lexicon

_TELLING = 4  # letters from which a word tells the kind by standing at the end of a heading


def kind_of_clause(node: Node, lexicon: Lexicon, *, unnumbered: bool = False) -> str:
    """Return the kind of a clause: by its own heading, its words, its place, the headings above.

    The catalogue's places: ``formal`` (words by which a text says from when it holds or who
    explains it), ``words`` (anywhere in the clause), ``start`` (a paragraph before any number
    begins with it), ``heading`` (in a heading above; at the end of its own). A paragraph before
    any number is preamble, in a text without numbers (``unnumbered``) a task.
    """
    for told in (_formal, _own_heading, _words):
        if kind := told(node, lexicon):
            return kind
    if not node.numbered and not node.cells and node.words.endswith(("：", ":")):
        return "preamble"
    if node.path[0] == "0" and not node.cells:
        opens = (kind for kind, place, word in lexicon.kinds if _starts(node, place, word))
        return next(opens, "task" if unnumbered else "preamble")
    heading = " ".join(reversed(node.headings))
    named = (kind for kind, place, word in lexicon.kinds if place == "heading" and word in heading)
    return next(named, "task")


def _starts(node: Node, place: str, word: str) -> bool:
    return place == "start" and node.words.lstrip().startswith(word)


def is_formal(words: str, lexicon: Lexicon) -> bool:
    """Return whether words only say from when a text holds, who explains it, or end it."""
    return any(word in words for _, place, word in lexicon.kinds if place == "formal")


def _formal(node: Node, lexicon: Lexicon) -> str:
    return "preamble" if is_formal(node.words, lexicon) else ""


def _own_heading(node: Node, lexicon: Lexicon) -> str:
    heading, rest = split_heading(node.words)
    if not node.numbered or not rest:
        return ""
    for kind, place, word in lexicon.kinds:
        if place == "heading" and len(word) >= _TELLING and heading.endswith(word):
            return kind
    return ""


def _words(node: Node, lexicon: Lexicon) -> str:
    for kind, place, word in lexicon.kinds:
        if place == "words" and word in node.words and (kind != "preamble" or not node.numbered):
            return kind
    return ""
