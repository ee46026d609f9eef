"""Quota notices 指標文 and the payments that carry them out, put together by their number.

The two stand in two exports of a treasury. A notice paid in parts becomes a row a payment, and
what was not paid yet a row of its own that is under way, so that no yuan counts twice and none
is called late that has arrived.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

Row = Mapping[str, Any]
_ORIGIN = ("origin_file", "origin_sheet", "origin_row")


def completed(notices: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Return transfers with the days and amounts of the payments that carry them out.

    Parameters
    ----------
    notices : table of transfers
        As announced: no arrival.
    payments : table of transfers
        ``transfer`` names the notice; ``arrived`` and ``amount_arrived`` say what was paid.

    Returns
    -------
    table of transfers
        A payment without a notice stays a row of its own. The second payment of notice
        ``X`` has the code ``X/2``, what is left to be paid ``X/0``.

    Examples
    --------
    >>> from datetime import date
    >>> paid = pl.DataFrame({"transfer": ["X"], "amount": [Decimal(60)],
    ...     "arrived": [date(2025, 6, 1)], "amount_arrived": [Decimal(60)], "origin_row": [9]})
    >>> notice = paid.clear().vstack(pl.DataFrame({"transfer": ["X"], "amount": [Decimal(100)],
    ...     "arrived": [None], "amount_arrived": [None], "origin_row": [2]}, schema=paid.schema))
    >>> [(row["transfer"], int(row["amount"]), row["arrived"] is None)
    ...  for row in completed(notice, paid).to_dicts()]
    [('X', 60, False), ('X/0', 40, True)]
    """
    by_code: defaultdict[str, list[Row]] = defaultdict(list)
    for row in payments.sort("transfer", "arrived", "origin_row").to_dicts():
        by_code[row["transfer"]].append(row)
    known = set(notices["transfer"].to_list())
    rows = [
        made
        for notice in notices.to_dicts()
        for made in _paid(notice, by_code.get(notice["transfer"], []))
    ]
    alone = [
        made
        for code, held in by_code.items()
        if code not in known
        for made in _numbered(held[0], held)
    ]
    return pl.DataFrame([*rows, *alone], schema=notices.schema, orient="row")


def _paid(notice: Row, payments: list[Row]) -> Iterable[Row]:
    if not payments:
        yield notice
        return
    yield from _numbered(notice, payments)
    left = notice["amount"] - sum((_amount(p) for p in payments), Decimal(0))
    if left > 0:
        nothing = {"arrived": None, "amount_arrived": None}
        code = f"{notice['transfer']}/0"
        yield {**notice, **nothing, "transfer": code, "amount": left}


def _numbered(notice: Row, payments: list[Row]) -> Iterable[Row]:
    for at, payment in enumerate(payments, 1):
        code = notice["transfer"] if at == 1 else f"{notice['transfer']}/{at}"
        paid = {name: payment[name] for name in ("arrived", *_origin(payment))}
        amount = _amount(payment)
        yield {**notice, **paid, "transfer": code, "amount": amount, "amount_arrived": amount}


def _amount(payment: Row) -> Decimal:
    """Return what was paid: the amount that arrived, else the amount itself."""
    arrived = payment["amount_arrived"]
    return Decimal(payment["amount"] if arrived is None else arrived)


def _origin(payment: Row) -> tuple[str, ...]:
    return tuple(name for name in _ORIGIN if name in payment)
