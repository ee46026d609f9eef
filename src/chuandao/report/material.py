"""What a report is made of: the tables of a run, the units, the texts to quote, the mandate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.settings import Settings
from chuandao.cascade.units import UnitTree
from chuandao.catalog.tables import input_tables
from chuandao.errors import Problem
from chuandao.sources.documents import read_documents


@dataclass(frozen=True)
class Material:
    """Everything the papers of one checkup (體檢) are made of.

    Attributes
    ----------
    settings : Settings
        Name of the case, mandate, sources.
    as_of : date
        The day of the checkup: the latest date in the data unless given.
    units : UnitTree
    tables : mapping of str to pl.DataFrame
        The result tables by their catalogue name; one that is absent was not made, and what
        rests on it is reported as not examined.
    tasks, documents, evidence : pl.DataFrame
        The case's own tables (empty where not given), as the catalogue describes them.
    texts : mapping of str to str
        Document code to its text, in which the offsets of the tables count.
    warnings : tuple of Problem
        What the stages want the reader to know.
    facts : mapping
        Version, fingerprint, parameters and seed of the run.
    """

    settings: Settings
    as_of: date
    units: UnitTree
    tables: Mapping[str, pl.DataFrame]
    tasks: pl.DataFrame
    documents: pl.DataFrame
    evidence: pl.DataFrame
    texts: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def material(
    case: Case,
    tables: Mapping[str, pl.DataFrame],
    as_of: date,
    warnings: tuple[Problem, ...] = (),
    facts: Mapping[str, object] | None = None,
) -> Material:
    """Return what the papers are made of, from a case and the result tables of a run.

    The documents of the case are read again for their words; one that cannot be read is not
    quoted.
    """
    return Material(
        settings=case.settings,
        as_of=as_of,
        units=case.units,
        tables=tables,
        **own_tables(case),
        texts=_texts(case),
        warnings=warnings,
        facts=dict(facts or {}),
    )


def own_tables(case: Case) -> dict[str, pl.DataFrame]:
    """Return the case's own tables of which papers speak, by name."""
    return {name: _own(case, name) for name in ("tasks", "documents", "evidence")}


def _own(case: Case, name: str) -> pl.DataFrame:
    """Return a table of the case, or an empty one with the columns of the catalogue."""
    if name in case.tables:
        return case.tables[name]
    columns = [column.name for column in input_tables()[name].columns]
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))


def _texts(case: Case) -> dict[str, str]:
    """Return the words of the documents; one that cannot be read is listed by the trace."""
    readings = read_documents(case.document_files.values(), open_archives=False)
    return {
        code: reading.extracted.text
        for code, reading in zip(case.document_files, readings, strict=True)
        if reading.extracted
    }
