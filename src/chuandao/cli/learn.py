"""`chuandao learn`: map an office's export once, so that exports like it are read by themselves."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.face import Language, mendable, out, say, wanted
from chuandao.errors import ChuandaoError, Place
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.sources.exports.learn import Learned
    from chuandao.sources.exports.mapping import Fill, Into

_HERE = Path("mappings")


def learn(
    export: Annotated[Path, typer.Argument(help="An export: CSV, workbook, Parquet or Word file.")],
    case: Annotated[
        Path | None, typer.Option("--case", metavar="CASE", help="The case it belongs to.")
    ] = None,
    table: Annotated[
        str, typer.Option("--table", metavar="TABLE", help="The table it should fill.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Where to write the mapping.")
    ] = None,
    lang: Language = "",
) -> None:
    """Map an office's export once: which heading fills which column, which word means what.

    Writes a mapping file to look through; what could not be understood stands in it to be
    filled in. Exports like it are then read from the case's folder `exports`.
    """
    from chuandao.sources.exports.sheets import opened

    language = wanted(lang)
    with mendable(language):
        if not export.is_file():
            raise ChuandaoError("file_not_found", Place(str(export)))
        book = opened(export, export.name)
        if not book.grids:
            raise ChuandaoError(
                book.problems[0].code if book.problems else "export_no_heading", Place(export.name)
            )
        learned = _learned(export, case, table, book.grids)
        for sheet, one in learned.items():
            _print(sheet or export.name, one, language)
        _write(learned, export, case, to, language)


def _learned(
    export: Path, case: Path | None, table: str, grids: Iterable[object]
) -> Mapping[str, "Learned"]:
    """Return what was learnt of each sheet that has headings."""
    from chuandao.sources.exports.learn import learnt
    from chuandao.sources.tables.grid import Grid

    units = _units(case)
    found = {g.sheet: learnt(g, units, table) for g in grids if isinstance(g, Grid)}
    kept = {sheet: one for sheet, one in found.items() if one is not None}
    if not kept:
        raise ChuandaoError("export_no_heading", Place(export.name))
    return kept


def _units(case: Path | None) -> dict[str, str]:
    if case is None:
        return {}
    from chuandao.cascade.case import read
    from chuandao.catalog.words import fold

    table = read(case).tables["units"]
    pairs = table.select("unit", "name").rows()
    return {fold(word): name for code, name in pairs for word in (code, name) if word}


def _print(sheet: str, learned: "Learned", language: str) -> None:
    from rich.table import Table

    mapping = learned.mapping
    if learned.ready:
        about = mapping.about_en if language == "en" else mapping.about_zh
        say("learn.ready", language, sheet=sheet, mapping=mapping.name, about=about)
    else:
        say("learn.proposed", language, sheet=sheet, table=mapping.into[0].schema.label(language))
    shown = Table("learn.column", "learn.into", "learn.example")
    for column in shown.columns:
        column.header = render(str(column.header), language)
    for into in mapping.into:
        for name, fill in into.columns.items():
            shown.add_row(*_row(into, name, fill, learned))
    out.print(shown)
    for one in learned.open:
        count = len(one.words)
        say(f"learn.{one.kind}", language, heading=one.heading, count=count)
    for table, name in learned.missing:
        say("learn.open", language, table=table, column=name)
    if learned.unused:
        say("learn.unused", language, headings="、".join(learned.unused))


def _row(into: "Into", name: str, fill: "Fill", learned: "Learned") -> tuple[str, str, str]:
    from chuandao.sources.exports.write import quoted

    source = fill.join.join(fill.headings) if fill.join else "、".join(fill.named)
    said = quoted(fill.constant) if fill.constant else fill.caption
    example = next((e for word in fill.named if (e := learned.examples.get(word, ""))), "")
    return source or said, f"{into.table}.{name}", example


def _write(
    learned: Mapping[str, "Learned"],
    export: Path,
    case: Path | None,
    to: Path | None,
    language: str,
) -> None:
    from chuandao.sources.exports.write import mapping_text

    folder = case / "mappings" if case else _HERE
    for at, (sheet, one) in enumerate(learned.items()):
        name = f"{export.stem}-{sheet}" if len(learned) > 1 and sheet else export.stem
        target = to if to and at == 0 else folder / f"{name}.toml"
        if target.exists():
            raise ChuandaoError("mapping_exists", Place(str(target)))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(mapping_text(one), encoding="utf-8")
        say("learn.written", language, path=target.resolve())
    say("learn.next", language)
