"""Whether the targets that sibling units set themselves, or were handed, follow what they have."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

import numpy as np

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.indices.family import Family
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import threshold
from chuandao.stats.siblings.uniformity import Uniformity, uniformity

Row = dict[str, object]


def uniform_targets(traced: Traced, found: Family, bases: Mapping[str, float]) -> list[Row]:
    """Return, for each upper clause and measure, whether the targets below it are all alike.

    Parameters
    ----------
    traced : Traced
    found : Family
    bases : mapping
        Unit to its population, or another size that totals should follow.

    Notes
    -----
    Only totals that grow with the population (households, persons, yuan, beds:
    ``catalog/sized_dimensions.csv``) are looked at: a rate is the same everywhere by its
    nature, and so is the number of items or of meetings. A clause with two totals of one
    dimension is left out, for it cannot be told which of them answers which.
    """
    clauses = {clause.id: clause for document in traced.documents for clause in document.clauses}
    held: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for link in traced.links:
        lower = clauses[link.lower]
        unit = found.documents[lower.document].unit
        if link.rank > 1 or link.relation != "parent" or not bases.get(unit):
            continue
        wanted = _totals(clauses[link.upper])
        for dimension, value in _totals(lower).items():
            if dimension in wanted and value > 0:
                held[link.upper, dimension].setdefault(unit, value)
    judged = ((key, _judged(key, values, bases)) for key, values in sorted(held.items()))
    return [_row(key, one) for key, one in judged if one]


def by_document(rows: Iterable[Row]) -> dict[str, float]:
    """Return the median index of every document whose totals could be judged."""
    held: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["verdict"] != "cannot_tell":
            held[str(row["upper"]).partition("#")[0]].append(float(str(row["value"])))
    return {document: median(values) for document, values in held.items()}


def _totals(clause: Clause) -> dict[str, float]:
    """Return the one total of each dimension; none of a dimension that has several."""
    sized = {row["dimension"] for row in rows_of("sized_dimensions.csv")}
    found: defaultdict[str, set[float]] = defaultdict(set)
    for target in clause.side.targets:
        if target.additive and target.dimension in sized:
            found[target.dimension].add(float(target.value))
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _judged(
    key: tuple[str, str], values: Mapping[str, float], bases: Mapping[str, float]
) -> Uniformity | None:
    units = sorted(values)
    return uniformity(
        np.array([values[unit] for unit in units]),
        np.array([bases[unit] for unit in units]),
        np.random.default_rng(zlib.crc32("|".join(key).encode())),
        uniform_elasticity=threshold("uniform_elasticity"),
    )


def _row(key: tuple[str, str], one: Uniformity) -> Row:
    return {
        "upper": key[0],
        "dimension": key[1],
        "units": one.units,
        "verdict": one.verdict,
        "value": one.index,
        "low": one.low,
        "high": one.high,
        "p_proportion": one.p_proportion,
        "p_relation": one.p_relation,
    }
