"""The corpus of pages: files of known text as different programs write them."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drawn_pdf import Pen, drawn, font, pictures_pdf
from ofd_maker import drawn_ofd, ofd, pen, text_object
from office_pdf import CHROMIUM, SOFFICE, by_chromium, by_libreoffice, docx, page
from officialese import CIRCULAR, LETTER, MERGED, NOTICE, TASKS, Block, truth

ALL = (*NOTICE, TASKS, MERGED)
MIXED = (*NOTICE[:9], TASKS, *NOTICE[9:20], MERGED, *NOTICE[20:], TASKS)


@dataclass(frozen=True)
class Sample:
    name: str
    blocks: tuple[Block, ...]
    make: Callable[[], bytes]
    kind: str = "pdf"

    @property
    def text(self) -> str:
        return truth(self.blocks)


def _two_columns(found: Pen) -> None:
    for block in NOTICE[:3]:
        found.block(block)
    found.set_columns(2)
    for block in NOTICE[3:]:
        found.block(block)
    found._end()
    found.columns = 1
    found._begin()
    found.block(TASKS)
    found.block(MERGED)


def two_columns() -> bytes:
    found = Pen(
        font(), 10.5, head="清河市人民政府公报", number="第{}页 共4页", watermark="内部传阅"
    )
    _two_columns(found)
    return found.done()


def unruled() -> bytes:
    found = Pen(font())
    for block in NOTICE[:9]:
        found.block(block)
    found.table(TASKS.rows, ruled=False, repeat=False)
    for block in NOTICE[9:]:
        found.block(block)
    return found.done()


def ofd_two_columns() -> bytes:
    found, canvas = pen(size=10.5, head="清河市人民政府公报", number="第{}页")
    _two_columns(found)
    found._end()
    return ofd(canvas.pages)


def pictures(data: bytes, dots: int = 300) -> list[bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = []
    for place in range(len(document)):
        file = io.BytesIO()
        document[place].render(scale=dots / 72).to_pil().convert("L").save(file, "png")
        found.append(file.getvalue())
    document.close()
    return found


def drawn_samples() -> Iterator[Sample]:
    yield Sample("one column, tables", ALL, lambda: drawn(ALL))
    yield Sample("two columns, tables", ALL, two_columns)
    yield Sample(
        "three columns", NOTICE[3:], lambda: drawn(NOTICE[3:], size=9, columns=3, gutter=16)
    )
    yield Sample("turned by 90", ALL, lambda: drawn(ALL, rotate=90))
    yield Sample("turned by 180", ALL, lambda: drawn(ALL, rotate=180))
    yield Sample("turned by 270", ALL, lambda: drawn(ALL, rotate=270))
    yield Sample("table without rules", (*NOTICE[:9], TASKS, *NOTICE[9:]), unruled)
    yield Sample(
        "Traditional, two columns",
        LETTER,
        lambda: drawn(LETTER, traditional=True, columns=2, size=10),
    )
    yield Sample(
        "English, two columns", CIRCULAR, lambda: drawn(CIRCULAR, face="Times-Roman", columns=2)
    )


def program_samples() -> Iterator[Sample]:
    if SOFFICE:
        yield Sample(
            "LibreOffice", ALL, lambda: by_libreoffice(docx(ALL, head="清河市人民政府办公室文件"))
        )
        yield Sample(
            "LibreOffice, mixed columns",
            MIXED,
            lambda: by_libreoffice(docx(MIXED, columns_from=3, head="清河市人民政府公报")),
        )
        yield Sample(
            "LibreOffice, Traditional",
            LETTER * 2,
            lambda: by_libreoffice(
                docx(LETTER * 2, columns_from=1, size=10.5, face="Noto Sans CJK TC")
            ),
        )
        yield Sample(
            "LibreOffice, English",
            CIRCULAR * 2,
            lambda: by_libreoffice(docx(CIRCULAR * 2, columns_from=1, face="DejaVu Serif")),
        )
    if CHROMIUM:
        yield Sample("Chromium", ALL, lambda: by_chromium(page(ALL)))
        yield Sample("Chromium, two columns", ALL, lambda: by_chromium(page(ALL, columns=2)))
        yield Sample(
            "Chromium, Traditional",
            LETTER,
            lambda: by_chromium(page(LETTER, columns=2, language="zh-Hant")),
        )
        yield Sample(
            "Chromium, English",
            CIRCULAR * 2,
            lambda: by_chromium(page(CIRCULAR * 2, columns=2, language="en")),
        )


def ofd_samples() -> Iterator[Sample]:
    yield Sample("OFD", ALL, lambda: drawn_ofd(ALL), "ofd")
    yield Sample("OFD, two columns", ALL, ofd_two_columns, "ofd")
    template = text_object("清河市公報", 30, 15, 3)
    yield Sample(
        "OFD, template", LETTER * 2, lambda: drawn_ofd(LETTER * 2, template=template), "ofd"
    )


def scan_samples() -> Iterator[Sample]:
    yield Sample("scan", NOTICE, lambda: pictures_pdf(pictures(drawn(NOTICE, size=13))), "scan")
    yield Sample(
        "scan, Traditional",
        LETTER,
        lambda: pictures_pdf(pictures(drawn(LETTER, traditional=True, size=13))),
        "scan",
    )
