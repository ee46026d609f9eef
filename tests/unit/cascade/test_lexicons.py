"""A case's own lexicons: merged over the catalogue's, every bad row said, part of the fingerprint."""

import chuandao as cd
from chuandao.cascade.assembly.lexicons import read_lexicons
from chuandao.cascade.case import read
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.catalog.additions import NOTHING
from chuandao.catalog.concepts import concepts
from chuandao.messages import LANGUAGES
from chuandao.text.concepts import concepts_in

UNITS = "unit,name,tier,parent\n1,清河市,0,\n11,柳河县,1,1\n"
DOCUMENTS = "document,unit,file\nD1,1,a.txt\nD2,11,b.txt\n"
TEXT = "关于发展茶叶的意见\n各县：\n一、建设茶园3个，2025年底前完成。\n"


def case_with(folder, **files):
    (folder / "lexicon").mkdir()
    for name, text in {"units.csv": UNITS, "documents.csv": DOCUMENTS}.items():
        (folder / name).write_text(text, "utf-8")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "lexicon" / f"{name}.csv").write_bytes(data)
    return folder


def told(folder):
    return [(p.code, p.place.row, p.place.column) for p in read_lexicons(folder)[1]]


def named(words, added):
    with reading_with(added):
        return {found.concept for found in concepts_in(words, policy_concepts())}


def test_without_a_folder_nothing_is_added(tmp_path):
    assert read_lexicons(tmp_path) == (NOTHING, [])


def test_a_concept_of_the_case_is_found(tmp_path):
    folder = case_with(
        tmp_path,
        concepts="concept,name_zh,name_en,area\nselenium,富硒产业,selenium farming,agriculture\n",
        concept_terms="concept,term\nselenium,富硒茶\nselenium,富硒米\n",
    )
    added, problems = read_lexicons(folder)
    assert problems == []
    assert named("打造富硒茶品牌", added) == {"selenium"}
    assert concepts(added)["selenium"].reference == "case"
    assert named("打造富硒茶品牌", NOTHING) == set()


def test_a_term_in_traditional_characters_serves_both_scripts(tmp_path):
    added, _ = read_lexicons(case_with(tmp_path, concept_terms="concept,term\none_net,雲辦事\n"))
    assert named("推行云办事", added) == {"one_net"}


def test_a_term_of_the_catalogue_can_be_taken_out(tmp_path):
    added, problems = read_lexicons(
        case_with(tmp_path, concept_terms="concept,term,kind\npublic_transport,公交,not\n")
    )
    assert problems == []
    assert named("公交", NOTHING) == {"public_transport"}
    assert named("公交", added) == set()


def test_every_other_lexicon_can_be_extended(tmp_path):
    folder = case_with(
        tmp_path,
        slogans="word\n苦干实干加油干\n",
        measures="word,measure,dimension,factor,additive\n竹筏,只,number,1,yes\n亩,亩,area,2,yes\n",
        deontic="word,strength\n铁定要,3\n",
    )
    added, problems = read_lexicons(folder)
    assert problems == []
    with reading_with(added):
        own = lexicon()
    assert "苦干实干加油干" in own.slogans
    assert own.measure_of["竹筏"].factor == 1
    assert own.measure_of["亩"].factor == 2
    assert [word.strength for word in own.deontic if word.word == "铁定要"] == [3]
    assert "苦干实干加油干" not in lexicon().slogans
    assert added.counts == {"deontic.csv": 1, "measures.csv": 2, "slogans.csv": 1}


def test_a_bad_row_is_said_with_its_place_and_the_good_ones_stay(tmp_path):
    folder = case_with(
        tmp_path,
        deontic="word,strength,hedge\n铁定要,很强,no\n,2,no\n兴许,-1,maybe\n可望,-1,yes\n可望,-2,yes\n",
        roles="role,word\nhelper,帮扶单位\n",
        concept_terms="concept,term\none_nett,云办\none_net,云\n",
    )
    assert told(folder) == [
        ("lexicon_term_short", 3, ""),
        ("lexicon_cell_choice", 2, "strength"),
        ("lexicon_cell_empty", 3, "word"),
        ("lexicon_cell_choice", 4, "hedge"),
        ("lexicon_row_repeated", 6, ""),
        ("lexicon_cell_choice", 2, "role"),
        ("lexicon_concept_unknown", 2, "concept"),
    ]
    assert read_lexicons(folder)[0].counts == {"deontic.csv": 1}


def test_a_grade_must_be_one_of_ours_and_a_measure_above_nothing(tmp_path):
    folder = case_with(
        tmp_path,
        deontic="word,strength\n铁定要,99\n兴许要,3.0\n",
        measures="word,measure,dimension,factor\n筏,只,number,0\n桶,只,number,nan\n箱,只,number,12\n",
        set_values="word,comparator,value,measure\n见底,le,空,个\n见顶,ge,100,%\n",
    )
    assert told(folder) == [
        ("lexicon_cell_choice", 2, "strength"),
        ("lexicon_cell_choice", 3, "strength"),
        ("lexicon_cell_positive", 2, "factor"),
        ("lexicon_cell_positive", 3, "factor"),
        ("lexicon_cell_number", 2, "value"),
    ]


def test_an_unknown_file_or_column_is_said(tmp_path):
    folder = case_with(
        tmp_path, sloganz="word\nx\n", slogans="word,colour\n苦干,红\n", roles="word\nx\n"
    )
    assert told(folder) == [
        ("lexicon_column_missing", 1, ""),
        ("lexicon_column_unknown", 1, "colour"),
        ("lexicon_file_unknown", 0, ""),
    ]


def test_a_file_in_no_known_encoding_is_said(tmp_path):
    folder = case_with(tmp_path, slogans=b"word\n\xff\xff\xff\x80\n")
    assert told(folder) == [("encoding_unknown", 0, "")]


def test_gb18030_is_read(tmp_path):
    added, _ = read_lexicons(case_with(tmp_path, slogans="word\n苦干实干\n".encode("gb18030")))
    assert added.counts == {"slogans.csv": 1}


def test_every_fault_has_a_message_and_a_hint(tmp_path):
    folder = case_with(tmp_path, sloganz="", roles="role,word\nhelper,x\n")
    problems = read_lexicons(folder)[1]
    assert problems
    for problem in problems:
        for language in LANGUAGES:
            assert problem.render(language)
            assert problem.hint(language)


def test_what_is_added_counts_in_the_fingerprint_and_the_parameters(tmp_path):
    plain_case = read(case_with(tmp_path))
    before = plain_case.fingerprint
    assert dict(cd.trace(plain_case).parameters) == {}
    (tmp_path / "lexicon" / "slogans.csv").write_text("word\n苦干实干加油干\n", "utf-8")
    case = read(tmp_path)
    assert case.fingerprint != before
    assert cd.trace(case).parameters["lexicon"] == {"slogans.csv": 1}


def test_faults_of_a_lexicon_stand_among_the_problems_of_the_case(tmp_path):
    case = read(case_with(tmp_path, roles="role,word\nhelper,帮扶单位\n"))
    assert [p.place.render() for p in case.check() if p.code == "lexicon_cell_choice"] == [
        "lexicon/roles.csv, row 2, column role"
    ]


def test_the_order_of_rows_changes_nothing(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = case_with(tmp_path / "one", slogans="word\n苦干\n实干\n")
    two = case_with(tmp_path / "two", slogans="word\n实干\n苦干\n")
    assert read_lexicons(one)[0] == read_lexicons(two)[0]
