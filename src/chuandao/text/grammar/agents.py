"""Who can act: names of units, groups and people, told by how they end, and lists of them."""

import re

Span = tuple[int, int]

_UNIT_END = (
    "局|委|(?<![网代包承举开主协通帮免快未])办|厅|部|院|法院|检察院|委员会|委办|办公室|政府|党委|党组|党支部|支部"
    "|党工委|纪委|公司|集团|银行|支行|分行|大队|支队|总队|中队|机构|大厅|单位"
    "|部门|办事处|工作队"
    "|领导小组|小组|专班|指挥部|工作组|科|股|室|社|协会|商会|联合会|学会|基金会"
    "|总工会|工会|共青团|团委|妇联|残联|科协|工商联|供销社|合作社|联社|信用社"
    "|队|馆|校|学校|高校|院校|幼儿园"
    "|医院|卫生院|卫生室|医疗机构|企业|厂|中心|站|所|分局|管委会|居委会|村委会"
    "|村民委员会|居民委员会|业委会|理事会|监事会|监督委员会|党群服务中心|县|区"
    "|市|省|镇|乡|街道|村|社区|州|旗|盟|园区|开发区|高新区"
    "|两级|各级|级|地方|财政|市直|地区|党校|媒体|平台|油田|电网|物业|医共体|集体|村集体|[农工商中建]行|[^用好此益到]处|农技站|大学|学院|报社|电视台|研究所|设计院|实验室|联盟|医联体"
)
_PEOPLE_END = (
    "书记|主任|局长|县长|市长|区长|镇长|乡长|村长|组长|队长|站长|所长|校长|院长"
    "|园长|行长|厅长|部长|科长|经理|干部|人员|工作人员|执法人员|教师|医生|村医"
    "|医师|护士|负责人|负责同志|同志|领导"
    "|业主|农户|各户|户|居民|村民|群众|职工|学生|家长|用户|商户|从业者|经营者"
    "|生产者|经营主体|市场主体|主体|建设单位|施工单位|者|员|志愿者|党员|代表"
    "|委员|法人|机关|各地|各方|上下|当事人|申请人|用人单位|司机|老师|各房|房东"
    "|责任人|河长|林长|网格员|辅导员|专家|劳动者|市民|公民|组织|行业协会|行政机关"
    "|全体|各族人民|股东|学员|会员|社员|住户|乘客|游客|患者|人民|董事会|董事长"
    "|青年|青壮年|个人|小组|企业家|投资者|人士|子女|老年人|老人|长者|妇女|残疾人|退役军人|服务人|团体|署|公所|户主|船主"
    "|团队|家庭|农场主|大户|家长委员会|负责人员|承包人|承租人|参保人|纳税人|申报人|监护人|发包方|承包方|投保人|毕业生|医务人员"
)
_THINGS = (
    "餐馆|餐厅|饭店|酒店|宾馆|民宿|商店|超市|商场|市场|药店|门店|网吧|景区|停车场|养殖场|养猪场|屠宰场|工地|矿山|煤矿|矿井"
    "|枢纽|场所|渔船|船舶|车辆|热线|配套园|项目法人|加油站|车站|码头|博物馆|图书馆|养老院|敬老院|托育机构"
)
THING_END = re.compile(rf"(?:{_THINGS})$")
AGENT_END = re.compile(
    rf"(?:{_UNIT_END}|{_PEOPLE_END}|{_THINGS})(?:（[^（）]{{1,20}}）(?:人民政府|政府|党委|部门|办事处)?)?$"
)
UNIT_NAME = re.compile(rf"(?:{_UNIT_END}|级|）)(?:（[^（）]{{1,20}}）)?$")
_GROUP = re.compile(
    r"^(?:各|有关|相关|其他|所有|全体|全市|全县|全区|全省|任何|每个|本|该|上述"
    r"|辖区|属地|当地|市县|县级|市级|省级|区级|乡镇|村级|镇级|县乡|基层)"
)
_NO_AGENT_END = re.compile(
    r"(?:小区|布局|格局|结局|建成区|保护区|山区|景区|库区|灌区|地区|片区|校区|厂区|老区|牧区"
    r"|林区|矿区|城区|街区|社区工厂|功能区|农村|乡村|标准|规模|示范村|行政村|自然村"
    r"|问题|清单|充电站|污水处理厂|服务站点|机制|事项|情况|体育馆|服务中心建设|制度|办法|工程|项目|本级"
    r"|建设|工作|评级|等级|年级|升级|分级|提级|层级|降级|超市|城市|股市|上市|门市"
    r"|集市|夜市|房|住房|厂房|机房|平房|病房|成员|动员|全员|人次|客户|门户|账户"
    r"|落户|入户)$"
)
_SEPARATOR = re.compile(r"[、,]|(?:以及|及其|及|和|与|或者|或)")
_EDGE = re.compile(
    r"^(?:由|请|要|应(?!急)|经(?![营济理办贸纪])|凡|其中|同时|原则上|并|且|一般|统一)|(?:等部门|等单位"
    r"|等有关部门|等|要|应|须|共同|负责|分别|具体|统一|联合)$"
)


