"""Everything the checks say of a case; they read its tables and change nothing."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

import polars as pl

from chuandao.cascade.checks.absent import check_absent
from chuandao.cascade.checks.amounts import check_amounts
from chuandao.cascade.checks.appraisal import check_appraisal
from chuandao.cascade.checks.days import check_days
from chuandao.cascade.checks.evidence import check_evidence
from chuandao.cascade.checks.periods import check_periods
from chuandao.cascade.checks.supersedes import check_supersedes
from chuandao.cascade.checks.tree import check_tree
from chuandao.cascade.checks.validity import check_validity
from chuandao.cascade.checks.view import View
from chuandao.cascade.settings import Settings
from chuandao.cascade.units import UnitTree
from chuandao.errors import Problem

CHECKS = (
    check_tree,
    check_validity,
    check_evidence,
    check_amounts,
    check_appraisal,
    check_periods,
    check_days,
    check_supersedes,
    check_absent,
)


def check(
    tables: Mapping[str, pl.DataFrame],
    units: UnitTree,
    settings: Settings,
    as_of: date | None = None,
) -> list[Problem]:
    """Return what every check finds; ``Case.check`` puts it in order."""
    view = View(tables, units, settings, as_of)
    return list(chain.from_iterable(check_one(view) for check_one in CHECKS))
