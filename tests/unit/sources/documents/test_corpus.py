"""Known words come out of every format and encoding: nothing lost, nothing invented, in order."""

import shutil
from itertools import chain

import pytest
from rapidfuzz.distance import Levenshtein

from chuandao.sources.documents import expand, read_documents
from chuandao.sources.documents.outside.ocr import can_recognise, recognise

NO_LIBREOFFICE = "LibreOffice is not installed: apt install libreoffice-writer libreoffice-calc"
NO_TESSERACT = "tesseract with Chinese is not installed: apt install tesseract-ocr-chi-sim"
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
_MOST = 0.001  # of the characters


def _errors(corpus, samples, folder):
    found = {}
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
    wanted = {sample.name: sample.text for sample in samples}
    for reading in read_documents(expand([folder]), jobs=2):
        name = reading.source.path.name
        text = reading.extracted.text if reading.extracted else ""
        found[name] = Levenshtein.distance(text, wanted[name]) / len(wanted[name])
    assert set(found) == set(wanted)
    return found


def test_formats_of_our_own_lose_and_invent_nothing(corpus, tmp_path):
    errors = _errors(corpus, list(corpus.samples()), tmp_path)
    assert {name: share for name, share in errors.items() if share >= _MOST} == {}
    assert len(errors) > 25


@pytest.mark.skipif(not shutil.which("soffice"), reason=NO_LIBREOFFICE)
def test_formats_through_libreoffice_lose_and_invent_nothing(corpus, tmp_path):
    errors = _errors(corpus, list(corpus.converted_samples()), tmp_path)
    assert {name: share for name, share in errors.items() if share >= _MOST} == {}
    assert len(errors) == 14


def test_a_zip_and_a_folder_give_the_same_texts(corpus, tmp_path):
    samples = list(chain(corpus.word_files(), corpus.pages()))
    folder = tmp_path / "folder"
    folder.mkdir()
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
    archive = tmp_path / "all.zip"
    archive.write_bytes(
        corpus.zip_of({s.name: s.data for s in sorted(samples, key=lambda s: s.name)})
    )
    there = [reading.extracted.text for reading in read_documents(expand([folder]), jobs=2)]
    here = [reading.extracted.text for reading in read_documents([archive], jobs=2)]
    assert here == there


@pytest.mark.skipif(not can_recognise(), reason=NO_TESSERACT)
@pytest.mark.parametrize(("script", "index"), [("SIMPLIFIED", 2), ("TRADITIONAL", 3)])
def test_a_clean_scan_is_recognised_in_its_own_script(corpus, script, index):
    pytest.importorskip("PIL")
    lines = [line for line in getattr(corpus, script) if len(line) < 45][:8]
    try:
        data = corpus.picture(lines, FONT, index)
    except OSError:
        pytest.skip("the font Noto Serif CJK is not installed: apt install fonts-noto-cjk")
    wanted, read = "".join(lines), recognise(data).replace("\n", "")
    assert Levenshtein.distance(read, wanted) / len(wanted) < 0.15
