"""A sample trace, written for these tests: a city's opinion, a county's plan, a town's notice."""

from collections.abc import Callable, Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

CITY = """青河市人民政府关于进一步优化营商环境的实施意见
青政发〔2026〕8号
各县（市、区）人民政府，市政府各部门：
@0.p1 为深入贯彻落实党中央、国务院关于优化营商环境的决策部署，持续激发经营主体活力，结合我市实际，提出如下意见。
一、总体要求
@1.1 （一）工作目标。到2026年底，全市高频政务服务事项“一网通办”率不低于90%，企业开办时间压缩至1个工作日以内。
@1.2 （二）基本原则。坚持因地制宜、分类施策，鼓励各地结合产业特点探索创新，不搞“一刀切”，不简单层层分解指标。
二、重点任务
@2.1 （三）推进“一网通办”。由市数据局牵头，市政务服务中心配合，2026年9月底前完成市县两级审批系统对接，公布事项清单，保留线下办事窗口。
@2.2 （四）精简审批环节。对重点产业项目推行告知承诺制，审批时限平均压减50%以上，审批结果当日推送。
@2.3 （五）推动惠企资金直达快享。对全市中小微企业实行免申即享，资金拨付时间不超过15个工作日。
@2.4 （六）培育特色产业。支持各县（市、区）因地制宜发展特色产业，不得以下达项目数量的方式强制推进。
@2.5 （七）规范涉企检查。推行“综合查一次”，对同一企业的行政检查每年原则上不超过2次。
@2.6 （八）畅通企业诉求渠道。企业诉求应当在48小时内响应，按期办结率不低于95%。
@2.7 （九）加强企业家培训。2026年培训民营企业经营管理人员3000人次，由市工商联会同市工信局组织实施。
三、保障措施
@3.1 （十）加大财政支持。市级财政设立5000万元专项资金，由市财政局统筹安排。
@3.2 （十一）开展评估。每半年委托第三方开展一次营商环境评估，评估结果向社会公布，不作为对乡镇（街道）的考核依据。
青河市人民政府
2026年3月12日
"""
COUNTY = """柳河县优化营商环境工作方案
柳政办发〔2026〕15号
@0.p1 为贯彻落实《青河市人民政府关于进一步优化营商环境的实施意见》（青政发〔2026〕8号），制定本方案。
一、工作目标
@1.1 1.年底前，全县高频事项一网通办率达到90%以上，开办企业1个工作日内办结。
@1.2 2.提高政治站位，强化责任担当，以钉钉子精神全力打造一流营商环境。
二、主要任务
@2.1 3.推进“一网通办”。由县行政审批局牵头，2026年9月底前完成审批系统对接，公布县级事项清单412项；在城关街道、柳河镇各设1个帮办代办专窗，老年人可继续在线下窗口办理。
@2.2 4.精简审批环节。对重点产业项目推行告知承诺制，审批时限平均压减50%以上，审批结果当日推送。
@2.3 5.惠企资金直达快享。对规模以上工业企业实行免申即享，资金拨付时间不超过15个工作日。
@2.4 6.实施特色产业项目攻坚。各乡镇（街道）年内必须新上1个特色产业项目，完不成的予以通报。
@2.5 7.规范涉企检查。推行“综合查一次”，对同一企业的行政检查每年一律不超过1次，超过的严肃追责。
@2.6 8.畅通诉求渠道。企业诉求及时响应，力争按期办结率达到85%左右。
@2.7 9.实行周报制度。各乡镇（街道）每周五17时前报送工作进展、台账和照片。
三、组织保障
@3.1 10.适时开展营商环境评估。
@3.2 11.县政府领导每月第一个星期三接待企业，现场协调解决问题。
柳河县人民政府办公室
2026年4月20日
"""
TOWN = """柳河镇关于做好优化营商环境工作的通知
柳镇发〔2026〕9号
各村（社区）、镇直各单位：
@1 一、转发县方案，请认真学习领会，抓好贯彻落实。
@2 二、便民服务中心设帮办代办专窗1个，安排专人2名，周六上午照常受理。
@3 三、年内必须新上2个特色产业项目，各村均要提供备选地块。
@4 四、每日17时前向镇党政办报送进展情况。
@5 五、各办公室统筹做好企业服务有关事项。
柳河镇人民政府
2026年5月6日
"""


