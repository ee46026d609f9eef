"""Main text of web pages: nothing of the body lost, nothing of the frame kept."""

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document

SENTENCES = [
    "各县（市、区）人民政府，市政府各部门：",
    "为落实省政府部署，现就因地制宜发展特色产业提出如下意见，请认真贯彻执行。",
    "一、总体要求",
    "（一）坚持因地制宜，不搞一刀切，由农户自己决定种什么。",
    "1.到2025年底新增特色种养面积3万亩。",
    "清河市人民政府",
    "2025年3月14日",
]
BODY = "".join(f"<p>{words}</p>" for words in SENTENCES)
FRAME = (
    '<div class="top"><a href="#">设为首页</a></div><div class="nav"><a href="#">首页</a></div>'
    '<div class="position">当前位置：<a href="#">首页</a> &gt; 文件</div>'
)
END = (
    '<div class="share">分享到：<a href="#">微信</a></div><div class="footer">主办：市政府办公室。'
    "京ICP备1号</div>"
)


@pytest.fixture
def text_of(write):
    return lambda page, encoding="utf-8": read_document(write(page.encode(encoding), "a.html")).text


@pytest.mark.parametrize(
    "container",
    [
        '<div id="zoom">{}</div>',
        '<div class="TRS_Editor">{}</div>',
        '<div id="UCAP-CONTENT">{}</div>',
        "<article>{}</article>",
        '<main><div class="x">{}</div></main>',
        "<table><tr><td>{}</td></tr></table>",
        "{}",
    ],
)
def test_main_text_is_whole_and_alone(text_of, container):
    head = "<html><head><title>意见</title><style>p{{}}</style></head><body>"
    page = head + FRAME.replace('class="top"', 'class="topbar"') + container.format(BODY) + END
    assert text_of(page + "</body></html>").split("\n") == SENTENCES


def test_title_and_table_of_numbers_above_the_main_part_are_kept(text_of):
    page = (
        "<html><head><title>关于发展特色产业的意见_清河市</title></head><body>" + FRAME + "<table>"
        "<tr><td>索 引 号：</td><td>QH-1</td></tr><tr><td>文　　号：</td><td>清政发1号</td></tr>"
        "</table><h1>关于发展特色产业的意见</h1><div class='info'>字号：[大] [小] 打印</div>"
        f"<div id='zoom'>{BODY}</div>{END}</body></html>"
    )
    assert text_of(page).split("\n") == [
        "索 引 号：\tQH-1", "文　　号：\t清政发1号", "关于发展特色产业的意见", *SENTENCES,
    ]  # fmt: skip


@pytest.mark.parametrize("claim", ["gb2312", "gbk", "GB18030"])
def test_page_that_claims_gb2312_is_whole_beyond_it(text_of, claim):
    meta = f'<html><head><meta charset="{claim}"></head><body>'
    page = (
        meta
        + "<p>㛃溪村与镕䶮合作社签订收购协议，十月底前完成。</p><p>抄送：各村。</p></body></html>"
    )
    assert text_of(page, "gb18030").split("\n") == [
        "㛃溪村与镕䶮合作社签订收购协议，十月底前完成。",
        "抄送：各村。",
    ]


def test_false_claim_of_an_encoding_is_seen_through(text_of):
    page = f'<html><head><meta charset="gb2312"></head><body>{BODY}</body></html>'
    assert text_of(page).split("\n") == SENTENCES


def test_numbers_of_lists_are_in_the_text(text_of):
    page = (
        "<html><body><article><p>重点任务如下，各单位抓好落实，不得推诿。</p><ol><li>编制产业目录</li>"
        "<li>建设基地<ol type='a'><li>平原</li><li>山区</li></ol></li>"
        "<li value='7'><p>培育主体</p></li></ol><ul><li>无号</li></ul>"
        "<ol start='3' style='list-style-type: lower-roman'><li>三</li></ol></article></body></html>"
    )
    assert text_of(page).split("\n")[1:] == [
        "1. 编制产业目录", "2. 建设基地", "a. 平原", "b. 山区", "7. 培育主体", "无号", "iii. 三",
    ]  # fmt: skip


