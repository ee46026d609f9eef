"""Reference pages that are written from the product itself at every build.

A page holds a line ``<!-- generated: tables -->``; it is replaced by what the function of
that name in ``PAGES`` returns, as Markdown.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po

import chuandao.messages
from chuandao.catalog.concepts import Area, areas, terms
from chuandao.catalog.concepts import concepts as known_concepts
from chuandao.catalog.ranges import ranges as known_ranges
from chuandao.catalog.tables import Column, TableSchema, input_tables, result_tables
from chuandao.catalog.values import Domain, domains
from chuandao.catalog.words import label_of
from chuandao.messages import LANGUAGES
from chuandao.sources.exports import ExportMapping
from chuandao.sources.exports import ready_mappings as known_mappings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_MARKER = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#$~])")
_MESSAGES = Path(chuandao.messages.__file__).parent
_TRADITIONAL = "zh-Hant"


def tables() -> str:
    """Return every table of a case and of the results, column by column."""
    parts = [
        f"## Tables of {what}\n\n" + "\n\n".join(map(_table, schemas.values()))
        for what, schemas in (("a case", input_tables()), ("the results", result_tables()))
        if schemas
    ]
    return "\n\n".join(parts)


def values() -> str:
    """Return every closed list of values, with the words that are understood."""
    return "\n\n".join(map(_domain, domains().values()))


def errors() -> str:
    """Return every message in every language, with what to do about it."""
    files = sorted(file.name for file in (_MESSAGES / LANGUAGES[0]).glob("*.po"))
    return "\n\n".join(map(_room, files))


def ready_mappings() -> str:
    """Return the exports that are recognised by themselves, with the headings that tell them."""
    rows = [
        [one.name, _plain(one.about_en), "、".join(one.recognise), _tables_of(one)]
        for one in sorted(known_mappings(), key=lambda one: one.file)
    ]
    return _grid(["export", "what it is", "recognised by", "fills"], rows)


def ranges() -> str:
    """Return the reference ranges of the signs, with their sources."""
    heading = ["measure", "sign", "unit", "normal", "attention", "severe", "worst", "least"]
    rows = [
        [
            f"`{one.measure}`",
            one.sign,
            one.unit,
            *(f"{edge:g}" for edge in (one.normal, one.attention, one.severe, one.full)),
            f"{one.least} {one.least_of}",
            _plain(f"{one.meaning_en} {one.meaning_zh}"),
            _plain(f"{one.reference}, {one.date}"),
        ]
        for one in known_ranges().values()
    ]
    return _grid([*heading, "meaning", "source"], rows)


def commands() -> str:
    """Return every command of the command line with its arguments and options."""
    from typer.main import get_command

    from chuandao.cli.main import app

    command: Any = get_command(app)
    context = command.context_class(command, info_name="chuandao")
    children = getattr(command, "commands", {"": command})
    return "\n\n".join(_command(name, child, context) for name, child in children.items())


def names() -> str:
    """Return every public name of the package, with its docstring."""
    public = getattr(chuandao, "__all__", [])
    directives = "\n".join(f".. {_directive(name)}:: chuandao.{name}\n" for name in public)
    return f"```{{eval-rst}}\n{directives}```" if public else ""


def concepts() -> str:
    """Return the policy concepts by area, with their terms counted and their sources."""
    counts = Counter(term.concept for term in terms())
    of_area = {
        area: [c for c in known_concepts().values() if c.area == area.area]
        for area in areas().values()
    }
    rows = [
        [_plain(area.label("zh-Hant")), area.name_en, str(len(own)), str(_sum(own, counts))]
        for area, own in of_area.items()
    ]
    total = ["all", "", str(len(known_concepts())), str(counts.total())]
    grid = _grid(["area", "", "concepts", "terms"], [*rows, total])
    return "\n\n".join([grid, *(_area(area, own, counts) for area, own in of_area.items())])


_WRITTEN = (tables, values, errors, commands, names, concepts, ready_mappings, ranges)
PAGES: dict[str, Callable[[], str]] = {page.__name__: page for page in _WRITTEN}


def fill(source: str) -> str:
    """Return a page's source with its generated parts in place."""
    return _MARKER.sub(lambda match: PAGES[match[1]](), source)


def setup(app: "Sphinx") -> dict[str, bool]:
    """Tell Sphinx about the generated parts."""
    app.connect("source-read", _on_source_read)
    app.connect("env-get-outdated", _always_anew)
    return {"parallel_read_safe": True}


def _on_source_read(_app: "Sphinx", _page: str, source: list[str]) -> None:
    source[0] = fill(source[0])


def _always_anew(_app: "Sphinx", env: "BuildEnvironment", *_sets: set[str]) -> list[str]:
    return [
        page for page in env.found_docs if _MARKER.search(env.doc2path(page).read_text("utf-8"))
    ]


