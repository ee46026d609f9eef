"""The task table: out of a document, into a workbook, corrected by hand, and back."""

import io
from datetime import date

import openpyxl
import pytest

from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.task_table.task_tables import task_tables
from chuandao.cascade.tracing.task_table.tasks import left_out, person_columns, task_rows
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.errors import ChuandaoError
from chuandao.messages import LANGUAGES, render
from chuandao.report.task_workbook import task_workbook
from chuandao.sources.documents import Extracted
from chuandao.sources.task_workbook import TaskSheet, is_task_workbook, read_task_workbook

TEXT = (
    "清河市人民政府关于垃圾分类的意见\n各县（市、区）：\n为做好工作，制定本意见。\n一、基本原则\n"
    "（一）坚持因地制宜。\n二、重点任务\n（一）完善收运体系。2025年底前新建分拣中心6座。"
    "（牵头单位：市城管局；配合单位：市财政局、市交通局）\n"
    "（二）规范收费。不得强制收费。（责任单位：市发展改革委）\n三、三个月内制定细则，由市司法局牵头。\n"
    "清河市人民政府\n2025年3月12日\n"
)


def document(text=TEXT):
    return understand(Extracted("city.txt", text, "txt", "utf-8", "", 1.0), "city", "city.txt")


def written(tmp_path, language="zh-Hans"):
    path = tmp_path / "tasks.xlsx"
    path.write_bytes(task_workbook(document(), task_rows(document()), language))
    return path


def edited(path, edit):
    """Return the file after a person changed its sheet."""
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def column(sheet, name, language="zh-Hans"):
    heading = render(f"tasks.column.{name}", language)
    return next(c.column for row in sheet.iter_rows() for c in row if c.value == heading)


def test_a_row_is_a_clause_that_asks_somebody_for_something():
    assert [row.path for row in task_rows(document())] == ["2.1", "2.2", "3"]


def test_a_row_holds_who_what_and_by_when():
    row = task_rows(document())[0]
    assert row.name.value == "完善收运体系"
    assert [found.value for found in row.lead] == ["市城管局"]
    assert [found.value for found in row.cooperate] == ["市财政局", "市交通局"]
    assert [found.value for found in row.deadline] == ["2025年底前"]


def test_every_value_points_at_its_words():
    for row in task_rows(document()):
        for found in (
            row.name,
            row.text,
            *row.lead,
            *row.responsible,
            *row.cooperate,
            *row.deadline,
        ):
            assert TEXT[found.start : found.end].strip() == found.value


def test_what_the_document_does_not_say_is_empty_never_guessed():
    row = task_rows(document())[1]
    assert (row.lead, row.deadline, row.target) == ((), (), ())


def test_codes_are_unique_and_begin_with_the_document():
    codes = [row.task for row in task_rows(document())]
    assert codes == ["city-1", "city-2", "city-3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_comes_back_as_it_was_written(tmp_path, language):
    sheet = read_task_workbook(written(tmp_path, language))
    assert (sheet.document, sheet.dated, sheet.problems) == ("city", date(2025, 3, 12), ())
    assert [row["task"] for row in sheet.rows] == ["city-1", "city-2", "city-3"]
    assert sheet.rows[0]["lead"] == "市城管局"


def test_the_same_table_gives_the_same_bytes():
    one = task_workbook(document(), task_rows(document()), "zh-Hant")
    assert one == task_workbook(document(), task_rows(document()), "zh-Hant")


def test_every_cell_from_the_text_bears_a_note_with_its_place(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, "en")).worksheets[0]
    start = TEXT.index("市城管局")
    assert f"{start}–{start + 4}" in sheet.cell(4, column(sheet, "lead", "en")).comment.text


def test_a_formula_in_the_text_stays_words():
    text = "关于试点的通知\n各村：\n一、=1+1。2025年底前建成6座。\n"
    book = openpyxl.load_workbook(
        io.BytesIO(task_workbook(document(text), task_rows(document(text)), "en"))
    )
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type in {"s", "n"} for cell in cells)


def test_only_our_workbook_is_a_task_table(tmp_path):
    other = openpyxl.Workbook()
    other.save(tmp_path / "other.xlsx")
    (tmp_path / "a.txt").write_text("x")
    assert is_task_workbook(written(tmp_path))
    for name in ("other.xlsx", "a.txt", "none.xlsx"):
        assert not is_task_workbook(tmp_path / name)


