"""The interpretation kit as papers and as a page."""

from chuandao.report.interpretation.page import kit_page
from chuandao.report.interpretation.paper import kit_docx, kit_letter, questions_docx

__all__ = ["kit_docx", "kit_letter", "kit_page", "questions_docx"]
