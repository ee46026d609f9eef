"""Letters and notices that a supervision office sends, in the usual form of official documents."""

from chuandao.report.papers.letters.circular import circular
from chuandao.report.papers.letters.consultation import consultation
from chuandao.report.papers.letters.frame import Letter, Section, Table, letter_docx
from chuandao.report.papers.letters.reallocation import reallocation
from chuandao.report.papers.letters.rectification import rectification
from chuandao.report.papers.letters.revision import revision
from chuandao.report.papers.letters.supervision import supervision

__all__ = [
    "Letter",
    "Section",
    "Table",
    "circular",
    "consultation",
    "letter_docx",
    "reallocation",
    "rectification",
    "revision",
    "supervision",
]
