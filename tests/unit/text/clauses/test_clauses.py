"""The clauses of a document and their paths."""

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import clauses, split_heading
from chuandao.text.layout.layout import layout


def paths(text):
    return [clause.path for clause in clauses(layout(text), lexicon())]


def words(text):
    """Return path → words after the number."""
    return {c.path: text[c.words_start : c.end] for c in clauses(layout(text), lexicon())}


def kinds(text):
    return {c.path: c.kind for c in clauses(layout(text), lexicon())}


HEAD = "关于推进垃圾分类的意见\n各县：\n"


def test_nested_numbers_give_one_path():
    text = HEAD + (
        "一、总体要求\n（一）目标。回收率达到35%。\n二、任务\n（一）收运体系\n1.建分拣中心6座。\n2.配车30辆。\n"
        "（二）宣传。入户宣传。\n（1）每月一次。\n"
    )
    assert paths(text) == ["1.1", "2.1.1", "2.1.2", "2.2", "2.2.1"]


def test_circled_numbers_are_the_finest_level():
    text = HEAD + "一、任务\n（一）收运。\n1.中转站\n①新建2座。\n②改造3座。\n"
    assert paths(text) == ["1.1.1.1", "1.1.1.2"]


def test_chapters_and_articles_of_a_regulation_nest():
    text = "云岭市垃圾分类管理办法\n第一章 总则\n第一条 为了规范管理，制定本办法。\n第二条 本办法适用于城区。\n第二章 投放\n第三条 单位应当分类投放。\n"
    assert paths(text) == ["1.1", "1.2", "2.3"]


def test_dotted_numbers_are_read_as_they_stand():
    text = HEAD + "一、任务\n1.1 建设冷库2座。\n1.2 配置车辆。\n"
    assert paths(text) == ["1.1.1", "1.1.2"]


def test_paragraphs_before_any_number_are_0_p():
    assert paths(HEAD + "为做好工作，制定本意见。\n请认真贯彻执行。\n一、目标。达到35%。\n") == [
        "0.p1",
        "0.p2",
        "1",
    ]


def test_paragraphs_under_an_item_are_counted_there():
    text = (
        HEAD
        + "一、任务\n（一）收运。配车30辆。\n各县应当补足运力。\n经费由县级承担。\n（二）宣传。入户。\n"
    )
    assert paths(text) == ["1.1", "1.1.p1", "1.1.p2", "1.2"]


def test_a_numbered_line_with_items_below_is_a_heading_not_a_clause():
    assert "1" not in paths(HEAD + "一、总体要求\n（一）目标。达到35%。\n")


def test_a_numbered_line_that_says_something_is_a_clause_beside_its_items():
    text = HEAD + "一、加强领导。市政府成立领导小组，副市长任组长。\n（一）每季度召开会议。\n"
    assert paths(text) == ["1", "1.1"]


def test_a_lonely_heading_is_a_clause():
    assert paths(HEAD + "一、加强领导\n二、落实经费\n") == ["1", "2"]


def test_rows_of_a_task_table_are_clauses_with_the_headings_of_their_columns():
    text = (
        HEAD + "一、任务\n序号\t任务\t责任单位\n1\t建分拣中心6座\t市城管局\n2\t配车30辆\t市交通局\n"
    )
    found = clauses(layout(text), lexicon())
    assert [c.path for c in found][-2:] == ["1.1", "1.2"]
    row = found[-1]
    assert [(cell.heading, text[cell.start : cell.end]) for cell in row.cells] == [
        ("序号", "2"),
        ("任务", "配车30辆"),
        ("责任单位", "市交通局"),
    ]


def test_the_annex_table_has_paths_of_its_own():
    text = HEAD + (
        "一、目标。达到35%。\n附件：任务分工表\n云岭市人民政府\n2025年4月8日\n附件\n任务分工表\n"
        "序号\t任务\t牵头单位\n1\t建分拣中心\t市城管局\n"
    )
    assert paths(text) == ["1", "annex.1"]


def test_a_second_annex_is_told_from_the_first():
    text = HEAD + (
        "一、目标。达到35%。\n云岭市人民政府\n2025年4月8日\n附件1\n任务\t单位\n建分拣中心\t市城管局\n"
        "附件2\n一、名词。可回收物是指废纸。\n"
    )
    assert paths(text) == ["1", "annex.1", "annex2.1"]


