"""Figures as the statements of findings take them: amounts, shares, days."""

_WAN = 10_000
_FUNDS = "funds"


def amount(value: float, resource: str) -> str:
    """Return an amount in the unit in which it is spoken of: funds in 10,000 yuan, else as it is.

    Examples
    --------
    >>> amount(1_255_000, "funds"), amount(12.50, "land"), amount(3, "headcount")
    ('125.5', '12.5', '3')
    """
    shown = value / _WAN if resource == _FUNDS else value
    return f"{shown:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """Return a share in percent.

    Examples
    --------
    >>> percent(0.425), percent(1.0)
    ('42.5', '100')
    """
    return f"{100 * share:.1f}".removesuffix(".0")


def days(count: float) -> str:
    """Return a number of days.

    Examples
    --------
    >>> days(61.0)
    '61'
    """
    return f"{count:.0f}"
