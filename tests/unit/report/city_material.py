"""A whole city made up for these tests: every table a run writes, drawn with a fixed seed.

Six counties, sixty townships, up to hundreds of villages, three policies, four quarters; only the
understanding of texts was examined, as in the first version of the product.
"""

import math
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from chuandao.cascade.settings import Mandate, Settings, Source
from chuandao.cascade.units import grow
from chuandao.catalog.knowledge import causes
from chuandao.catalog.tables import result_tables
from chuandao.errors import Problem
from chuandao.report.material import Material

ROOT = "990200000000"
PERIODS = ("2025Q3", "2025Q4", "2026Q1", "2026Q2")
COUNTIES = ("临湖区", "城关区", "云山县", "平川县", "永宁市", "北岭县")
_FIRST = "柳沙南北石松桃古茶荷青白龙凤大小上下东西"
_LAST = "河湖塘坪岭桥源渡湾关"
_VILLAGE = (
    "张庄",
    "王家沟",
    "果园",
    "云雾",
    "荷塘",
    "李家湾",
    "前进",
    "新民",
    "红旗",
    "石门",
    "双河",
    "青山",
)
POLICIES = {
    "city-18": (
        "清河市人民政府关于因地制宜发展特色产业的实施意见",
        "清政发〔2025〕18号",
        (
            "摸清资源底数，2025年9月底前编制特色产业目录，由市农业农村局牵头。",
            "建设标准化种养基地，到2026年底全市新增3万亩，坚持因地制宜，不搞一刀切。",
            "培育壮大经营主体，支持家庭农场和合作社规范发展，2026年新增省级示范社20家。",
            "延伸加工流通链条，各县（市、区）至少建成1个产地冷藏保鲜设施。",
            "完善联农带农机制，带动农户1.2万户，户均年增收不低于3000元。",
            "加大财政投入，市级财政每年安排5000万元专项资金，资金拨付时间不超过15个工作日。",
            "保障合理用地，设施农业用地备案5个工作日内办结。",
            "防止盲目铺摊子、上项目，不得以下达项目数量的方式强制推进。",
        ),
    ),
    "city-22": (
        "清河市人民政府关于进一步优化营商环境的实施意见",
        "清政发〔2025〕22号",
        (
            "推进政务服务一网通办，2025年底前高频事项网上可办率不低于90%，由市数据局牵头。",
            "精简审批环节，重点项目审批时限平均压减50%以上，审批结果当日推送。",
            "惠企资金直达快享，对全市中小微企业实行免申即享，拨付时间不超过15个工作日。",
            "规范涉企检查，同一企业每年行政检查原则上不超过2次。",
            "畅通企业诉求渠道，诉求48小时内响应，按期办结率不低于95%。",
            "开展第三方评估，每半年一次，评估结果不作为对乡镇（街道）的考核依据。",
        ),
    ),
    "city-31": (
        "清河市生态环境保护督察反馈问题整改方案",
        "清政办发〔2025〕31号",
        (
            "分类整治畜禽养殖污染，按污染负荷分级施策，2026年6月底前完成规模场粪污设施配套。",
            "开展入河排污口排查整治，2025年底前完成溯源，逐口建档。",
            "严禁一律关停，对达标企业不得采取停产限产措施。",
            "建立问题销号制度，由市生态环境局会同有关部门现场核查后销号。",
        ),
    ),
}
LABELS = ("faithful", "localised", "verbatim", "strengthened", "summarised", "weakened", "sloganised", "substituted", "narrowed")  # fmt: skip
_ODDS = (0.2, 0.3, 0.12, 0.1, 0.1, 0.08, 0.04, 0.03, 0.03)


def city(*, measured=True, villages=500):
    """Return the material of the made-up city; ``measured=False`` leaves out the decay."""
    maker = _City(np.random.default_rng(7), villages)
    tables = maker.traced() | (maker.measured() if measured else {})
    mandate = Mandate(
        "《清河市2025年度督查检查考核计划》（清办发〔2025〕6号）第7项",
        "清河市人民政府秘书长批准（清督批〔2025〕21号）",
        "市政府有关部门，各县（市、区）人民政府及所属乡镇、街道；村（社区）不作为检查对象",
        "2025-07-01/2026-06-30",
    )
    sources = (Source("inspection", anchor=True, reliability=0.9), Source("self_report"))
    return Material(
        settings=Settings("清河市政策传导体检", mandate=mandate, sources=sources),
        as_of=date(2026, 6, 30),
        units=maker.tree,
        tables=tables,
        tasks=maker.tasks,
        documents=tables["documents"].drop("text_quality", "parents"),
        evidence=maker.evidence,
        texts=maker.texts,
        warnings=(Problem("settings_absent", "note"),),
        facts={"version": "0.1.0", "fingerprint": "7cd98aa3062e3736", "seed": 7},
    )


