"""The fingerprint of a case: one hash of everything its results may depend on."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import polars as pl

from chuandao.cascade.assembly.aside import ORIGIN
from chuandao.cascade.settings import Settings
from chuandao.catalog.additions import NOTHING, Additions

_BLOCK = 1 << 20
_SLICE = 100_000


def fingerprint(
    tables: Mapping[str, pl.DataFrame],
    settings: Settings,
    files: Mapping[str, Path],
    lexicon: Additions = NOTHING,
) -> str:
    """Return the SHA-256 of tables, settings, document files and own lexicons, in hexadecimal.

    Where a row stood in its file does not count, what it says does; the order of rows,
    columns and files does not count either, as the tables are in the order of their keys.
    """
    whole = hashlib.sha256()
    for part in (_settings(settings), *_tables(tables), *_files(files), *_lexicon(lexicon)):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _settings(settings: Settings) -> bytes:
    plain = asdict(_without_mappings(settings))
    plain |= {"weights": dict(settings.weights), "designs": dict(settings.designs)}
    if not settings.designs:
        del plain["designs"]  # a case that declares none keeps the fingerprint it had
    del plain["event_log"]  # what it changes are the rows of the table of events
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()


def _without_mappings(settings: Settings) -> Settings:
    return Settings(
        settings.name, settings.time_zone, settings.mandate, settings.sources, {}, {}, {}
    )


def _tables(tables: Mapping[str, pl.DataFrame]) -> Iterable[bytes]:
    for name in sorted(tables):
        frame = tables[name].drop(ORIGIN)
        frame = frame.select(sorted(c for c in frame.columns if frame[c].is_not_null().any()))
        yield f"table {name} {frame.height}".encode()
        for part in frame.iter_slices(_SLICE):
            yield part.write_ndjson().encode()


def _files(files: Mapping[str, Path]) -> Iterable[bytes]:
    for document in sorted(files):
        digest = hashlib.sha256()
        with files[document].open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        yield f"file {document} {digest.hexdigest()}".encode()


def _lexicon(added: Additions) -> Iterable[bytes]:
    for name, rows in added.files:
        yield f"lexicon {name} {json.dumps(rows, ensure_ascii=False)}".encode()
