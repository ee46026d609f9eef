"""Several documents in one file, one after the other, as gazettes print them."""

from collections.abc import Sequence

from chuandao.text.envelope.annexes import is_annex_label
from chuandao.text.envelope.number import parse_document_number
from chuandao.text.layout.head import is_number
from chuandao.text.layout.layout import Line

_ABOVE = 4  # lines over a number: red head, title over several lines


def further_documents(lines: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    r"""Return where further documents begin after the first, each with its number.

    A further document has a number of its own on a line alone, below the signature of the one
    before, and stands under no label of an annex (a notice that passes another on bears that
    one's number there).

    Parameters
    ----------
    lines : sequence of Line
        From `chuandao.text.layout.layout`.

    Examples
    --------
    >>> from chuandao.text.layout.layout import layout
    >>> one = "关于{}的通知\n清政发〔2025〕{}号\n各县：\n请落实。\n清河市人民政府\n2025年3月{}日\n"
    >>> further_documents(layout(one.format("防汛", 1, 1) + one.format("抗旱", 2, 2)))
    ((47, '清政发〔2025〕2号'),)
    """
    signed = next((n for n, line in enumerate(lines) if line.role == "date"), len(lines))
    own = {_number(line) for line in lines[:signed]}
    found: dict[str, int] = {}
    for index in range(signed + 1, len(lines)):
        number = _number(lines[index])
        if not number or number in own or number in found:
            continue
        begin = _head(lines, index, signed)
        if begin is not None:
            found[number] = lines[begin].start
    return tuple((start, number) for number, start in found.items())


def _number(line: Line) -> str:
    if "\t" in line.words or not is_number(line.words):
        return ""
    number = parse_document_number(line.words)
    return number.text if number and number.complete and number.form == "brackets" else ""


def _head(lines: Sequence[Line], index: int, signed: int) -> int | None:
    """Return where the head above a number begins, or None under the label of an annex."""
    begin = index
    while begin - 1 > signed and index - begin < _ABOVE and _is_of_head(lines[begin - 1]):
        begin -= 1
    labelled = any(is_annex_label(line.words) for line in lines[max(begin - 1, 0) : index])
    return None if labelled else begin


def _is_of_head(line: Line) -> bool:
    ends = line.words.endswith(("。", "；", "：", ":"))
    return line.role in {"annex", "body", "meta", "issuer", "title"} and not ends
