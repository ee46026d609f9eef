"""A city's policies as documents, made of the written cascades by our own perturbation, seeded.

A policy has a city document, 10 counties, 150 townships and 2,000 villages (or a share of these).
Every unit's document is made of a written one of its tier, of the same cascade (of those with all
four tiers), with its own place names, numbers and date. What is assumed of copying (no source
tells it for all tiers at once):

- a township's document is in one of five cases a copy of another township's, names and date aside;
- a village's is in half of all cases a copy of another village's of its township;
- in every other document a clause is copied as it stands (villages 45 %, others 35 %), reworded
  (words exchanged for near-synonyms, halves of sentences turned round or left out) or left out.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cascade_truth import Cascade, cascades

COUNTIES, TOWNSHIPS, VILLAGES = 10, 150, 2000
COPIED_TOWNSHIP, COPIED_VILLAGE = 0.2, 0.5
COPIED_CLAUSE = {"village": 0.45, "township": 0.35, "county": 0.35, "city": 1.0}
LEFT_OUT = 0.08
TURNED, CUT, EXCHANGED = 0.15, 0.15, 0.6
_SYNONYMS = (
    "推进|推动|促进", "加强|强化|抓实", "建立|建好|健全", "落实|抓好|做好", "开展|组织|实施",
    "完善|健全|改进", "及时|尽快|第一时间", "确保|保证|保障", "提高|提升|增强",
    "负责|承担|具体办理", "每月|按月|逐月", "群众|居民|老百姓", "公布|公示|公开",
    "检查|核查|督查", "新建|建设|兴建", "报送|上报|报告", "推進|推動|促進", "加強|強化|抓實",
    "落實|抓好|做好", "開展|組織|實施", "確保|保證|保障", "負責|承擔|具體辦理",
    "shall|must|will", "publish|post|make public", "establish|set up|create",
    "ensure|make sure|see to it",
)  # fmt: skip
_WORDS = tuple(tuple(group.split("|")) for group in _SYNONYMS)
_STEMS = "安平长新永丰龙泉石桥柳河青山白水金竹梅林松岭云溪杨湾沙井官渡马坪"
_NUMBER = re.compile(r"(?<![\d.〔])\d{1,4}(?![\d.年月日〕])")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?=[市县縣区區镇鎮乡鄉村])")


@dataclass(frozen=True)
class Made:
    """A document that was made: its code, text, tier and the code of its parent."""

    id: str
    text: str
    tier: str
    parent: str


def city(policies: int, seed: int, share: float = 1.0) -> Iterator[list[Made]]:
    """Yield policies, each a list of documents, the city's first; ``share`` of the full size."""
    written = (cascade for cascade in cascades() if cascade.kind == "written")
    known = [cascade for cascade in written if all(_by_tier(cascade).values())]
    for number in range(policies):
        yield policy(known[number % len(known)], number, random.Random(f"{seed} {number}"), share)  # noqa: S311


def policy(cascade: Cascade, number: int, chance: random.Random, share: float) -> list[Made]:
    """Return the documents of one policy, the city's first."""
    tiers = _by_tier(cascade)
    (root,) = tiers["city"]
    made = [Made(f"p{number}-city", root, "city", "")]
    above = made[:1]
    counts = {"county": COUNTIES, "township": TOWNSHIPS, "village": VILLAGES}
    for tier, whole in counts.items():
        size = max(1, round(whole * share)) if tier != "county" else COUNTIES
        below = _tier(tiers[tier], tier, size, above, chance, f"p{number}")
        made += below
        above = below
    return made


def _tier(
    models: list[str], tier: str, size: int, above: list[Made], chance: random.Random, code: str
) -> list[Made]:
    copied = {"township": COPIED_TOWNSHIP, "village": COPIED_VILLAGE}.get(tier, 0.0)
    found: list[Made] = []
    own: dict[str, str] = {}
    for at in range(size):
        parent = above[at % len(above)]
        key = parent.id if tier == "village" else ""
        if key in own and chance.random() < copied:
            text = _headed(own[key], chance)
        else:
            text = own[key] = _own(chance.choice(models), tier, chance)
        found.append(Made(f"{code}-{tier}-{at}", text, tier, parent.id))
    return found


def _own(model: str, tier: str, chance: random.Random) -> str:
    """Return a document of a unit's own, made of a model."""
    lines = []
    for line in model.split("\n"):
        if not line.startswith("⟦"):
            lines.append(line)
        elif chance.random() >= LEFT_OUT:
            words = line[1:]
            lines.append(
                words if chance.random() < COPIED_CLAUSE[tier] else _reworded(words, chance)
            )
    return _headed("\n".join(lines), chance)


def _headed(text: str, chance: random.Random) -> str:
    """Return a document with the place names of its head and end, and its day, made its own."""
    name = chance.choice(_STEMS) + chance.choice(_STEMS)
    lines = text.split("\n")
    ends = [*range(min(4, len(lines))), *range(max(0, len(lines) - 3), len(lines))]
    for at in set(ends):
        lines[at] = _PLACE.sub(name, lines[at], count=1)
        lines[at] = re.sub(r"(\d+)日$", lambda _: f"{chance.randint(1, 28)}日", lines[at])
    return "\n".join(lines)


def _reworded(words: str, chance: random.Random) -> str:
    for group in _WORDS:
        for word in group:
            if word in words and chance.random() < EXCHANGED:
                words = words.replace(word, chance.choice(group))
                break
    words = _NUMBER.sub(lambda m: str(max(1, round(int(m[0]) * chance.uniform(0.6, 1.4)))), words)
    parts = re.split(r"(?<=[；，])", words)
    if len(parts) > 3 and chance.random() < TURNED:
        at = chance.randrange(1, len(parts) - 2)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    if len(parts) > 3 and chance.random() < CUT:
        del parts[chance.randrange(1, len(parts) - 1)]
    return "".join(parts)


def _by_tier(cascade: Cascade) -> dict[str, list[str]]:
    """Return the texts of a cascade by tier, every line that is a clause marked with ⟦."""
    depth: dict[str, int] = {}
    tiers: dict[str, list[str]] = {name: [] for name in ("city", "county", "township", "village")}
    for document in cascade.documents:
        depth[document.id] = 1 + max((depth[p] for p in document.parents), default=-1)
        marked, text = sorted(start for start, _ in document.clauses.values()), document.text
        for at in reversed(marked):
            at = text.rfind("\n", 0, at) + 1  # noqa: PLW2901
            text = text[:at] + "⟦" + text[at:] if not text.startswith("⟦", at) else text
        if depth[document.id]:
            tiers[list(tiers)[min(depth[document.id], 3)]].append(text)
        else:
            tiers["city"].append(text.replace("⟦", ""))
    return tiers
