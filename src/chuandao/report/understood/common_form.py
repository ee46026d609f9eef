"""The common form of a value in the reader's language: by 2026-12-31 reads 2026-12-31前."""

import re
from functools import lru_cache

from chuandao.messages import has, render
from chuandao.text.commitment.commitment import Commitment

_EVERY = re.compile(r"each (\d+) ([a-z]+?)s?")
_BY_DAY = re.compile(r"(each .+?) by (.+)")
_MONTH_DAY = re.compile(r"(?P<in>month )?(?P<month>\d+)(?:-| day )(?P<day>\d+)")
_DEADLINE = re.compile(r"([a-z]+) (.+)", re.DOTALL)


@lru_cache(maxsize=1 << 14)
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


def forms_of(item: Commitment, field: str, language: str) -> list[str]:
    """Return the values of a field in words; actions say what is asked where that differs.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.marked import read_record
    >>> text = "必须公开台账，不得占用消防通道。"
    >>> (item,) = read_record({"text": text, "kind": "task", "dated": None})
    >>> forms_of(item, "action", "zh-Hans")
    ['公开（要求做）', '占用（不得做）']
    """
    forms = [common_form(field, value.value, language) for value in getattr(item, field)]
    if field != "action" or len(set(item.asked)) < 2:  # noqa: PLR2004
        return forms
    told = (common_form("polarity", asked, language) for asked in item.asked)
    return [
        render("show_page.asked", language, value=form, asked=asked)
        for form, asked in zip(forms, told, strict=True)
    ]


def _deadline(value: str, language: str) -> str:
    whole = f"show_page.deadline.{value.replace(' ', '_')}"
    if has(whole):
        return render(whole, language)
    if found := _BY_DAY.fullmatch(value):
        rhythm, day = _deadline(found[1], language), _day_of(found[2], language)
        return render("show_page.deadline.each_by", language, value=rhythm, day=day)
    if found := _EVERY.fullmatch(value):
        kind, words = f"each_n_{found[2]}", found[1]
    elif found := _DEADLINE.fullmatch(value):
        kind, words = found[1], found[2]
        words = words.removesuffix("前") if kind in {"by", "before"} else words
    else:
        return value
    code = f"show_page.deadline.{kind}"
    return render(code, language, value=words) if has(code) else value


def _day_of(words: str, language: str) -> str:
    """Return the day of a rhythm in words: 03-31, 25, end, Friday, month 3 day 25."""
    if found := _MONTH_DAY.fullmatch(words):
        numbers = {"month": int(found["month"]), "day": int(found["day"])}
        code = "day_of_month" if found["in"] else "month_day"
        return render(f"show_page.deadline.each_by.{code}", language, **numbers)
    if words.isdigit():
        return render("show_page.deadline.each_by.day", language, day=int(words))
    code = f"show_page.deadline.each_by.{words}"
    return render(code, language) if has(code) else words
