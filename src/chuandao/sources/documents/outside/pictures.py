"""Pictures of documents (scans, photographs): their words by recognition, and marked as such."""

from chuandao.errors import DocumentError, Problem
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.outside.ocr import Recognised, can_recognise, recognised_words
from chuandao.sources.documents.pages.layout import lay_out
from chuandao.sources.documents.pages.notes import recognised_notes, sureness_of
from chuandao.sources.documents.pages.ocr import sheets_of


def read_picture(data: bytes) -> Content:
    """Return the words that were recognised in a picture, a paragraph a line.

    Raises
    ------
    DocumentError
        ``not_read_image`` without tesseract; ``damaged_picture``; ``document_timeout``.
    """
    if not can_recognise():
        raise DocumentError("not_read_image")
    sheets = sheets_of(_words(data))
    laid = lay_out(sheets)
    notes = (Problem("words_recognised", "warning"), *recognised_notes(sheets))
    return Content(laid.text, "utf-8", notes, laid.margins, sureness_of(sheets))


def _words(data: bytes) -> Recognised:
    try:
        return recognised_words(data)
    except DocumentError as error:
        if error.code != "converter_failed":
            raise
        raise DocumentError("damaged_picture") from error
