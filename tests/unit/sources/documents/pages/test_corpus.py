"""What is read of files of known text, as different programs write them."""

import pytest

from chuandao.sources.documents.outside.ocr import can_recognise
from chuandao.sources.documents.pages.ofd import read_ofd
from chuandao.sources.documents.pages.pdf import read_pdf


def _named(samples):
    return [pytest.param(sample, id=sample.name) for sample in samples]


def _corpus():
    pytest.importorskip("reportlab")
    import page_corpus

    return page_corpus


def pytest_generate_tests(metafunc):
    kinds = {"drawn": "drawn_samples", "ofd": "ofd_samples", "scan": "scan_samples"}
    for name, maker in kinds.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, _named(getattr(_corpus(), maker)()))


def test_drawn_pages_are_read_to_the_letter_and_in_order(drawn):
    from measured import character_error, line_score

    text = read_pdf(drawn.make()).text
    assert character_error(text, drawn.text) < 0.001
    assert line_score(text, drawn.text) >= 0.85


def test_ofd_is_read_to_the_letter_and_in_order(ofd):
    from measured import character_error, line_score

    text = read_ofd(ofd.make()).text
    assert character_error(text, ofd.text) < 0.001
    assert line_score(text, ofd.text) >= 0.9


@pytest.mark.parametrize("program", ["LibreOffice", "Chromium"])
def test_pages_of_programs_are_read_to_the_letter_and_in_order(program):
    from measured import character_error, line_score

    samples = [s for s in _corpus().program_samples() if s.name.startswith(program)]
    if not samples:
        pytest.skip(f"{program} is not installed")
    for sample in samples:
        text = read_pdf(sample.make()).text
        assert character_error(text, sample.text) < 0.001, sample.name
        assert line_score(text, sample.text) >= 0.85, sample.name


@pytest.mark.soak
def test_scans_are_recognised_and_named(scan):
    from measured import character_error

    if not can_recognise():
        pytest.skip("tesseract with Chinese is not installed")
    found = read_pdf(scan.make())
    assert character_error(found.text, scan.text) < 0.1
    assert "pages_recognised" in {note.code for note in found.notes}