def _table(schema: TableSchema) -> str:
    heading = ["column", "繁體 / 简体", "type", "", "what it holds", "example"]
    return "\n\n".join(
        [
            f"### {schema.name}",
            f"{_both(schema)}. {_plain(schema.meaning_en)}" + _required(schema),
            _grid(heading, map(_column, schema.columns)),
        ]
    )


def _required(schema: TableSchema) -> str:
    return " **Required.**" if schema.required else ""


def _column(column: Column) -> list[str]:
    kind = f"{column.type}, {column.unit}" if column.unit else column.type
    marks = [mark for mark in ("required", "key", "seldom") if getattr(column, mark)]
    holds = [_plain(column.meaning_en)]
    if column.domain:
        holds.append(f"One of [{column.domain}](values.md#{column.domain.replace('_', '-')}).")
    if column.refers:
        holds.append(f"Found in `{column.refers}`.")
    return [
        f"`{column.name}`",
        _both(column),
        _plain(kind.replace("_", " ")),
        ", ".join(marks),
        " ".join(filter(None, holds)),
        _plain(column.example_zh or column.example_en),
    ]


def _domain(domain: Domain) -> str:
    rows = (
        [
            f"`{value.value}`",
            _both(value),
            _plain(value.meaning_en or value.label_en),
            _plain("、".join(value.aliases)),
        ]
        for value in domain.values
    )
    grid = _grid(["value", "繁體 / 简体", "meaning", "also understood"], rows)
    return f"({domain.name.replace('_', '-')})=\n## {domain.name}\n\n{grid}"


def _area(area: Area, own: list[Any], counts: Counter[str]) -> str:
    rows = (
        [
            f"`{concept.concept}`",
            _both(concept),
            _plain(concept.name_en),
            str(counts[concept.concept]),
            _plain(f"{concept.reference}, {concept.date}"),
        ]
        for concept in own
    )
    heading = ["concept", "繁體 / 简体", "English", "terms", "source"]
    return f"## {area.name_en}\n\n{_both(area)}\n\n{_grid(heading, rows)}"


def _sum(own: list[Any], counts: Counter[str]) -> int:
    return sum(counts[concept.concept] for concept in own)


def _both(named: Any) -> str:  # whatever has a Chinese label
    chinese = getattr(named, "label_zh", None) or named.name_zh
    traditional = label_of("", chinese, _TRADITIONAL)
    return _plain(" / ".join(dict.fromkeys([traditional, chinese])))


def _room(file: str) -> str:
    said = [_messages(language, file) for language in LANGUAGES]
    rows = (
        [f"`{code}`", *(_message(code, messages) for messages in said)]
        for code in said[0]
        if not code.endswith(".hint")
    )
    return f"## {file.removesuffix('.po')}\n\n" + _grid(["code", *LANGUAGES], rows)


def _messages(language: str, file: str) -> dict[str, str]:
    with (_MESSAGES / language / file).open("rb") as stream:
        catalogue = read_po(stream, locale=language.replace("-", "_"))
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def _message(code: str, messages: dict[str, str]) -> str:
    words = _plain(messages.get(code, ""))
    if code in messages and not words.strip():
        words = "(space)" if words else "(nothing)"
    hint = messages.get(f"{code}.hint")
    return f"{words}<br>→ {_plain(hint)}" if hint else words


def _command(name: str, command: Any, context: Any) -> str:  # click's or typer's
    inner = command.context_class(command, info_name=name, parent=context)
    usage = command.get_usage(inner).removeprefix("Usage: ")
    rows = (
        [_option(parameter), _plain(getattr(parameter, "help", "") or "")]
        for parameter in command.params
        if not getattr(parameter, "hidden", False)
    )
    parts = [f"## chuandao {name}", _plain(inspect.cleandoc(command.help or ""))]
    return "\n\n".join([*parts, f"```text\n{usage}\n```", _grid(["", "what it does"], rows)])


def _option(parameter: Any) -> str:
    words = parameter.opts + parameter.secondary_opts
    if parameter.param_type_name == "argument":
        words = [parameter.metavar or parameter.name.upper()]
    return ", ".join(f"`{word}`" for word in words)


def _tables_of(mapping: ExportMapping) -> str:
    return ", ".join(dict.fromkeys(f"`{into.table}`" for into in mapping.into))


def _directive(name: str) -> str:
    thing = getattr(chuandao, name)
    if inspect.ismodule(thing):
        return "automodule"
    if inspect.isclass(thing):
        return "autoclass"
    return "autofunction" if callable(thing) else "autodata"


def _grid(heading: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _plain(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", words.replace("\n", " "))
