"""The corpus of pages is shared with the benchmark: makers of PDF and OFD files of known text."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the PDF files of the corpus")
sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "corpus"))
