"""The case folder of ``chuandao new``: deterministic, readable back, in three languages."""

import tomllib

import fastexcel
import openpyxl
import pytest

from chuandao.catalog.tables import input_tables, table_named
from chuandao.catalog.values import values
from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES, render
from chuandao.sources.template import is_example_row, is_template_sheet, write_template
from chuandao.sources.template.workbook import office_tables, workbook_bytes


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def folder(tmp_path_factory, language):
    path = tmp_path_factory.mktemp(language) / "清河"
    write_template(path, language)
    return path


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / "case.xlsx")


def tables_of(book):
    return [sheet for sheet in book.worksheets if not is_template_sheet(sheet.title)]


def test_same_bytes_every_time(folder, language):
    assert (folder / "case.xlsx").read_bytes() == workbook_bytes(language)


def test_one_sheet_a_table_that_an_office_may_have(book):
    found = [table_named(sheet.title).name for sheet in tables_of(book)]
    assert found == [table.name for table in office_tables()]
    assert set(found) < set(input_tables())
    assert found[0] == "units"


def test_every_heading_is_understood_and_has_a_note(book, language):
    for sheet in tables_of(book):
        table = table_named(sheet.title)
        for cell, column in zip(sheet[1], table.columns, strict=True):
            assert table.heading(str(cell.value)) is column
            assert cell.comment.text
            assert str(cell.value).endswith("*") == column.required
            assert str(cell.value).endswith("○") == (column.seldom and not column.required)


def test_example_rows_are_known_as_such(book):
    for sheet in tables_of(book):
        assert is_example_row([cell.value for cell in sheet[2]])
        assert all(cell.font.i for cell in sheet[2] if cell.value is not None)
        assert sheet.max_row == 2


def test_drop_downs_offer_words_that_mean_the_values(book, language):
    lists = book[render("template.lists_sheet", language)]
    assert lists.sheet_state == "hidden"
    for cells in lists.iter_cols(values_only=True):
        domain = values(str(cells[0]))
        words = [word for word in cells[1:] if word]
        assert [domain.resolve(str(word)) for word in words] == [v.value for v in domain.values]


def test_every_column_with_a_domain_has_a_drop_down(book):
    for sheet in tables_of(book):
        columns = table_named(sheet.title).columns
        wanted = sum(1 for column in columns if column.domain and column.type != "list")
        assert len(sheet.data_validations.dataValidation) == wanted


def test_codes_are_text_and_the_heading_row_stays(book):
    sheet = tables_of(book)[0]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.freeze_panes == "A2"


def test_filled_row_is_read_back(folder, book, tmp_path):
    sheet = tables_of(book)[0]
    sheet.append(["009022110100", "石桥镇", 2, "990221000000"])
    book.save(tmp_path / "filled.xlsx")
    frame = (
        fastexcel.read_excel(tmp_path / "filled.xlsx")
        .load_sheet(sheet.title, header_row=None, dtypes="string")
        .to_polars()
    )
    rows = [row for row in frame.iter_rows() if not is_example_row(row)]
    assert len(rows) == 2
    assert rows[1][:4] == ("009022110100", "石桥镇", "2", "990221000000")


def test_settings_can_be_read_also_with_every_remark_taken_out(folder):
    words = (folder / "case.toml").read_text(encoding="utf-8")
    assert tomllib.loads(words)["name"] == "清河"
    blocks = words.split("\n# [[sources]]")[1].replace("# ", "", 3)
    assert "anchor" in blocks


def test_place_for_documents_says_what_goes_there(folder):
    assert ".docx" in (folder / "documents" / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["例：1"], True),
        ([" 例: 1", "x"], True),
        (["EXAMPLE: 1"], True),
        (["", None, "example：1"], True),
        (["例如1"], False),
        ([1, "例：1"], False),
        ([], False),
    ],
)
def test_mark_of_an_example(cells, expected):
    assert is_example_row(cells) is expected


def test_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError) as caught:
        write_template(tmp_path, "en")
    assert caught.value.code == "folder_not_empty"
    assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_file_in_the_way(tmp_path):
    (tmp_path / "case").write_text("x")
    with pytest.raises(UsageError) as caught:
        write_template(tmp_path / "case", "en")
    assert caught.value.code == "not_a_folder"
    with pytest.raises(UsageError) as caught:
        write_template(tmp_path / "case" / "inner", "en")
    assert caught.value.code in {"not_a_folder", "folder_not_writable"}
