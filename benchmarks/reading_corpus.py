"""Documents whose words are known, written in every format and encoding that is read.

The words are ours: a notice in Simplified and one in Traditional Chinese, with numbered items,
figures, full-width and half-width signs, rare characters and a table of tasks.
"""

import base64
import io
import quopri
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import docx
import openpyxl
from lxml import etree

SIMPLIFIED = """清河市人民政府办公室
关于印发2025年防汛抗旱和城市内涝治理工作实施方案的通知
清政办发〔2025〕37号
各县（市、区）人民政府，市政府各部门、各直属机构：
《2025年防汛抗旱和城市内涝治理工作实施方案》已经市政府第41次常务会议审议通过，现印发给你们，请认真贯彻执行。
一、总体要求
坚持人民至上、生命至上，立足防大汛、抗大旱、抢大险、救大灾，确保不死人、少伤人、少损失。
二、主要目标
（一）2025年6月30日前，完成病险水库除险加固17座、中小河流治理86.5公里，项目开工率不低于95%。
（二）年底前新建改造排水管网124.3公里，消除严重积水点39处，“一点一策”整治率达到100％。
（三）建成区雨水管渠设计重现期提高到3～5年一遇；PM2.5年均浓度控制在32μg/m³以内。
三、重点任务
1.压实防汛责任。落实行政首长负责制，5月15日前公布水库、山洪沟、尾矿库“三个责任人”名单，接受社会监督。（牵头单位：市应急管理局；配合单位：市水利局、市气象局）
2.强化监测预警。完善“市—县—乡—村—户”五级叫应机制，暴雨红色预警发布后30分钟内叫应到乡镇（街道）主要负责同志。
3.严禁在河道管理范围内弃置、堆放阻碍行洪的物体；对擅自占用行洪通道的，一律限期拆除，不得以任何理由拖延。
4.保障资金投入。市级财政安排专项资金1,280万元，各县（区）按不低于1∶1的比例配套。
①资金实行专账管理、专款专用；
②每月5日前报送支出进度。
四、保障措施
鼓励有条件的地区探索推行防汛保险，原则上不增加基层填表报数负担。
附件：1. 2025年度病险水库除险加固任务清单
　　　2. 责任单位联系人名单（堃、喆、犇、㙟等用字以身份证为准）
清河市人民政府办公室
2025年4月18日
（此件公开发布）""".split("\n")  # noqa: SIM905 - read as a document is

TRADITIONAL = """清河縣政府
推動長者社區照護及獨居長者關懷實施計畫
發文日期：中華民國114年3月12日
發文字號：清府社老字第1140052317號
主旨：為落實長者在地老化，請各鄉（鎮、市）公所依說明辦理，並於本（114）年6月30日前完成據點佈建。
說明：
一、依據長期照顧服務法第8條及本縣114年度施政計畫辦理。
二、各公所應於4月底前完成轄內獨居長者清查，訪視率須達98%以上；未達標者，應於次月10日前提報改善計畫。
三、每一村（里）至少設置關懷據點1處，偏鄉得視實際情況採巡迴服務，惟不得低於每週2次。
（一）補助標準：每據點每年新臺幣36萬元，設備費以1次為限。
（二）經費核銷應檢附單據，不得以收據影本代替。
四、本案列入年度考核，成效優良者敘獎，執行不力者依規定議處。
五、聯絡窗口：社會處黃科員，電話（03）555-0123轉215。
正本：各鄉（鎮、市）公所
副本：本府主計處、衛生局、社會處
縣長　林○○""".split("\n")  # noqa: SIM905

TABLE = [
    ["序号", "重点任务", "目标值", "完成时限", "牵头单位", "配合单位"],
    ["1", "病险水库除险加固", "17座", "2025年6月30日", "市水利局", "市财政局、市发展改革委"],
    ["2", "城市排水管网改造", "124.3公里", "2025年12月31日", "市住房城乡建设局", "各县（区）政府"],
    ["3", "山洪灾害预警设施补短板", "100%", "2025年5月15日", "市应急管理局", "市气象局"],
    ["4", "避险转移演练", "每村不少于2次", "2025年5月31日", "各县（区）政府", "市应急管理局"],
]
ROWS = ["\t".join(row) for row in TABLE]


def whole(lines: list[str]) -> list[str]:
    """Return the lines of a document with its table before the last of them."""
    return [*lines[:-1], *ROWS, lines[-1]]


