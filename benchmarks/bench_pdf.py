"""How true is the text read from pages, and how fast, beside other readers of PDF?

    python benchmarks/bench_pdf.py [--no-scans] [--others]

Builds the corpus of pages of the tests (reportlab, LibreOffice, Chromium, OFD, scans), reads it
and prints a row a file: pages, character error (edit distance over the letters, white space
aside), share of lines that stand whole and in order, CPU seconds and pages a second. With
``--others`` pypdfium2's bare text, pdfminer and pdfplumber read the same PDF files.
"""

import argparse
import logging
import resource
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "corpus"))

import pypdfium2
from measured import character_error, line_score
from page_corpus import (
    Sample,
    drawn_samples,
    ofd_samples,
    program_samples,
    scan_samples,
)

from chuandao.sources.documents.outside.ocr import can_recognise
from chuandao.sources.documents.pages.ofd import read_ofd
from chuandao.sources.documents.pages.pdf import read_pdf

Reader = Callable[[bytes], str]


def bare(data: bytes) -> str:
    """Return the text layer as pdfium hands it over."""
    document = pypdfium2.PdfDocument(data)
    pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    document.close()
    return "\n".join(pages)


def pdfminer(data: bytes) -> str:
    """Return the text as pdfminer lays it out."""
    from pdfminer.high_level import extract_text

    return extract_text(BytesIO(data))


def pdfplumber(data: bytes) -> str:
    """Return the text as pdfplumber lays it out."""
    import pdfplumber as plumber

    with plumber.open(BytesIO(data)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def cpu_seconds() -> float:
    """Return the processor time of this process and of the programs it ran."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(each)[:2]) for each in who)


def measure(name: str, sample: Sample, data: bytes, read: Reader, pages: int) -> float:
    """Print one row; return the CPU seconds."""
    start = cpu_seconds()
    text = read(data)
    took = cpu_seconds() - start
    error, lines = character_error(text, sample.text), line_score(text, sample.text)
    print(
        f"{sample.name:26} {name:11} {pages:5} {error:9.3%} {lines:7.1%} {took:8.2f} "
        f"{pages / max(took, 1e-9):8.1f}"
    )
    return took


def page_count(sample: Sample, data: bytes) -> int:
    """Return the number of pages of a file."""
    if sample.kind == "ofd":
        return data.count(b"Content.xml") // 2 - data.count(b"Tpls/Tpl_0/Content.xml") // 2
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    return count


def run(samples: Iterable[Sample], *, others: bool) -> None:
    """Print the rows of samples, and the ratio of processor time to the bare text layer."""
    totals: dict[str, float] = {}
    for sample in samples:
        data = sample.make()
        pages = page_count(sample, data)
        ours: Reader = (
            (lambda d: read_ofd(d).text) if sample.kind == "ofd" else (lambda d: read_pdf(d).text)
        )
        readers = {"chuandao": ours}
        if others and sample.kind == "pdf":
            readers |= {"pypdfium2": bare, "pdfminer": pdfminer, "pdfplumber": pdfplumber}
        for name, read in readers.items():
            took = measure(name, sample, data, read, pages)
            if sample.kind == "pdf":
                totals[name] = totals.get(name, 0.0) + took
    if len(totals) > 1:
        ratios = (f"{name} {took / totals['pypdfium2']:.1f}" for name, took in totals.items())
        print("CPU over pypdfium2's bare text:", ", ".join(ratios))


def main() -> None:
    """Print the table."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-scans", action="store_true")
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    print(
        f"{'file':26} {'reader':11} {'pages':>5} {'error':>9} {'lines':>7} {'CPU s':>8} "
        f"{'pages/s':>8}"
    )
    run([*drawn_samples(), *program_samples(), *ofd_samples()], others=options.others)
    if can_recognise() and not options.no_scans:
        run(scan_samples(), others=False)


if __name__ == "__main__":
    main()