def test_a_row_deleted_by_hand_is_gone(tmp_path):
    sheet = read_task_workbook(edited(written(tmp_path), lambda s: s.delete_rows(5)))
    assert [row["task"] for row in sheet.rows] == ["city-1", "city-3"]


def test_a_row_added_by_hand_is_there(tmp_path):
    def add(sheet):
        at = sheet.max_row + 1
        for name, value in {"task": "T-9", "name": "入户宣传", "lead": "市教育局"}.items():
            sheet.cell(at, column(sheet, name), value)

    sheet = read_task_workbook(edited(written(tmp_path), add))
    assert sheet.rows[-1]["task"] == "T-9"
    tables = task_tables(sheet)
    assert ("T-9", "市教育局", "lead") in tables.assignments.select("task", "unit", "role").rows()


def test_a_unit_corrected_by_hand_is_the_unit(tmp_path):
    def correct(sheet):
        sheet.cell(4, column(sheet, "lead"), "市住建局")

    tables = task_tables(read_task_workbook(edited(written(tmp_path), correct)))
    leads = tables.assignments.filter(role="lead", task="city-1")
    assert leads["unit"].to_list() == ["市住建局"]


def test_columns_may_be_reordered_and_dropped(tmp_path):
    def reorder(sheet):
        keep = [column(sheet, name) - 1 for name in ("lead", "name", "task", "deadline")]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for at, row in enumerate(rows, 3):
            for to in range(1, len(row) + 1):
                sheet.cell(at, to).value = row[keep[to - 1]] if to <= len(keep) else None

    sheet = read_task_workbook(edited(written(tmp_path), reorder))
    assert sheet.rows[0]["task"] == "city-1"
    assert sheet.rows[0]["lead"] == "市城管局"
    assert task_tables(sheet).tasks["text"].to_list() == ["", "", ""]


def test_rows_above_the_headings_do_not_matter(tmp_path):
    sheet = read_task_workbook(edited(written(tmp_path), lambda s: s.insert_rows(1, 3)))
    assert len(sheet.rows) == 3


def test_a_row_without_a_code_is_set_aside_with_its_place(tmp_path):
    def blank(sheet):
        sheet.cell(5, column(sheet, "task")).value = None

    sheet = read_task_workbook(edited(written(tmp_path), blank))
    (problem,) = sheet.problems
    assert (problem.code, problem.place.row) == ("task_without_code", 5)
    assert len(sheet.rows) == 2


def test_a_code_given_twice_is_set_aside(tmp_path):
    def repeat(sheet):
        sheet.cell(5, column(sheet, "task")).value = "city-1"

    sheet = read_task_workbook(edited(written(tmp_path), repeat))
    assert [problem.code for problem in sheet.problems] == ["task_repeated"]


def test_a_table_without_its_headings_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(ChuandaoError) as error:
        read_task_workbook(edited(written(tmp_path), lambda s: s.delete_rows(3)))
    assert error.value.code == "task_table_headings"
    assert error.value.hint


def test_the_tables_of_a_case_hold_one_row_a_task_and_one_a_unit(tmp_path):
    tables = task_tables(read_task_workbook(written(tmp_path)))
    assert tables.tasks["clause"].to_list() == ["2.1", "2.2", "3"]
    first = tables.assignments.filter(task="city-1").sort("unit")
    assert set(first.select("unit", "role").rows()) == {
        ("市城管局", "lead"),
        ("市财政局", "cooperate"),
        ("市交通局", "cooperate"),
    }


def test_a_term_counts_from_the_documents_date(tmp_path):
    tables = task_tables(read_task_workbook(written(tmp_path)))
    dues = dict(tables.assignments.select("task", "due").rows())
    assert dues["city-1"] == date(2025, 12, 31)
    assert dues["city-2"] is None
    assert dues["city-3"] == date(2025, 6, 12)


