"""Pictures of documents (scans, photographs): their words by recognition, and marked as such."""

from chuandao.errors import Problem
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.outside.ocr import recognise


def read_picture(data: bytes) -> Content:
    """Return the words that were recognised in a picture, a line of print a line.

    Raises
    ------
    DocumentError
        ``not_read_image`` without tesseract; ``converter_failed``; ``document_timeout``.
    """
    return Content(recognise(data), "utf-8", (Problem("words_recognised", "warning"),))
