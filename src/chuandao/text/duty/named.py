"""Places that a clause names: this unit's, its siblings', or another's that is not known."""

import re
from collections.abc import Collection

Span = tuple[int, int]
_PLACE = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}?(?:县|区|镇|乡|街道|村|社区|寨)"
    r"|[\u4e00-\u9fff]{2,3}(?:县|区|镇|乡|街道|村|社区|寨)"
)
_NO_NAME = re.compile(
    r"全|各|我|本|城|园区|山区|小区|景区|地区|片区|辖区|跨|郊|校|农村|乡村|行政|自然|新区|每|等|个|和|有|偏远|老旧|居住|库"
    r"|产业|科技|工业|街镇|镇街|乡镇|县区|区县|连片|市区|不|或|及|按|由|对|向|为|在|到|与|将|把|内|该|其|市、|开发|所|村社|两|多|新建"
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
