"""Every parser against broken files, for minutes: only a text or a clear error comes out.

CHUANDAO_SOAK_SECONDS says how long in all (300); CHUANDAO_SOAK_SEED where to begin (1).
"""

import contextlib
import io
import os
import re
import time
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from chuandao.errors import DocumentError
from chuandao.messages import LANGUAGES
from chuandao.sources.documents import read_documents
from chuandao.sources.documents.isolation import pool
from chuandao.sources.documents.outside.convert import can_convert
from chuandao.sources.documents.read import read_bytes

SECONDS = float(os.environ.get("CHUANDAO_SOAK_SECONDS", "300"))
SEED = int(os.environ.get("CHUANDAO_SOAK_SEED", "1"))
_BATCH = 40
_TAG = re.compile(rb"<[^<>]*>")
_VALUE = re.compile(rb'"[^"<>]*"')
_ODD = (b"", b"0", b"-1", b"99999999999999999999", b"\xff\xfe", b"]]>", b"&#0;", b"&#x110000;", b"\x00" * 9, b"A" * 5000, "縣".encode(), b"NaN", b"1e308")  # fmt: skip


def _corpus():
    path = Path(__file__).parents[2] / "benchmarks" / "reading_corpus.py"
    spec = spec_from_file_location("reading_corpus", path)
    module = module_from_spec(spec)
    import sys

    sys.modules["reading_corpus"] = module
    spec.loader.exec_module(module)
    return module


def seeds():
    """Return valid files of each format that is parsed in our own process."""
    corpus = _corpus()
    found = {sample.name: sample.data for sample in corpus.samples()}
    found["mixed.zip"] = corpus.zip_of({n: d for n, d in found.items() if len(d) < 9000})
    qinghe = Path(__file__).parents[2] / "src/chuandao/examples/qinghe/documents"
    found |= {path.name: path.read_bytes() for path in sorted(qinghe.glob("city-*.docx"))}
    return found


class Mutator:
    """Breaks files: bytes turned, pieces cut, doubled or swapped, XML tampered with inside a zip."""

    def __init__(self, seed):
        self._random = np.random.default_rng(seed)

    def broken(self, data, other):
        """Return a broken file; ``other`` lends pieces."""
        ways = [self._turned, self._cut, self._doubled, self._spliced, self._odd]
        if data.startswith(b"PK"):
            ways += [self._inside] * 6
        for _ in range(1 + int(self._random.integers(3))):
            data = ways[int(self._random.integers(len(ways)))](data, other)
        return data

    def _place(self, data):
        return int(self._random.integers(len(data) + 1))

    def _turned(self, data, _):
        found = bytearray(data)
        for _ in range(1 + int(self._random.integers(20))):
            if found:
                found[self._place(found) % len(found)] = int(self._random.integers(256))
        return bytes(found)

    def _cut(self, data, _):
        start, end = sorted((self._place(data), self._place(data)))
        return data[:start] + data[end:] if self._random.integers(2) else data[:end]

    def _doubled(self, data, _):
        start = self._place(data)
        piece = data[start : start + int(self._random.integers(1, 2000))]
        return data[:start] + piece * int(self._random.integers(2, 30)) + data[start:]

    def _spliced(self, data, other):
        return data[: self._place(data)] + other[self._place(other) :]

    def _odd(self, data, _):
        start = self._place(data)
        return data[:start] + _ODD[int(self._random.integers(len(_ODD)))] + data[start:]

    def _inside(self, data, other):
        """Break one entry of a zip and pack it anew, so that the parser behind the zip is met."""
        try:
            entries = _entries(data)
        except (zipfile.BadZipFile, *_ZIP_ERRORS):
            return self._turned(data, other)
        if not entries:
            return data
        name = list(entries)[int(self._random.integers(len(entries)))]
        way = (self._tampered, self._turned, self._cut, self._doubled, self._odd)
        entries[name] = way[int(self._random.integers(len(way)))](entries[name], other)
        if not self._random.integers(8):
            entries.pop(name)
        return _packed(entries)

    def _tampered(self, data, _):
        """Drop, double or swap tags, and put odd values into attributes."""
        for _ in range(1 + int(self._random.integers(4))):
            tags = list(_TAG.finditer(data))
            values = list(_VALUE.finditer(data))
            if not tags:
                return data
            one = tags[int(self._random.integers(len(tags)))]
            two = tags[int(self._random.integers(len(tags)))]
            way = int(self._random.integers(4))
            if way == 0:
                data = data[: one.start()] + data[one.end() :]
            elif way == 1:
                data = data[: one.end()] + two[0] + data[one.end() :]
            elif way == 2:
                data = data[: one.start()] + two[0] + data[one.end() :]
            elif values:
                value = values[int(self._random.integers(len(values)))]
                odd = _ODD[int(self._random.integers(len(_ODD)))]
                data = data[: value.start()] + b'"' + odd + b'"' + data[value.end() :]
        return data


_ZIP_ERRORS = (OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError)


def _entries(data):
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {n: archive.read(n) for n in archive.namelist()}
    except zlib.error as error:
        raise ValueError from error


def _packed(entries):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            with contextlib.suppress(ValueError):
                archive.writestr(name, data)
    return written.getvalue()


@pytest.mark.soak
def test_only_a_text_or_a_clear_error_comes_out_of_any_parser(tmp_path):
    """In this process, so that a fault has a traceback; the file that brought it is kept."""
    files = seeds()
    mutator, names, count = Mutator(SEED), sorted(files), 0
    end = time.monotonic() + 0.8 * SECONDS
    while time.monotonic() < end:
        name, other = names[count % len(names)], names[(7 * count + 3) % len(names)]
        data = mutator.broken(files[name], files[other])
        count += 1
        try:
            found = read_bytes(data, name)
        except DocumentError as error:
            error.problem.render("en")
        except Exception as error:  # noqa: BLE001 - any other fault is what is looked for
            kept = tmp_path / f"{count}-{name}"
            kept.write_bytes(data)
            pytest.fail(f"{type(error).__name__}: {error} ({kept}, number {count})")
        else:
            assert 0 <= found.quality <= 1
    assert count > SECONDS


@pytest.mark.soak
def test_batches_of_broken_files_end_and_every_file_is_told(tmp_path):
    files = seeds()
    if can_convert():
        files |= {
            s.name: s.data for s in _corpus().converted_samples() if s.name[:10] == "simplified"
        }
    mutator, names = Mutator(SEED + 1), sorted(files)
    end, round_ = time.monotonic() + 0.2 * SECONDS, 0
    while time.monotonic() < end:
        paths = []
        for place in range(_BATCH):
            name = names[(round_ * _BATCH + place) % len(names)]
            path = tmp_path / f"{place}-{name}"
            path.write_bytes(mutator.broken(files[name], files[names[place % len(names)]]))
            paths.append(path)
        told = list(read_documents(paths, jobs=2))
        assert {reading.source.path for reading in told} == set(paths)
        codes = {r.problem.code for r in told if r.problem}
        assert all(r.problem.hint(language) for r in told if r.problem for language in LANGUAGES)
        assert "document_crashed" not in codes
        round_ += 1
    pool.close_idle()
    assert round_
