"""PDF files: the text of their pages in reading order."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from chuandao.errors import DocumentError, Problem
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.outside.ocr import can_recognise
from chuandao.sources.documents.pages.layout import Laid, lay_out
from chuandao.sources.documents.pages.notes import (
    count_notes,
    names_note,
    page_note,
    recognised_notes,
    refuse_half_read,
    sureness_of,
)
from chuandao.sources.documents.pages.ocr import recognised
from chuandao.sources.documents.pages.page import Sheet
from chuandao.sources.documents.pages.pdf_pages import PdfPage, pdf_page

MOST_PAGES = 20_000
_DOTS = 300 / 72
_MOST_DOTS = 25_000_000
_FLAT = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}
_COMMENTS = {pdfium.FPDF_ANNOT_TEXT}
_MOST_ANNOTATIONS = 2_000


def read_pdf(data: bytes) -> Content:
    """Return the text of a PDF file.

    One paragraph is one line, joined over lines, columns and pages; one table row is one
    line, its cells joined by a tab, and a vertically merged cell is repeated in every row it
    spans. Columns are read one after the other. Page numbers, running heads and feet, a
    table of contents, watermarks and hidden text are left out; the notes count them.

    A page without a text layer, or whose characters have no meaning, is a scan: its words
    are recognised where tesseract is there, and the notes name the page. Otherwise it is not
    read, and neither is a file of which more than a tenth of the pages could not be.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    DocumentError
        ``encrypted_document`` (a password is needed to open it), ``damaged_document``,
        ``document_too_many_pages``, ``pages_without_text``.
    """
    with _opened(data) as document:
        reading = _Reading(document)
        reading.read()
        refuse_half_read(reading.unread, len(document))
        laid = lay_out(reading.sheets)
        attached = _attachments(document)
    notes = (*reading.notes(laid), *names_note("attachments_not_read", attached))
    marks = "\n".join(dict.fromkeys(reading.watermarks))
    margins = f"{laid.margins}\n{marks}".strip()
    return Content(laid.text, "utf-8", notes, margins, sureness_of(reading.sheets))


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[pdf.PdfDocument]:
    try:
        document = pdf.PdfDocument(data)
    except pdf.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        code = "encrypted_document" if locked else "damaged_document"
        raise DocumentError(code) from error
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError("document_too_many_pages", count=len(document), limit=MOST_PAGES)
        if not len(document):
            raise DocumentError("damaged_document")
        yield document
    finally:
        document.close()


@dataclass
class _Reading:
    """Goes through the pages, one at a time, and keeps what they gave."""

    document: pdf.PdfDocument
    sheets: list[Sheet] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    watermarks: list[str] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    by_scanner: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    _script: str = ""

    def read(self) -> None:
        """Read all pages; a page that cannot be opened is not read."""
        for place in range(len(self.document)):
            try:
                self._page(place)
            except pdf.PdfiumError:
                self.unread.append(place + 1)

    def _page(self, place: int) -> None:
        page = self.document[place]
        try:
            if _flattened(page, self.counts):
                page.close()
                page = self.document[place]
            text_page = page.get_textpage()
            try:
                found = pdf_page(page.raw, text_page.raw, place + 1)
            finally:
                text_page.close()
            self._keep(page, found)
        finally:
            page.close()

    def _keep(self, page: pdf.PdfPage, found: PdfPage) -> None:
        number = found.sheet.number
        self.counts += found.counts
        if found.watermark:
            self.watermarks.append(found.watermark)
        if found.counts["scanner"]:
            self.by_scanner.append(number)
        if not found.scanned:
            self.sheets.append(found.sheet)
        elif can_recognise():
            self.sheets.append(self._recognised(page, number))
            self.recognised.append(number)
        else:
            self.unread.append(number)

    def _recognised(self, page: pdf.PdfPage, number: int) -> Sheet:
        width, height = page.get_size()
        scale = min(_DOTS, (_MOST_DOTS / max(width * height, 1)) ** 0.5)
        picture = _picture(page, scale)
        sheet, self._script = recognised(picture, number, (width, height), self._script)
        return sheet

    def notes(self, laid: Laid) -> Iterator[Problem]:
        """Yield what was left out, mended or is doubtful."""
        yield from page_note("pages_not_read", self.unread)
        yield from page_note("pages_recognised", self.recognised)
        yield from recognised_notes(self.sheets)
        yield from page_note("text_layer_by_scanner", self.by_scanner)
        counts = self.counts + laid.counts
        counts["hidden_text_dropped"] = counts["hidden_dropped"]
        counts["character_forms_replaced"] = counts["forms"]
        yield from count_notes(counts)


def _picture(page: pdf.PdfPage, scale: float) -> bytes:
    """Return a page as a grey picture (PGM)."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    if stride != width:
        rows = b"".join(rows[y * stride : y * stride + width] for y in range(height))
    return b"P5 %d %d 255\n" % (width, height) + rows


def _flattened(page: pdf.PdfPage, counts: Counter[str]) -> bool:
    """Draw the words of filled forms and text boxes onto the page; return whether there were."""
    kinds = []
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        kinds.append(pdfium.FPDFAnnot_GetSubtype(note))
        pdfium.FPDFPage_CloseAnnot(note)
    counts["comments_not_read"] += sum(kind in _COMMENTS for kind in kinds)
    if not _FLAT & set(kinds):
        return False
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _attachments(document: pdf.PdfDocument) -> list[str]:
    names = []
    for place in range(min(document.count_attachments(), _MOST_ANNOTATIONS)):
        with contextlib.suppress(pdf.PdfiumError):
            names.append(document.get_attachment(place).get_name())
    return names
