"""Several documents in one file."""

from chuandao.text.envelope.several import further_documents
from chuandao.text.layout.layout import layout

FIRST = """清河市人民政府
关于加强渡口管理的意见
清政发〔2025〕3号
各县区：
请抓好落实。
清河市人民政府
2025年3月1日
"""
SECOND = """清河市人民政府办公室
关于做好防汛工作的通知
清政办发〔2025〕8号
各县区：
请认真执行。
清河市人民政府办公室
2025年4月2日
"""


def test_a_second_head_with_a_number_is_a_second_document():
    found = further_documents(layout(FIRST + SECOND))
    assert found == ((len(FIRST), "清政办发〔2025〕8号"),)


def test_one_document_is_one():
    assert further_documents(layout(FIRST)) == ()


def test_a_text_passed_on_as_an_annex_is_no_second_document():
    assert further_documents(layout(f"{FIRST}附件\n{SECOND}")) == ()


def test_a_number_in_a_sentence_or_a_table_is_no_second_document():
    text = FIRST + "附件1\n任务表\n序号\t依据\n1\t清政发〔2025〕9号\n按清政发〔2025〕9号执行。\n"
    assert further_documents(layout(text)) == ()
