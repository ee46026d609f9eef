"""Wrong figures beside a right one: the target made stricter and laxer, as below in a cascade."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FACTORS = (Decimal("1.2"), Decimal("0.8"), Decimal("1.5"))
_WHOLE = Decimal(100)


def other_figures(words: str) -> tuple[str, ...]:
    """Return a target with other figures: a fifth more, a fifth less, half as much again.

    Shares stay at or below 100 %; figures stay as whole or as fine as they were. Nothing is
    returned for words with no figure, or with several.

    Examples
    --------
    >>> other_figures("每年不少于4场")
    ('每年不少于5场', '每年不少于3场', '每年不少于6场')
    >>> other_figures("合格率98%以上")
    ('合格率78%以上', '合格率88%以上', '合格率93%以上')
    """
    found = _NUMBER.findall(words)
    if len(found) != 1:
        return ()
    number = Decimal(found[0])
    share = bool(re.search(rf"{re.escape(found[0])}\s*(?:%|percent)", words))
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) if "." in found[0] else Decimal(1)
    wrong = _shares(number, step) if share else _levels(number, step)
    distinct = list(dict.fromkeys(value for value in wrong if value > 0 and value != number))
    if len(distinct) < len(_FACTORS):
        return ()
    return tuple(_NUMBER.sub(f"{value}", words) for value in distinct[: len(_FACTORS)])


def _levels(number: Decimal, step: Decimal) -> list[Decimal]:
    """Return the figure times each factor, at least one step away from the last."""
    found: list[Decimal] = []
    for factor in _FACTORS:
        value = (number * factor / step).quantize(Decimal(1)) * step
        way = step if factor > 1 else -step
        while value == number or value in found:
            value += way
        found.append(value)
    return found


def _shares(number: Decimal, step: Decimal) -> list[Decimal]:
    raised = _levels(number, step)
    if max(raised) <= _WHOLE:
        return raised
    return [number - 20 * step, number - 10 * step, number - 5 * step]
