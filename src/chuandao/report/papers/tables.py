"""Tables in a paper: fixed widths, a heading row on every page, rows that are not torn."""

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from chuandao.report.papers.faces import HEADING
from chuandao.report.papers.paper import Paper, Piece

_WHOLE = 180  # characters in a cell, up to which its row stays on one page
_FEW = 40  # characters, up to which a cell is set in the middle of its row

Cell = Sequence[Piece | str] | str
"""A cell: one text, or its paragraphs."""


def add_table(
    paper: Paper,
    widths: Sequence[float],
    heading: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    centred: Sequence[int] = (),
    small: bool = False,
) -> Any:
    """Add a table and return it.

    Parameters
    ----------
    paper : Paper
    widths : sequence of float
        Of the columns, in millimetres.
    heading : sequence of str
        Empty where the table has no heading row.
    rows : sequence of sequence of Cell
    centred : sequence of int
        Columns whose cells are centred.
    small : bool
        Whether the rows are set in small type, for much text in narrow columns.

    Notes
    -----
    A row stays on one page unless it is long.
    """
    table = paper.document.add_table(rows=0, cols=len(widths))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _pad(table)
    if heading:
        _add_row(paper, table, heading, range(len(widths)), face=HEADING)
        _repeat(table.rows[0])
    for row in rows:
        _add_row(paper, table, row, centred, style="Small cell" if small else "Cell")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _add_row(
    paper: Paper,
    table: Any,
    cells: Sequence[Cell],
    centred: Sequence[int],
    *,
    face: str = "",
    style: str = "Cell",
) -> None:
    row = table.add_row()
    if max(map(_length, cells)) <= _WHOLE:
        _keep_whole(row)
    for at, (cell, given) in enumerate(zip(row.cells, cells, strict=True)):
        if at in centred or _length(given) <= _FEW:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        parts = [given] if isinstance(given, str) else list(given)
        for number, part in enumerate(parts):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            paragraph.style = style
            if at in centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paper.write(paragraph, part if isinstance(part, Piece) else Piece(part, face=face))


def _length(cell: Cell) -> int:
    parts = [cell] if isinstance(cell, str) else cell
    return sum(len(part.text if isinstance(part, Piece) else part) for part in parts)


def _pad(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twentieths))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _repeat(row: Any) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)  # noqa: SLF001
