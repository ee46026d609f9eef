"""The proposal to revise a policy (政策修訂建議), for the department that drafted it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chuandao.catalog.values import values
from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import joined
from chuandao.report.papers.letters.frame import (
    VILLAGE,
    Letter,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.quotation import shortened
from chuandao.report.papers.tables import Cell

_WIDTHS = (12.0, 52.0, 46.0, 46.0)
_MISREAD = ("substituted", "sloganised", "weakened", "narrowed", "summarised", "dropped")
_LEAST_UNITS = 2
_OPEN = ("E1", "E2", "E3", "E4")
_QUOTED = 70


@dataclass
class Case:
    """What speaks for revising one clause: misreadings by label and unit, what it leaves open."""

    misread: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    open: set[str] = field(default_factory=set)

    @property
    def units(self) -> int:
        """How many units read the clause otherwise than it was meant, in the same way."""
        return max(map(len, self.misread.values()), default=0)


def revision(material: Material, document: str, language: str) -> Letter:
    """Return the proposal for one document of the issuing unit.

    A clause is listed where two units or more misread it in the same way, or where it names no
    lead, money, date or measure; the wording proposed keeps the clause and adds what is
    missing, with blanks where only the drafting department knows.

    Raises
    ------
    UsageError
        ``letter_no_document``: no such document of the issuing unit; ``letter_no_revision``:
        nothing speaks for revising it.
    """
    index = Index(material)
    title = index.title(document)
    if title.unit != material.units.root:
        known = [d for d, held in index.titles.items() if held.unit == material.units.root]
        raise UsageError("letter_no_document", document=document, known=joined(known, language))
    found = _cases(index, document)
    if not found:
        raise UsageError("letter_no_revision", document=title.title)

    def told(code: str, **given: object) -> str:
        return render(f"letters.revision.{code}", language, **given)

    heading = tuple(told(name) for name in ("clause", "text", "reasons", "wording"))
    rows = [_row(index, document, path, case, language) for path, case in found.items()]
    lead = told("lead", title=title.title, number=title.number, count=len(found))
    return Letter(
        issuer=issuer_of(material, language),
        title=told("heading", title=title.title),
        to=told("to"),
        lead=((mandate_words(material, language) + lead,),),
        sections=(
            Section(told("clauses"), (Table(_WIDTHS, heading, tuple(rows), (0,)),)),
            Section(told("notes"), tuple((told(f"notes.{at}"),) for at in (1, 2))),
        ),
        closing="",
        day=material.as_of,
        leaves=False,
    )


def _cases(index: Index, document: str) -> Mapping[str, Case]:
    found: defaultdict[str, Case] = defaultdict(Case)
    for path, label, unit in _misread(index, document):
        found[path].misread[label].add(unit)
    for path, sign in _left_open(index, document):
        found[path].open.add(sign)
    kept = {path: case for path, case in found.items() if case.open or case.units >= _LEAST_UNITS}
    order = {row["path"]: at for at, row in enumerate(index.rows("clauses", document=document))}
    return {path: kept[path] for path in sorted(kept, key=lambda path: order.get(path, len(order)))}


def _misread(index: Index, document: str) -> Iterable[tuple[str, str, str]]:
    """Yield clause, label and unit where a unit's document did not carry a clause on."""
    units = index.material.units
    for row in index.rows("links", rank=1):
        upper, _, path = row["upper"].partition("#")
        label = (row["labels"] or [""])[0]
        unit = index.title(row["lower"].partition("#")[0]).unit
        if upper == document and label in _MISREAD and unit and units.kind(unit) != VILLAGE:
            yield path, label, unit
    for row in index.rows("drops", status="dropped"):
        upper, _, path = row["upper"].partition("#")
        if upper == document and units.kind(row["unit"]) != VILLAGE:
            yield path, "dropped", row["unit"]


def _left_open(index: Index, document: str) -> Iterable[tuple[str, str]]:
    for row in index.rows("findings", unit=index.material.units.root):
        if row["sign"] in _OPEN:
            for place in index.evidence_of(row["finding"]):
                if place["document"] == document:
                    path = index.clause_at(document, place["start"], place["end"])
                    yield path, row["sign"]


def _row(index: Index, document: str, path: str, case: Case, language: str) -> tuple[Cell, ...]:
    def told(code: str, **given: object) -> str:
        return render(f"letters.revision.{code}", language, **given)

    place = next(iter(index.rows("clauses", clause=f"{document}#{path}")), None)
    text = _text(index, document, place) if place else ""
    words, cut = shortened(text.strip(), _QUOTED)
    annex = render("papers.annex_item", language)
    named = values("change_label")
    counted = Counter({label: len(held) for label, held in case.misread.items()})
    read = [told("read", label=named.label(k, language), count=n) for k, n in counted.most_common()]
    open_ = [told(f"open.{sign}") for sign in sorted(case.open)]
    wording = [told(f"add.{sign}") for sign in sorted(case.open)]
    if case.units >= _LEAST_UNITS:
        wording.append(told("add.meaning"))
    shown = f"{words}……" if cut else words
    return path.replace("annex.", annex), shown, tuple(read + open_), tuple(wording)


def _text(index: Index, document: str, place: Row) -> str:
    return index.material.texts.get(document, "")[place["start"] : place["end"]]
