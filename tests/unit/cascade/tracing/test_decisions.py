"""A person's decisions on links: out to a sheet, back, over the program, through a revision."""

import io
from datetime import date

import openpyxl
import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.decisions.decided import decided_pairs, pairs_of
from chuandao.cascade.tracing.decisions.decision import Decision, decisions_of, passage_of
from chuandao.cascade.tracing.decisions.decision_tables import (
    decision_table,
    merged_decisions,
    sheet_decisions,
)
from chuandao.cascade.tracing.decisions.review import review_rows, set_aside
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.understanding.understood import clause_index, understand
from chuandao.errors import ChuandaoError, UsageError
from chuandao.messages import render
from chuandao.report import trace_page
from chuandao.report.decision_workbook import decision_workbook
from chuandao.sources.decision_workbook import (
    COLUMNS,
    is_decision_workbook,
    read_decision_workbook,
)
from chuandao.sources.documents import Extracted

UPPER = (
    "云安市关于推进垃圾分类的实施意见\n各县：\n"
    "一、新建分拣中心6座，2025年底前全部投入使用。\n"
    "二、公布收运线路和收运时间，接受群众监督。\n"
    "三、对行动不便的老年人上门收运，不得收取费用。\n"
    "四、每季度向社会公开一次垃圾处理费的收支情况。\n"
)
LOWER = (
    "云山县垃圾分类实施方案\n各乡镇：\n"
    "一、新建分拣中心1座，2025年底前投入使用。\n"
    "二、公布各乡镇收运线路和收运时间，在村务公开栏张贴。\n"
    "三、组织开展垃圾分类文艺汇演。\n"
)


def read(text, name):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


def traced(*decisions, upper=UPPER, lower=LOWER):
    documents = [read(upper, "city"), read(lower, "county")]
    return trace_documents(documents, {"county": ["city"]}, all_below=True, decisions=decisions)


def decision(upper, lower="", said="accept", label="", **given):
    """Return a decision made of the documents as they are above."""
    clauses = clause_index([read(UPPER, "city"), read(LOWER, "county")])
    marks = {}
    for side, code in (("upper", upper), ("lower", lower)):
        if code in clauses:
            passage = passage_of(clauses[code])
            marks |= {f"{side}_hash": passage.digest, f"{side}_words": passage.words}
    return Decision(
        upper, lower, "county", said, label, **{"by": "r", "day": date(2026, 1, 15)} | marks | given
    )


def links(found, rank=1):
    return {(link.upper, link.lower): link for link in found.links if link.rank == rank}


def statuses(found):
    return {status.upper: status.status for status in found.statuses}


