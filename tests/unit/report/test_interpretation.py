"""The papers and the page of a kit: what they say, in three languages, the same bytes."""

import io

import docx
import pytest

import chuandao as cd
from chuandao.messages import LANGUAGES
from chuandao.report.interpretation import kit_docx, kit_page, questions_docx

OPINION = """清安市人民政府关于因地制宜发展特色产业的意见
清安政发〔2026〕3号
各县（市、区）人民政府：
一、坚持因地制宜。各地要立足资源禀赋选择发展路径，不得下达新上项目数量指标。
二、建设基地。2026年底前新增种植面积2万亩，鼓励农户入股。（牵头单位：市农业农村局；配合单位：市财政局）
三、加强服务。每季度开展一次技术服务，<适时>组织观摩。
清安市人民政府
2026年3月2日
"""


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    path = tmp_path_factory.mktemp("opinion") / "opinion.txt"
    path.write_text(OPINION, encoding="utf-8")
    return cd.interpret(path)


def words_of(content):
    document = docx.Document(io.BytesIO(content))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_quotes_every_passage(kit, language):
    words = words_of(kit_docx(kit, language))
    for rule in kit.rules:
        assert all(one.quote.words in words for one in rule.statements)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_test_as_handed_out_holds_no_answer(kit, language):
    asked, answered = (
        words_of(questions_docx(kit, language, answers=answers)) for answers in (False, True)
    )
    keys = [one.key.words for one in kit.questions if one.code == "reading"]
    assert keys
    assert all(key in answered for key in keys)
    assert len(answered.splitlines()) > len(kit.questions)
    assert "√\n" not in asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_kit_gives_the_same_bytes(kit, language):
    assert kit_docx(kit, language) == kit_docx(kit, language)
    assert kit_page(kit, language) == kit_page(kit, language)


def test_the_page_escapes_what_it_quotes_and_runs_nothing(kit):
    page = kit_page(kit, "zh-Hans")
    assert "&lt;适时&gt;" in page
    assert "<script" not in page
    assert "default-src" in page


def test_the_page_says_where_a_typical_misreading_comes_from(kit):
    page = kit_page(kit, "en")
    assert "source:" in page
    assert "assumed" in page


def test_every_page_says_that_it_is_no_basis_for_appraisal(kit):
    assert "不作为考核或问责依据" in kit_page(kit, "zh-Hans")