LEDGER = (
    "2025年重点工作督查台账\n序号\t重点任务\t具体措施\t工作目标\t牵头单位\t配合单位\t责任人\t完成时限\t进展情况\n"
    "1\t改造老旧小区\t逐栋摸排；一小区一方案\t改造30个，惠及5000户\t市住建局\t市财政局、市城管局\t王某某\t"
    "2025年6月底前启动，年底前完工\t已开工12个\n2\t建设充电桩\t公开招标\t—\t市发展改革委\t\t李某某\t2025年9月底\t推进缓慢\n"
)


def test_the_cells_of_a_task_table_are_found_by_their_headings():
    row = task_rows(document(LEDGER))[0]
    assert row.name.value == "改造老旧小区"
    assert row.text.value == "逐栋摸排；一小区一方案"
    assert [found.value for found in row.target] == ["改造30个，惠及5000户"]
    assert [found.value for found in row.deadline] == ["2025年6月底前启动，年底前完工"]
    assert [found.value for found in row.lead] == ["市住建局"]
    assert [found.value for found in row.cooperate] == ["市财政局", "市城管局"]


def test_a_ledgers_status_words_are_kept_as_they_are_and_persons_names_are_not():
    rows = task_rows(document(LEDGER))
    assert [(h, f.value) for row in rows for h, f in row.other] == [
        ("进展情况", "已开工12个"),
        ("进展情况", "推进缓慢"),
    ]


def test_the_columns_of_persons_names_that_are_left_out_are_named():
    assert person_columns(document(LEDGER)) == ("责任人",)


def test_a_dash_in_a_cell_is_no_value():
    assert task_rows(document(LEDGER))[1].target == ()


def test_other_columns_of_a_table_get_a_column_and_come_back(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(task_workbook(document(LEDGER), task_rows(document(LEDGER)), "zh-Hans"))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.cell(4, column(sheet, "other")).value == "进展情况：已开工12个"
    assert [row["task"] for row in read_task_workbook(path).rows] == ["city-1", "city-2"]


def test_a_task_without_a_heading_is_not_named_by_its_date():
    text = "关于试点的通知\n各镇：\n一、到2025年底，建成示范村20个，覆盖农户3000户。\n"
    assert task_rows(document(text))[0].name.value == "建成示范村20个"


def test_a_matter_of_minutes_is_named_without_its_introduction():
    text = "专题会议纪要\n会议议定事项如下：\n一、关于供水管网的问题。市水利局2025年9月底前完成改造20公里。\n"
    assert task_rows(document(text))[0].name.value == "供水管网"


def test_several_deadlines_stand_on_their_own_lines_with_what_each_is_for(tmp_path):
    text = "关于试点的通知\n各镇：\n一、建设平台。2025年6月底前完成招标；2025年底前平台上线运行。\n"
    path = tmp_path / "t.xlsx"
    path.write_bytes(task_workbook(document(text), task_rows(document(text)), "zh-Hans"))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.cell(4, column(sheet, "deadline")).value == (
        "2025年6月底前：完成招标\n2025年底前：平台上线运行"
    )
    due = task_tables(read_task_workbook(path))
    assert due.tasks.height == 1


def test_a_due_date_is_read_back_from_a_deadline_with_words(tmp_path):
    text = (
        "关于试点的通知\n各镇：\n一、建设平台。2025年6月底前完成招标；2025年底前平台上线运行。"
        "（牵头单位：市数据局）\n"
    )
    path = tmp_path / "t.xlsx"
    path.write_bytes(task_workbook(document(text), task_rows(document(text)), "en"))
    tables = task_tables(read_task_workbook(path))
    assert tables.assignments["due"].to_list() == [date(2025, 6, 30)]


def test_rows_are_as_high_as_their_words_and_machine_columns_stay_off_paper(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path)).worksheets[0]
    assert sheet.row_dimensions[4].height > sheet.row_dimensions[6].height
    printed = sheet.print_area.split(":")[1].replace("$", "")
    assert sheet[printed].column < column(sheet, "task")


def test_clauses_left_out_of_the_table_are_named():
    text = "关于试点的通知\n各镇：\n一、2025年底前建成6座。\n二、山水相连。\n"
    assert left_out(document(text)) == ("2",)


