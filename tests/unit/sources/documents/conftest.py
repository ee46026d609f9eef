"""Makers of document files out of raw XML, so that every element is known."""

import io
import sys
import zipfile
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_bytes(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    header: str = "",
    footnotes: str = "",
    endnotes: str = "",
) -> bytes:
    """Return a docx whose parts hold this XML."""
    parts = {
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
        "word/header1.xml": f"<w:hdr {_NAMESPACES}>{header}</w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{footnotes}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {_NAMESPACES}>{endnotes}</w:endnotes>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {
                "numbering": "numbering.xml",
                "styles": "styles.xml",
                "header": "header1.xml",
                "footnotes": "footnotes.xml",
                "endnotes": "endnotes.xml",
            }
        ),
    }
    return zip_bytes({name: words.encode() for name, words in parts.items()})


def _relations(targets: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'


def zip_bytes(entries: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return written.getvalue()


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    return docx_bytes


@pytest.fixture
def make_zip() -> Callable[[dict[str, bytes]], bytes]:
    return zip_bytes


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    def _write(data: bytes, name: str = "a.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return _write


def _corpus() -> ModuleType:
    path = Path(__file__).parents[4] / "benchmarks" / "reading_corpus.py"
    spec = spec_from_file_location("reading_corpus", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["reading_corpus"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def corpus() -> ModuleType:
    """Return the documents of known words that the benchmark reads too."""
    return _corpus()
