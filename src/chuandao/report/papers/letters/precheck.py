"""The sheet of a precheck (制發前預檢意見單), for the department that drafts."""

from collections.abc import Iterable, Sequence
from datetime import date

from chuandao.messages import render
from chuandao.prescription.precheck.model import Quote, Remark
from chuandao.prescription.precheck.verb import Precheck
from chuandao.prescription.precheck.wording import basis, missing, proposal, state
from chuandao.report.paper_words import joined
from chuandao.report.papers.letters.frame import Letter, Section, Table
from chuandao.report.papers.quotation import shortened
from chuandao.report.papers.tables import Cell

_WIDTHS = (10.0, 36.0, 38.0, 46.0, 26.0)
_STATE = (44.0, 112.0)
_QUOTED, _PLACES = 40, 3
_NOTES = 3
_FEW = 10  # letters
_STOPS = "，。；：！？\n"


def precheck_sheet(found: Precheck, language: str) -> Letter:
    """Return the sheet: remarks on the whole, on clauses, what is in order, what is open.

    Parameters
    ----------
    found : Precheck
    language : str
    """
    whole = [remark for remark in found.remarks if remark.whole]
    single = [remark for remark in found.remarks if not remark.whole]
    title, after = found.document.title, len(whole) + 1
    return Letter(
        issuer=_issuer(found, language),
        title=_say("title", language, title=title),
        to=_say("to", language),
        lead=((_intro(found, language),),),
        sections=(
            Section(_say("section.whole", language), _table(found, whole, 1, language)),
            Section(_say("section.clauses", language), _table(found, single, after, language)),
            Section(_say("section.fine", language), (_states(found, language),)),
            Section(_say("section.open", language), tuple(_open(found, language))),
            Section(
                _say("section.notes", language),
                tuple((_say(f"note.{at}", language),) for at in range(1, _NOTES + 1)),
            ),
        ),
        closing="",
        day=found.document.envelope.dated or date.min,
        leaves=False,
    )


def _say(code: str, language: str, **given: object) -> str:
    return render(f"precheck.{code}", language, **given)


def _issuer(found: Precheck, language: str) -> str:
    city = found.parameters.get("issuer")
    return _say("issuer", language, city=city) if city else _say("issuer_open", language)


def _intro(found: Precheck, language: str) -> str:
    title = found.document.title
    if not found.remarks:
        return _say("intro_none", language, title=title)
    return _say("intro", language, title=title, count=len(found.remarks), **found.counts())


def _table(
    found: Precheck, remarks: Sequence[Remark], first: int, language: str
) -> tuple[Table, ...]:
    if not remarks:
        return ()
    names = ("number", "clause", "missing", "proposal", "basis")
    heading = tuple(_say(f"column.{name}", language) for name in names)
    rows = tuple(_row(found, remark, at, language) for at, remark in enumerate(remarks, first))
    return (Table(_WIDTHS, heading, rows, (0,)),)


def _row(found: Precheck, remark: Remark, number: int, language: str) -> tuple[Cell, ...]:
    severity = _say(f"severity.{remark.severity}", language)
    return (
        str(number),
        tuple(_places(found, remark, language)),
        missing(remark, language),
        proposal(remark, language),
        (severity, basis(remark, language)),
    )


def _places(found: Precheck, remark: Remark, language: str) -> Iterable[str]:
    """Yield where it stands: the first place of each clause, a few of them, then how many."""
    first: dict[str, Quote] = {}
    for place in remark.places:
        first.setdefault(place.path, place)
    if not first:
        yield _say("whole_draft", language)
    for path, place in list(first.items())[:_PLACES]:
        words, cut = shortened(_phrase(found.document.text, place), _QUOTED)
        shown = path.replace("annex.", _say("annex", language))
        yield _say("clause", language, path=shown, words=f"{words}…" if cut else words)
    if len(first) > _PLACES:
        yield _say("more_places", language, count=len(first))


def _phrase(text: str, place: Quote) -> str:
    """Return the words, with the rest of their phrase where they are few."""
    if len(place.words) >= _FEW:
        return " ".join(place.words.split())
    begin = max(text.rfind(stop, 0, place.start) for stop in _STOPS) + 1
    end = min((at for s in _STOPS if (at := text.find(s, place.end)) >= 0), default=len(text))
    return " ".join(text[begin:end].split())


def _states(found: Precheck, language: str) -> Table:
    heading = (_say("column.check", language), _say("column.state", language))
    rows = tuple(
        (_say(f"check.{checked.check}", language), state(checked, language))
        for checked in found.checks
        if checked.status != "not_checked"
    )
    return Table(_STATE, heading, rows)


def _open(found: Precheck, language: str) -> Iterable[tuple[str, ...]]:
    for checked in found.checks:
        if checked.status == "not_checked":
            name = _say(f"check.{checked.check}", language)
            yield (_say("state", language, check=name, state=state(checked, language)),)
    if found.unknown:
        yield (_say("unknown", language, names=joined(found.unknown, language)),)
