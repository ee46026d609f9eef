"""A made city: its units and tasks, what is planted where, and the tables of its case."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

ROOT = "990300000000"
YEAR_START, YEAR_END = date(2025, 1, 1), date(2025, 12, 31)
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))
QUARTERS = {f"2025Q{q}": (3 * q - 3, 3 * q) for q in (1, 2, 3, 4)}
STRENGTHS = ("weak", "middle", "strong")
SIZES = {1: "county", 2: "township"}
BUREAUS = ("自然资源局", "发展改革局", "农业农村局", "生态环境局", "市场监管局", "行政审批局")
TYPES = ("山区生态型", "平原农业型", "城镇工业型")
INDUSTRIES = [
    "茶叶",
    "食用菌",
    "中药材",
    "水稻",
    "柑橘",
    "生猪",
    "水产",
    "竹木",
    "陶瓷",
    "纺织",
    "家具",
    "五金",
    "乡村旅游",
    "冷链物流",
    "食品加工",
    "建材",
    "花卉苗木",
    "油茶",
    "电子元件",
    "农机",
]
HOT = ("新能源汽车", "光伏", "生物医药", "算力", "低空经济", "储能")
SPECIALITY = "茶叶"
_COUNTIES = [
    "云岭",
    "东坪",
    "柳河",
    "青溪",
    "白石",
    "永丰",
    "安泰",
    "南浦",
    "临江",
    "北原",
    "金沙",
    "西塘",
]
_FIRST = "石 柳 青 白 东 西 南 北 大 小 龙 凤 金 银 双 长 高 上 下 新"
_SECOND = "桥 河 山 湖 坪 沟 塘 岭 湾 店 庙 坝 洲 溪 泉"


@dataclass(frozen=True)
class Unit:
    """A unit of the city; ``size``: how large it is beside its peers (1 = usual)."""

    code: str
    name: str
    tier: int
    parent: str
    kind: str = "政府"
    type: str = ""
    size: float = 1.0
    population: int = 0
    industries: tuple[str, ...] = ()
    line_parent: str = ""


@dataclass(frozen=True)
class Task:
    """A task of the city; the first eight need resources, the others only people."""

    code: str
    name: str
    dimension: str
    kind: str
    horizon: float
    weight: float
    visible: bool = False


@dataclass(frozen=True)
class Planted:
    """A sign that is there (or ``side``: one that may be told because of another).

    ``units``: any of them may be named. ``about``: groups of words; of each group one must be
    found in the finding or in the rows it rests on. ``statistic``: what the sign's definition
    gives on the data without noise, ``measure`` says of what.
    """

    sign: str
    size: str
    units: tuple[str, ...]
    strength: str
    task: str = ""
    period: str = ""
    about: tuple[tuple[str, ...], ...] = ()
    measure: str = ""
    statistic: float | None = None


@dataclass
class City:
    """A city with its tables (a list of rows each), what is planted, and the true deficits."""

    seed: int
    planting: bool
    units: dict[str, Unit] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    truth: list[Planted] = field(default_factory=list)
    deficits: list[dict[str, object]] = field(default_factory=list)

    def chance(self, name: str) -> np.random.Generator:
        """Return a stream of chance of its own for each part, so that parts do not disturb."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def of_tier(self, tier: int) -> list[Unit]:
        """Return the governments of a tier, in order."""
        return [u for u in self.units.values() if u.tier == tier and u.kind == "政府"]

    def below(self, unit: str) -> list[Unit]:
        """Return the governments directly below a unit."""
        return [u for u in self.units.values() if u.parent == unit and u.kind == "政府"]

    def bureaus(self, unit: str) -> list[Unit]:
        """Return the departments of a unit."""
        return [u for u in self.units.values() if u.parent == unit and u.kind == "部门"]

    def add(self, table: str, **row: object) -> dict[str, object]:
        """Add a row to a table and return it."""
        self.tables.setdefault(table, []).append(row)
        return row

    def plant(self, sign: str, units: Sequence[str], strength: str, **more: Any) -> None:
        """Write down that a sign is there; the size is that of the first unit's tier."""
        size = str(more.pop("size", "") or SIZES.get(self.units[units[0]].tier, "city"))
        self.truth.append(Planted(sign, size, tuple(units), strength, **more))

    def side(self, signs: str, units: Sequence[str], task: str = "") -> None:
        """Write down that signs may well be told of units, as a consequence of what is planted."""
        for sign in signs.split() if units else ():
            self.truth.append(Planted(sign, "", tuple(units), "side", task))


