"""What stands around a trace reaches the user: notes, what is not at hand, a case's own words."""

import json

import pytest
from typer.testing import CliRunner

from chuandao.cli.main import app
from chuandao.messages import LANGUAGES

CITY = "清政发〔2025〕{n}号\n清河市人民政府关于{what}的意见\n各县：\n根据《省人民政府关于茶产业的意见》（省政发〔2024〕7号），制定本意见。\n一、回收利用率达到45%以上。\n清河市人民政府\n2025年3月12日"
COUNTY = "云山县人民政府关于垃圾分类的方案\n各乡镇：\n根据《清河市人民政府关于垃圾分类的意见》，制定本方案。\n一、自印发之日起20个工作日内回收利用率达到40%以上，由尤经理牵头。\n云山县人民政府\n2035年6月1日"
FILES = {
    "units.csv": "unit,name,tier,parent\n1,清河市,0,\n11,云山县,1,1\n12,临湖区,1,1\n",
    "documents.csv": "document,unit,file\na,1,a.txt\nb,1,b.txt\nc,12,c.txt\n",
    "a.txt": CITY.format(n=18, what="垃圾分类"),
    "b.txt": CITY.format(n=31, what="茶产业"),
    "c.txt": COUNTY,
}


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case" / "lexicon").mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / "case" / name).write_text(text, "utf-8")
    return tmp_path / "case"


def run(*words):
    done = CliRunner().invoke(app, [*map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


TOLD = {
    "en": (
        "most cited first: “省人民政府关于茶产业的意见” (2)",
        "c: The document calls its issuer",
    ),
    "zh-Hans": ("《省人民政府关于茶产业的意见》（2）", "[存疑] c：公文落款"),
    "zh-Hant": ("《省人民政府关于茶产业的意见》（2）", "[存疑] c：公文落款"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tracing_a_case_says_what_is_not_at_hand_and_what_is_doubtful(case, language):
    said = run("trace", case, "--lang", language).stdout
    for words in TOLD[language]:
        assert words in said


def test_a_repeated_note_is_one_line(case):
    for name in "de":
        (case / f"{name}.txt").write_text(COUNTY, "utf-8")
    (case / "documents.csv").write_text(
        FILES["documents.csv"] + "d,12,d.txt\ne,12,e.txt\n", "utf-8"
    )
    said = run("trace", case, "--lang", "en").stdout
    assert "[note] 3 documents (c, d, e): The public holidays of 2035" in said


def test_the_same_case_and_its_files_give_json_of_one_shape(case):
    of_case = json.loads(run("trace", case, "--json", "-").stdout)
    files = run("trace", case / "a.txt", case / "c.txt", "--json", "-").stdout
    assert set(of_case) == set(json.loads(files))
    (gap,) = of_case["number_gaps"]
    assert (gap["mark"], gap["seen"], gap["largest"]) == ("清政发", 2, 31)
    assert {"issuer_differs", "holidays_unknown"} <= {note["code"] for note in of_case["notes"]}


def test_the_tables_of_a_traced_case_are_written(case, tmp_path):
    run("trace", case, "--out", "tables")
    for name in ("editions", "cited", "document_notes", "number_gaps"):
        assert (tmp_path / "tables" / f"{name}.parquet").exists()


def test_one_document_alone_is_no_case_and_says_how_to_go_on(case):
    done = run("trace", case / "a.txt", "--lang", "en")
    assert done.exit_code == 2
    assert "chuandao trace ROOT LOWER" in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_says_what_the_reading_of_the_documents_says(case, language):
    assert TOLD[language][1] in run("check", case, "--lang", language).stdout


def test_a_checkup_says_it_and_keeps_it_with_its_run(case):
    done = run("checkup", case, "--as-of", "2025-12-31", "--lang", "en", "--json", "all.json")
    kept = json.loads((case.parent / "all.json").read_text("utf-8"))
    assert TOLD["en"][0] in done.stdout
    assert kept["number_gaps"][0]["mark"] == "清政发"
    assert "issuer_differs" in {row["code"] for row in kept["document_notes"]}
    (page,) = (case / ".chuandao" / "reports").glob("*/report.html")
    html = page.read_text("utf-8")
    assert "Of the documents 清政发 of 2025, 2 of about" in html
    assert TOLD["en"][0] in html


def test_show_with_a_case_tells_the_unit_by_code_and_path(case):
    said = run("show", case / "c.txt", "--case", case, "--lang", "en").stdout
    assert "11 清河市/云山县" in said
    (record,) = json.loads(run("show", case / "c.txt", "--case", case, "--json", "-").stdout)
    assert (record["unit"], record["unit_path"]) == ("11", "清河市/云山县")


def test_the_page_of_show_tells_the_unit_too(case):
    run("show", case / "c.txt", "--case", case, "--html", "c.html")
    assert "11 清河市/云山县" in (case.parent / "c.html").read_text("utf-8")


def test_without_a_case_show_tells_no_unit(case):
    (record,) = json.loads(run("show", case / "c.txt", "--json", "-").stdout)
    assert "unit" not in record


@pytest.mark.parametrize("known", [True, False])
def test_show_reads_with_the_words_of_the_case(case, known):
    (case / "lexicon" / "roles.csv").write_text("role,word\nlead,领办单位\n", "utf-8")
    text = "关于回收的意见\n各镇：\n一、设置回收箱3个。（领办单位：市商务局）"
    (case / "x.txt").write_text(text, "utf-8")
    more = ["--case", case] if known else []
    (record,) = json.loads(run("show", case / "x.txt", *more, "--json", "-").stdout)
    found = [i["value"] for c in record["clauses"] for p in c["commitments"] for i in p["lead"]]
    assert ("市商务局" in found) is known


def test_a_case_that_is_not_there_is_said(case):
    done = run("show", case / "c.txt", "--case", "nowhere", "--lang", "en")
    assert done.exit_code == 1
    assert "nowhere" in done.output


@pytest.mark.parametrize("command", ["show", "tasks"])
def test_names_are_kept_only_where_asked_for_and_the_output_says_so(case, command):
    words = (command, case / "c.txt", "--json", "out.json", "--lang", "en")
    (plain, kept) = (run(*words), run(*words, "--persons"))
    assert "Names of persons are kept" not in plain.output
    assert "Names of persons are kept" in kept.output


def test_a_person_who_leads_is_shown_only_where_asked_for(case):
    lines = [
        [line for line in run("show", case / "c.txt", *more, "--lang", "en").stdout.splitlines()
         if line.split()[-1:] == ["尤经理"]]
        for more in ([], ["--persons"])
    ]  # fmt: skip
    assert [bool(found) for found in lines] == [False, True]


@pytest.mark.parametrize("command", ["trace", "checkup", "check", "measure", "report"])
def test_no_other_command_can_keep_names(command):
    assert "--persons" not in run(command, "--help").stdout
