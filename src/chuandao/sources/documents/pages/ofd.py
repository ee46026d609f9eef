"""OFD files (GB/T 33190-2016): the text of their pages in reading order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chuandao.errors import DocumentError, Problem
from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.outside.ocr import can_recognise
from chuandao.sources.documents.pages.found import without_marks
from chuandao.sources.documents.pages.layout import Laid, lay_out
from chuandao.sources.documents.pages.lines import once
from chuandao.sources.documents.pages.notes import (
    count_notes,
    names_note,
    page_note,
    recognised_notes,
    refuse_half_read,
    sureness_of,
)
from chuandao.sources.documents.pages.ocr import recognised
from chuandao.sources.documents.pages.ofd_extras import attachments, notes_over_pages, signatures
from chuandao.sources.documents.pages.ofd_objects import Drawn, draw, page_matrix
from chuandao.sources.documents.pages.ofd_resources import Resources
from chuandao.sources.documents.pages.ofd_xml import (
    POINTS,
    all_inner,
    floats,
    inner,
    resolve,
    words,
)
from chuandao.sources.documents.pages.page import Sheet
from chuandao.sources.documents.pages.scan import is_scan
from chuandao.sources.documents.pages.turning import sheet_of
from chuandao.sources.documents.word.wordml import Element

MOST_PAGES = 20_000
_A4 = [0.0, 0.0, 210.0, 297.0]
_LOCKS = {"encryptions.xml", "decryptseed.dat"}
_PICTURE_COVER = 0.01


def read_ofd(data: bytes) -> Content:
    """Return the text of an OFD file, laid out as that of a PDF file is.

    Every document body is read, page by page, each page with its templates. Annotations
    (stamps, watermarks) lie over the text and are left aside; attached files are named;
    electronic seals and signatures are counted, not verified. A page that holds only a
    picture is a scan.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    DocumentError
        ``encrypted_document``, ``damaged_document`` (also: no page of it is there),
        ``unsafe_document``, ``archive_too_large``, ``document_too_many_pages``,
        ``pages_without_text``.
    """
    archive = Archive(data)
    if _LOCKS & archive.names:
        raise DocumentError("encrypted_document")
    root = archive.xml("ofd.xml")
    if root is None:
        raise DocumentError("damaged_document")
    bodies = list(all_inner(root, "DocBody"))
    reading = _Reading(archive)
    for body in bodies:
        reading.read(body)
    if not reading.pages or (len(reading.unread) == reading.pages and not reading.scans):
        raise DocumentError("damaged_document")
    refuse_half_read(reading.unread, reading.pages)
    laid = lay_out(reading.sheets)
    reading.counts["documents_in_one_file"] = len(bodies) if len(bodies) > 1 else 0
    margins = "\n".join([laid.margins, *dict.fromkeys(reading.marks)]).strip()
    return Content(
        laid.text, "utf-8", tuple(reading.notes(laid)), margins, sureness_of(reading.sheets)
    )


@dataclass
class _Reading:
    """Goes through the document bodies and keeps what their pages gave."""

    archive: Archive
    sheets: list[Sheet] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    marks: list[str] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    pages: int = 0
    scans: int = 0
    _script: str = ""

    def read(self, body: Element) -> None:
        """Read one document body."""
        place = resolve(self.archive, "ofd.xml", words(body, "DocRoot"))
        document = self.archive.xml(place)
        if document is None:
            return
        self.counts["signatures_not_checked"] += signatures(self.archive, body)
        self.attached += attachments(self.archive, document, place)
        over = notes_over_pages(self.archive, document, place)
        self.counts["annotations_dropped"] += over.count
        self.marks += over.words
        resources = Resources(self.archive, document, place)
        for page in all_inner(inner(document, "Pages"), "Page"):
            self._page(resolve(self.archive, place, page.get("BaseLoc", "")), document, resources)

    def _page(self, place: str, document: Element, resources: Resources) -> None:
        self.pages += 1
        if self.pages > MOST_PAGES:
            raise DocumentError("document_too_many_pages", count=self.pages, limit=MOST_PAGES)
        page = self.archive.xml(place)
        if page is None:
            self.unread.append(self.pages)
            return
        resources.add_of_page(page, place)
        left, top, width, height = _area(page, document)
        drawn = Drawn()
        for content in self._contents(page, resources):
            draw(content, page_matrix(left, top), drawn, resources.units)
        self._keep(drawn, resources, (width * POINTS, height * POINTS))

    def _contents(self, page: Element, resources: Resources) -> Iterator[Element]:
        """Yield the contents of the page's templates, then its own."""
        for use in all_inner(page, "Template"):
            template = resources.template(use.get("TemplateID", ""))
            if (content := inner(template, "Content")) is not None:
                yield content
        if (content := inner(page, "Content")) is not None:
            yield content

    def _keep(self, drawn: Drawn, resources: Resources, size: tuple[float, float]) -> None:
        found = drawn.found
        once_struck = {id(glyph) for glyph in once(glyph for _, glyph in found.shown)}
        found.shown = [item for item in found.shown if id(item[1]) in once_struck]
        self.counts += found.counts
        self.counts["hidden_dropped"] += bool(found.hidden)
        body, marks = without_marks(found.shown, found)
        if marks:
            self.marks.append(marks)
            self.counts["watermarks_dropped"] += 1
        covers = [_cover(box, size) for box, _ in drawn.pictures]
        if not is_scan(len(body), found.counts, max(covers, default=0.0)):
            self.counts["pictures_not_read"] += sum(cover > _PICTURE_COVER for cover in covers)
            self.sheets.append(sheet_of(body, drawn.rules, self.pages, *size))
            return
        self.scans += 1
        picture = resources.picture(drawn.pictures[covers.index(max(covers))][1]) if covers else b""
        if not (picture and can_recognise()):
            self.unread.append(self.pages)
            return
        sheet, self._script = recognised(picture, self.pages, size, self._script)
        self.sheets.append(sheet)
        self.recognised.append(self.pages)

    def notes(self, laid: Laid) -> Iterator[Problem]:
        """Yield what was left out, mended or is doubtful."""
        yield from page_note("pages_not_read", self.unread)
        yield from page_note("pages_recognised", self.recognised)
        yield from recognised_notes(self.sheets)
        yield from names_note("attachments_not_read", self.attached)
        counts = self.counts + laid.counts
        counts["hidden_text_dropped"] = counts["hidden_dropped"]
        counts["character_forms_replaced"] = counts["forms"]
        yield from count_notes(counts)


def _area(page: Element, document: Element) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a page in millimetres."""
    stated = floats(words(page, "Area", "PhysicalBox"))
    common = floats(words(document, "CommonData", "PageArea", "PhysicalBox"))
    boxes = [box for box in (stated, common, _A4) if _is_area(box)]
    left, top, width, height = boxes[0]
    return left, top, width, height


def _is_area(box: list[float]) -> bool:
    return len(box) == len(_A4) and box[2] > 0 and box[3] > 0


def _cover(box: tuple[float, float, float, float], size: tuple[float, float]) -> float:
    wide = min(box[2], size[0]) - max(box[0], 0)
    high = min(box[3], size[1]) - max(box[1], 0)
    return max(wide, 0) * max(high, 0) / (size[0] * size[1])
