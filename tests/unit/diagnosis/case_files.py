"""Cases of a cause, as someone who does not program reads and writes them (tests/cases/<cause>).

A case file is YAML:

- ``what``: the situation in one sentence.
- ``tables``: each table under its usual name, its headings first, then its rows. Without a table
  of units the small city below is taken. A cell ``[甲镇, 乙镇]`` stands for a row of each, and a
  cell ``村{1..12}`` for rows 村1 to 村12; several such cells of one row go together.
- ``files``: other files of the case folder, as they are typed. ``as_of``: the day of the checkup.
- ``expect``: ``findings`` (unit, sign, and whichever of task, period, about, code, strength,
  severity, parameters matter), ``only`` (no other findings), ``none_of`` (signs that nothing may
  show), ``deficits`` (unit, task, period, deficit, within), ``no_deficits`` (unit, task, period),
  ``coverage`` (unit, task, examined, needed), ``tables`` (rows that a result table must have).
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from types import ModuleType

import yaml

import chuandao as cd
from chuandao.cascade.case import Case
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.examination import Examination, frames

USUAL = {
    "单位": [
        ["单位代码", "单位名称", "层级", "上级单位"],
        ["99", "清河市", 0, None],
        ["9901", "柳河县", 1, "99"],
        ["9902", "山阳县", 1, "99"],
        ["990101", "城关镇", 2, "9901"],
        ["990102", "石桥镇", 2, "9901"],
        ["990103", "青山镇", 2, "9901"],
        ["990201", "白水镇", 2, "9902"],
        ["990202", "东岭镇", 2, "9902"],
        ["990203", "南坪镇", 2, "9902"],
    ],
    "任务分解": [["任务编号", "任务名称"], ["T1", "标准化种养基地"], ["T2", "一网通办"]],
}
_SERIES = re.compile(r"\{(\d+)\.\.(\d+)\}")
_CLOSE = 1e-6


@dataclass(frozen=True)
class Ran:
    """A case file, the case it makes, and what the cause says of it."""

    told: Mapping
    case: Case
    examination: Examination

    def differences(self) -> list[str]:
        """Return what is not as the file expects it, each in one line."""
        expect = self.told["expect"]
        held = frames([self.examination])
        return [
            *self._findings(expect),
            *self._deficits(expect, held["deficits"].to_dicts()),
            *self._rows("coverage", expect.get("coverage", []), held["coverage"].to_dicts()),
            *(
                line
                for name, rows in expect.get("tables", {}).items()
                for line in self._rows(name, rows, held[name].to_dicts())
            ),
        ]

    def _findings(self, expect: Mapping) -> Iterator[str]:
        found = [vars(one) for one in self.examination.findings]
        met: list[dict] = []
        for wanted in expect.get("findings", []):
            alike = [one for one in found if self._meets(one, wanted)]
            met += alike
            if not alike:
                yield f"finding missing: {wanted}; found {[_short(one) for one in found]}"
        banned = set(expect.get("none_of", []))
        for one in found:
            if one["sign"] in banned or (expect.get("only") and one not in met):
                yield f"finding too many: {_short(one)}"

    def _deficits(self, expect: Mapping, rows: list[dict]) -> Iterator[str]:
        for wanted in expect.get("deficits", []):
            place = {k: v for k, v in wanted.items() if k not in {"deficit", "within"}}
            alike = [row for row in rows if self._meets(row, place)]
            within = wanted.get("within", 0.0005)
            if len(alike) != 1 or abs(alike[0]["deficit"] - wanted["deficit"]) > within:
                yield f"deficit: wanted {wanted}, found {alike}"
        for unwanted in expect.get("no_deficits", []):
            alike = [row for row in rows if self._meets(row, unwanted)]
            if alike:
                yield f"deficit too many: {alike}"

    def _rows(self, name: str, wanted: list[dict], rows: list[dict]) -> Iterator[str]:
        for one in wanted:
            if not any(self._meets(row, one) for row in rows):
                near = [row for row in rows if self._meets(row, dict(list(one.items())[:1]))]
                yield f"{name}: no row {one}; near it {near[:4]}"

    def _meets(self, row: Mapping, wanted: Mapping) -> bool:
        return all(self._same(row[name], value) for name, value in wanted.items())

    def _same(self, value: object, wanted: object) -> bool:
        if isinstance(wanted, Mapping):
            held = dict(value)
            return all(name in held and self._same(held[name], w) for name, w in wanted.items())
        if isinstance(wanted, str) and value != wanted:
            return value in self.case.units.candidates(wanted) or (wanted == "" and value is None)
        if isinstance(wanted, float | int) and not isinstance(value, bool | str | None):
            return abs(float(value) - wanted) <= max(_CLOSE, abs(wanted) * 1e-4)
        return value == wanted


def run(path: Path, cause: ModuleType, folder: Path) -> Ran:
    """Return what a cause says of the case in a file, its case folder written to a folder."""
    told = yaml.safe_load(path.read_text("utf-8"))
    tables = {**USUAL, **told.get("tables", {})}
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row for typed in rows for row in _expanded(typed))
    for name, text in told.get("files", {}).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    case = cd.read(folder)
    day = told.get("as_of", case.last_day)
    assert case.set_aside.is_empty(), case.problems.render("en")
    assert len(case.tables) >= len(tables), (sorted(case.tables), sorted(tables))
    assert isinstance(day, date | None)
    trace = cd.trace(case) if "documents" in case.tables else Trace(Traced((), {}, (), (), ()))
    return Ran(told, case, cause.examine(case, trace, day))


def _expanded(row: list) -> Iterator[list]:
    """Return the rows that a typed row stands for."""
    cells = [_cells(cell) for cell in row]
    many = max(map(len, cells))
    return (list(one) for one in zip(*(_as_many(c, many) for c in cells), strict=True))


def _as_many(cells: list, many: int) -> list:
    assert len(cells) in {1, many}, cells
    return [cell for cell, _ in zip(cycle(cells), range(many), strict=False)]


def _cells(cell: object) -> list:
    if isinstance(cell, list):
        return cell
    series = _SERIES.search(cell) if isinstance(cell, str) else None
    if series is None:
        return [cell]
    first, last = map(int, series.groups())
    return [_SERIES.sub(str(at), cell) for at in range(first, last + 1)]


def _short(one: Mapping) -> str:
    shown = ("unit", "sign", "task", "period", "about", "severity", "code")
    return ":".join(str(one[name]) for name in shown) + str(dict(one["parameters"]))
