"""Places that a clause names: this unit's, its siblings', or another's that is not known."""

import re
from collections.abc import Collection

Span = tuple[int, int]
_BEFORE = r"(?:(?<![\u4e00-\u9fff])|(?<=[在于将对由和与及把从])|(?<=依托)|(?<=支持))"
_PLACE = re.compile(
    rf"{_BEFORE}[\u4e00-\u9fff]{{2,3}}?(?:县|区|镇|乡|街道|村|社区|寨)(?![域块位间际长民镇])"
)
_NO_NAME = re.compile(
    r"全|各|我|本|城|跨|每|等|个|和|有|偏|不|或|及|按|由|对|向|为|在|到|与|将|把|内|该|其|两|多|新|的|是|老|大|小|中|非|若|部分|无|入|进|驻"
    r"|园区|山区|景区|地区|片区|辖区|库区|灾区|牧区|林区|矿区|湖区|湾区|校区|厂区|院区|街区|海区|禁|限|特区|战区|郊|校|农村|乡村"
    r"|行政|自然|自治|自贸|居住|试验|示范|先行|集聚|聚集|功能|保护|开发|经济|合作|试点|服务|作业|生活|生产|养殖|种植|风景|度假|旅游|贫困|脱贫"
    r"|安置|搬迁|核心|重点|边境|民族|沿|主|建成|产业|科技|工业|街镇|镇街|乡镇|县区|区县|市县|连片|市区|所|库|开|促进|公共|根据|国家|战略"
    r"|加强|推动|启动|强化|提升|完善|坚持|优化|严控|实施|改善|提高|支持|取消|减少|化解|搞好|注重|实行|撤|整|攻坚|组织|支撑|宽带|数字"
    r"|棚户|贸易|特色|移民|深水|灌区|藏区|产区|以|让|万|一批|建制|支付|智慧|开放|养老|返乡|下乡|水乡|集镇|强县|山村|渔村|空心|社区服务|村社|展|置"
)
_LISTED = re.compile(  # 塔山、后塘两镇
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}){1,5}等?[两二三四五六七八九十\d]+个?"
    r"(?:县|区|镇|乡|街道|村|社区|寨)"
)


def names_in(words: str, names: Collection[str]) -> Span | None:
    """Return where one of some names stands first, or None; the longest name is taken.

    Examples
    --------
    >>> names_in("汀岚县、北屿区逐点监测", ["北屿区", "汀岚县"])
    (0, 3)
    """
    found = [(at, -len(name), at + len(name)) for name in names if (at := words.find(name)) >= 0]
    return (min(found)[0], min(found)[2]) if found else None


def other_place(words: str, known: Collection[str]) -> Span | None:
    """Return where a place is named that has none of the known names, or None.

    Examples
    --------
    >>> other_place("上坪寨、岩脚寨完成改造", ["双井村", "双井"])
    (0, 3)
    >>> other_place("各村要抓好农村改厕", ["双井村", "双井"]) is None
    True
    """
    if (listed := _LISTED.search(words)) and not any(name in listed[0] for name in known):
        return listed.span()
    for match in _PLACE.finditer(words):
        if not _NO_NAME.search(match[0]) and not any(n in match[0] or match[0] in n for n in known):
            return match.span()
    return None
