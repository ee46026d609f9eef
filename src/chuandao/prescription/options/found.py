"""Which signs were found where: what makes a remedy an option at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from chuandao.prescription.options.ground import Ground

Signs = Mapping[str, tuple[tuple[str, str | None], ...]]


@dataclass(frozen=True)
class Found:
    """The signs found at each unit of the chain (問題表現), with finding and task.

    Attributes
    ----------
    at : mapping of position to mapping of sign to tuple of (finding, task)
        The task is None where the finding concerns all. What was withdrawn is left out.
    """

    at: Mapping[int, Signs]

    def answers(
        self, unit: int, signs: Sequence[str]
    ) -> tuple[tuple[str, ...], frozenset[str] | None]:
        """Return the findings at a unit that have one of the signs, and their tasks.

        The tasks are None where one of them concerns all.
        """
        rows = [row for sign in signs for row in self.at.get(unit, {}).get(sign, ())]
        tasks = {task for _, task in rows}
        named = frozenset(task for task in tasks if task is not None)
        return tuple(finding for finding, _ in rows), None if None in tasks else named


def found_signs(findings: pl.DataFrame | None, ground: Ground) -> Found:
    """Return the signs of a table of findings by unit.

    Parameters
    ----------
    findings : table (finding, unit, task, sign, status), optional
    ground : Ground
    """
    place = {code: at for at, code in enumerate(ground.units)}
    held: dict[int, dict[str, list[tuple[str, str | None]]]] = {}
    for row in _rows(findings):
        if row["unit"] in place and row["status"] != "withdrawn":
            signs = held.setdefault(place[row["unit"]], {})
            signs.setdefault(row["sign"], []).append((row["finding"], row["task"] or None))
    return Found({at: {s: tuple(r) for s, r in signs.items()} for at, signs in held.items()})


def _rows(findings: pl.DataFrame | None) -> list[dict[str, str]]:
    if findings is None:
        return []
    named = ["finding", "unit", "task", "sign", "status"]
    return findings.select(named).sort(named).to_dicts()
