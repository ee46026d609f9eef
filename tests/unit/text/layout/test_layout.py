"""Which line of an official document is what (GB/T 9704-2012)."""

from chuandao.text.layout.layout import layout

FULL = """000123
秘密★1年
特急
云岭市人民政府文件
云政发〔2025〕21号

云岭市人民政府
关于推进城市生活垃圾分类的实施意见

各县（市、区）人民政府，市政府各部门、各直属机构：
为做好生活垃圾分类工作，提出如下意见。
一、工作目标
到2026年底，城区生活垃圾回收利用率达到35%以上。
二、重点任务
（一）完善收运体系。新建分拣中心6座。
附件：1.重点任务分工表
2.名词解释
云岭市人民政府
2025年4月8日
（此件公开发布）
附件1
重点任务分工表
序号\t任务\t牵头单位
1\t新建分拣中心\t市城管局
抄送：市委各部门，市人大常委会办公室。
云岭市人民政府办公室 2025年4月9日印发
"""


def roles(text):
    """Return (words, role) of every line."""
    return {line.words: line.role for line in layout(text)}


def test_a_full_document_has_every_role_in_its_place():
    found = roles(FULL)
    assert found["云政发〔2025〕21号"] == "number"
    assert found["云岭市人民政府文件"] == "issuer"
    assert found["关于推进城市生活垃圾分类的实施意见"] == "title"
    assert found["各县（市、区）人民政府，市政府各部门、各直属机构："] == "addressee"
    assert found["一、工作目标"] == "body"
    assert found["附件：1.重点任务分工表"] == "annex_note"
    assert found["2.名词解释"] == "annex_note"
    assert found["云岭市人民政府"] == "signature"
    assert found["2025年4月8日"] == "date"
    assert found["附件1"] == "annex"
    assert found["1\t新建分拣中心\t市城管局"] == "body"
    assert found["抄送：市委各部门，市人大常委会办公室。"] == "copy_to"
    assert found["云岭市人民政府办公室 2025年4月9日印发"] == "printed"


def test_nothing_of_the_head_is_taken_for_the_body():
    body = [line.words for line in layout(FULL) if line.role == "body"]
    assert body[0] == "为做好生活垃圾分类工作，提出如下意见。"


def test_a_title_over_several_lines_is_one_title():
    page = "清政办发〔2025〕3号\n清河市人民政府办公室\n关于印发清河市农贸市场\n改造提升行动方案的通知\n各区人民政府：\n一、目标。"
    title = "".join(line.words for line in layout(page) if line.role == "title")
    assert title == "清河市人民政府办公室关于印发清河市农贸市场改造提升行动方案的通知"


def test_lines_point_at_their_words():
    for line in layout(FULL):
        assert FULL[line.start : line.end] == line.words


def test_empty_lines_are_no_lines():
    assert all(line.words.strip() for line in layout("\n \n\u3000\n一、目标。\n\n"))


def test_an_empty_text_has_no_lines():
    assert layout("") == ()


def test_lines_of_metadata_above_a_web_page_are_no_body():
    page = (
        "当前位置：首页 > 政务公开\n索引号：QH001\n发布机构：清河市人民政府\n发文日期：2025-03-12\n"
        "关于印发茶产业发展规划的通知\n各镇人民政府：\n一、目标。到2027年茶园面积达到5万亩。\n"
    )
    found = roles(page)
    assert [words for words, role in found.items() if role == "body"] == [
        "一、目标。到2027年茶园面积达到5万亩。"
    ]
    assert found["关于印发茶产业发展规划的通知"] == "title"
    assert found["索引号：QH001"] == "meta"


def test_minutes_keep_number_and_attendance_out_of_the_body():
    page = (
        "云山县人民政府专题会议纪要\n〔2025〕6号\n时间：2025年4月16日\n地点：县政府三楼会议室\n"
        "主持：李强\n出席：王明、赵芳\n会议议定以下事项：\n一、同意设立产业基金。\n二、县财政局按月拨付。\n"
    )
    found = roles(page)
    assert found["〔2025〕6号"] == "number"
    assert found["时间：2025年4月16日"] == "meta"
    assert found["主持：李强"] == "meta"
    assert found["一、同意设立产业基金。"] == "body"


def test_a_text_without_a_title_is_all_body():
    page = "一、按时报送台账。\n二、每月调度一次。\n"
    assert set(roles(page).values()) == {"body"}


def test_a_single_line_is_body():
    assert roles("各村要在6月底前完成改厕。") == {"各村要在6月底前完成改厕。": "body"}


def test_a_date_inside_a_sentence_is_no_signature_date():
    page = "关于防汛工作的通知\n各村：\n一、2025年5月1日起实行24小时值班。\n柳河镇人民政府\n2025年4月28日\n"
    found = roles(page)
    assert found["一、2025年5月1日起实行24小时值班。"] == "body"
    assert found["2025年4月28日"] == "date"


def test_traditional_text_has_the_same_roles():
    page = "清政發〔2025〕18號\n關於發展特色產業的意見\n各縣（市、區）：\n一、總體要求\n附件：任務分解表\n清河市人民政府\n二〇二五年三月十二日\n抄送：市委辦公室。"
    assert [line.role for line in layout(page)] == [
        "number", "title", "addressee", "body", "annex_note", "signature", "date", "copy_to",
    ]  # fmt: skip


def test_the_title_of_a_text_that_is_passed_on_opens_an_annex():
    page = (
        "关于转发《临湖区实施方案》的通知\n各村：\n现将《临湖区实施方案》转发给你们，请认真贯彻执行。\n"
        "南塘街道办事处\n2025年4月21日\n临湖区实施方案\n一、目标。建成基地3个。\n"
    )
    assert roles(page)["临湖区实施方案"] == "annex"


def test_a_table_row_is_body_even_where_it_looks_like_something_else():
    page = "关于分解任务的通知\n各镇：\n附件\t任务\t单位\n抄送：\t无\t无\n"
    assert [line.role for line in layout(page)][2:] == ["body", "body"]


def test_windows_line_ends_do_not_move_the_offsets():
    page = "关于改厕的通知\r\n各村：\r\n一、完成改厕300户。\r\n"
    assert [page[line.start : line.end] for line in layout(page)] == [
        "关于改厕的通知",
        "各村：",
        "一、完成改厕300户。",
    ]