def document(name: str, source: str, **fields: object) -> dict[str, object]:
    """Return a document; a line ``@path text`` of the source is a clause."""
    text, clauses = "", []
    for line in source.splitlines():
        path, _, words = line[1:].partition(" ") if line.startswith("@") else ("", "", line)
        if path:
            place = {"start": len(text), "end": len(text) + len(words)}
            clauses.append({"id": f"{name}#{path}", "path": path, **place, "kind": "task"})
            clauses[-1] |= {"text": words, "commitments": []}
        text += words + "\n"
    first, number = text.splitlines()[:2]
    known = {"id": name, "file": f"{name}.docx", "title": first, "number": number}
    return {**known, "date": "", "tier": "", "parents": [], **fields, "text": text} | {
        "clauses": clauses
    }


class Maker:
    """Writes links by the words that changed and finds their places itself."""

    def __init__(self, documents: Iterable[dict[str, object]]) -> None:
        self.documents = list(documents)
        self.links: list[dict[str, object]] = []

    def link(self, upper: str, lower: str, labels: str, probability: float, **more: object) -> None:
        changes = [self.change(upper, lower, *change) for change in more.pop("changes", ())]
        ends = {"upper": upper, "lower": lower, "relation": "parent", "rank": 1, "source": "rule"}
        self.links.append(
            ends | {"probability": probability, "labels": labels.split(), "changes": changes} | more
        )

    def change(self, upper, lower, attribute, direction, above, below, reason):
        start, end = self.place(upper, above)
        first, last = self.place(lower, below)
        words = {"attribute": attribute, "direction": direction, "reason": reason}
        values = {"upper_value": above, "lower_value": below}
        places = {"upper_start": start, "upper_end": end, "lower_start": first, "lower_end": last}
        return words | values | places

    def place(self, clause: str, words: str) -> tuple[object, object]:
        """Return the code points of the words in the clause's document; empty where none."""
        if not words:
            return None, None
        name = clause.partition("#")[0]
        found = next(one for one in self.documents if one["id"] == name)
        span = next(one for one in found["clauses"] if one["id"] == clause)
        start = found["text"].index(words, span["start"], span["end"])
        return start, start + len(words)


def sample() -> dict[str, object]:
    """Return the sample trace: every label and status, an alternative, an unread file."""
    city = document("city", CITY, date="2026-03-12", tier="city")
    to_city = {"document": "city", "basis": "named", "probability": 1.0}
    to_county = {"document": "county", "basis": "inferred", "probability": 0.86}
    county = document("county", COUNTY, date="2026-04-20", tier="county", parents=[to_city])
    town = document("town", TOWN, date="2026-05-06", tier="township", parents=[to_county])
    maker = Maker([city, county, town])
    _city_to_county(maker)
    _to_town(maker)
    return {
        "schema": 1,
        "documents": maker.documents,
        "links": maker.links,
        "drops": _drops(),
        "added": [
            {"lower": "county#2.7", "kind": "reporting"},
            {"lower": "county#3.2", "kind": "service"},
            {"lower": "town#4", "kind": "reporting"},
        ],
        "unread": [
            {
                "file": "城关街道实施方案（扫描件）.pdf",
                "reason": "扫描件没有文字层，且本机未安装文字识别程序。",
            }
        ],
    }


def _city_to_county(maker: Maker) -> None:
    link = maker.link
    link("city#0.p1", "county#0.p1", "summarised", 0.91, changes=[
        ("object", "omitted", "持续激发经营主体活力", "", "目的没有写入"),
    ])  # fmt: skip
    link("city#1.1", "county#1.1", "faithful", 0.97)
    link("city#1.2", "county#1.2", "sloganised", 0.61, changes=[
        ("safeguards", "omitted", "不搞“一刀切”", "", "保护性规定没有写入"),
        ("action", "replaced", "因地制宜、分类施策", "提高政治站位，强化责任担当", "没有可以核查的动作"),
    ])  # fmt: skip
    link("city#2.1", "county#2.1", "localised", 0.95, changes=[
        ("lead", "replaced", "市数据局", "县行政审批局", "明确了本级牵头单位"),
        ("cooperate", "omitted", "市政务服务中心配合", "", "没有写明配合单位"),
        ("local", "added", "", "城关街道、柳河镇各设1个帮办代办专窗", "增加本地具体安排"),
        ("targets", "added", "", "412项", "增加可以核查的数量"),
    ])  # fmt: skip
    link("city#2.2", "county#2.2", "verbatim", 0.99)
    link("city#2.3", "county#2.3", "narrowed", 0.93, changes=[
        ("scope", "laxer", "全市中小微企业", "规模以上工业企业", "对象少于上级要求，且不能用辖区大小解释"),
    ])  # fmt: skip
    link("city#2.4", "county#2.4", "substituted strengthened", 0.78, source="person", changes=[
        ("safeguards", "reversed", "不得以下达项目数量的方式强制推进", "必须新上1个特色产业项目", "上级禁止的做法成了要求"),
        ("instruments", "added", "", "完不成的予以通报", "增加处罚问责"),
        ("conditions", "omitted", "因地制宜", "", "限定条件没有写入"),
    ])  # fmt: skip
    link("city#2.5", "county#2.5", "strengthened", 0.96, changes=[
        ("deontic", "stricter", "原则上", "一律", "语气由原则性变为强制性"),
        ("targets", "stricter", "不超过2次", "不超过1次", "上限由2次降为1次"),
        ("instruments", "added", "", "超过的严肃追责", "增加处罚问责"),
    ])  # fmt: skip
    link("city#2.6", "county#2.6", "weakened summarised", 0.9, source="model", changes=[
        ("deadline", "laxer", "48小时内", "及时", "期限变得模糊"),
        ("targets", "laxer", "不低于95%", "85%左右", "指标由95%降为约85%"),
        ("deontic", "laxer", "应当", "力争", "语气变软"),
    ])  # fmt: skip
    link("city#3.2", "county#3.1", "summarised weakened", 0.84, changes=[
        ("deadline", "laxer", "每半年", "适时", "期限变得模糊"),
        ("actor", "omitted", "委托第三方", "", "没有写明由谁评估"),
        ("safeguards", "omitted", "不作为对乡镇（街道）的考核依据", "", "保护性规定没有写入"),
    ])  # fmt: skip
    link("city#2.7", "county#3.2", "", 0.22, rank=2)
    link("city#1.2", "county#2.4", "substituted", 0.31, rank=2)
    link("city#1.2", "county#2.1", "localised", 0.12, rank=3)