def test_the_annex_of_a_transmittal_is_read_as_the_body():
    text = (
        "关于转发《实施方案》的通知\n各村：\n现将《实施方案》转发给你们，请认真贯彻执行。\n南塘街道办事处\n"
        "2025年4月21日\n实施方案\n一、目标。建成基地3个。\n二、任务。种藕200亩。\n"
    )
    assert paths(text) == ["0.p1", "1", "2"]


def test_items_that_run_on_in_one_paragraph_are_clauses():
    text = HEAD + "会议议定：（一）成立专班，副市长任组长。（二）按月调度。\n"
    assert words(text)["1"].startswith("成立专班")
    assert words(text)["2"] == "按月调度。"


def test_a_path_that_repeats_is_made_unique():
    text = HEAD + "一、目标。达到35%。\n一、任务。配车30辆。\n一、保障。落实经费。\n"
    assert paths(text) == ["1", "1~2", "1~3"]


def test_a_number_in_the_text_does_not_open_an_item():
    text = HEAD + "一、目标\n1.2万户居民参与分类。\n2025年底前全覆盖。\n"
    assert paths(text) == ["1.p1", "1.p2"]


def test_a_digit_before_a_circled_number_is_an_item_of_its_own():
    assert words(HEAD + "一、任务\n2①建站2座。\n")["1.2"] == "①建站2座。"


def test_the_spans_of_clauses_give_their_words():
    text = HEAD + "一、任务\n（一）收运。配车30辆。\n"
    (clause,) = clauses(layout(text), lexicon())
    assert text[clause.start : clause.end] == "（一）收运。配车30辆。"
    assert text[clause.words_start : clause.end] == "收运。配车30辆。"


def test_headings_above_a_clause_are_kept_as_context():
    text = HEAD + "二、重点任务\n（一）收运体系。配车30辆。\n"
    (clause,) = clauses(layout(text), lexicon())
    assert clause.heading == "重点任务 / 收运体系"


def test_kinds_follow_headings_and_words():
    text = HEAD + (
        "为加强管理，制定本意见。\n一、工作目标\n（一）回收率达到35%以上。\n二、基本原则\n（一）坚持因地制宜。\n"
        "三、重点任务\n（一）配车30辆。\n（二）不得以分类为由拒收垃圾。\n四、组织保障\n（一）成立专班。\n"
        "（二）各县每月5日前报送进展。\n（三）对推进不力的予以问责。\n"
    )
    assert kinds(text) == {
        "0.p1": "preamble",
        "1.1": "goal",
        "2.1": "principle",
        "3.1": "task",
        "3.2": "safeguard",
        "4.1": "organisation",
        "4.2": "reporting",
        "4.3": "sanction",
    }


def test_signature_copy_to_and_annex_list_are_no_clauses():
    text = (
        HEAD
        + "一、目标。达到35%。\n附件：1.分工表\n2.名词\n云岭市政府\n2025年4月8日\n抄送：市委。\n"
    )
    assert paths(text) == ["1"]


def test_english_sections_and_letters_are_read():
    text = "Waste Separation Act\nSection 1. Purpose\nThis Act reduces waste.\nSection 2. Duties\n(a) Each county shall publish a list.\n(b) Townships may opt out.\n"
    assert paths(text) == ["1.p1", "2.1", "2.2"]


def test_a_line_that_names_the_units_belongs_to_the_item_above():
    text = (
        HEAD
        + "一、收运体系\n（一）建分拣中心6座。\n（牵头单位：市城管局）\n完成时限：2025年底前\n（二）配车30辆。\n"
    )
    assert paths(text) == ["1.1", "1.2"]
    assert words(text)["1.1"].endswith("完成时限：2025年底前")


def test_the_bracket_of_units_is_no_part_of_a_heading():
    assert split_heading("完善收运体系（牵头单位：市城管局）") == (
        "完善收运体系",
        "（牵头单位：市城管局）",
    )


def test_a_heading_ends_at_the_first_stop():
    assert split_heading("加强领导。成立专班，按月调度。") == ("加强领导", "成立专班，按月调度。")


def test_a_long_sentence_is_no_heading():
    long = "各县（市、区）人民政府要按照属地管理的原则统筹安排资金、人员和设备，确保按期完成年度任务，不得拖延"
    assert split_heading(long) == ("", long)


