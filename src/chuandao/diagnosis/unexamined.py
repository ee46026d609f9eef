"""A cause that this version does not examine: said so for every unit, with what it would need."""

from chuandao.cascade.case import Case
from chuandao.catalog.knowledge import signs
from chuandao.catalog.tables import input_tables
from chuandao.diagnosis.examination import Coverage, Examination

METHOD = "method"
"""Stands among what is needed where the data are there and the method is not."""


def unexamined(case: Case, cause: str) -> Examination:
    """Return the coverage of a cause that was not examined (未檢), a row a unit.

    ``needed`` names the input tables that the cause's signs rest on and the case does not
    have; where it has them all, ``method``: this version does not examine the cause yet. A
    cause that was not examined is neither blamed nor acquitted.
    """
    wanted = {table for sign in signs().values() if sign.cause == cause for table in sign.tables}
    missing = sorted(wanted & input_tables().keys() - case.tables.keys())
    needed = (*missing, METHOD)
    return Examination(coverage=tuple(Coverage(u, "", cause, False, needed) for u in case.units))  # noqa: FBT003
