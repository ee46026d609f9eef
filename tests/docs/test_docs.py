import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import chuandao
import generated
from chuandao.catalog.tables import input_tables, result_tables
from chuandao.catalog.values import domains
from chuandao.messages import LANGUAGES, codes

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def read(path):
    return (ROOT / path).read_text("utf-8")


def sections(page):
    """Headings of a generated page and what stands below each."""
    parts = re.split(r"^#{2,3} (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def command_names():
    from typer.main import get_command

    app = import_module("chuandao.cli.main").app
    return list(get_command(app).commands)


def test_every_public_name_is_documented():
    told = re.findall(r":: chuandao\.(\w+)$", generated.names(), re.MULTILINE)
    assert told == list(getattr(chuandao, "__all__", []))


@pytest.mark.parametrize(
    ("half", "schemas"), [(0, input_tables()), (1, result_tables())], ids=["case", "results"]
)
def test_every_table_and_column_is_documented(half, schemas):
    found = sections(re.split(r"^## .+$", generated.tables(), flags=re.MULTILINE)[half + 1])
    missing = [
        f"{schema.name}.{column.name}"
        for schema in schemas.values()
        for column in schema.columns
        if f"| `{column.name}` |" not in found.get(schema.name, "")
    ]
    assert schemas
    assert missing == []


def test_every_value_is_documented():
    found = sections(generated.values())
    missing = [
        f"{name}: {value.value}"
        for name, domain in domains().items()
        for value in domain.values
        if f"| `{value.value}` |" not in found[name]
    ]
    assert missing == []


def test_every_message_is_documented_in_every_language():
    rows = {
        line.split("`")[1]: line
        for line in generated.errors().splitlines()
        if line.startswith("| `")
    }
    assert set(rows) == {code for code in codes() if not code.endswith(".hint")}
    assert [code for code, row in rows.items() if re.search(r"\|  +\|", row)] == []
    assert all(language in generated.errors() for language in LANGUAGES)


def test_every_command_is_documented():
    found = sections(generated.commands())
    assert [name for name in command_names() if f"chuandao {name}" not in found] == []


def test_every_generated_part_is_on_a_page():
    sources = "".join(path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    assert [p for p in generated.PAGES if f"<!-- generated: {p} -->" not in sources] == []


def test_markdown_signs_in_the_catalogue_stay_words():
    assert generated._plain("a|b*c_d{e}<f>") == r"a\|b\*c\_d\{e\}\<f\>"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_of_the_page_exists(page):
    targets = re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)
    named = re.findall(r"(?:^\s*\$? ?|`)make ([a-z]+)", read(page), re.MULTILINE)
    assert named
    assert [name for name in named if name not in targets] == []


def test_every_chuandao_command_of_the_readme_exists():
    pattern = r"(?:^\s*\$? ?|`|bin/)chuandao ([a-z]+)"
    named = re.findall(pattern, read("README.md"), re.MULTILINE)
    assert [name for name in named if name not in command_names()] == []


def test_make_help_names_every_command():
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    told = re.findall(r"^([a-z]+):.*## .+", makefile, re.MULTILINE)
    assert sorted(phony[1].split()) == sorted(told)


def test_documentation_builds_without_a_warning(tmp_path):
    """-E -W: nothing from an earlier build, a warning is an error."""
    build = [sys.executable, "-m", "sphinx", "-E", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*build, "-d", tmp_path / "trees", DOCS, tmp_path / "html"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    pages = [path.read_text("utf-8") for path in (tmp_path / "html").rglob("*.html")]
    loaded = [re.findall(r'(?:src|rel="stylesheet"[^>]*href)="(https?:[^"]+)', p) for p in pages]
    assert pages
    assert not any(loaded), "a page loads something from elsewhere"