def test_an_empty_document_has_no_clauses():
    assert clauses((), lexicon()) == ()


def test_items_within_items_that_run_together_are_parted():
    text = HEAD + "（一）收运。1.建站6座。2.配车30辆。（二）宣传。入户宣传。\n"
    assert paths(text) == ["1.1", "1.2", "2"]


def test_first_and_second_on_lines_of_their_own_are_items():
    text = HEAD + "一、保障\n一是加强领导，成立专班。\n二是落实经费，列入预算。\n"
    assert paths(text) == ["1.1", "1.2"]


def test_a_section_after_a_short_list_is_not_put_below_it():
    text = HEAD + "1.收运。\n2.宣传。\n一、总体要求\n（一）目标。达到35%。\n"
    assert paths(text) == ["1", "2", "1.1"]


def test_a_skipped_number_keeps_its_own():
    assert paths(HEAD + "一、目标。达到35%。\n三、保障。落实经费。\n") == ["1", "3"]


def test_a_numbering_that_starts_anew_under_each_heading_stays_apart():
    text = HEAD + "一、收运\n1.建站6座。\n2.配车30辆。\n二、宣传\n1.入户500户。\n"
    assert paths(text) == ["1.1", "1.2", "2.1"]


def test_an_item_that_states_a_figure_is_a_clause_though_paragraphs_follow():
    assert paths(HEAD + "一、产值达到5亿元。\n请抓好落实。\n") == ["1", "1.p1"]


def test_a_last_item_is_kept_though_a_paragraph_follows_it():
    text = "会议纪要\n会议议定：1.安排资金。2.各乡镇每月报送进展。\n会议强调，要压实责任。\n"
    assert paths(text) == ["0.p1", "1", "2", "2.p1"]


def test_a_closing_formula_makes_no_heading_of_the_item_above():
    text = HEAD + "一、目标。达到35%。\n二、加强领导。\n本意见自印发之日起施行。\n"
    assert paths(text) == ["1", "2", "2.p1"]


def test_paragraphs_of_a_notice_without_numbers_are_tasks_but_its_opening():
    text = (
        "关于改厕的通知\n各村：\n根据镇里安排，现通知如下。\n6月底前完成改厕300户。\n特此通知。\n"
    )
    assert list(kinds(text).values()) == ["preamble", "task", "preamble"]


def test_captions_and_lines_without_a_word_are_no_clauses():
    assert paths(HEAD + "一、任务\n表1 重点工程\n1.建站6座。\n——\n2.配车30辆。\n") == [
        "1.1",
        "1.2",
    ]


BOX = (
    HEAD
    + "一、任务\n1.建站。建站6座。\n专栏1 重点工程\n1.东站。\n2.西站。\n3.南站。\n2.配车。30辆。\n"
)


def test_items_of_a_box_stand_under_the_item_above_it():
    assert paths(BOX) == ["1.1", "1.1.box1.1", "1.1.box1.2", "1.1.box1.3", "1.2"]


def test_the_title_of_a_box_is_a_heading_of_its_items():
    headings = [clause.heading for clause in clauses(layout(BOX), lexicon())]
    assert headings[1] == "任务 / 建站 / 重点工程 / 东站"
    assert headings[-1] == "任务 / 配车"


ENGLISH = (
    "Plan\n1. Bus services\n1.1 Authorities will secure an hourly service.\n1.2 No stop will close.\n"
    "Table: Milestones\nProgramme B: Fares\n2. Fares will be capped.\n"
)


def test_an_item_with_dotted_items_under_it_is_their_heading():
    found = clauses(layout(ENGLISH), lexicon())
    assert [clause.path for clause in found][:2] == ["1.1", "1.2"]
    assert found[0].heading.startswith("Bus services")


def test_captions_and_names_of_programmes_are_no_clauses():
    found = [ENGLISH[clause.start : clause.end] for clause in clauses(layout(ENGLISH), lexicon())]
    assert found[2:] == ["2. Fares will be capped."]


def test_an_english_item_that_orders_something_is_no_heading():
    page = "Plan\n4.1 Fares will be capped at 2 pounds.\n4.1.1 Fares are due on boarding.\n"
    assert paths(page) == ["4.1", "4.1.1"]
