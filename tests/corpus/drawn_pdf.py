"""PDF files drawn line by line with reportlab: the text on them and its place are known."""

import io
from collections.abc import Iterator, Sequence

from officialese import Block
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
_NO_START = "，。、；：！？）》”’％%」』"
_NO_END = "（《“‘「『"


def font(*, traditional: bool = False) -> str:
    name = "MSung-Light" if traditional else "STSong-Light"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def tokens(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter.isascii() and not letter.isspace():
            word += letter
            continue
        if word:
            yield word
            word = ""
        yield letter
    if word:
        yield word


class Pen:
    """Draws blocks down a column and begins a new column or page when it is full."""

    def __init__(  # noqa: PLR0913 - a page has that many sides
        self,
        face: str,
        size: float = 11,
        *,
        columns: int = 1,
        gutter: float = 24,
        margins: tuple[float, float, float, float] = (72, 80, 72, 80),
        pitch: float = 1.6,
        number: str = "— {} —",
        head: str = "",
        watermark: str = "",
        rotate: int = 0,
        indent: float = 2,
    ) -> None:
        self.file = io.BytesIO()
        landscape = rotate in {90, 270}
        self.width, self.height = (HEIGHT, WIDTH) if landscape else (WIDTH, HEIGHT)
        self.canvas = Canvas(self.file, pagesize=(self.width, self.height))
        self.face, self.size, self.pitch, self.indent = face, size, pitch, indent
        self.left, self.top, self.right, self.bottom = margins
        self.columns, self.gutter = columns, gutter
        self.number, self.head, self.watermark, self.rotate = number, head, watermark, rotate
        self.page = 0
        self._begin()

    def _begin(self) -> None:
        self.page += 1
        self.column = 0
        if self.rotate:
            self.canvas.setPageRotation(self.rotate)
        if self.rotate == 90:
            self.canvas.transform(0, 1, -1, 0, WIDTH, 0)
        elif self.rotate == 180:
            self.canvas.transform(-1, 0, 0, -1, WIDTH, HEIGHT)
        elif self.rotate == 270:
            self.canvas.transform(0, -1, 1, 0, 0, HEIGHT)
        self.band = self.y = self.height - self.top
        if self.watermark:
            self.canvas.saveState()
            self.canvas.setFillColor(Color(0.8, 0.8, 0.8))
            self.canvas.setFont(self.face, 60)
            self.canvas.translate(self.width / 2, self.height / 2)
            self.canvas.rotate(40)
            self.canvas.drawCentredString(0, 0, self.watermark)
            self.canvas.restoreState()
        if self.head:
            self.canvas.setFont(self.face, 9)
            self.canvas.drawString(self.left, self.height - 45, self.head)
            self.canvas.line(self.left, self.height - 49, self.width - self.right, self.height - 49)

    def _end(self) -> None:
        if self.number:
            self.canvas.setFont(self.face, 9)
            self.canvas.drawCentredString(self.width / 2, 45, self.number.format(self.page))
        self.canvas.showPage()

    def done(self) -> bytes:
        self._end()
        self.canvas.save()
        return self.file.getvalue()

    @property
    def measure(self) -> float:
        whole = self.width - self.left - self.right
        return (whole - self.gutter * (self.columns - 1)) / self.columns

    @property
    def x(self) -> float:
        return self.left + self.column * (self.measure + self.gutter)

    def _room(self, height: float) -> None:
        if self.y - height >= self.bottom:
            return
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.band
        else:
            self._end()
            self._begin()

    def set_columns(self, columns: int) -> None:
        """Begin a zone of so many columns below what was drawn (the column before is the lowest)."""
        self.columns, self.column, self.band = columns, 0, self.y

    def wide(self, text: str, size: float) -> float:
        return pdfmetrics.stringWidth(text, self.face, size)

    def wrapped(
        self, text: str, measure: float, size: float, first: float = 0, *, hang: bool = True
    ) -> list[str]:
        lines, line, room = [], "", measure - first
        for piece in tokens(text):
            full = self.wide(line + piece, size) > room + 0.01
            if full and line.strip() and (piece not in _NO_START or not hang):
                carried = line[-1] if line[-1] in _NO_END or piece in _NO_START else ""
                lines.append(line[: len(line) - len(carried)].rstrip())
                line, room = carried + ("" if piece == " " else piece), measure
            else:
                line += piece
        return [*lines, line]

    def block(self, block: Block) -> None:
        if block.kind == "table":
            self.table(block.rows)
        elif block.kind in {"para", "item"}:
            self.paragraph(block.text)
        elif block.kind == "right":
            self._line(
                block.text, self.size, self.x + self.measure - 40 - self.wide(block.text, self.size)
            )
        else:
            size = {"head": 24, "title": 17, "centre": self.size}[block.kind]
            for line in self.wrapped(block.text, self.measure * 0.9, size):
                self._line(line, size, self.x + (self.measure - self.wide(line, size)) / 2)

    def paragraph(self, text: str) -> None:
        first = self.indent * self.size
        for place, line in enumerate(self.wrapped(text, self.measure, self.size, first)):
            self._line(line, self.size, None, 0 if place else first)
        if not self.indent:
            self.y -= self.size

    def _line(self, text: str, size: float, x: float | None, shift: float = 0) -> None:
        offset = None if x is None else x - self.x
        self._room(size * self.pitch)
        self.y -= size * self.pitch
        at = self.x + (shift if offset is None else offset)
        self.canvas.setFont(self.face, size)
        self.canvas.drawString(at, self.y, text)

    def table(
        self,
        rows: Sequence[Sequence[str | None]],
        *,
        ruled: bool = True,
        repeat: bool = True,
        shares: Sequence[float] = (),
        open_sides: bool = False,
    ) -> None:
        shares = shares or [
            max(len(row[i] or "") for row in rows) ** 0.5 for i in range(len(rows[0]))
        ]
        widths = [self.measure * share / sum(shares) for share in shares]
        size, pad = self.size * 0.9, 4 if ruled else 8
        self.y -= self.size
        for place, row in enumerate(rows):
            cells = [
                self.wrapped(c or "", w - 2 * pad, size, hang=False)
                for c, w in zip(row, widths, strict=True)
            ]
            height = max(map(len, cells)) * size * 1.3 + (6 if ruled else size * 0.8)
            before = self.page, self.column
            self._room(height)
            if before != (self.page, self.column) and place and repeat:
                head = [
                    self.wrapped(c or "", w - 2 * pad, size, hang=False)
                    for c, w in zip(rows[0], widths, strict=True)
                ]
                self._row(rows[0], head, widths, size, pad, ruled, True, open_sides)  # noqa: FBT003
            follows = [r[0] is None for r in rows[place + 1 : place + 2]]
            self._row(row, cells, widths, size, pad, ruled, not any(follows), open_sides)

    def _row(self, row, cells, widths, size, pad, ruled, closed, open_sides) -> None:
        height = max(map(len, cells)) * size * 1.3 + (6 if ruled else size * 0.8)
        x = self.x
        draw = self.canvas
        draw.setFont(self.face, size)
        last = len(row) - 1
        for place, (cell, lines, width) in enumerate(zip(row, cells, widths, strict=True)):
            for i, line in enumerate(lines):
                draw.drawString(x + pad, self.y - 3 - size - i * size * 1.3, line)
            if ruled:
                if cell is not None:
                    draw.line(x, self.y, x + width, self.y)
                if closed or place:
                    draw.line(x, self.y - height, x + width, self.y - height)
                if not (open_sides and place == 0):
                    draw.line(x, self.y, x, self.y - height)
                if place == last and not open_sides:
                    draw.line(x + width, self.y, x + width, self.y - height)
            x += width
        self.y -= height


def drawn(blocks: Sequence[Block], **options: object) -> bytes:
    traditional = bool(options.pop("traditional", False))
    pen = Pen(str(options.pop("face", "")) or font(traditional=traditional), **options)  # type: ignore[arg-type]
    for block in blocks:
        pen.block(block)
    return pen.done()


def pictures_pdf(pictures: Sequence[bytes]) -> bytes:
    """Return a PDF whose pages are pictures, as a scanner writes it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for picture in pictures:
        canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
