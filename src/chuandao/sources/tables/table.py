"""One file read as one table, for those who need no case around it."""

from pathlib import Path

from chuandao.catalog.tables import TableSchema
from chuandao.errors import ChuandaoError, Place
from chuandao.sources.tables.read import TableRead, empty_frame, empty_set_aside, read_grid
from chuandao.sources.tables.sheets import sheets_of


def read_table(
    path: Path, schema: TableSchema, *, sheet: str = "", time_zone: str = "Asia/Shanghai"
) -> TableRead:
    r"""Return one file, or one sheet of a workbook, as a table of the catalogue.

    Parameters
    ----------
    path : Path
    schema : TableSchema
    sheet : str
        The sheet's name; by default the first one.
    time_zone : str
        Of instants written without an offset.

    Raises
    ------
    ChuandaoError
        ``file_not_found``; ``sheet_not_found`` where the workbook has no such sheet.

    Examples
    --------
    >>> import tempfile
    >>> from chuandao.catalog.tables import input_tables
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "units.csv")
    ...     _ = file.write_text("单位代码,单位名称,层级\n1,清河市,0\n2,柳河县,x\n", "utf-8")
    ...     table = read_table(file, input_tables()["units"])
    >>> table.frame["name"].to_list(), table.set_aside["codes"].to_list()
    (['清河市'], [['bad_integer']])
    >>> print(table.problems[0].render())
    units.csv, row 3, column 层级: 'x' is not a whole number.
    """
    if not path.is_file():
        raise ChuandaoError("file_not_found", Place(path.name))
    found = sheets_of(path)
    named = [s for s in found.sheets if not sheet or s.name == sheet]
    if found.sheets and not named:
        raise ChuandaoError("sheet_not_found", Place(path.name), sheet=sheet)
    if not named:
        return TableRead(empty_frame(schema), empty_set_aside(), found.problems)
    read = read_grid(named[0].read(), schema, time_zone)
    return TableRead(read.frame, read.set_aside, (*found.problems, *read.problems), read.headings)
