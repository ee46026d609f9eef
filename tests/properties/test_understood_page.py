"""Laws of the page and the tree of a document: nothing lost, nothing invented, order kept."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.report.understood.clause_tree import clause_tree
from chuandao.report.understood.marks import LANES, Mark, in_lanes, pieces
from chuandao.report.understood.page import understood_page
from chuandao.sources.documents import Extracted

_LINES = st.sampled_from(
    [
        "清河市人民政府文件", "清政发〔2025〕18号", "关于茶叶的意见", "各县（市、区）：", "一、重点任务",
        "（一）建茶园。2025年底前建成3个。", "1.列入预算", "　　二、不得少于5%；须达到90%以上。", "序号\t任务\t时限",
        "1\t建园\t2025年底前", "\t\t", "附件", "2025年3月12日", "抄送：市委办。", "<b>&amp;\"'", "", "  ", "①甲；②乙；",
        "（牵头单位：市农业农村局；配合单位：市财政局）", "Section 1 Gardens shall be built by 2026.", "第一条 本法。",
    ]
)  # fmt: skip
texts = st.lists(_LINES, max_size=12).map("\n".join) | st.text(
    st.sampled_from("一二三、（）1.。；\n\t 茶园建成个年底前%《》〔〕<&"), max_size=60
)
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=30)


def document(text):
    return understand(Extracted("a.txt", text, "txt", "utf-8", "", 1.0), "a")


@settings(deadline=None)
@given(texts)
def test_the_page_holds_the_whole_text_in_order(text):
    tree = html.fromstring(understood_page([document(text)], "en"))
    shown = tree.xpath(
        "//div[@class='paper']//div[contains(@class,'words') or contains(@class,'between')]"
    )
    assert "".join(block.text_content() for block in shown) == text


@given(texts)
def test_every_clause_is_a_leaf_once_and_no_line_is_both(text):
    read = document(text)
    tree = clause_tree(read)
    assert [leaf.clause for leaf in tree if leaf.clause] == sorted(
        read.clauses, key=lambda c: c.start
    )
    headings = [leaf for leaf in tree if leaf.clause is None]
    assert all(h.end <= c.start or c.end <= h.start for h in headings for c in read.clauses)


@given(spans)
def test_pieces_join_to_the_text_and_lanes_keep_marks_apart(found):
    marks = in_lanes(Mark(a, a + n, f"f{a}{n}", "") for a, n in dict.fromkeys(found))
    text = "".join(chr(0x4E00 + n) for n in range(60))
    cut = pieces(text, 0, 60, marks)
    assert "".join(piece.text for piece in cut) == text
    for piece in cut:
        lanes = [mark.lane for mark in piece.marks if mark.lane < LANES - 1]
        assert len(lanes) == len(set(lanes))
        assert {m for m in marks if m.start <= piece.start < m.end} == set(piece.marks)