def _to_town(maker: Maker) -> None:
    link = maker.link
    link("county#2.1", "town#2", "localised", 0.88, changes=[
        ("local", "added", "", "安排专人2名，周六上午照常受理", "增加本地具体安排"),
    ])  # fmt: skip
    link("county#2.4", "town#3", "strengthened", 0.94, changes=[
        ("targets", "stricter", "1个", "2个", "数量由1个加到2个"),
        ("scope", "stricter", "各乡镇（街道）", "各村", "扩大到村"),
    ])  # fmt: skip
    link("county#2.7", "town#4", "strengthened", 0.9, changes=[
        ("deadline", "stricter", "每周五17时前", "每日17时前", "报送由每周变为每日"),
    ])  # fmt: skip
    link("county#0.p1", "town#1", "sloganised", 0.57)
    link("county#1.2", "town#5", "", 0.52)
    link("city#2.1", "town#2", "localised", 0.71, relation="root")
    link("city#2.4", "town#3", "substituted strengthened", 0.8, relation="root", changes=[
        ("safeguards", "reversed", "不得以下达项目数量的方式强制推进", "必须新上2个特色产业项目", "上级禁止的做法成了要求"),
    ])  # fmt: skip


def _drops() -> list[dict[str, object]]:
    partial, dropped = {"0.p1", "1.2", "2.4", "3.2"}, {"2.7"}
    paths = ["0.p1", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "3.1", "3.2"]

    def status(path: str) -> str:
        if path == "3.1":
            return "not_applicable"
        return "partial" if path in partial else "dropped" if path in dropped else "covered"

    rows = [(f"city#{path}", "county", status(path), 0.9) for path in paths]
    covered = {"2.1": "covered", "2.4": "partial"}
    rows += [(f"city#{p}", "town", covered.get(p, "not_required"), 0.8) for p in paths]
    rows += [("county#2.1", "town", "covered", 0.9), ("county#2.6", "town", "dropped", 0.66)]
    rows += [("county#2.4", "town", "covered", 0.9), ("county#2.7", "town", "covered", 0.9)]
    rows += [("city#2.3", "", "no_document", None)]
    keys = ("upper", "document", "status", "probability")
    return [dict(zip(keys, row, strict=True)) for row in rows]


@pytest.fixture
def make_trace() -> Callable[[], dict[str, object]]:
    """Return the maker of the sample trace, fresh at every call."""
    return sample


@pytest.fixture(scope="session")
def city_case():
    """Return the module that makes up a whole city's material."""
    path = Path(__file__).with_name("city_material.py")
    spec = spec_from_file_location("city_material", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def city(city_case):
    """Return the material of the made-up city, with everything measured."""
    return city_case.city(villages=120)


@pytest.fixture(scope="session")
def traced_city(city_case):
    """Return the material of the made-up city, of which nothing was measured."""
    return city_case.city(measured=False, villages=120)


@pytest.fixture(scope="session")
def checkup_case():
    """Return the module that makes a checkup of one county of the example case."""
    path = Path(__file__).with_name("checkup_material.py")
    spec = spec_from_file_location("checkup_material", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def checkup(checkup_case):
    """Return the material of that checkup, with planted levels."""
    return checkup_case.checkup_material()
