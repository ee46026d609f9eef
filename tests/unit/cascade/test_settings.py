"""case.toml: what is understood is used, what is not is said with its line."""

import pytest

from chuandao.cascade.settings import Settings, parse_settings, read_settings
from chuandao.messages import LANGUAGES

WHOLE = """
name = "清河"
time_zone = "Asia/Urumqi"
[mandate]
basis = "计划"
approver = "秘书长"
objects = ["柳河县", "山阳县"]
period = "2025"
[[sources]]
source = "审计"
anchor = true
reliability = 0.9
[[sources]]
source = "self_report"
[weights]
inspection = 2
"""


def test_a_whole_file_is_understood():
    settings, problems = parse_settings(WHOLE)
    assert problems == []
    assert settings.anchors == ("audit",)
    assert settings.mandate.objects == "柳河县、山阳县"
    assert settings.mandate.missing == ()
    assert (settings.time_zone, dict(settings.weights)) == ("Asia/Urumqi", {"inspection": 2.0})


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("name = x", "settings_not_toml", 1),
        ('name = "a"\n[mandate\n', "settings_not_toml", 2),
        ('name = "a"\nb = "', "settings_not_toml_end", 0),
        ('\nmandat = "x"', "setting_unknown_near", 2),
        ("zzzzz = 1", "setting_unknown", 1),
        ('[mandate]\nbasiss = "x"', "setting_unknown_near", 2),
        ("name = 3", "setting_not_text", 1),
        ('time_zone = "Mars"', "setting_no_such_zone", 1),
        ('time_zone = ""', "setting_no_such_zone", 1),
        ('mandate = "x"', "setting_not_table", 1),
        ('sources = "x"', "setting_not_list", 1),
        ('[[sources]]\nsource = "rumour"', "setting_no_such_source", 2),
        ('[[sources]]\nsource = "audit"\nanchor = "yes"', "setting_not_boolean", 3),
        ('[[sources]]\nsource = "audit"\nreliability = 3', "setting_not_share", 3),
        ('[[sources]]\nsource = "audit"\n[[sources]]\nsource = "审计"', "setting_source_twice", 2),
        ("[weights]\naudit = -1", "setting_not_weight", 2),
        ("[weights]\naudit = true", "setting_not_weight", 2),
    ],
)
def test_a_fault_is_said_with_its_line_in_every_language(text, code, line):
    settings, problems = parse_settings(text, "folder")
    assert [(problem.code, problem.place.row) for problem in problems] == [(code, line)]
    assert isinstance(settings, Settings)
    for language in LANGUAGES:
        assert "{" not in problems[0].render(language) + problems[0].hint(language)


def test_a_folder_without_settings_bears_its_own_name(tmp_path):
    settings, problems = read_settings(tmp_path)
    assert (settings.name, [problem.code for problem in problems]) == (
        tmp_path.name,
        ["settings_absent"],
    )


def test_settings_in_another_encoding_are_not_guessed(tmp_path):
    (tmp_path / "case.toml").write_bytes('name = "清河"'.encode("gb18030"))
    assert [p.code for p in read_settings(tmp_path)[1]] == ["settings_encoding"]


def test_settings_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "case.toml").write_bytes('name = "清河"'.encode("utf-8-sig"))
    assert read_settings(tmp_path)[0].name == "清河"


def test_how_the_order_of_units_was_settled_is_read_in_any_language():
    settings, problems = parse_settings('[designs]\ntraining = "分批推开"\nrevise = "randomised"\n')
    assert dict(settings.designs) == {"training": "staggered", "revise": "randomised"}
    assert problems == []


def test_a_design_nobody_knows_counts_as_not_declared_and_is_told():
    settings, problems = parse_settings('[designs]\ntraining = "by feel"\n')
    assert dict(settings.designs) == {}
    assert [problem.code for problem in problems] == ["setting_no_such_design"]
    assert problems[0].place.row == 2
    assert "by feel" in problems[0].render("en")
