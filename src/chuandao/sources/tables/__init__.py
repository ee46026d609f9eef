"""Tables in files (CSV, XLSX, Parquet), read into rows of the catalogue's tables."""

from chuandao.sources.tables.read import TableRead, read_grid
from chuandao.sources.tables.sheets import Sheet, Sheets, sheets_of
from chuandao.sources.tables.table import read_table

__all__ = ["Sheet", "Sheets", "TableRead", "read_grid", "read_table", "sheets_of"]
