"""Draw the forms that units must fill in, and the values of indicators that they report.

Two forms a half-year are usual. Two townships are asked for the same fields by five offices month
after month (C3); the city's own task force asks every township for a report on cases, although its
own document forbids it (E9). Values are what the truth gives with scatter; in two counties those
just below the pass mark are reported just above it (A5).
"""
# ruff: noqa: PLR2004

from __future__ import annotations

from typing import TYPE_CHECKING

from tables.world import BAIZHU, COUNTIES, MONTHS, QINGLAN, TOWNSHIP, YONGNING, Row, World, rng_of

if TYPE_CHECKING:
    import numpy as np

USUAL_MONTHS = ("2025-09", "2026-03")
CITY_MONTHS = ("2025-06", "2025-12", "2026-03")
CITY_OFFICE = "清河市优化营商环境工作专班办公室"
CITY_FORM = ("政务服务办件情况报表", ("办件总量", "即办件数", "好评数"))
USUAL_FORMS = (
    ("特色产业调度表", "农业农村局", ("新增种养面积", "带动农户数")),
    ("环境整改调度表", "生态环境分局", ("整改完成数", "在办问题数")),
)
REPEATED = {"990221100000", "990222102000"}
REPEAT_MONTHS = MONTHS[2:8]
REPEAT_OFFICES = ("农业农村局", "政府督查室", "乡村振兴局", "财政局", "统计局")
REPEAT_FIELDS = ("新增种养面积", "带动农户数", "到位资金", "新建设施数")
RATE, ONLINE, TRAINED = "污水设施正常运行率", "全程网办率", "实操培训人次"
PASS = {RATE: 90.0, ONLINE: 90.0, TRAINED: 30.0}
BUNCHED = {QINGLAN, BAIZHU}
ROUND = YONGNING


def form_rows(world: World) -> list[Row]:
    """Return the fields that townships were asked for."""
    rows: list[Row] = []
    for county in COUNTIES:
        for unit in world.townships(county):
            for name, office, fields in USUAL_FORMS:
                rows += [
                    field_row(name, field, world.name(county) + office, unit, month)
                    for month in USUAL_MONTHS for field in fields
                ]  # fmt: skip
            rows += [
                field_row(CITY_FORM[0], field, CITY_OFFICE, unit, month)
                for month in CITY_MONTHS for field in CITY_FORM[1]
            ]  # fmt: skip
            if unit in REPEATED:
                rows += [
                    field_row(f"{office[:2]}专项台账", field, world.name(county) + office, unit, month)
                    for month in REPEAT_MONTHS for office in REPEAT_OFFICES for field in REPEAT_FIELDS
                ]  # fmt: skip
    return rows


def field_row(form: str, field: str, office: str, unit: str, month: str) -> Row:
    """Return one field of a form."""
    return {"form": form, "field": field, "office": office, "unit": unit, "month": month}


def rate(rng: np.random.Generator, level: float, *, bunched: bool) -> float:
    """Return a reported rate in per cent."""
    value = min(100.0, level + float(rng.normal(0, 3.2)))
    if bunched and 86.5 <= value < 90 and rng.random() < 0.75:
        value = 90 + float(rng.exponential(0.45))
    return round(value, 1)


def indicator_rows(world: World) -> list[Row]:
    """Return the monthly values of townships."""
    rng = rng_of(7000)
    rows: list[Row] = []
    for unit in world.of_tier(TOWNSHIP):
        county = world.county(unit)
        running, online = float(rng.normal(90.3, 2.0)), float(rng.normal(91.5, 2.2))
        people = float(rng.uniform(24, 44))
        for month in MONTHS:
            if rng.random() < 0.03:
                continue
            values = {ONLINE: rate(rng, online, bunched=False)}
            if "T17" in world.asked[unit]:
                values[RATE] = rate(rng, running, bunched=county in BUNCHED)
            trained = max(4, round(people + float(rng.normal(0, 7))))
            values[TRAINED] = float(round(trained / 10) * 10 if county == ROUND else trained)
            rows += [
                {"unit": unit, "indicator": name, "period": month, "value": value, "pass_mark": PASS[name], "reported_by": None}
                for name, value in values.items()
            ]  # fmt: skip
    return rows


def draw(world: World) -> dict[str, list[Row]]:
    """Return forms and indicator values."""
    return {"forms": form_rows(world), "indicators": indicator_rows(world)}