class _City:
    def __init__(self, rng, villages):
        self.rng = rng
        self.tree = grow(_units(villages))
        self.texts, self.rows = {}, {name: [] for name in (*_TRACED, *_MEASURED)}
        self.tasks = _tasks()
        self.log = self._logs()
        self.evidence = self._evidence()

    def _logs(self):
        """Log efficacy of each unit: the truth of this city."""
        usual = {1: (-0.09, 0.05), 2: (-0.15, 0.07), 3: (-0.13, 0.08)}
        found = {ROOT: 0.0}
        for unit in list(self.tree)[1:]:
            mean, spread = usual[self.tree.tier(unit)]
            found[unit] = found[self.tree.parent(unit)] + self.rng.normal(mean, spread)
        return found

    def _evidence(self):
        units = [u for u in self.tree if self.tree.tier(u) < 3 or int(u[-3:]) % 3 == 0][1:]
        rows = [
            (unit, task, period, source, math.exp(self.log[unit]))
            for unit in units
            for task in self.tasks["task"].to_list()[::6]
            for period in PERIODS
            for source in ("inspection", "self_report")
        ]
        return pl.DataFrame(rows, ["unit", "task", "period", "source", "value"], orient="row")

    def traced(self):
        for code, (title, number, clauses) in POLICIES.items():
            self._document(code, ROOT, title, number, "2025-07-08", clauses, None)
        for county in self.tree.children(ROOT):
            for n, code in enumerate(POLICIES):
                below = f"{county[:6]}-{n + 1}"
                self._answer(below, code, county)
                towns = self.tree.children(county)
                for town in towns[:4] if n == 0 else towns[:1]:
                    self._answer(f"{town[:9]}-{n + 1}", below, town)
                for town in towns[4:] if n == 0 else towns[1:]:
                    status = "no_document" if town == towns[-1] else "not_required"
                    for clause in self._clauses_of(below):
                        self._add("drops", clause, town, None, status, 1.0, None, 0, 0, False)  # noqa: FBT003
        self._root_findings()
        self._coverage()
        return {name: self._frame(name) for name in _TRACED}

    def _document(self, code, unit, title, number, day, clauses, upper):
        text = f"{title}\n{number}\n"
        tier = self.tree.tier(unit)
        for n, (words, tasks) in enumerate(_with_tasks(code, clauses, upper), 1):
            start = len(text) + len(f"{n}. ")
            text += f"{n}. {words}\n"
            clause = f"{code}#{n}"
            self._add("clauses", clause, code, str(n), start, start + len(words), "task", "", "0", tasks, [])  # fmt: skip
        self.texts[code] = text
        parents = [{"document": upper, "basis": "named", "probability": 1.0}] if upper else []
        self._add("documents", code, f"documents/{code}.docx", unit, tier, number, date.fromisoformat(day), title, 1.0, parents)  # fmt: skip

    def _clauses_of(self, code):
        return [row[0] for row in self.rows["clauses"] if row[1] == code]

    def _answer(self, code, upper, unit):
        """Make a document below another: some clauses kept, some changed, some not there."""
        name, words, kept = self.tree.name(unit), [], []
        for row in [row for row in self.rows["clauses"] if row[1] == upper]:
            text = self.texts[upper][row[3] : row[4]]
            if self.rng.random() < 0.13:
                self._add("drops", row[0], unit, code, "dropped", 0.8, "addressed", 0, 0, False)  # noqa: FBT003
                self._find(unit, code, "U6", row, None, text)
                continue
            label = str(self.rng.choice(LABELS, p=_ODDS))
            kept.append((row, label))
            words.append((_changed(text, label, name), row[8]))
        subject = POLICIES["city-18"][0] if upper == "city-18" else upper
        title = f"{name}贯彻落实《{subject}》工作方案"
        self._document(code, unit, title, f"{name[0]}政发〔2025〕{len(self.texts)}号", "2025-08-20", words, upper)  # fmt: skip
        for n, (row, label) in enumerate(kept, 1):
            status = "partial" if label in {"summarised", "weakened", "narrowed"} else "covered"
            self._add("drops", row[0], unit, code, status, 0.85, "answered", 0, 0, False)  # noqa: FBT003
            self._add("links", row[0], f"{code}#{n}", "parent", 0.9, 1, [label], "model", False)  # noqa: FBT003
            sign = {"summarised": "U1", "sloganised": "U2", "substituted": "U4", "weakened": "U7", "narrowed": "U7", "strengthened": "U8"}.get(label)  # fmt: skip
            if sign:
                below = next(r for r in self.rows["clauses"] if r[0] == f"{code}#{n}")
                self._find(unit, code, sign, row, below, "")

    def _find(self, unit, code, sign, upper, lower, _):
        finding = f"F-{len(self.rows['findings']) + 1:04d}"
        parameters = {"title": code, "count": "1", "clauses": upper[2], "judged": "8"}
        self._add("findings", finding, unit, "", "", "understanding", sign, round(float(self.rng.uniform(0.1, 0.95)), 2), "weak", "to_verify", f"finding.{sign}", [{"name": k, "value": v} for k, v in parameters.items()])  # fmt: skip
        self._add("finding_evidence", finding, upper[1], upper[3], upper[4], None, None, None)
        if lower:
            self._add("finding_evidence", finding, lower[1], lower[3], lower[4], None, None, None)

    def _root_findings(self):
        for n, sign in enumerate(("E1", "E3", "E4")):
            row = self.rows["clauses"][n]
            self._find(ROOT, "city-18", sign, row, None, "")
            found = list(self.rows["findings"][-1])
            found[4] = "root"
            self.rows["findings"][-1] = tuple(found)

    def _coverage(self):
        needed = {"resources": ["needs", "means", "transfers"], "capacity": ["staff", "workload"], "appraisal": ["appraisals", "priorities"], "coordination": ["events", "assignments", "data_requests"]}  # fmt: skip
        answered = {row[2] for row in self.rows["documents"]}
        for unit in self.tree:
            if self.tree.tier(unit) in {1, 2}:
                for cause in causes():
                    done = cause == "understanding" and unit in answered
                    lacks = needed.get(cause, ["documents"])
                    self._add("coverage", unit, "", cause, done, [] if done else lacks)

    def measured(self):
        for period in ("", *PERIODS):
            shift = 0.0 if not period else 0.03 * (PERIODS.index(period) - 1.5)
            self._figures(period, shift)
            for scope in (ROOT, *self.tree.children(ROOT)):
                self._tiers(scope, "", period, shift)
        for n, task in enumerate(self.tasks["task"].to_list()):
            self._tiers(ROOT, task, "", 0.02 * (n % 5 - 2))
        for scope in (ROOT, *self.tree.children(ROOT)):
            self._attribution(scope)
        self._blockages()
        return {name: self._frame(name) for name in _MEASURED}

    def _figures(self, period, shift):
        own = set(self.evidence["unit"].to_list())
        usual = {1: -0.09, 2: -0.15, 3: -0.13}
        for unit in self.tree:
            tier, count = self.tree.tier(unit), 8 if unit in own else 0
            x = self.log[unit] + shift * tier
            se = 0.0 if not tier else float((0.03, 0.05, 0.06)[tier - 1] * self.rng.uniform(0.6, 1.6))  # fmt: skip
            e, low, high = (math.exp(x + k * se) for k in (0, -1.96, 1.96))
            self._add("efficacy", unit, "", period, e, low, high, se, count)
            if tier:
                step = self.log[unit] - self.log[self.tree.parent(unit)] + shift
                excess = step - usual[tier]
                low, high = (math.exp(step + k * se) for k in (-1.96, 1.96))
                self._add("retention", unit, "", period, math.exp(step), low, high, se, count, excess, min(1.0, math.exp(-abs(excess) / se)))  # fmt: skip

    def _chain(self, scope):
        """Leaf-weighted efficacy by tier below a scope."""
        tree, leaves = self.tree, [u for u in self.tree.subtree(scope) if self.tree.tier(u) == 3]
        lines = [[*reversed(tree.ancestors(leaf)), leaf] for leaf in leaves]
        return [float(np.mean([math.exp(self.log[line[k]]) for line in lines])) for k in range(4)]

    def _tiers(self, scope, task, period, shift):
        begin = self.tree.tier(scope)
        chain = [e * math.exp(shift * k) for k, e in enumerate(self._chain(scope))]
        for tier in range(begin, 4):
            e, spread = chain[tier], 0.014 * tier * (1 if scope == ROOT else 2)
            kept = e / chain[tier - 1] if tier > begin else None
            self._add("tiers", scope, task, period, 3, tier, e, kept, e - 1.96 * spread, e + 1.96 * spread, "equal")  # fmt: skip

    def _attribution(self, scope):
        chain = self._chain(scope)
        begin = self.tree.tier(scope)
        for tier, (above, below) in enumerate(pairwise(chain), 1):
            if tier > begin or scope == ROOT:
                loss = above - below
                parts = {"understanding": 0.42 * loss, "tier": 0.63 * loss, "local": -0.05 * loss}
                for cause, part in parts.items():
                    self._add("attribution", scope, "", "", 3, tier, cause, part, part - 0.018, part + 0.018, "weak" if cause == "understanding" else None)  # fmt: skip

    def _blockages(self):
        rows = [
            row for row in self.rows["retention"] if row[2] == "" and self.tree.tier(row[0]) < 3
        ]
        found = {}
        for row in self.rows["findings"]:
            found.setdefault(row[1], []).append(row[0])
        for row in sorted(rows, key=lambda row: row[8] / row[6])[:6]:
            se = row[6]
            self._add("blockages", row[0], "", PERIODS[1], row[8], row[8] - 1.96 * se, row[8] + 1.96 * se, 0.03, "understanding" if row[0] in found else None, found.get(row[0], []), "weak")  # fmt: skip

    def _add(self, table, *row):
        self.rows[table].append(row)

    def _frame(self, name):
        return pl.DataFrame(self.rows[name], _schema(name), orient="row")


