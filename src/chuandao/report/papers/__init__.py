"""The papers of a checkup in Word: a unit's sheet (體檢情況反饋單) and the brief (督查專報)."""

from chuandao.report.papers.brief import brief_docx
from chuandao.report.papers.sheet import sheet_docx

__all__ = ["brief_docx", "sheet_docx"]
