"""Event logs as XES, read entry by entry: whatever its size, one case at a time is in memory.

References
----------
IEEE Std 1849-2016, eXtensible Event Stream (XES): logs, traces, events; extensions concept,
org, time, lifecycle. A document type (and with it any entity) is no part of it and is refused.
"""

import gzip
import zlib
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import IO

import polars as pl
from lxml import etree

from chuandao.errors import Place, Problem
from chuandao.sources.events.mapping import TRACE, LogMapping
from chuandao.sources.events.paired import as_steps
from chuandao.sources.tables.grid import Grid

_GZIP = b"\x1f\x8b"
_ENDINGS = (".xes", ".xes.gz")


def is_xes(path: Path) -> bool:
    """Return whether a file is an event log in XES, by its name.

    Examples
    --------
    >>> is_xes(Path("events.xes.gz")), is_xes(Path("events.csv"))
    (True, False)
    """
    return path.name.lower().endswith(_ENDINGS)


def read_xes(path: Path, mapping: LogMapping, time_zone: str) -> Grid:
    """Return a log as cells under the headings of the table ``events``.

    Parameters
    ----------
    path : Path
        An XES file, plain or packed with gzip (told by its content).
    mapping : LogMapping
    time_zone : str
        Of times without an offset.

    Notes
    -----
    The number of a row is the place of its entry in the log, as if below a heading. A file that
    is no XES gives no rows and a problem: ``xes_broken`` with the line, ``xes_doctype``,
    ``xes_not_a_log``, ``xes_empty``.
    """
    try:
        with path.open("rb") as raw, closing(_unpacked(raw)) as stream:
            entries = _entries(stream, mapping)
    except _RefusedError as refused:
        return _nothing(path.name, str(refused))
    except etree.XMLSyntaxError as error:
        return _nothing(path.name, "xes_broken", line=error.lineno or 0)
    except (OSError, EOFError, zlib.error):
        return _nothing(path.name, "xes_truncated")
    if entries.height == 0:
        return _nothing(path.name, "xes_empty")
    return as_steps(entries, mapping, path.name, time_zone)


class _RefusedError(Exception):
    """What a file is that is no event log; its text is the code of the problem."""


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[return-value]


def _entries(stream: IO[bytes], mapping: LogMapping) -> pl.DataFrame:
    """Return one row an entry: the attributes that the mapping names, as text."""
    wanted = mapping.wanted
    of_case = {key.removeprefix(TRACE) for key in wanted.values() if key.startswith(TRACE)}
    of_event = {key for key in wanted.values() if not key.startswith(TRACE)}
    found: defaultdict[str, list[str | None]] = defaultdict(list)
    entries: list[dict[str, str]] = []
    parser = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for moment, element in parser:
        name = etree.QName(element).localname
        if element.getparent() is None:
            if moment == "start":
                _expect_log(element, name)
        elif moment == "start" or name not in {"event", "trace"}:
            continue
        elif name == "event":
            entries.append(_attributes(element, of_event))
            element.clear()
        else:
            about = {TRACE + k: v for k, v in _attributes(element, of_case).items()}
            for entry in entries:
                for column, key in wanted.items():
                    found[column].append((about if key.startswith(TRACE) else entry).get(key))
            entries = []
            _forget(element)
    frame = pl.DataFrame(found, schema=dict.fromkeys(wanted, pl.String))
    return frame.with_columns(row=pl.int_range(2, pl.len() + 2, dtype=pl.UInt32))


def _expect_log(root: etree._Element, name: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _RefusedError("xes_doctype")
    if name != "log":
        raise _RefusedError("xes_not_a_log")


def _attributes(element: etree._Element, keys: set[str]) -> dict[str, str]:
    """Return the attributes of a case or event that are asked for; none is empty text."""
    return {
        key: value
        for child in element
        if (key := child.get("key")) in keys and (value := child.get("value"))
    }


def _forget(element: etree._Element) -> None:
    """Let go of a case that was read, and of what stands before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _nothing(file: str, code: str, line: int = 0) -> Grid:
    problem = Problem(code, "error", Place(file, row=line))
    return Grid(file, "", pl.DataFrame(), pl.Series(dtype=pl.UInt32), problems=(problem,))
