"""The common form of a value in the reader's language: by 2026-12-31 reads 2026-12-31前."""

import re

from chuandao.messages import has, render

_EVERY = re.compile(r"each (\d+) ([a-z]+?)s?")
_DEADLINE = re.compile(r"([a-z]+) (.+)", re.DOTALL)


def common_form(field: str, value: str, language: str) -> str:
    """Return a value of a commitment's field in words; an unknown form stands as it is.

    Examples
    --------
    >>> common_form("deadline", "by 2026-12-31", "zh-Hans"), common_form("deontic", "3", "en")
    ('2026-12-31前', '+3 (strict)')
    >>> common_form("targets", "产值 ≥ 3亿 元", "en")
    '产值 ≥ 3亿 元'
    """
    if field == "deadline":
        return _deadline(value, language)
    code = f"show_page.{field}.{value}"
    return render(code, language) if has(code) else value


def _deadline(value: str, language: str) -> str:
    whole = f"show_page.deadline.{value.replace(' ', '_')}"
    if has(whole):
        return render(whole, language)
    if found := _EVERY.fullmatch(value):
        kind, words = f"each_n_{found[2]}", found[1]
    elif found := _DEADLINE.fullmatch(value):
        kind, words = found[1], found[2]
    else:
        return value
    code = f"show_page.deadline.{kind}"
    return render(code, language, value=words) if has(code) else value
