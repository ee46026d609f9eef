"""What one cell says: text in, a value of the catalogue's types out."""

from chuandao.sources.tables.cells.outcome import BadCellError, Cell

__all__ = ["BadCellError", "Cell"]