def is_agent(name: str) -> bool:
    """Return whether a noun phrase names somebody who can act.

    Examples
    --------
    >>> [is_agent(name) for name in ("市发展改革委", "各县（市、区）", "森林覆盖率", "老旧小区")]
    [True, True, False, False]
    """
    if (
        name.count("（") != name.count("）")
        or not AGENT_END.search(name)
        or _NO_AGENT_END.search(name)
    ):
        return False
    return (
        not re.search(r"[“”《》\d]|[率额量度]$", name)
        or bool(_GROUP.match(name))
        or name.endswith("单位")
    )


def is_unit(name: str) -> bool:
    """Return whether a name ends as names of units do.

    Examples
    --------
    >>> is_unit("市财政局"), is_unit("副镇长"), is_unit("机制")
    (True, False, False)
    """
    return bool(UNIT_NAME.search(name)) and not _NO_AGENT_END.search(name)


def listed(words: str, start: int, end: int) -> list[Span]:
    """Return the spans of the names in an enumeration, brackets kept whole.

    Examples
    --------
    >>> text = "市教育局、各县（市、区）人民政府和县水利局等"
    >>> [text[a:b] for a, b in listed(text, 0, len(text))]
    ['市教育局', '各县（市、区）人民政府', '县水利局']
    """
    spans, position = [], start
    for cut, after in [*_cuts(words, start, end), (end, end)]:
        a, b = trimmed(words, position, cut)
        if b > a:
            spans.append((a, b))
        position = after
    return spans


def trimmed(words: str, start: int, end: int) -> Span:
    """Return the span without spaces, particles and 等 at its ends."""
    while True:
        part = words[start:end]
        lead = len(part) - len(part.lstrip(" 　：:▁◇\t"))
        tail = len(part) - len(part.rstrip(" 　。，、；▁◇\t"))
        if lead or (tail and start < end):
            start, end = start + lead, max(start + lead, end - tail)
            continue
        match = _EDGE.search(part)
        if not match or len(match[0]) >= len(part):
            return start, end
        if match.start():
            end = start + match.start()
        else:
            start += match.end()


def _cuts(words: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    depth = 0
    position = start
    while position < end:
        letter = words[position]
        depth += letter in "（〔(" or -(letter in "）〕)")
        match = _SEPARATOR.match(words, position, end) if depth <= 0 else None
        if match and _divides(words, start if not found else found[-1][1], match, end):
            found.append(match.span())
            position = match.end()
        else:
            position += 1
    return found


def _divides(words: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell the 和 between two units from the one in 市住房和城乡建设局."""
    if match[0] in "、,":
        return True
    before = words[max(begin, match.start() - 40) : match.start()]
    return bool(AGENT_END.search(before)) and not _inside_name(before, words[match.end() : end])


def _inside_name(before: str, after: str) -> bool:
    known = (
        ("住房", "城乡"), ("人力资源", "社会"), ("文化", "旅游"), ("自然资源", "规划"),
        ("工业", "信息化"),
        ("政务服务", "数据"), ("政务服务", "大数据"), ("发展", "改革"), ("水利", "湖泊"),
        ("林业", "草原"),
        ("园林", "绿化"), ("教育", "体育"), ("国防", "动员"), ("商务", "粮食"),
    )  # fmt: skip
    return any(before.endswith(left) and after.startswith(right) for left, right in known)
