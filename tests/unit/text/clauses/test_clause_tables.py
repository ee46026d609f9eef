"""Tables as clauses: headings, merged cells, bands, totals, rows that run on."""

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import clauses, left_aside
from chuandao.text.layout.layout import layout

HEAD = "关于分解任务的通知\n各县：\n一、任务\n"


def read(*rows):
    text = HEAD + "\n".join(rows) + "\n"
    return text, clauses(layout(text), lexicon())


def cells(*rows):
    """Return, for every row, heading → words of its cells that hold any."""
    text, found = read(*rows)
    return [
        {
            cell.heading: text[cell.start : cell.end]
            for cell in clause.cells
            if cell.end > cell.start
        }
        for clause in found
    ]


def test_headings_over_two_rows_are_joined_by_column():
    (row,) = cells(
        "序号\t任务\t责任单位\t\t时限",
        "\t\t牵头单位\t配合单位\t",
        "1\t建冷库\t县商务局\t县财政局\t6月底",
    )
    assert row == {
        "序号": "1",
        "任务": "建冷库",
        "责任单位/牵头单位": "县商务局",
        "责任单位/配合单位": "县财政局",
        "时限": "6月底",
    }


def test_headings_repeated_by_merged_cells_are_told_once():
    (row,) = cells(
        "序号\t任务\t责任单位\t责任单位",
        "序号\t任务\t牵头单位\t配合单位",
        "1\t建冷库\t县商务局\t县财政局",
    )
    assert list(row) == ["序号", "任务", "责任单位/牵头单位", "责任单位/配合单位"]


def test_a_category_in_merged_cells_is_the_heading_of_every_row_it_spans():
    _, found = read(
        "类别\t任务\t责任单位",
        "产业发展\t建冷库4座\t县商务局",
        "\t种茶200亩\t县农业农村局",
        "民生\t改厕300户\t县住建局",
    )
    assert [clause.heading for clause in found] == ["任务", "任务 / 产业发展", "任务"]


def test_the_empty_cells_at_the_left_do_not_shift_the_columns():
    rows = cells("类别\t任务\t责任单位", "产业\t建冷库\t县商务局", "\t种茶200亩\t县农业农村局")
    assert rows[1] == {"任务": "种茶200亩", "责任单位": "县农业农村局"}


def test_a_band_between_rows_is_a_heading_and_no_clause():
    _, found = read(
        "序号\t任务\t责任单位",
        "一、产业发展\t\t",
        "1\t建冷库4座\t县商务局",
        "二、民生改善\t二、民生改善\t二、民生改善",
        "2\t改厕300户\t县住建局",
    )
    assert [(c.path, c.heading) for c in found] == [
        ("1.1", "任务 / 一、产业发展"),
        ("1.2", "任务 / 二、民生改善"),
    ]


def test_a_band_of_one_merged_cell_does_not_end_the_table():
    _, found = read(
        "序号\t任务\t责任单位", "1\t建冷库4座\t县商务局", "二、民生改善", "2\t改厕300户\t县住建局"
    )
    assert [clause.path for clause in found] == ["1.1", "1.2"]
    assert found[1].cells[2].heading == "责任单位"


def test_a_caption_above_the_headings_is_no_row():
    rows = cells("2025年任务分解表\t\t", "序号\t任务\t责任单位", "1\t建冷库4座\t县商务局")
    assert [row["任务"] for row in rows] == ["建冷库4座"]


def test_total_rows_are_left_aside_and_counted():
    text, found = read("乡镇\t任务数量\t责任单位", "石桥镇\t200亩\t镇政府", "合计\t200亩\t")
    assert [clause.path for clause in found] == ["1.1"]
    assert left_aside(layout(text)).totals == 1


def test_a_row_that_runs_on_over_the_page_lengthens_the_one_above():
    text, found = read(
        "序号\t任务\t责任单位",
        "1\t建冷库4座，\t县商务局",
        "\t每座容量不少于500吨。\t",
        "2\t改厕300户\t县住建局",
    )
    assert [clause.path for clause in found] == ["1.1", "1.2"]
    assert text[found[0].start : found[0].end].endswith("每座容量不少于500吨。")
    assert left_aside(layout(text)).continued == 1


def test_cells_stand_where_their_words_do():
    text, found = read("类别\t任务\t责任单位", "\t种茶200亩\t县农业农村局")
    assert [text[c.start : c.end] for c in found[0].cells] == ["", "种茶200亩", "县农业农村局"]
    assert text[found[0].start : found[0].end] == "种茶200亩\t县农业农村局"


def test_a_second_table_has_headings_of_its_own():
    rows = cells(
        "序号\t任务", "1\t建冷库", "表二列出时限，请按此执行。", "任务\t完成时限", "改厕\t6月底"
    )
    assert rows[-1] == {"任务": "改厕", "完成时限": "6月底"}