def sheet(found, change=lambda _: None, language="zh-Hans"):
    """Return the workbook of a trace after a person has changed its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(decision_workbook(found, language)))
    page = book.worksheets[0]
    page["F3"], page["H3"] = "督查室复核岗", date(2026, 1, 15)
    change(page)
    return book


def saved(book, folder):
    path = folder / "links.xlsx"
    book.save(path)
    return path


def row_of(page, upper, lower=""):
    at = {name: COLUMNS.index(name) + 1 for name in ("upper", "lower")}
    return next(
        row
        for row in range(5, page.max_row + 1)
        if (page.cell(row, at["upper"]).value or "") == upper
        and (page.cell(row, at["lower"]).value or "") == lower
    )


def fill(page, row, **values):
    for name, value in values.items():
        page.cell(row, COLUMNS.index(name) + 1).value = value


def decided_sheet(folder, *, upper="city#2", lower="county#2", **values):
    return read_decision_workbook(
        saved(
            sheet(traced(), lambda page: fill(page, row_of(page, upper, lower), **values)), folder
        )
    )


def test_an_accepted_link_has_rank_one_and_source_person():
    link = links(traced(decision("city#2", "county#2")))["city#2", "county#2"]
    assert (link.source, link.probability) == ("person", 1.0)


def test_accepting_keeps_the_labels_of_the_program():
    key = "city#2", "county#2"
    assert links(traced(decision(*key)))[key].labels == links(traced())[key].labels


def test_a_rejected_link_vanishes_and_stays_in_the_table():
    found = traced(decision("city#2", "county#2", "reject"))
    assert ("city#2", "county#2") not in {(link.upper, link.lower) for link in found.links}
    row = trace_frames(found)["decided"].row(0, named=True)
    assert (row["decision"], row["outcome"], row["machine_rank"]) == ("reject", "applied", 1)


def test_what_the_program_said_stays_readable_beside_the_decision():
    before = links(traced())["city#1", "county#1"]
    one = traced(decision("city#1", "county#1", "correct", "narrowed")).decided[0]
    assert (one.machine_probability, one.machine_labels) == (before.probability, before.labels)


def test_a_corrected_link_carries_the_label_of_the_person():
    found = traced(decision("city#2", "county#2", "correct", "weakened"))
    assert links(found)["city#2", "county#2"].labels == ("weakened",)


def test_statuses_follow_a_corrected_label():
    assert statuses(traced())["city#2"] == "covered"
    found = traced(decision("city#2", "county#2", "correct", "sloganised"))
    assert statuses(found)["city#2"] == "partial"


def test_a_rejected_link_leaves_the_lower_clause_added_and_the_upper_one_uncovered():
    found = traced(decision("city#2", "county#2", "reject"))
    assert "county#2" in {item.lower for item in found.added}
    assert statuses(found)["city#2"] != "covered"


def test_a_link_that_the_program_missed_is_added_with_labels_of_the_program():
    link = links(traced(decision("city#4", "county#3", "add")))["city#4", "county#3"]
    assert link.labels
    assert link.source == "person"


def test_an_added_link_makes_the_lower_clause_serve_the_task():
    found = traced(decision("city#4", "county#3", "add", "substituted"))
    assert "city#4" in found.tasks["county#3"]


@pytest.mark.parametrize(
    ("said", "label", "status"),
    [
        ("accept", "", "dropped"),
        ("reject", "", "covered"),
        ("correct", "not_required", "not_required"),
    ],
)
def test_a_decision_without_a_lower_clause_sets_the_status(said, label, status):
    assert statuses(traced(decision("city#3", "", said, label)))["city#3"] == status


def test_renumbering_carries_a_decision():
    renumbered = LOWER.replace("三、", "四、").replace("二、", "三、").replace("一、新", "二、新")
    renumbered = renumbered.replace("各乡镇：\n", "各乡镇：\n一、提高思想认识。\n")
    found = traced(decision("city#2", "county#2", "reject"), lower=renumbered)
    placed = found.decided[0].placed
    assert (placed.how, placed.reason, placed.lower) == ("carried", "moved", "county#3")
    assert ("city#2", "county#3") not in links(found)


def test_a_light_edit_carries_a_decision():
    edited = LOWER.replace("在村务公开栏张贴", "并在村务公开栏张贴")
    placed = traced(decision("city#2", "county#2"), lower=edited).decided[0].placed
    assert (placed.how, placed.reason, placed.lower) == ("carried", "edited", "county#2")


def test_a_changed_number_carries_the_link_but_not_the_label():
    edited = LOWER.replace("分拣中心1座", "分拣中心3座")
    found = traced(decision("city#1", "county#1", "correct", "sloganised"), lower=edited)
    assert found.decided[0].placed.how == "relabelled"
    link = links(found)["city#1", "county#1"]
    assert link.source == "person"
    assert link.labels != ("sloganised",)


def test_a_decision_about_a_clause_that_is_gone_is_set_aside():
    found = traced(decision("city#2", "county#2"), lower=LOWER.split("二、", maxsplit=1)[0])
    (one,) = set_aside(found)
    assert one.placed.reason in {"lower_gone", "lower_changed"}


def test_a_decision_about_a_clause_rewritten_under_its_old_number_is_set_aside():
    other = LOWER.replace(
        "公布各乡镇收运线路和收运时间，在村务公开栏张贴", "对落后的乡镇予以约谈并扣减经费"
    )
    assert [
        one.placed.how for one in traced(decision("city#2", "county#2"), lower=other).decided
    ] == ["set_aside"]


def test_a_decision_of_a_document_not_at_hand_is_set_aside():
    gone = Decision("city#1", "town#1", "town", "accept")
    assert set_aside(traced(gone))[0].placed.reason == "absent"


def test_the_later_of_two_decisions_that_come_to_one_link_stands():
    renumbered = LOWER.replace("二、", "五、")
    clauses = clause_index([read(renumbered, "county")])
    mark = passage_of(clauses["county#5"])
    later = decision("city#2", "county#5", "reject", day=date(2026, 2, 1))
    later = Decision(**{**vars(later), "lower_hash": mark.digest, "lower_words": mark.words})
    found = traced(decision("city#2", "county#2"), later, lower=renumbered)
    assert {one.placed.reason for one in set_aside(found)} == {"superseded"}
    assert ("city#2", "county#5") not in links(found)


def test_a_decision_noted_by_codes_alone_holds_by_number():
    bare = Decision("city#2", "county#2", "county", "reject")
    assert traced(bare).decided[0].placed.reason == "unverified"


def test_every_accepted_link_and_every_drop_is_in_the_sheet():
    found = traced()
    rows = {(row.upper, row.lower) for row in review_rows(found)}
    assert rows >= set(links(found))
    assert rows >= {(s.upper, "") for s in found.statuses if s.status == "dropped"}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_sheet_reads_back_in_each_language(tmp_path, language):
    word = {"zh-Hans": "否定", "zh-Hant": "否定", "en": "Reject"}[language]
    book = sheet(
        traced(),
        lambda page: fill(page, row_of(page, "city#2", "county#2"), decision=word),
        language,
    )
    (row,) = read_decision_workbook(saved(book, tmp_path)).rows
    assert (row["upper"], row["lower"], row["decision"]) == ("city#2", "county#2", "reject")


def test_a_sheet_that_nobody_filled_in_says_nothing(tmp_path):
    found = read_decision_workbook(saved(sheet(traced()), tmp_path))
    assert (found.rows, found.problems, found.withdrawn) == ((), (), 0)


def test_the_same_trace_gives_the_same_bytes():
    assert decision_workbook(traced(), "zh-Hant") == decision_workbook(traced(), "zh-Hant")


def test_only_the_cells_to_fill_in_are_open():
    page = sheet(traced()).worksheets[0]
    assert page.protection.sheet
    row = row_of(page, "city#2", "county#2")
    open_ = {n for at, n in enumerate(COLUMNS, 1) if not page.cell(row, at).protection.locked}
    assert open_ == {"decision", "label", "note", "by", "date"}


def test_decision_and_label_have_drop_downs():
    page = sheet(traced()).worksheets[0]
    cells = {str(offered.sqref)[0] for offered in page.data_validations.dataValidation}
    assert cells == {"C", "D"}


def test_words_that_look_like_a_formula_stay_words():
    found = traced(lower=LOWER.replace("组织开展", "=1+1组织开展"))
    page = openpyxl.load_workbook(io.BytesIO(decision_workbook(found, "en"))).worksheets[0]
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"decision": "也许"}, "decision_value"),
        ({"label": "打折扣"}, "decision_empty"),
        ({"decision": "更正"}, "decision_label_missing"),
        ({"decision": "更正", "label": "好"}, "decision_value"),
        ({"decision": "更正", "label": "未见部署"}, "decision_label_of_no_link"),
        ({"decision": "否定", "label": "打折扣"}, "decision_label_unused"),
        ({"decision": "认可", "upper": "city#99"}, "decision_clause_unknown"),
        ({"decision": "认可", "upper": None}, "decision_without_upper"),
        ({"decision": "认可", "date": "元旦"}, "decision_date"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_place_and_the_rest_taken(
    tmp_path, values, code
):
    def change(page):
        fill(page, row_of(page, "city#1", "county#1"), decision="认可")
        fill(page, row_of(page, "city#2", "county#2"), **values)

    found = read_decision_workbook(saved(sheet(traced(), change), tmp_path))
    (problem,) = found.problems
    assert (problem.code, problem.place.row > 4, bool(problem.place.column)) == (code, True, True)
    assert [row["upper"] for row in found.rows] == ["city#1"]


@pytest.mark.parametrize(
    ("cell", "code"), [("F3", "decision_without_by"), ("H3", "decision_without_date")]
)
def test_a_decision_needs_who_and_when(tmp_path, cell, code):
    def change(page):
        page[cell] = None
        fill(page, row_of(page, "city#2", "county#2"), decision="认可")

    found = read_decision_workbook(saved(sheet(traced(), change), tmp_path))
    assert [problem.code for problem in found.problems] == [code]


def test_an_accepted_row_with_another_label_is_a_correction(tmp_path):
    (row,) = decided_sheet(tmp_path, decision="认可", label="打折扣").rows
    assert (row["decision"], row["label"]) == ("correct", "weakened")


def test_a_missed_link_is_added_on_an_empty_row(tmp_path):
    def change(page):
        row = row_of(page, "")
        fill(page, row, upper="city#4", lower="county#3", decision="补充", label="走样")

    (row,) = read_decision_workbook(saved(sheet(traced(), change), tmp_path)).rows
    assert (row["document"], row["label"], bool(row["lower_hash"])) == (
        "county",
        "substituted",
        True,
    )


def test_a_sheet_of_decided_links_reads_back_as_the_same_decisions(tmp_path):
    rows = [
        decision("city#1", "county#1", "correct", "narrowed"),
        decision("city#2", "county#2", "reject"),
        decision("city#3", "", "correct", "not_required"),
        decision("city#4", "county#3", "add", "substituted"),
    ]
    back = read_decision_workbook(saved(sheet(traced(*rows)), tmp_path))
    assert sheet_decisions(back) == tuple(rows)


def test_the_order_of_rows_changes_nothing(tmp_path):
    rows = [decision("city#1", "county#1"), decision("city#2", "county#2", "reject")]
    book = sheet(traced(*rows))
    first = read_decision_workbook(saved(book, tmp_path))
    page = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    for at, row in enumerate(reversed(cells), 5):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    assert read_decision_workbook(saved(book, tmp_path)) == first


def test_a_fault_names_the_column_as_the_sheet_does(tmp_path):
    (problem,) = decided_sheet(tmp_path, decision="也许").problems
    assert problem.place.column == "人工判定"


def test_an_added_link_to_a_parent_is_one_of_a_parent():
    found = traced(decision("city#4", "county#3", "add"))
    assert links(found)["city#4", "county#3"].relation == "parent"


def test_another_workbook_is_refused(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert not is_decision_workbook(path)
    with pytest.raises(ChuandaoError, match="not a sheet"):
        read_decision_workbook(path)


def test_a_sheet_without_its_headings_is_refused(tmp_path):
    with pytest.raises(ChuandaoError, match="headings"):
        read_decision_workbook(saved(sheet(traced(), lambda page: page.delete_rows(4)), tmp_path))


def case(folder, rows=(), **files):
    (folder / "documents").mkdir(parents=True)
    for name, text in {"city": UPPER, "county": LOWER, **files}.items():
        (folder / "documents" / f"{name}.txt").write_text(text, "utf-8")
    (folder / "units.csv").write_text(
        "unit,name,tier,parent\n1,云安市,0,\n11,云山县,1,1\n", "utf-8"
    )
    (folder / "documents.csv").write_text(
        "document,file,unit,implements\ncity,documents/city.txt,1,\n"
        "county,documents/county.txt,11,city\n",
        "utf-8",
    )
    if rows:
        table = decision_table([{**vars(row), "date": row.day} for row in rows])
        table.write_csv(folder / "decisions.csv")
    return cd.read(folder)


def test_decisions_of_a_case_win_in_its_trace(tmp_path):
    given = case(tmp_path / "case", [decision("city#2", "county#2", "correct", "weakened")])
    assert not given.problems.counts["error"]
    table = cd.trace(given).tables["links"].filter(pl.col("source") == "person")
    assert table["labels"].to_list() == [["weakened"]]


def test_a_sheet_replaces_what_it_shows_and_keeps_the_rest(tmp_path):
    earlier = [decision("city#1", "county#1"), decision("city#2", "county#2")]
    given = case(tmp_path / "case", earlier)
    found = cd.trace(given).traced

    def change(page):
        fill(page, row_of(page, "city#2", "county#2"), decision="否定", label=None)
        fill(page, row_of(page, "city#1", "county#1"), decision=None, label=None)

    back = read_decision_workbook(saved(sheet(found, change), tmp_path))
    assert back.withdrawn == 1
    table = merged_decisions(given, back)
    assert table.select("upper", "decision").rows() == [("city#2", "reject")]


def test_a_sheet_written_after_a_revision_replaces_the_older_rows(tmp_path):
    renumbered = LOWER.replace("二、", "五、")
    given = case(tmp_path / "case", [decision("city#2", "county#2")], county=renumbered)
    back = read_decision_workbook(saved(sheet(cd.trace(given).traced), tmp_path))
    assert merged_decisions(given, back)["lower"].to_list() == ["county#5"]


def test_decisions_that_were_set_aside_stay_in_the_table(tmp_path):
    gone = decision("city#2", "county#2", lower_hash="0", lower_words="完全不同的一句话")
    given = case(tmp_path / "case", [gone])
    found = cd.trace(given).traced
    assert set_aside(found)
    back = read_decision_workbook(saved(sheet(found), tmp_path))
    assert merged_decisions(given, back).height == 1


def test_decisions_are_not_written_where_earlier_ones_would_be_lost(tmp_path):
    given = case(tmp_path / "case", [decision("city#2", "county#2")])
    path = tmp_path / "case" / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace(",accept,", ",perhaps,"), "utf-8")
    back = read_decision_workbook(saved(sheet(traced()), tmp_path))
    assert given.set_aside.height == 0
    with pytest.raises(UsageError, match="would be lost"):
        merged_decisions(cd.read(tmp_path / "case"), back)


def test_decisions_become_training_pairs(tmp_path):
    rows = [
        decision("city#1", "county#1", "correct", "narrowed"),
        decision("city#2", "county#2", "reject"),
    ]
    pairs = decided_pairs(case(tmp_path / "case", rows))
    told = [(pair.upper.id, pair.lower.id, pair.linked, pair.labels) for pair in pairs]
    assert told == [
        ("city#1", "county#1", True, ("narrowed",)),
        ("city#2", "county#2", False, ()),
    ]


def test_decisions_that_were_set_aside_train_nothing():
    assert pairs_of(traced(Decision("city#9", "county#2", "county", "accept"))) == ()


def test_decisions_of_a_sheet_hold_for_files_alone(tmp_path):
    back = decided_sheet(tmp_path, decision="否定")
    found = traced(*sheet_decisions(back))
    assert ("city#2", "county#2") not in links(found)


def test_the_order_of_decisions_changes_nothing():
    rows = [decision("city#2", "county#2", "reject"), decision("city#1", "county#1")]
    assert traced(*rows) == traced(*reversed(rows))


def test_a_table_without_the_columns_for_revisions_is_read():
    table = pl.DataFrame([{"upper": "a#1", "lower": "b#2", "decision": "accept", "by": "x"}])
    assert decisions_of(table)[0].key == ("a#1", "b#2", "b")


def test_the_page_says_what_the_program_had_found():
    found = traced(decision("city#2", "county#2", "correct", "sloganised"))
    page = trace_page(trace_json(found), "en")
    label = render(f"label.{links(traced())['city#2', 'county#2'].labels[0]}", "en")
    assert f"(the program: {label}" in page


def test_the_page_says_where_the_program_had_no_link():
    page = trace_page(trace_json(traced(decision("city#4", "county#2", "add"))), "en")
    assert "the program has no such link" in page
