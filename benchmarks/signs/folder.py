"""A made city written as a case: one CSV a table, headed in Chinese, and the truth beside it."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from chuandao.catalog.tables import input_tables
from signs.city import City

_SETTINGS = """name = "清川市模拟体检（种子{seed}）"
time_zone = "Asia/Shanghai"

[mandate]
basis = "模拟数据，不对应任何真实地方"
approver = "模拟"
objects = "模拟"
period = "2025-01-01/2025-12-31"

[[sources]]
source = "inspection"
anchor = true
reliability = 0.9

[[sources]]
source = "self_report"
anchor = false
reliability = 0.6

[[sources]]
source = "third_party"
anchor = false
reliability = 0.8
"""


def write(city: City, folder: Path, truth: Path) -> None:
    """Write the tables into a folder, and truth.csv and true_deficits.csv into another."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(_SETTINGS.format(seed=city.seed), "utf-8")
    for name, rows in city.tables.items():
        table = input_tables()[name]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        labels = {c.name: c.label_zh for c in table.columns}
        heads = [labels.get(column, column) for column in columns]
        cells = [[row.get(column) for column in columns] for row in rows]
        _csv(folder / f"{table.label_zh}.csv", heads, _as_exported(name, columns, cells))
    truth.mkdir(parents=True, exist_ok=True)
    _csv(truth / "truth.csv", list(_TRUTH), (_truth(row) for row in city.truth))
    heads = ["unit", "task", "period", "cause", "deficit"]
    _csv(truth / "true_deficits.csv", heads, (list(row.values()) for row in city.deficits))


def _as_exported(
    name: str, columns: list[str], cells: list[list[object]]
) -> Iterable[list[object]]:
    """Give rows as exports have them: some twice, and a totals row at the end."""
    yield from cells
    if name in ("transfers", "staff", "workload", "events"):
        yield from cells[7 :: len(cells) // 9]
    if name == "transfers":
        total = sum(float(str(row[columns.index("amount")])) for row in cells)
        yield ["合计" if c == "transfer" else total if c == "amount" else None for c in columns]


_TRUTH = ("sign", "size", "units", "strength", "task", "period", "about", "measure", "statistic")


def _truth(row: object) -> list[object]:
    values = dict(vars(row))
    values["units"] = "|".join(values["units"])
    values["about"] = ";".join("|".join(group) for group in values["about"])
    return [values[name] for name in _TRUTH]


def _csv(path: Path, heads: list[str], rows: Iterable[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(heads)
        out.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
