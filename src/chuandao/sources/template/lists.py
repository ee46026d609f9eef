"""Drop-down lists of the template: one column of a hidden sheet for each domain of values."""

from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from chuandao.catalog.values import values
from chuandao.messages import render


def add_lists(book: Workbook, domains: Iterable[str], language: str) -> Mapping[str, str]:
    """Write the lists to a hidden sheet; return the range of cells of each domain."""
    name = render("template.lists_sheet", language)
    sheet = book.create_sheet(name)
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for column, domain in enumerate(sorted(set(domains)), start=1):
        words = [value.label(language) for value in values(domain).values]
        for row, word in enumerate([domain, *words], start=1):
            sheet.cell(row, column, word)
        letter = get_column_letter(column)
        ranges[domain] = f"{quote_sheetname(name)}!${letter}$2:${letter}${len(words) + 1}"
    return ranges


def drop_down(cells: str, language: str) -> DataValidation:
    """Return a drop-down that offers these cells and warns about other words."""
    offered = DataValidation(
        type="list",
        formula1=f"={cells}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
    )
    offered.errorTitle = render("template.not_in_list_title", language)
    offered.error = render("template.not_in_list", language)
    return offered
