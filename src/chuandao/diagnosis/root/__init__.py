"""The issuing unit itself (源頭): what its own documents leave open and what it sends down."""

from collections.abc import Iterable
from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.examination import Coverage, Examination
from chuandao.diagnosis.result_rows import result_rows
from chuandao.diagnosis.root.beyond_duty import examine_duties
from chuandao.diagnosis.root.burden import examine_burden
from chuandao.diagnosis.root.contradictory import examine_contradictions
from chuandao.diagnosis.root.funding import examine_funding
from chuandao.diagnosis.root.interpretations import examine_interpretations
from chuandao.diagnosis.root.lags import examine_lags
from chuandao.diagnosis.root.open_points import examine_open_points
from chuandao.diagnosis.root.own_documents import binding, dates_of, own_documents
from chuandao.diagnosis.root.part import Part, Row

CAUSE = "root"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what is to be verified of the issuing unit itself, sign by sign.

    E1, E3, E4 ``open_points``, E2 ``funding``, E5 ``contradictory``, E6 ``beyond_duty``, E7
    ``interpretations``, E8 ``lags``, E9 ``burden``. The table ``root_sheet`` has every measure
    and for every sign whether it was examined and what was missing.
    """
    own = own_documents(case, trace, as_of)
    asking = binding(own)
    opened = examine_open_points(case.units.root, own)
    parts = (
        *(opened if own else (Part(one.sign, needed=("documents",)) for one in opened)),
        examine_funding(case, asking, as_of),
        examine_contradictions(
            case.units.root, asking, trace.traced.editions, dates_of(case, trace)
        ),
        examine_duties(case, asking, as_of),
        examine_interpretations(case, trace, as_of),
        examine_lags(case, trace, as_of),
        examine_burden(case, trace, asking, as_of),
    )
    needed = tuple(sorted({table for part in parts for table in part.needed}))
    examined = bool(own) or any(part.rows for part in parts)
    return Examination(
        findings=tuple(finding for part in parts for finding in part.findings),
        coverage=(Coverage(case.units.root, "", CAUSE, examined, needed),),
        tables={"root_sheet": result_rows("root_sheet", _sheet(parts))},
    )


def _sheet(parts: Iterable[Part]) -> Iterable[Row]:
    """Yield every measure, and for every sign a row that says whether it was examined."""
    for part in parts:
        yield from part.rows
        examined = bool(part.rows or part.findings or not part.needed)
        yield {
            "sign": part.sign,
            "measure": "sign_examined",
            "value": float(examined),
            "measure_unit": "yes or no",
            "verdict": "counted" if examined else "not_examined",
            "needed": list(part.needed) or None,
        }