def test_item_that_brings_its_own_number_gets_no_second(text_of):
    page = "<html><body><ol><li>一、编制产业目录，五月底前完成。</li><li>二、建设基地。</li></ol></body></html>"
    assert text_of(page) == "一、编制产业目录，五月底前完成。\n二、建设基地。"


def test_table_rows_are_lines_and_merged_cells_repeat(text_of):
    page = (
        "<html><body><div class='content'><p>任务分解如下，请各单位对照执行。</p><table><tr><th>序号</th>"
        "<th>牵头单位</th><th colspan='2'>任务</th></tr><tr><td>1</td><td rowspan='2'>农业农村局</td>"
        "<td>编目录</td><td>五月</td></tr><tr><td>2</td><td>建<br>基地</td><td>年底</td></tr></table>"
        "</div></body></html>"
    )
    assert text_of(page).split("\n")[1:] == [
        "序号\t牵头单位\t任务", "1\t农业农村局\t编目录\t五月", "2\t农业农村局\t建 基地\t年底",
    ]  # fmt: skip


def test_entities_spaces_and_breaks(text_of):
    page = (
        "<html><body><p>甲&nbsp;&nbsp;乙&lt;丙&gt;，A\n  B，各\n  县&#12290;</p>"
        "<p>一<br/>二<span>三</span>四</p></body></html>"
    )
    assert text_of(page) == "甲  乙<丙>，A B，各县。\n一\n二三四"


def test_scripts_comments_and_forms_are_no_text(text_of):
    page = f"<html><body><script>var a='<p>x。</p>';</script><!-- <p>y。</p> -->{BODY}<button>打印</button></body></html>"
    assert text_of(page).split("\n") == SENTENCES


def test_header_inside_an_article_is_kept(text_of):
    page = f"<html><body><article><header><h1>意见</h1></header>{BODY}<footer>抄送：市委。</footer></article></body></html>"
    assert text_of(page).split("\n") == ["意见", *SENTENCES, "抄送：市委。"]


@pytest.mark.parametrize("frame", ["nav", "header", "footer", "aside"])
def test_frame_element_that_swallowed_the_text_is_not_dropped(text_of, frame):
    assert text_of(f"<html><body><{frame}>{BODY}</body></html>").split("\n") == SENTENCES


def test_prolog_and_xhtml(text_of):
    page = f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>'
    assert text_of(page).split("\n") == SENTENCES


def test_fragment_without_html_is_read(text_of):
    assert text_of(f"<div>{BODY}</div>").split("\n") == SENTENCES


def test_paragraph_outside_the_named_part_is_not_lost(text_of):
    extra = "<div class='x'><p>附则：本意见自印发之日起施行，有效期五年。</p></div>"
    page = f"<html><body><div class='wrap'><div id='zoom'>{BODY}</div>{extra}</div></body></html>"
    assert text_of(page).split("\n") == [*SENTENCES, "附则：本意见自印发之日起施行，有效期五年。"]


def test_deep_nesting_keeps_the_words(text_of):
    page = (
        "<html><body>"
        + "<div>" * 600
        + "<p>深处的一句话，不能丢失，必须读到。</p>"
        + "</div>" * 600
    )
    assert text_of(page) == "深处的一句话，不能丢失，必须读到。"


def test_lines_of_preformatted_text_stay_lines(text_of):
    assert text_of("<html><body><pre>一、总体要求\n二、主要任务</pre></body></html>") == (
        "一、总体要求\n二、主要任务"
    )


def test_long_run_of_spaces_is_read_quickly(text_of):
    cell = "甲" + " &nbsp;" * 50_000 + "乙"
    page = f"<html><body><table><tr><td>{cell}</td><td>丙</td></tr></table></body></html>"
    assert text_of(page).startswith("甲")


def test_control_characters_and_odd_references_do_no_harm(text_of):
    page = "<html><body><p>甲&#30;<button>x</button>\x1e&#xD800;&#150;乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒</p></body></html>"
    assert text_of(page).startswith("甲\ufffd\ufffd\ufffd–乙")


def test_page_too_deep_to_parse_is_refused_not_cut(write):
    page = "<html><body><p>前文。</p>" + "<div>" * 3000 + "<p>后文。</p></body></html>"
    with pytest.raises(DocumentError) as caught:
        read_document(write(page.encode()))
    assert caught.value.code == "damaged_document"
