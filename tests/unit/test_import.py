"""Importing the package costs nothing, and every message it can speak is in three languages."""

import ast
import builtins
import re
import string
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import chuandao
from chuandao.messages import LANGUAGES, codes
from chuandao.messages.render import _catalogue

HEAVY = ("polars", "duckdb", "numpy", "scipy", "pyarrow", "lxml", "openpyxl", "babel", "typer", "rich", "opencc", "trafilatura", "docx", "jinja2")  # fmt: skip
SOURCES = Path(chuandao.__file__).parent
SPEAKERS = {"render", "say", "has"}


def loaded_by(statement):
    script = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import chuandao") & set(HEAVY) == set()


def test_naming_the_example_loads_nothing_heavy():
    assert loaded_by("import chuandao; chuandao.examples.qinghe") & set(HEAVY) == set()


@pytest.mark.parametrize("name", chuandao.__all__)
def test_every_public_name_is_there(name):
    assert getattr(chuandao, name) is not None
    assert name in dir(chuandao)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = chuandao.nothing


@cache
def trees():
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCES.rglob("*.py"))}


def spoken():
    """Return every message code that the source names as a whole, with where it does."""
    found = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code = node.args[0].value
                if isinstance(code, str) and _speaks(node.func):
                    found.setdefault(code, f"{path.relative_to(SOURCES)}:{node.lineno}")
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and re.fullmatch(r"change\.[a-z_]*[a-z]", node.value):
                found.setdefault(node.value, f"{path.relative_to(SOURCES)}:{node.lineno}")
    return found


def _speaks(function):
    name = getattr(function, "id", "") or getattr(function, "attr", "")
    ours = name.endswith(("Problem", "Error")) and not hasattr(builtins, name)
    return ours or (name in SPEAKERS and isinstance(function, ast.Name))


def test_every_code_that_the_source_names_has_a_message():
    known = set(codes())
    assert {code: place for code, place in spoken().items() if code not in known} == {}


def test_there_are_codes_to_look_for():
    assert len(spoken()) > 60


@pytest.mark.parametrize(
    "code",
    [
        *(f"change.target_{way}" for way in ("higher", "lower", "omitted", "added")),
        *(f"change.deadline_{way}" for way in ("earlier", "later", "vague", "oftener", "rarer", "omitted", "added")),
        *(f"change.deontic_{way}" for way in ("stronger", "weaker")),
        *(f"change.{name}_{way}" for name in ("instruments", "safeguards") for way in ("omitted", "added")),
        "change.condition_added", "change.condition_removed",
    ],
)  # fmt: skip
def test_every_reason_of_a_change_that_is_put_together_has_a_message(code):
    assert code in codes()


def catalogue(language):
    return _catalogue(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_message(language):
    assert set(catalogue(language)) == set(codes())
    silent = [code for code, words in catalogue(language).items() if not words]
    assert [code for code in silent if not code.endswith("separator")] == []


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_a_message_names_the_same_places_in_every_language(language):
    here, there = catalogue("en"), catalogue(language)
    different = {
        code: (_places(here[code]), _places(there[code]))
        for code in codes()
        if _places(here[code]) != _places(there[code])
    }
    assert different == {}


def _places(words):
    found = {field for _, field, _, _ in string.Formatter().parse(words) if field}
    return {
        name.removesuffix("_en").removesuffix("_zh_hans").removesuffix("_zh_hant") for name in found
    }
