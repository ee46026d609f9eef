"""Recognised words into pages: order, lines set straight, what is hardly read left out."""

import pytest

from chuandao.sources.documents.pages.layout import lay_out
from chuandao.sources.documents.pages.notes import recognised_notes, sureness_of
from chuandao.sources.documents.pages.ocr import sheet_of

SIZE = (595.0, 842.0)
FIRST = "为做好全县冬春农田水利设施管护工作，现将有关事项通知如下，请结合实际认真抓好落实，"
SECOND = "并于每月二十五日以前将进度报送县水利局，逾期未报的在全县范围内予以通报批评。"


def _row(block, line, left, top, width, height, sure, word):
    values = (5, 1, block, 1, line, 1, left, top, width, height, sure, word)
    return tuple(map(str, values))


def _line(words, block=1, line=1, *, left=90, top=100, size=20, slope=0.0, gaps=(), sure=95.0):  # noqa: PLR0913 - a line of print
    """Return a line of print, a word a sign; ink narrows and gaps widen where told."""
    rows, x = [], left
    for place, word in enumerate(words):
        x += 30 if place in gaps else 0
        rows.append(_row(block, line, x, round(top + slope * x), size - 4, size, sure, word))
        x += size
    return rows


def _text(rows):
    return lay_out([sheet_of(rows, 1, SIZE, 1.0)]).text


def test_gaps_by_chance_do_not_part_a_column_in_two():
    words = FIRST[:22]
    rows = [row for n in range(8) for row in _line(words, 1, n, top=100 + 40 * n, gaps=(11,))]
    assert _text(rows).replace("\n", "").replace(" ", "") == words * 8


@pytest.mark.parametrize("slope", [-0.02, -0.009, 0.009, 0.02])
def test_a_page_that_stands_askew_keeps_its_order_and_loses_nothing(slope):
    said = [FIRST[:20], FIRST[20:40], SECOND[:20], SECOND[20:38]]
    rows = [
        row
        for n, words in enumerate(said)
        for row in _line(words, n, 1, top=100 + 28 * n, slope=slope)
    ]
    assert _text(rows).replace("\n", "") == "".join(said)


def test_two_columns_of_text_are_read_one_after_the_other():
    left = [_line(FIRST[n : n + 10], 1, n, left=60, top=100 + 30 * n) for n in range(6)]
    right = [_line(SECOND[n : n + 10], 2, n, left=320, top=100 + 30 * n) for n in range(6)]
    words = _text([row for line in left + right for row in line]).replace("\n", "")
    assert words.index(FIRST[5:15]) < words.index(SECOND[:10])


def test_words_whose_boxes_overlap_are_all_kept():
    rows = _line(FIRST[:12])
    rows[5] = (*rows[5][:6], "60", *rows[5][7:8], "200", *rows[5][9:])
    assert sorted(_text(rows).replace(" ", "")) == sorted(FIRST[:12])


def test_lines_hardly_read_are_left_out_and_counted():
    rows = [*_line(FIRST[:12]), *_line("咖钅火纟", 2, 1, top=300, sure=9.0)]
    sheet = sheet_of(rows, 1, SIZE, 1.0)
    assert lay_out([sheet]).text == FIRST[:12]
    assert [n.code for n in recognised_notes([sheet])] == ["recognised_lines_dropped"]


def test_a_number_read_without_confidence_is_named():
    words = _line("清政办发〔2025〕", sure=92.0)
    rows = [*words, _row(1, 1, 400, 100, 40, 20, 41.0, "3号")]
    note = next(recognised_notes([sheet_of(rows, 1, SIZE, 1.0)]))
    assert note.code == "recognised_doubtful"
    assert "清政办发〔2025〕3号" in note.parameters["lines"]


def test_sureness_is_the_mean_confidence_of_the_letters():
    rows = [*_line("甲乙", sure=90.0), *_line("丙丁", 1, 2, top=140, sure=70.0)]
    assert sureness_of([sheet_of(rows, 1, SIZE, 1.0)]) == pytest.approx(0.8)
    assert sureness_of([]) == 1.0
