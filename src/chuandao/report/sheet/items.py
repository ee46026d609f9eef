"""The matters to verify (待核情況) of one unit, worded, banded and with their quotations."""

from chuandao.catalog.knowledge import Sign, causes, signs
from chuandao.catalog.words import label_of
from chuandao.messages import has, render
from chuandao.report.bands import ATTENTION, NORMAL, UNCLEAR, band_of, capped
from chuandao.report.material_index import Index, Row
from chuandao.report.sheet.model import Item
from chuandao.report.sheet.quotes import names_any, quotes

_WITHDRAWN = "withdrawn"
_SIGN_ORDER = {sign: at for at, sign in enumerate(signs())}


def items(index: Index, unit: str, language: str) -> tuple[Item, ...]:
    """Return the unit's items in the order of the catalogue, then of the tasks.

    What was withdrawn is left out, and so are anomalies of figures, which go to the statistics
    office, and what a model alone says of people's effort. A finding without a quotation or a
    row behind it reads *cannot be told*: evidence or silence.
    """
    rows = [row for row in index.rows("findings", unit=unit) if _is_shown(row)]
    found = [_item(index, row, index.evidence_of(row["finding"]), language) for row in rows]
    return tuple(sorted(found, key=_order))


def _is_shown(row: Row) -> bool:
    sign = signs().get(row["sign"])
    return row["status"] != _WITHDRAWN and (sign is None or sign.is_on_papers)


def statement(row: Row, language: str) -> str:
    """Return the statement of a finding: its own message, else what its sign means."""
    parameters = {p["name"]: p["value"] for p in row["parameters"] or ()}
    annex = render("papers.annex_item", language)
    if "clauses" in parameters:
        parameters["clauses"] = parameters["clauses"].replace("annex.", annex)
    if has(row["code"]):
        return render(row["code"], language, **parameters)
    sign = signs().get(row["sign"])
    return sign_meaning(sign, language) if sign else str(row["sign"])


def sign_meaning(sign: Sign, language: str) -> str:
    """Return what a sign means, in a sentence."""
    return label_of(sign.meaning_en, sign.meaning_zh, language)


def _item(index: Index, row: Row, evidence: list[Row], language: str) -> Item:
    sign, task = signs().get(row["sign"]), row["task"] or ""
    return Item(
        finding=row["finding"],
        sign=row["sign"],
        cause=row["cause"],
        label=sign.label(language) if sign else row["sign"],
        band=capped(_band(row["severity"]), [row["strength"]]) if evidence else UNCLEAR,
        statement=_statement(index, row, language),
        strength=row["strength"],
        status=row["status"],
        task=task,
        task_name=index.task_name(task) if task else "",
        quotes=quotes(index, row["unit"], evidence),
    )


def _band(severity: float | None) -> str:
    """Return the band of an item; a matter to verify is never *normal*."""
    band = band_of(severity)
    return ATTENTION if band == NORMAL else band


def _statement(index: Index, row: Row, language: str) -> str:
    """Return the statement; one that would name a sibling is replaced by the sign's meaning."""
    words, sign = statement(row, language), signs().get(row["sign"])
    named = names_any(words, index.beside(row["unit"]))
    return sign_meaning(sign, language) if named and sign else words


def _order(item: Item) -> tuple[int, int, tuple[int, ...], str]:
    cause = causes()[item.cause].order if item.cause in causes() else 0
    at = min((quote.start for quote in item.quotes if not quote.own), default=0)
    return cause, _SIGN_ORDER.get(item.sign, len(_SIGN_ORDER)), (at,), item.finding