def _with_tasks(code, clauses, upper):
    if upper is None:
        return [(words, [f"{code}#{n}"]) for n, words in enumerate(clauses, 1)]
    return clauses


def _changed(text, label, name):
    head = text.partition("，")[0]
    return {
        "faithful": text,
        "verbatim": text,
        "localised": f"{text.rstrip('。')}，由{name}农业农村办公室逐村建档，先行在2个村示范。",
        "strengthened": text.replace("不低于", "必须达到").replace("原则上", "一律").rstrip("。")
        + "，完不成的予以通报。",
        "summarised": f"{head}。",
        "weakened": f"{head}，适时推进。",
        "narrowed": f"对规模以上主体，{text}",
        "sloganised": f"提高政治站位，全力抓好{head}。",
        "substituted": f"开展{head}主题宣传活动，制作展板10块。",
    }[label]


def _tasks():
    rows = [
        (f"{code}#{n}", words.partition("，")[0], words, code, str(n))
        for code, (_, _, clauses) in POLICIES.items()
        for n, words in enumerate(clauses, 1)
    ]
    return pl.DataFrame(rows, ["task", "name", "text", "document", "clause"], orient="row")


def _units(villages):
    rows = [(ROOT, "清河市", 0, None)]
    towns = []
    for c, county in enumerate(COUNTIES):
        code = f"9902{c + 2:02d}000000"
        rows.append((code, county, 1, ROOT))
        for t in range(10):
            at = c * 10 + t
            town = f"{_FIRST[at % 20]}{_LAST[(at // 2 + t) % 10]}{'街道' if c < 2 and t < 4 else '镇' if t < 7 else '乡'}"
            towns.append(f"{code[:6]}{t + 100:03d}000")
            rows.append((towns[-1], town, 2, code))
    for v in range(villages):
        town = towns[v % len(towns)]
        rows.append(
            (
                f"{town[:9]}{201 + v // len(towns):03d}",
                f"{_VILLAGE[(v // len(towns) + v) % 12]}村",
                3,
                town,
            )
        )
    return pl.DataFrame(rows, ["unit", "name", "tier", "parent"], orient="row")


def _schema(table):
    """Return the columns of a result table as the catalogue has them."""
    columns = result_tables()[table].columns
    structs = {"parents": _PARENT, "parameters": _PARAMETER, "commitments": pl.List(pl.String)}
    return {one.name: structs.get(one.name, _TYPES.get(one.type, pl.String)) for one in columns}


_PARENT = pl.List(pl.Struct({"document": pl.String, "basis": pl.String, "probability": pl.Float64}))
_PARAMETER = pl.List(pl.Struct({"name": pl.String, "value": pl.String}))
_TYPES = {
    "integer": pl.Int64,
    "number": pl.Float64,
    "share": pl.Float64,
    "probability": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
    "list": pl.List(pl.String),
}
_TRACED = ("documents", "clauses", "links", "drops", "findings", "finding_evidence", "coverage")
_MEASURED = ("efficacy", "retention", "tiers", "attribution", "blockages")
