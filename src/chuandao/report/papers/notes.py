"""The numbered notes (附註) of a paper: where each figure and each quotation comes from."""

from chuandao.report.papers.paper import Piece


class Notes:
    """Notes in the order in which they are first called; equal ones are one.

    Examples
    --------
    >>> notes = Notes()
    >>> notes.mark("表tiers").text, notes.mark("表findings").text, notes.mark("表tiers").text
    ('[1]', '[2]', '[1]')
    >>> notes.words
    ('表tiers', '表findings')
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, words: str) -> Piece:
        """Return the raised mark of a note."""
        number = self._numbers.setdefault(words, len(self._numbers) + 1)
        return Piece(f"[{number}]", raised=True)

    @property
    def words(self) -> tuple[str, ...]:
        """What the notes say, in order."""
        return tuple(self._numbers)


MARK = "\0"
"""Stands in a sentence where its note is called."""


def with_mark(sentence: str, mark: Piece) -> tuple[Piece, ...]:
    r"""Return a sentence as pieces, its note raised where ``MARK`` stands.

    Examples
    --------
    >>> [piece.text for piece in with_mark("落实度为86%\0。", Piece("[1]", raised=True))]
    ['落实度为86%', '[1]', '。']
    """
    before, _, after = sentence.partition(MARK)
    return tuple(piece for piece in (Piece(before), mark, Piece(after)) if piece.text)
