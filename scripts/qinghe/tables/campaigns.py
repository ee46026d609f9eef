"""Draw what was done to whom in the clean-up campaigns, under pseudonyms.

Action follows how serious a case is, with the usual scatter. In 青岚县 every firm was closed
whatever its papers (until the minutes of August corrected it), and farms were cleared whatever
they discharged: one size fits all (C5).
"""
# ruff: noqa: PLR2004

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tables.world import BAIZHU, DONGPING, LINHU, QINGLAN, YONGNING, YUNSHAN, Row, World, rng_of

if TYPE_CHECKING:
    import numpy as np

FIRMS = "2025年“散乱污”企业分类整治"
CORRECTED = "2025年“散乱污”企业分类处置（纠正后）"
FARMS = "2025年禁养区养殖场整治"
PONDS = "2025年养殖尾水治理"
DUMPS = "2025年建筑垃圾偷倒点清理"
LEVELS = {
    FIRMS: ("未采取措施", "提醒帮扶", "升级改造", "整合搬迁", "关闭取缔"),
    CORRECTED: ("未采取措施", "提醒帮扶", "升级改造", "整合搬迁", "关闭取缔"),
    FARMS: ("未采取措施", "提醒帮扶", "限期改造", "限养减栏", "清退拆除"),
    PONDS: ("未采取措施", "提醒帮扶", "改造进出水", "建净化池", "退养"),
    DUMPS: ("未采取措施", "提醒", "限期清理", "代为清理", "清理并处罚"),
}


class Campaign(NamedTuple):
    """A campaign in a unit: how many subjects, and how action answers to severity."""

    unit: str
    name: str
    letter: str
    subjects: int
    manner: str


CAMPAIGNS = (
    Campaign(LINHU, FIRMS, "LE", 38, "tailored"), Campaign(DONGPING, FIRMS, "DE", 44, "tailored"),
    Campaign(YUNSHAN, FIRMS, "YE", 41, "tailored"), Campaign(QINGLAN, FIRMS, "QE", 118, "closed"),
    Campaign(BAIZHU, FIRMS, "BE", 18, "tailored"), Campaign(YONGNING, FIRMS, "NE", 67, "tailored"),
    Campaign(QINGLAN, CORRECTED, "QE", 118, "tailored"), Campaign(QINGLAN, FARMS, "QF", 150, "uniform"),
    Campaign(BAIZHU, PONDS, "BP", 96, "tailored"), Campaign("990202100000", FIRMS, "LH", 14, "closed"),
    Campaign(DONGPING, DUMPS, "DD", 16, "alike"),
)  # fmt: skip


def action(rng: np.random.Generator, manner: str, serious: float) -> int:
    """Return the level of action for a case of some seriousness (0 to 1)."""
    if manner == "closed":
        return 4
    if manner == "alike":
        return 3
    if manner == "uniform":
        return 4 if rng.random() < 0.8 else 3
    level = 0.4 + 3.6 * serious + float(rng.normal(0, 0.45))
    return int(min(4, max(0, round(level))))


def rows_of(campaign: Campaign, index: int) -> list[Row]:
    """Return the subjects of a campaign; the same subjects have the same situation again."""
    situation = rng_of(6000 + sum(map(ord, campaign.letter)))
    rng = rng_of(6500 + index)
    rows: list[Row] = []
    for number in range(1, campaign.subjects + 1):
        serious = float(situation.beta(1.6, 1.8))
        if campaign.manner == "alike":
            serious = 0.72 + 0.02 * float(situation.normal())
        exceeds = round(max(0.1, 0.3 + 3.2 * serious + float(situation.normal(0, 0.3))), 2)
        missing = int(min(6, max(0, round(6 * serious + float(situation.normal(0, 0.8))))))
        level = action(rng, campaign.manner, serious)
        jobs = int(situation.integers(3, 60))
        rows.append({
            "unit": campaign.unit, "subject": f"{campaign.letter}{number:03d}", "campaign": campaign.name,
            "severity_exceeds_times": exceeds, "severity_papers_missing": missing,
            "action": LEVELS[campaign.name][level], "action_level": level, "jobs": jobs,
            "output": jobs * int(situation.integers(8, 22)) * 10_000,
        })  # fmt: skip
    return rows


def draw(world: World) -> dict[str, list[Row]]:
    """Return the treatments of all campaigns."""
    del world
    return {
        "treatments": [row for n, campaign in enumerate(CAMPAIGNS) for row in rows_of(campaign, n)]
    }
