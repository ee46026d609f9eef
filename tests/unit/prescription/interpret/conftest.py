"""A small case, written for these tests: a city's opinion, and what two towns and a county made of it."""

import pytest

import chuandao as cd

CITY = """清安市人民政府关于因地制宜发展特色产业的意见
清安政发〔2026〕3号
各县（市、区）人民政府，市政府各部门：
现就发展特色产业提出如下意见。
一、总体要求
（一）坚持因地制宜。各地要立足资源禀赋和市场需求选择发展路径，不得下达新上项目数量指标，不搞一刀切。
二、重点任务
（一）建设种植基地。2026年底前新增种植面积2万亩，鼓励农户以土地入股，不得强制流转土地。（牵头单位：市农业农村局；配合单位：市财政局）
（二）加强技术服务。由市科学技术局牵头，每季度至少开展一次田间技术服务，适时组织观摩。
（三）优化审批服务。设施农业用地备案自受理之日起5个工作日内办结。（牵头单位：市行政审批服务局）
（四）编制产业目录。2026年9月底前编制完成产业目录，每个县主导产业不超过3个。（牵头单位：市农业农村局；配合单位：市林业局）
三、组织实施
（一）分级落实。各县（市、区）2026年5月底前制定实施方案，乡镇不要求配套发文。
清安市人民政府
2026年3月2日
"""
EAST = """东河县人民政府关于贯彻因地制宜发展特色产业意见的实施方案
东政发〔2026〕9号
各乡镇人民政府：
根据《清安市人民政府关于因地制宜发展特色产业的意见》（清安政发〔2026〕3号），制定本方案。
一、发展特色产业，必须上新项目。每个乡镇下达新上项目数量指标2个，纳入年度考核，完不成的一票否决。
二、建设种植基地。2026年底前新增种植面积6000亩，不得强制流转土地。
三、加强技术服务。每月至少开展一次田间技术服务。
东河县人民政府
2026年4月6日
"""
WEST = """西山县人民政府关于因地制宜发展特色产业的实施方案
西政发〔2026〕5号
各乡镇人民政府：
根据《清安市人民政府关于因地制宜发展特色产业的意见》（清安政发〔2026〕3号），制定本方案。
一、坚持因地制宜。各乡镇要立足资源禀赋和市场需求选择发展路径，不下达新上项目数量指标，不搞一刀切。
二、建设种植基地。2026年底前在白坡村、黑石村新增种植面积4000亩，鼓励农户以土地入股，不得强制流转土地。
三、加强技术服务。每月至少开展一次田间技术服务。
西山县人民政府
2026年4月8日
"""
UNITS = """unit,parent,name,tier,kind
880000000000,,清安市,0,government
880100000000,880000000000,东河县,1,government
880200000000,880000000000,西山县,1,government
"""
DOCUMENTS = """document,file,unit,date,implements
city,city.txt,880000000000,2026-03-02,
east,east.txt,880100000000,2026-04-06,city
west,west.txt,880200000000,2026-04-08,city
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("interpret")
    for name, words in (("city", CITY), ("east", EAST), ("west", WEST)):
        (path / f"{name}.txt").write_text(words, encoding="utf-8")
    (path / "units.csv").write_text(UNITS, encoding="utf-8")
    (path / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    (path / "case.toml").write_text('name = "特色产业"\n', encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def case(folder):
    return cd.read(folder)


@pytest.fixture(scope="session")
def traced(case):
    return cd.trace(case)


@pytest.fixture(scope="session")
def before(folder):
    """Return the kit of the opinion before it is issued."""
    return cd.interpret(folder / "city.txt")


@pytest.fixture(scope="session")
def for_east(case, traced):
    return cd.interpret(case, "city", unit="东河县", traced=traced)


@pytest.fixture(scope="session")
def for_west(case, traced):
    return cd.interpret(case, "city", unit="西山县", traced=traced)
