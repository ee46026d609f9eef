"""OFD files written element by element: what stands on their pages is known."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

from officialese import Block

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_POINT = 25.4 / 72


def zipped(entries: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def text_object(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    deltas: str | None = None,
    extra: str = "",
    fill: str = "",
) -> str:
    """One line whose baseline is at x, y (millimetres)."""
    wide = [size if ord(c) > 255 or c in "“”‘’—…" else size / 2 for c in text]
    if deltas is None:
        deltas = _grouped(wide[:-1])
    box = f"{x:.4f} {y - size:.4f} {sum(wide):.4f} {size * 1.3:.4f}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Font="1" Size="{size}" {extra}>{fill}'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _grouped(steps: Sequence[float]) -> str:
    parts: list[str] = []
    i = 0
    while i < len(steps):
        j = i
        while j < len(steps) and steps[j] == steps[i]:
            j += 1
        value = f"{steps[i]:.4f}"
        parts.append(f"g {j - i} {value}" if j - i > 2 else " ".join([value] * (j - i)))
        i = j
    return " ".join(parts)


def line_object(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{min(x0, x1)} {min(y0, y1)} {abs(x1 - x0) + 0.2} {abs(y1 - y0) + 0.2}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


class CanvasPage:
    """Stands in for reportlab's canvas, so that one pen draws both kinds of file."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.parts: list[str] = []
        self.size = 10.0
        self.shift = (0.0, 0.0)

    def setFont(self, _face: str, size: float) -> None:  # noqa: N802
        self.size = size

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        if text.strip():
            self.parts.append(text_object(text, x * _POINT, 297 - y * _POINT, self.size * _POINT))

    def drawCentredString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        wide = sum(1 if ord(c) > 255 else 0.5 for c in text) * self.size
        self.drawString(x - wide / 2, y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.parts.append(
            line_object(x0 * _POINT, 297 - y0 * _POINT, x1 * _POINT, 297 - y1 * _POINT)
        )

    def showPage(self) -> None:  # noqa: N802
        self.pages.append("".join(self.parts))
        self.parts = []

    def save(self) -> None:
        pass


def pen(**options: object):
    """Return a pen whose pages become OFD."""
    from drawn_pdf import Pen, font

    canvas = CanvasPage()

    class OfdPen(Pen):
        def _begin(self) -> None:
            self.canvas = canvas
            super()._begin()

        def wide(self, text: str, size: float) -> float:
            return sum(1 if ord(c) > 255 or c in "“”‘’—…" else 0.5 for c in text) * size

    return OfdPen(font(), **options), canvas


def ofd(
    pages: Sequence[str],
    *,
    template: str = "",
    extra: dict[str, str | bytes] | None = None,
    document: str = "",
    body: str = "",
    page_area: str = "",
    missing: Sequence[int] = (),
) -> bytes:
    """Return an OFD file whose pages hold these objects, over a template where one is given."""
    use = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    listed = "".join(
        f'<ofd:Page ID="{i + 10}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
    )
    templates = (
        '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml" ZOrder="Background"/>'
        if template
        else ""
    )
    entries: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>",
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>',
    }
    if template:
        entries["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="91" Type="Background">{template}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    for i, content in enumerate(pages):
        if i not in missing:
            entries[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
                f'<ofd:Page {NS}>{use}{page_area}<ofd:Content><ofd:Layer ID="5" Type="Body">{content}</ofd:Layer></ofd:Content></ofd:Page>'
            )
    return zipped({**entries, **(extra or {})})


def drawn_ofd(blocks: Sequence[Block], *, template: str = "", **options: object) -> bytes:
    found, canvas = pen(**options)
    for block in blocks:
        found.block(block)
    found._end()
    return ofd(canvas.pages, template=template)
