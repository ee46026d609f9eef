"""Public bodies: at which level of the administration one stands, and what place it bears.

Levels are tiers below a city (0 city, 1 county or district, 2 township or street, 3 village or
community) and, above it, -1 province, -2 the State.
"""

import re

STATE, PROVINCE, CITY, COUNTY, TOWN, VILLAGE = -2, -1, 0, 1, 2, 3
_LEVELS = (
    (VILLAGE, r"(?:村|社区)(?:村民|居民)?(?:委员会|委会|党支部|党总支|支部|两委)|村委会|居委会"),
    (VILLAGE, r"(?:村|社区)$"),
    (TOWN, r"[^市县区省]{1,5}(?:镇|乡|街道|苏木)(?!振兴)|街道办事处"),
    (COUNTY, r"(?:自治县|县|旗)(?!级市)"),
    (COUNTY, r"(?:高新技术产业开发区|高新区|经济技术开发区|经开区|开发区|新区|示范区|园区)"),
    (COUNTY, r"[^市省]{1,4}(?:区|县级市)(?!域|块)"),
    (CITY, r"[^省]{1,5}(?:市|自治州|州|盟)(?!场)"),
    (PROVINCE, r"(?:省|自治(?!县|州|旗))"),
    (STATE, r"国务院|中共中央|全国|国家|^[^市县区镇乡省]{1,12}部$|总局$|中央"),
)
_ENGLISH = (
    (VILLAGE, r"\b(?:village|neighbou?rhood|parish|residents)\b"),
    (TOWN, r"\b(?:sub-?districts?|townships?|towns?|street offices?)\b"),
    (COUNTY, r"\b(?:districts?|count(?:y|ies)|boroughs?)\b"),
    (CITY, r"\b(?:city|municipal)\b"),
    (PROVINCE, r"\b(?:province|provincial|state)\b"),
    (STATE, r"\b(?:national|federal|ministry)\b"),
)
_RURAL = re.compile(
    r"(?:农村|乡村|城乡|城镇|乡镇)(?=局|振兴|建设|规划|工作|发展|经济|融合|居民|环境|管理|化|企业)"
    r"|城市(?=管理|建设|更新|规划|综合)|市(?=场|政|容|民)|(?<=自治)区"
)
_BARE = (
    (CITY, "市"),
    (COUNTY, ("县", "区")),
    (TOWN, ("镇", "乡", "街道")),
    (VILLAGE, ("村", "社区")),
)
_SELF = (
    (STATE, r"我国|全国"),
    (PROVINCE, r"[我全]省|省级|[我全](?:自治)?区各?[市州]"),
    (CITY, r"[我全]市(?!场)"),
    (COUNTY, r"[我全][县区](?!域)"),
    (TOWN, r"[我全][镇乡]|全?街道辖区"),
    (VILLAGE, r"[我全]村|本社区"),
)
_LEAST = 2  # times that a text must speak of itself
_PLACE = re.compile(
    r"(?:中国共产党|中共)?(?:.{2,9}?(?:省|自治区|自治州))?(?:[^县区镇乡街村]{2,5}?市)?"
    r"(?:[^镇乡街村]{1,5}?(?:自治县|县|旗|新区|开发区|高新区|区))?(?:[^村社]{1,6}?(?:镇|乡|街道))?"
    r"(?:.{1,6}?(?:村|社区))?"
)
_UNITS = re.compile(
    r".{1,9}?(?:省|自治区|自治州|市|自治县|县|旗|新区|开发区|高新区|区|镇|乡|街道|村|社区)"
)
_ENDING = re.compile(
    r"(?:省|自治区|自治州|市|自治县|县|旗|新区|开发区|高新区|区|镇|乡|街道|村|社区)$"
)
_NAMED = re.compile(
    r"\b((?:[A-Z][a-z']+ ?){1,3}?) (?:City|District|County|Borough|Sub-district|Town|Township"
    r"|Village|Neighbou?rhood|Parish)\b"
)


def level_of(body: str) -> int | None:
    """Return the level of a body by its name, or None where the name does not tell.

    Parameters
    ----------
    body : str
        In plain form (Simplified, half-width).

    Examples
    --------
    >>> [level_of(name) for name in ("岩州市安全生产委员会", "石门桥街道办事处", "教育部", "专班")]
    [0, 2, -2, None]
    >>> level_of("澜江高新技术产业开发区管理委员会"), level_of("Quaysend Sub-district Office")
    (1, 2)
    """
    if body.isascii():
        return next((at for at, words in _ENGLISH if re.search(words, body, re.IGNORECASE)), None)
    named = _RURAL.sub("", body)
    bare = next((at for at, words in _BARE if named.startswith(words)), None)
    found = (at for at, pattern in _LEVELS if re.search(pattern, named))
    return next(found, None) if bare is None else bare


def level_of_text(words: str) -> int | None:
    """Return the level that a text speaks of as its own (我省, 全市), or None where it is silent.

    Parameters
    ----------
    words : str
        In plain form.

    Examples
    --------
    >>> level_of_text("我省各市要抓好全省改革，全省推广。"), level_of_text("抓好落实。")
    (-1, None)
    """
    counts = {level: len(re.findall(pattern, words)) for level, pattern in _SELF}
    level = max(counts, key=lambda one: (counts[one], -one))
    return level if counts[level] >= _LEAST else None


def place_names(body: str) -> tuple[str, ...]:
    """Return the names of the place whose body it is, the lowest place first, bare forms too.

    Examples
    --------
    >>> place_names("宝塔区石门桥街道办事处")
    ('石门桥街道', '石门桥')
    >>> place_names("Fenbridge District Council")
    ('Fenbridge',)
    """
    if body.isascii():
        found = _NAMED.search(body)
        return (found[1].strip(),) if found else ()
    whole = _PLACE.match(_RURAL.sub("", body))
    parts = _UNITS.findall(whole[0]) if whole else []
    if not parts:
        return ()
    lowest = parts[-1].removeprefix("中国共产党").removeprefix("中共")
    bare = _ENDING.sub("", lowest)
    return (lowest, bare) if len(bare) > 1 else (lowest,)
