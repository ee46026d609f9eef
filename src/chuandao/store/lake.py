"""Tables into a folder of Parquet files, whole or not at all."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from chuandao.errors import Place, UsageError

FACTS = "run.json"


def write_tables(
    folder: Path, tables: Mapping[str, pl.DataFrame], facts: Mapping[str, object]
) -> None:
    """Write tables as ``<name>.parquet`` and the facts of the run as ``run.json``.

    Everything is written under a temporary name beside the folder and renamed when whole, so
    an interruption leaves either what was there before or the new tables, never a mixture.
    The same tables and facts give the same bytes.

    Raises
    ------
    UsageError
        The folder holds something that is not an earlier result: it is left as it is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     write_tables(Path(parent) / "out", {"a": pl.DataFrame({"x": [1]})}, {"version": "0"})
    ...     read_tables(Path(parent) / "out")["a"]["x"].to_list()
    [1]
    """
    _refuse_foreign(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    for rest in (fresh, old):
        shutil.rmtree(rest, ignore_errors=True)
    fresh.mkdir()
    for name, table in sorted(tables.items()):
        table.write_parquet(fresh / f"{name}.parquet", compression="zstd", statistics=False)
    words = json.dumps(dict(facts), ensure_ascii=False, indent=1, sort_keys=True)
    (fresh / FACTS).write_text(words + "\n", encoding="utf-8")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Return the tables of a folder by name; what is not Parquet is passed over."""
    return {file.stem: pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("out_is_file", Place(str(folder)))
    if folder.exists() and any(folder.iterdir()) and not (folder / FACTS).exists():
        raise UsageError("out_not_empty", Place(str(folder)))
