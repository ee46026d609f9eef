"""How fast and how faithfully documents are read.

    python benchmarks/bench_reading.py [--what accuracy,formats,batch] [--files 300] [--jobs 2]

``accuracy``: character errors per format and encoding against known words (Levenshtein distance
over the length of the truth). ``formats``: pages per second of one process, a page being 22 lines
of 28 characters (GB/T 9704-2012). ``batch``: that many Word files of five pages through
``read_documents``, beside python-docx alone (open, text of paragraphs and tables) in as many
processes: wall and CPU seconds of all processes, and the largest process's memory.
"""

import argparse
import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import docx
from rapidfuzz.distance import Levenshtein

from chuandao.sources.documents import read_documents
from chuandao.sources.documents.isolation import pool
from chuandao.sources.documents.outside.convert import can_convert
from chuandao.sources.documents.outside.ocr import can_recognise
from reading_corpus import SIMPLIFIED, Sample, converted_samples, docx_of, pages, picture, samples

PAGE = 22 * 28
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"


def accuracy() -> None:
    """Print the character errors of every sample."""
    print(
        f"{'file':32} {'read as':10} {'encoding':10} {'characters':>10} {'errors':>7} {'share':>8}"
    )
    everything = chain(samples(), converted_samples() if can_convert() else ())
    with tempfile.TemporaryDirectory() as folder:
        written = [(sample, _put(Path(folder), sample)) for sample in everything]
        readings = read_documents([path for _, path in written])
        for (sample, _), reading in zip(written, readings, strict=True):
            found = reading.extracted
            errors = Levenshtein.distance(found.text if found else "", sample.text)
            kind = f"{found.format:10} {found.encoding:10}" if found else f"{'not read':21}"
            share = errors / len(sample.text)
            print(f"{sample.name:32} {kind} {len(sample.text):10} {errors:7} {share:8.3%}")
    if not can_convert():
        print("LibreOffice is not installed: doc, wps, rtf, odt, xls, ods not measured")


def formats() -> None:
    """Print the pages per second of one reading process, per format."""
    print(f"{'format':10} {'files':>6} {'pages':>8} {'seconds':>8} {'pages/s':>9} {'ms/file':>8}")
    long = [f"{n}. {line}" for n in range(5) for line in SIMPLIFIED]
    text = "\n".join(long)
    page = f'<html><meta charset="gb2312"><body><p>{"</p><p>".join(long)}</p></body></html>'
    _rate("txt", 500, lambda n: f"{text}\n{n}".encode("gb18030"))
    _rate("html", 60, lambda n: f"{page}<!--{n}-->".encode("gb18030"))
    archive = next(sample for sample in pages() if sample.name.endswith(".mht"))
    _rate("mht", 60, lambda n: archive.data + f"\r\n{n}".encode())
    _rate("docx", 300, lambda n: docx_of([*long, str(n)], []))
    tasks = next(sample for sample in samples() if sample.name.endswith(".xlsx"))
    _rate("xlsx", 300, lambda n: tasks.data + bytes(n))
    if can_convert():
        made = [s for s in converted_samples() if s.name in {"simplified.doc", "simplified.odt"}]
        for sample in made:
            _rate(sample.name.rpartition(".")[2], 5, lambda n, s=sample: s.data + bytes(n))
    if can_recognise() and Path(FONT).exists():
        drawn = picture([line for line in SIMPLIFIED if len(line) < 45], FONT)
        _rate("scan", 3, lambda n: drawn + bytes(n))


def batch(files: int, jobs: int) -> None:
    """Print the time that many Word files of five pages take, beside python-docx."""
    with tempfile.TemporaryDirectory() as folder:
        paths = list(_five_pages(Path(folder), files))
        size = sum(path.stat().st_size for path in paths) / files / 1000
        print(f"{files} docx of five pages ({size:.1f} kB each), {jobs} processes")
        ours = _timed(lambda: sum(len(r.extracted.text) for r in _read(paths, jobs)))
        peers = _timed(lambda: _by_python_docx(paths, jobs))
    print(f"{'':22} {'wall s':>8} {'CPU s':>8} {'files/s':>8} {'pages/s':>8} {'characters':>11}")
    for name, (wall, cpu, letters) in (("read_documents", ours), ("python-docx alone", peers)):
        rate = files / wall
        print(f"{name:22} {wall:8.1f} {cpu:8.1f} {rate:8.0f} {5 * rate:8.0f} {letters:11}")
    print(f"ratio of wall {ours[0] / peers[0]:.2f}, of CPU {ours[1] / peers[1]:.2f}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {most:.0f} MB")


def _read(paths: list[Path], jobs: int) -> Iterator:
    yield from read_documents(paths, jobs=jobs)


def _timed(work: Callable[[], int]) -> tuple[float, float, int]:
    pool.close_idle()
    wall, cpu = time.perf_counter(), _cpu()
    letters = work()
    pool.close_idle()
    return time.perf_counter() - wall, _cpu() - cpu, letters


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _by_python_docx(paths: list[Path], jobs: int) -> int:
    with multiprocessing.get_context("spawn").Pool(jobs) as workers:
        letters = sum(map(len, workers.imap(text_by_python_docx, paths, chunksize=16)))
        workers.close()
        workers.join()
    return letters


def text_by_python_docx(path: Path) -> str:
    """Return what python-docx alone gives: paragraphs, then tables."""
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)


def _five_pages(folder: Path, files: int) -> Iterator[Path]:
    """Write distinct Word files of about 3,080 characters, with a table, of python-docx's make."""
    lines = [line for _ in range(5) for line in SIMPLIFIED]
    while sum(map(len, lines)) > 5 * PAGE:
        lines.pop()
    table = [[f"{row}-{column}" for column in range(5)] for row in range(8)]
    given = zipfile.ZipFile(io.BytesIO(docx_of(["第NUMBER号", *lines], table)))
    parts = {name: given.read(name) for name in given.namelist()}
    for number in range(files):
        path = folder / f"{number:05}.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data.replace(b"NUMBER", str(number).encode()))
        yield path


def _rate(kind: str, files: int, make: Callable[[int], bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = [Sample(f"{n}.{kind}", make(n), "") for n in range(files)]
        paths = [_put(Path(folder), sample) for sample in made]
        start = time.perf_counter()
        read = [reading.extracted for reading in read_documents(paths, jobs=1)]
        seconds = time.perf_counter() - start
    letters = sum(len(found.text) for found in read if found)
    count = letters / PAGE
    print(
        f"{kind:10} {files:6} {count:8.1f} {seconds:8.2f} {count / seconds:9.1f} "
        f"{1000 * seconds / files:8.1f}" + (" some not read" if None in read else "")
    )


def _put(folder: Path, sample: Sample) -> Path:
    path = folder / sample.name
    path.write_bytes(sample.data)
    return path


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--what", default="accuracy,formats,batch")
    asked.add_argument("--files", type=int, default=300)
    asked.add_argument("--jobs", type=int, default=2)
    given = asked.parse_args()
    wanted = given.what.split(",")
    if "accuracy" in wanted:
        accuracy()
    if "formats" in wanted:
        formats()
    if "batch" in wanted:
        batch(given.files, given.jobs)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", os.pathsep.join(sys.path))
    main()