def grow(city: City) -> None:
    """Give the city counties, townships, departments, and in some cities villages."""
    rng = city.chance("units")
    names = [str(n) for n in rng.permutation(_COUNTIES)]
    counts = _townships(rng, int(rng.integers(6, 13)))
    _put(city, Unit(ROOT, "清川市", 0, "", industries=(SPECIALITY,), population=2_400_000))
    for d, bureau in enumerate(BUREAUS):
        _put(city, Unit(f"9903000000D{d}", f"清川市{bureau}", 1, ROOT, "部门"))
    places = _place_names(rng)
    for c, count in enumerate(counts):
        county = Unit(f"9903{c + 10}000000", names[c] + "县", 1, ROOT, **_looks(rng, 420_000))
        _put(city, county)
        for d, bureau in enumerate(BUREAUS):
            line = f"9903000000D{d}"
            code = f"9903{c + 10}0000D{d}"
            _put(city, Unit(code, county.name + bureau, 2, county.code, "部门", line_parent=line))
        for t in range(count):
            looks = _looks(rng, 28_000)
            code = f"9903{c + 10}{t + 100}000"
            _put(city, Unit(code, places.pop(), 2, county.code, **looks))
    if rng.random() < 0.3:
        _villages(city, rng)
    _write_units(city)


def _townships(rng: np.random.Generator, counties: int) -> list[int]:
    total = int(rng.integers(max(60, 7 * counties), 201))
    share = rng.dirichlet(np.full(counties, 12.0))
    return [max(5, round(total * one)) for one in share]


def _place_names(rng: np.random.Generator) -> list[str]:
    ends = ("镇", "乡", "街道")
    made = [a + b for a in _FIRST.split() for b in _SECOND.split()]
    return [str(n) + str(rng.choice(ends, p=(0.6, 0.25, 0.15))) for n in rng.permutation(made)]


def _looks(rng: np.random.Generator, people: int) -> dict[str, Any]:
    size = float(np.exp(rng.normal(0, 0.45)))
    liked = 1 / np.arange(1, len(INDUSTRIES))
    many = int(rng.integers(2, 4))
    own = [str(i) for i in rng.choice(INDUSTRIES[1:], many, replace=False, p=liked / liked.sum())]
    return {
        "type": str(rng.choice(TYPES)),
        "size": size,
        "population": round(people * size),
        "industries": (SPECIALITY, *own),
    }


def _put(city: City, unit: Unit) -> None:
    city.units[unit.code] = unit


def _villages(city: City, rng: np.random.Generator) -> None:
    for town in city.of_tier(2)[:20]:
        for v in range(int(rng.integers(3, 8))):
            _put(
                city,
                Unit(
                    f"{town.code[:9]}{v + 200}", f"{town.name}{v + 1}村", 3, town.code, "自治组织"
                ),
            )


def _write_units(city: City) -> None:
    for u in city.units.values():
        city.add(
            "units",
            unit=u.code,
            name=u.name,
            tier=u.tier,
            parent=u.parent,
            kind=u.kind,
            line_parent=u.line_parent,
            type=u.type,
            industries=";".join(u.industries),
            population=u.population or None,
        )


_MAIN = (
    ("T01", "特色种植基地建设", "growth", "hard", 2, 12, False),
    ("T02", "产业园区扩容", "growth", "hard", 1, 12, False),
    ("T03", "园区节能改造", "green", "soft", 3, 12, False),
    ("T04", "基层治理队伍建设", "safety", "soft", 3, 10, False),
    ("T05", "门户景观提升", "quality", "hard", 1, 8, True),
    ("T06", "农村供水保障", "livelihood", "hard", 2, 14, False),
    ("T07", "优化营商环境", "innovation", "soft", 4, 16, False),
    ("T08", "流域生态修复", "green", "soft", 5, 16, False),
)
NEEDING = ("T01", "T02", "T03", "T04", "T05", "T06")
SIDE_TASKS = tuple(f"M{n:02d}" for n in range(1, 53))


def set_tasks(city: City) -> None:
    """Give the city its tasks, the side tasks with neither money nor indicators."""
    city.tasks = [Task(*row) for row in _MAIN]
    for task in city.tasks:
        city.add(
            "tasks",
            task=task.code,
            name=task.name,
            text=f"2025年底前完成{task.name}年度任务。",
            weight=task.weight,
            kind={"hard": "硬任务", "soft": "软任务"}[task.kind],
            horizon=task.horizon,
        )
    for code in SIDE_TASKS:
        city.add("tasks", task=code, name=f"专项工作{code}", text=f"按要求完成{code}。", weight=1)


def chosen(city: City, cause: str, signs: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return which unit has which sign of a cause, and how strongly: at most one a unit.

    A third of the counties at most, two townships a sign; nothing in a clean city.
    """
    if not city.planting:
        return {}
    rng = city.chance(f"plan {cause}")
    counties = rng.permutation([u.code for u in city.of_tier(1)])[: len(city.of_tier(1)) // 3 + 1]
    plan = {
        (str(s), str(u)): _strength(rng)
        for s, u in zip(rng.permutation(signs), counties, strict=False)
    }
    townships = list(rng.permutation([u.code for u in city.of_tier(2)]))
    for sign in signs:
        for _ in range(2):
            plan[sign, str(townships.pop())] = _strength(rng)
    return plan


def _strength(rng: np.random.Generator) -> str:
    return str(rng.choice(STRENGTHS))


def graded(strength: str | None, clean: float, levels: tuple[float, float, float]) -> float:
    """Return the value of a strength, or that of a clean unit."""
    return clean if strength is None else levels[STRENGTHS.index(strength)]


def day(start: date, after: float) -> date:
    """Return the day so many days after another."""
    return start + timedelta(days=round(float(after)))
