"""Runs: immutable snapshots of results beside the case they were made of, and the latest."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from chuandao.errors import Place, UsageError
from chuandao.store.lake import FACTS, read_tables, write_tables

_LATEST = "latest"
_ID_LENGTH = 16


def run_id(facts: Mapping[str, object]) -> str:
    """Return the code of a run: the hash of its inputs and parameters.

    Examples
    --------
    >>> run_id({"fingerprint": "ab", "seed": 7}) == run_id({"seed": 7, "fingerprint": "ab"})
    True
    """
    words = json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:_ID_LENGTH]


def runs_folder(case: Path) -> Path:
    """Return where the runs of a case are kept: ``.chuandao/runs`` in its folder.

    A case that is one workbook keeps them beside it, under its own name.
    """
    if case.is_dir():
        return case / ".chuandao" / "runs"
    return case.parent / ".chuandao" / case.stem / "runs"


def keep_run(
    case: Path,
    tables: Mapping[str, pl.DataFrame],
    facts: Mapping[str, object],
    notes: Mapping[str, object] | None = None,
) -> tuple[str, Path]:
    """Write a run, let ``latest`` name it, and return its code and folder.

    The same inputs and parameters (``facts``) give the same code; a run that is kept already
    is left as it is. ``notes`` stand in ``run.json`` too and do not enter the code. ``latest``
    changes only when the run is whole.
    """
    code = run_id(facts)
    folder = runs_folder(case) / code
    if not (folder / FACTS).exists():
        write_tables(folder, tables, {**facts, **(notes or {}), "id": code})
    pointer = runs_folder(case) / _LATEST
    fresh = pointer.with_name(f".{_LATEST}.new")
    fresh.write_text(code + "\n", encoding="utf-8")
    fresh.replace(pointer)
    return code, folder


def find_run(case: Path, wanted: str = _LATEST) -> Path:
    """Return the folder of a run: by its code, the beginning of it, its folder, or ``latest``.

    Raises
    ------
    UsageError
        No such run, or the beginning fits several; those there are are named.
    """
    if (Path(wanted) / FACTS).exists():
        return Path(wanted)
    folder = runs_folder(case)
    if wanted == _LATEST:
        wanted = _latest(folder)
    kept = sorted(run.parent.name for run in folder.glob(f"*/{FACTS}"))
    fitting = [code for code in kept if wanted and code.startswith(wanted)]
    if len(fitting) != 1:
        known = ", ".join(kept) or "—"
        raise UsageError("run_unknown", Place(str(case)), run=wanted or _LATEST, known=known)
    return folder / fitting[0]


def read_run(folder: Path) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
    """Return the tables and the facts of a run."""
    facts: dict[str, object] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return read_tables(folder), facts


def _latest(folder: Path) -> str:
    pointer = folder / _LATEST
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""