@dataclass(frozen=True)
class Sample:
    """A file and the words that it holds."""

    name: str
    data: bytes
    text: str


def samples() -> Iterator[Sample]:
    """Yield every sample that needs no other program."""
    yield from texts()
    yield from pages()
    yield from word_files()
    yield workbook()


def texts() -> Iterator[Sample]:
    """Yield plain text in every encoding."""
    chinese, taiwanese = "\n".join(SIMPLIFIED), "\r\n".join(TRADITIONAL)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"):
        yield Sample(f"simplified-{encoding}.txt", chinese.encode(encoding), chinese)
        yield Sample(f"traditional-{encoding}.txt", taiwanese.encode(encoding), taiwanese)
    for order in ("le", "be"):
        marked = ("\ufeff" + chinese).encode(f"utf-16-{order}")
        yield Sample(f"simplified-utf-16-{order}.txt", marked, chinese)
    gbk = chinese.replace("³", "3").replace("㙟", "一")
    yield Sample("simplified-gbk.txt", gbk.encode("gbk"), gbk)
    yield Sample("traditional-big5.txt", taiwanese.encode("big5"), taiwanese)


def pages() -> Iterator[Sample]:
    """Yield web pages: declared gb2312 with bytes of gb18030, silent, XHTML, web archive."""
    for name, lines in (("simplified", SIMPLIFIED), ("traditional", TRADITIONAL)):
        text = "\n".join(line.strip() for line in whole(lines))  # a page has no indents of its own
        body = _page_body(lines)
        declared = f'<html><head><meta charset="gb2312"></head><body>{body}</body></html>'
        yield Sample(f"{name}-gb2312.html", declared.encode("gb18030"), text)
        silent = f"<html><head><title>x</title></head><body>{body}</body></html>"
        yield Sample(f"{name}-silent.html", silent.encode(), text)
        strict = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
            f"<body>{body}</body></html>"
        )
        yield Sample(f"{name}.xhtml", strict.encode(), text)
        yield Sample(f"{name}.mht", _web_archive(silent), text)


def word_files() -> Iterator[Sample]:
    """Yield Word files: by python-docx, in raw XML, strict, in one XML."""
    for name, lines in (("simplified", SIMPLIFIED), ("traditional", TRADITIONAL)):
        text = "\n".join(whole(lines))
        yield Sample(f"{name}.docx", docx_of(lines, TABLE), text)
        yield Sample(f"{name}-raw.docx", raw_docx(lines), "\n".join(lines))
        yield Sample(f"{name}-strict.docx", raw_docx(lines, strict=True), "\n".join(lines))
        yield Sample(f"{name}-flat.xml", flat_docx(docx_of(lines, TABLE)), text)


def docx_of(lines: list[str], table: list[list[str]]) -> bytes:
    """Return a Word file by python-docx."""
    document = docx.Document()
    for line in lines[:-1]:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, words in zip(grid.rows, table, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    document.add_paragraph(lines[-1])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


_TRANSITIONAL = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def raw_docx(lines: list[str], *, strict: bool = False) -> bytes:
    """Return a Word file whose runs break in odd places and whose part has an odd name."""
    words, relations = _STRICT if strict else _TRANSITIONAL
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line[:5])}</w:t></w:r>'
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(line[5:])}</w:t></w:r></w:p>'
        for line in lines
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Override '
        'PartName="/word/main1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="word/main1.xml"/></Relationships>',
        "word/main1.xml": f'<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>',
    }
    return zip_of({name: part.encode() for name, part in parts.items()})