def test_a_document_without_a_title_is_named_by_its_file_and_not_by_its_folder(tmp_path):
    read = understand(
        Extracted("a.txt", "一、2025年底前建成6座。\n", "txt", "utf-8", "", 1.0), "a", "x/y/a.txt"
    )
    book = openpyxl.load_workbook(io.BytesIO(task_workbook(read, task_rows(read), "en")))
    assert "x/y" not in book.worksheets[0]["A1"].value


ANNEXED = (
    "关于茶叶的意见\n各镇：\n一、建设茶园。2025年底前建成标准茶园3个。\n二、培训茶农。2025年底前每季度报送培训总结；抽查由每季度改为每月一次。\n"
    "市政府\n2025年3月1日\n附件\n任务分工表\n序号\t任务\t牵头单位\n1\t建成标准茶园3个\t市农业农村局\n2\t引进良种\t市林业局\n"
)


def test_a_row_of_an_annex_names_the_row_of_the_body_that_it_states_anew():
    assert [row.restates for row in task_rows(document(ANNEXED))] == [(), (), (1,), ()]


def test_a_restated_row_says_so_among_its_remarks(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(task_workbook(document(ANNEXED), task_rows(document(ANNEXED)), "zh-Hans"))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.cell(6, column(sheet, "other")).value == "与第1项为同一事项"


def test_deadlines_side_by_side_are_one():
    row = task_rows(document(ANNEXED))[1]
    assert [found.value for found in row.deadline] == ["2025年底前每季度", "每季度", "每月"]


def test_words_taken_from_the_middle_of_what_is_due_are_marked():
    row = task_rows(document(ANNEXED))[1]
    assert row.terms[1].value == "抽查由…改为每月一次"


HEADS = ("序号", "重点任务", "工作目标", "牵头单位", "配合单位", "完成时限")
ROWS = (
    ("1", "改造老旧小区", "改造30个", "市住建局", "市财政局、市城管局", "2025年底前"),
    ("2", "建设充电桩", "新建2000个", "市发展改革委", "各县（市、区）", "2025年9月底前"),
)
PARAGRAPHS = ("关于民生实事的通知", "各县（市、区）：", "一、加强调度。每季度报送进展。")


def as_docx(path):
    import docx

    made = docx.Document()
    for words in PARAGRAPHS:
        made.add_paragraph(words)
    table = made.add_table(0, len(HEADS))
    for cells in (HEADS, *ROWS):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    made.save(str(path))


def as_html(path):
    table = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in (HEADS, *ROWS))
    words = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    path.write_text(
        f"<html><meta charset=utf-8><body><div>{words}<table>{table}</table></div></body></html>",
        "utf-8",
    )


def as_txt(path):
    path.write_text("\n".join([*PARAGRAPHS, *("\t".join(r) for r in (HEADS, *ROWS))]), "gb18030")


@pytest.mark.parametrize("write", [as_docx, as_html, as_txt])
def test_a_table_gives_the_same_tasks_from_every_format(tmp_path, write):
    write(tmp_path / "a")
    (read,), problems = understand_files([tmp_path / "a"])
    rows = [row for row in task_rows(read) if not row.name.value.startswith("加强")]
    assert not problems
    assert [
        (
            row.name.value,
            *(";".join(f.value for f in found) for found in (row.target, row.lead, row.cooperate)),
            row.deadline[0].value,
        )
        for row in rows
    ] == [
        ("改造老旧小区", "改造30个", "市住建局", "市财政局;市城管局", "2025年底前"),
        ("建设充电桩", "新建2000个", "市发展改革委", "各县（市、区）", "2025年9月底前"),
    ]


def test_units_stand_in_the_letters_of_the_document():
    text = "關於茶葉的意見\n各鎮：\n一、2025年底前建設茶園3個。（牽頭單位：市農業農村局）\n"
    assert [unit.value for unit in task_rows(document(text))[0].lead] == ["市農業農村局"]


def test_a_group_in_traditional_letters_is_every_unit_of_its_tier():
    import chuandao as cd

    units = cd.read(cd.examples.qinghe).units
    sheet = TaskSheet("a", None, ({"task": "a-1", "name": "x", "lead": "各縣（市、區）"},), ())
    counties = [u for u in units if units.tier(u) == 1 and units.kind(u) == "government"]
    assert task_tables(sheet, units).assignments["unit"].to_list() == counties
