"""Quotations as papers print them: the words, and behind them where they stand."""

from collections.abc import Sequence

from chuandao.messages import render
from chuandao.report.papers.faces import SUBHEADING
from chuandao.report.papers.paper import Piece
from chuandao.report.sheet.model import Quote

_LONGEST = 64
_SHOWN = 4
_BREAKS = "。；，、"
_INNER = str.maketrans("“”「」", "‘’『』")


def quotation_lines(quotes: Sequence[Quote], language: str) -> tuple[Piece, ...]:
    """Return one line a quotation, of both sides; long ones are cut, many are counted.

    The place given is that of the words printed, cut or not.
    """
    said = {quotation(quote, language): quote.own for quote in quotes}
    above = [words for words, own in said.items() if not own]
    own = [words for words in said if said[words]]
    above_shown = above[: max(_SHOWN - len(own), _SHOWN // 2)]
    shown = [*above_shown, *own[: _SHOWN - len(above_shown)]]
    lines = tuple(Piece(words, face=SUBHEADING) for words in shown)
    rest = len(said) - len(shown)
    if rest <= 0:
        return lines
    return (*lines, Piece(render("papers.quotes_more", language, count=rest)))


def quotation(quote: Quote, language: str) -> str:
    """Return whose words they are, the words, and their place."""
    if not quote.document:
        return render("papers.quoted.row", language) + _row(quote, language)
    whose = render("papers.quoted.own" if quote.own else "papers.quoted.above", language)
    colon = render("papers.colon", language)
    if not quote.words:
        return f"{whose}{colon}{render('papers.quote_spared', language)}"
    words, cut = shortened(quote.words.rstrip("。；"))
    code = "papers.quotation_cut" if cut else "papers.quotation"
    said = render(code, language, words=inner(words))
    return f"{whose}{colon}{said}{place(quote, language, covered(quote, words))}"


def inner(words: str) -> str:
    """Return words as they stand within quotation marks: theirs become single ones.

    Examples
    --------
    >>> inner("推广“保底价收购”订单")
    '推广‘保底价收购’订单'
    """
    return words.translate(_INNER)


def shortened(words: str, longest: int = _LONGEST) -> tuple[str, bool]:
    """Return words to print in one line, and whether they were cut: at a pause, never in a number.

    Examples
    --------
    >>> shortened("推广订单收购，安排就近务工。", 9)
    ('推广订单收购', True)
    >>> shortened("网上可办率达到98%以上", 9)
    ('网上可办率达到', True)
    """
    if len(words) <= longest:
        return " ".join(words.split()), False
    at = max(words.rfind(mark, longest // 2, longest) for mark in _BREAKS)
    if at <= 0:
        at = longest
        while at > 1 and _in_number(words, at):
            at -= 1
    return " ".join(words[:at].split()), True


def _in_number(words: str, at: int) -> bool:
    """Whether a cut here would part a number, or a number from its unit."""
    return words[at - 1].isascii() and words[at - 1].isalnum()


def place(quote: Quote, language: str, width: int) -> str:
    """Return the place of the words: document number or title, clause, characters."""
    clause = quote.clause.replace("annex.", render("papers.annex_item", language))
    return render(
        "papers.place",
        language,
        cited=cited(quote, language),
        clause=render("papers.place.clause", language, clause=clause) if clause else "",
        start=quote.start + 1,
        end=quote.start + width,
    )


def cited(quote: Quote, language: str) -> str:
    """Return how a document is cited: by its number, else by its title."""
    if quote.number:
        return render("papers.cited_number", language, number=quote.number)
    return render("papers.cited", language, title=quote.title)


def covered(quote: Quote, words: str) -> int:
    """Return how many characters of the text the printed words cover."""
    left, covered = words.replace(" ", ""), 0
    for character in quote.words:
        if not left:
            break
        covered += 1
        left = left[1:] if character == left[0] else left
    return covered


def _row(quote: Quote, language: str) -> str:
    sheet = f" {quote.sheet}" if quote.sheet else ""
    return render("papers.place.row", language, file=quote.file, sheet=sheet, row=quote.row)