def flat_docx(data: bytes) -> bytes:
    """Return a Word file as one XML (flat OPC)."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    root = etree.Element(f"{{{space}}}package", nsmap={"pkg": space})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.namelist():
            part = etree.SubElement(root, f"{{{space}}}part", {f"{{{space}}}name": f"/{entry}"})
            if entry.endswith((".xml", ".rels")):
                held = etree.SubElement(part, f"{{{space}}}xmlData")
                held.append(etree.fromstring(archive.read(entry)))
            else:
                held = etree.SubElement(part, f"{{{space}}}binaryData")
                held.text = base64.b64encode(archive.read(entry)).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def workbook() -> Sample:
    """Return a task table in a workbook: a merged title, a merged unit, dates, shares."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务分解表"
    sheet.append(["2025年重点任务分解表"])
    sheet.merge_cells("A1:E1")
    for row in (
        ["序号", "任务", "目标值", "完成时限", "牵头单位"],
        [1, "病险水库除险加固", "17座", date(2025, 6, 30), "市水利局"],
        [2, "中小河流治理", 86.5, date(2025, 12, 31), None],
        [3, "预警设施补短板", 0.95, date(2025, 5, 15), "市应急管理局"],
    ):
        sheet.append(row)
    for place in ("D3", "D4", "D5"):
        sheet[place].number_format = 'yyyy"年"m"月"d"日"'
    sheet["C5"].number_format = "0%"
    sheet.merge_cells("E3:E4")
    second = book.create_sheet("督查台账")
    second.append(["事项", "进展", "状态"])
    second.append(["汛前检查", "已完成29处\n隐患整改", "按序时推进"])
    written = io.BytesIO()
    book.save(written)
    text = """任务分解表
2025年重点任务分解表
序号\t任务\t目标值\t完成时限\t牵头单位
1\t病险水库除险加固\t17座\t2025年6月30日\t市水利局
2\t中小河流治理\t86.5\t2025年12月31日\t市水利局
3\t预警设施补短板\t95%\t2025年5月15日\t市应急管理局
督查台账
事项\t进展\t状态
汛前检查\t已完成29处 隐患整改\t按序时推进"""
    return Sample("tasks.xlsx", written.getvalue(), text)


def converted_samples() -> Iterator[Sample]:
    """Yield the same words as LibreOffice writes them: doc, wps, rtf, odt, XML, uot, xls, ods."""
    for name, lines in (("simplified", SIMPLIFIED), ("traditional", TRADITIONAL)):
        text, given = "\n".join(whole(lines)), docx_of(lines, TABLE)
        for ending, form in (
            ("doc", "doc"),
            ("wps", "doc"),
            ("rtf", "rtf"),
            ("odt", "odt"),
            ("xml", "xml:MS Word 2003 XML"),
            ("uot", "uot:UOF text"),
        ):
            yield Sample(f"{name}.{ending}", by_libreoffice(given, "docx", form), text)
    tasks = workbook()
    for ending in ("xls", "ods"):
        yield Sample(f"tasks.{ending}", by_libreoffice(tasks.data, "xlsx", ending), tasks.text)


def by_libreoffice(data: bytes, ending: str, form: str) -> bytes:
    """Return a file in another form, by LibreOffice alone."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, f"a.{ending}")
        given.write_bytes(data)
        subprocess.run(
            [
                shutil.which("soffice") or "libreoffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                form,
                "--outdir",
                f"{folder}/out",
                str(given),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return next(Path(folder, "out").iterdir()).read_bytes()


def picture(lines: list[str], font: str, index: int = 2) -> bytes:
    """Return a scan-like picture of some lines (PNG)."""
    from PIL import Image, ImageDraw, ImageFont

    drawn = Image.new("L", (2000, 120 + 70 * len(lines)), 255)
    pen = ImageDraw.Draw(drawn)
    face = ImageFont.truetype(font, 40, index=index)
    for place, line in enumerate(lines):
        pen.text((80, 60 + 70 * place), line, font=face, fill=0)
    written = io.BytesIO()
    drawn.save(written, "PNG", dpi=(300, 300))
    return written.getvalue()


def zip_of(entries: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return written.getvalue()


def zip_with_names_in(encoding: str, entries: dict[str, bytes]) -> bytes:
    """Return a zip archive as old Chinese packers write it: names in the system's encoding."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in entries.items():
            archive.writestr(_named(name, encoding), data)
    return written.getvalue()


def _named(name: str, encoding: str) -> zipfile.ZipInfo:
    class _Raw(zipfile.ZipInfo):
        __slots__ = ()

        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
            return name.encode(encoding), self.flag_bits & ~0x800

    return _Raw(name)


def _page_body(lines: list[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in lines[:-1])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE
    )
    return f'<div class="content">{paragraphs}<table>{rows}</table><p>{escape(lines[-1])}</p></div>'


def _web_archive(page: str) -> bytes:
    quoted = quopri.encodestring(page.encode())
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.gov.cn/a.html\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        b'\tboundary="----b"\r\n\r\n------b\r\nContent-Type: text/html; charset=utf-8\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head + quoted + b"\r\n------b--\r\n"


READERS: dict[str, Callable[[], Iterator[Sample]]] = {
    "own": samples,
    "libreoffice": converted_samples,
}
