"""Exports as offices have them, small, written for these tests."""

from pathlib import Path

import docx
import openpyxl

UNITS = """单位代码,单位名称,层级,上级单位
1,清河市,0,
11,临湖区,1,1
12,云山县,1,1
121,茶坪乡,2,12
D1,市发展改革委,1,1
D2,市农业农村局,1,1
"""
NOTICES = [
    ["清河市2025年度指标下达台账"],
    ["单位：万元"],
    ["序号", "指标文号", "下达单位", "接收单位", "下达金额", "资金性质", "下达日期", "指标状态"],
    [1, "清财农指〔2025〕12号", "清河市财政局", "临湖区财政局", 320, "专款", "2025-05-08", "正常"],
    [2, "清财农指〔2025〕12号", "清河市财政局", "云山县", "480.5", "专款", "2025/5/8", "正常"],
    [3, "清财农指〔2025〕15号", "清河市财政局", "云山县", 60, "专款", "2025-06-20", "已撤销"],
    ["合计", None, None, None, 860.5, None, None, None],
]
PAYMENTS = """支付凭证号,指标文号,付款单位,收款单位,支付金额（元）,支付日期,支付状态
P001,清财农指〔2025〕12号,清河市财政局,临湖区财政局,"1,600,000.00",2025-06-02,已清算
P002,清财农指〔2025〕12号,清河市财政局,临湖区财政局,"1,000,000.00",2025-08-15,已清算
P003,清财农指〔2025〕12号,清河市财政局,云山县财政局,"4,805,000.00",2025-07-01,已清算
P004,清财农指〔2025〕12号,清河市财政局,云山县财政局,"4,805,000.00",2025-06-30,退回
P005,清财建指〔2025〕3号,清河市财政局,云山县财政局,"200,000.00",2025-07-09,已清算
小计,,,,"12,410,000.00",,
"""
HOTLINE = """工单编号,受理时间,诉求分类,承办单位,责任地区,办结时间,满意度,工单状态
G1,2025-05-01 09:00,企业开办,市发展改革委,云山县,2025-05-03 10:00,满意,办结
G2,2025-05-02 09:00,企业开办,市发展改革委,云山县,2025-05-05 10:00,不满意,办结
G3,2025-05-02 09:00,企业开办,市发展改革委,云山县,2025-07-05 10:00,满意,办结
G4,2025-05-02 09:00,种苗补助,市农业农村局,云山县茶坪乡,2025-05-05 10:00,未评价,办结
G5,2025-05-02 09:00,企业开办,市发展改革委,云山县,2025-05-06 10:00,满意,重复
"""
SERVICE = """办件编号,环节名称,经办部门,环节开始时间,环节结束时间,挂起开始时间,挂起结束时间,承诺办结日期,行政区划
B1,受理,综合窗口,2025-05-07 09:00,2025-05-07 10:00,,,2025-05-20,云山县
B1,审查,县自然资源局,2025-05-08 09:00,2025-05-16 17:00,2025-05-09 09:00,2025-05-12 21:00,2025-05-20,云山县
"""


def case_with(folder: Path, **exports: str) -> Path:
    """Write a case with units and exports of text, by file name without ending."""
    (folder / "exports").mkdir(parents=True)
    (folder / "units.csv").write_text(UNITS, "utf-8")
    for name, text in exports.items():
        (folder / "exports" / f"{name}.csv").write_text(text, "utf-8")
    return folder


def workbook(path: Path, rows: list[list[object]], *, merged: str = "") -> None:
    """Write rows into a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)


def appraisal_word(path: Path) -> None:
    """Write a Word file with an appraisal table below its title."""
    document = docx.Document()
    document.add_paragraph("清河市2025年度县（市、区）综合考核指标表")
    table = document.add_table(rows=1, cols=4)
    rows = [
        ["一级指标", "考核指标", "分值", "评分标准"],
        ["经济增长", "地区生产总值增速", "15", "每低0.1个百分点扣0.5分"],
        ["", "固定资产投资增速", "15", "同上"],
        ["底线", "安全生产", "", "发生较大以上事故的一票否决"],
        ["合计", "", "30", ""],
    ]
    for _ in rows[1:]:
        table.add_row()
    for line, row in zip(table.rows, rows, strict=True):
        for cell, word in zip(line.cells, row, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(path))
