"""The wording (文字) of a clause, read once wherever it stands: copies are common."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.working_calendar import working_day_after
from chuandao.text.clauses.clauses import Cell, ClauseText
from chuandao.text.commitment.commitment import commitments, moved
from chuandao.text.commitment.responsibility import without_responsibilities
from chuandao.text.difference.change import Side
from chuandao.text.lexicon import Lexicon, words_pattern
from chuandao.text.times.watched import Asked, WatchedDate

_LEAST = 6  # letters that must be left of a clause without its set phrases
_MOST_KEPT = 1 << 14

_Key = tuple[Lexicon, str, int, str, tuple[Cell, ...], bool, bool]


@dataclass(frozen=True, eq=False)
class Wording:
    """What the words of a clause say, every place counted from where the clause begins.

    ``side``: its words after the number, with its commitments; ``days``: the dates of a
    document for which it says this. Clauses of the same words share one wording.
    """

    side: Side
    lexicon: Lexicon
    days: Asked

    @cached_property
    def compared(self) -> str:
        """The words that are compared: no number, no bracket of units, no date, no set phrase.

        Dates are compared as attributes; phrases that stand in every document
        (加強組織領導, 壓實責任) make nothing alike. A clause made of them alone stays whole.
        """
        words = without_responsibilities(self.side.words, self.lexicon)
        for term in self.side.deadlines:
            start, end = term.start - self.side.start, term.end - self.side.start
            words = words[:start] + " " * (end - start) + words[end:]
        rest = words_pattern(self.lexicon.set_phrases).sub(" ", words)
        return rest if len("".join(rest.split())) >= _LEAST else words


_KEPT: OrderedDict[_Key, tuple[Wording, ...]] = OrderedDict()


def wording(words: str, item: ClauseText, dated: date | None, *, persons: bool) -> Wording:
    """Return what a clause says; one of the same words, headings and cells is not read again.

    Parameters
    ----------
    words : str
        The document in plain form.
    item : ClauseText
    dated : date or None
        The document's date: a wording is shared with documents of other dates where no
        deadline and no figure in it hangs on the difference.
    persons : bool
        Keep names of persons.
    """
    alone = _alone(item)
    own = words[item.start : item.end]
    key = (lexicon(), own, alone.words_start, item.heading, alone.cells, persons, dated is None)
    known = _KEPT.pop(key, ())
    found = next((one for one in known if dated is None or one.days.holds(dated)), None)
    if found is None:
        found = _read(own, alone, dated, persons=persons)
        known = (*known, found)
    _KEPT[key] = known
    if len(_KEPT) > _MOST_KEPT:
        _KEPT.popitem(last=False)
    return found


def wording_of(side: Side, start: int) -> Wording:
    """Return the wording of a clause that was read elsewhere and begins at a place."""
    held = tuple(moved(one, -start) for one in side.commitments)
    return Wording(Side(side.words, side.start - start, held), lexicon(), Asked())


def _alone(item: ClauseText) -> ClauseText:
    """Return the place of a clause, counted from where it begins."""
    by = item.start
    cells = tuple(Cell(cell.heading, cell.start - by, cell.end - by) for cell in item.cells)
    return replace(item, start=0, end=item.end - by, words_start=item.words_start - by, cells=cells)


def _read(own: str, alone: ClauseText, dated: date | None, *, persons: bool) -> Wording:
    watched = WatchedDate.of(dated) if dated else None
    held = commitments(
        own,
        alone,
        lexicon(),
        watched,
        working_days=working_day_after,
        cues=horizon_cues(),
        persons=persons,
    )
    days = watched.asked if watched else Asked()
    return Wording(Side(own[alone.words_start :], alone.words_start, held), lexicon(), days)
