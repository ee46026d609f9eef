"""What only looks like a quantity to be met: names with numbers, baselines, thresholds, ages."""

import re

from chuandao.text.lexicon import Lexicon, Measure
from chuandao.text.numbers.numerals import HAN

BLANK = "■"  # stands for a masked letter; no boundary of a phrase
_NEAR = 12
_FEW = r"[零〇一二两三四五六七八九十百千万亿]{1,6}"
_MASKED = re.compile(
    r"《[^》]{0,60}》|“[^”]{0,20}”|「[^」]{0,20}」|[〔\[]\d{4}[〕\]]\s*\d{1,6}\s*号"
    r"|（[^（）\d]{1,10}）"
    r"|PM\s?2\.5|PM\s?10|第\s?[\d一二三四五六七八九十]+\s?[个批期次届类条项章款号种名]"
    r"|\d{1,6}(?:[×xX*]\d{1,6})?小时(?:热线|服务|值班|在线|自助|值守|监控|不间断|不打烊"
    r"|营业|运行|应急|开放)|[一二]户一"
    r"|\d{1,6}分钟[^，。；、\d]{0,6}圈|\d{1,6}小时[^，。；、\d]{0,6}(?:机制|制度|热线"
    r"|服务|窗口)|\d{1,6}[+＋][\dA-Za-zN]+|[A-Z]+[+＋]|\d{5,6}热线|(?<!\d)(?:110"
    r"|119|120|122|12345|12315|12388)(?=报警|热线|平台|指挥|服务|联动|投诉|举报"
    r"|急救)"
    r"|共?分?为?[\d一二三四五六七八九十]{1,3}个?(?:部分|章(?!程))"
    r"(?:[、，]?共?[\d一二三四五六七八九十]{1,3}(?:条|项|节))?"
    rf"|[一]?{_FEW}[个类]?(?:大力|方面|维护|确保|意识|自信|一批|不变|为主|体系)"
    rf"|[一两](?:个样|体化|揽子|站式|件事)"
    r"|[三四五]农|[\d一二三四五六七八九十]{1,3}(?:大(?![棚型户米豆])|级|星|A|型"
    r"|纵|横)|十[三四五六]五|双\d{1,6}|\d{1,6}个?\"一\""
)
_BASELINE = re.compile(r"(?:由|从)[^，。；、由从至到]{0,12}$")  # 由30%提高到35%
_TO_GOAL = re.compile(
    r"(?:左右|以上|以内)?(?:逐步|进一步|分别|稳步)?"
    r"(?:提高|提升|增加|增长|扩大|上升|恢复|压缩|压减|缩短|降低|下降|减少|精简"
    r"|压降|调整|下调|上调|缩减|降|减|提|增)(?:到|至|为)"
)
_PAST = re.compile(
    r"(?:去年|截[至止][^，。；]{1,10}，?已|今年以来|上年(?![的同均])|已(?:建|完|累|实|投|有|培)|截至目前|目前"
    r"|现有|原有|缺口|累计已|过去|近\S{1,2}年来?|比上年|与\d{4}年相比|仅[占为有]|只[占有]|不足总)"
    r"[^，。；]{0,16}$"
)
_FOR_EACH = re.compile(r"每$")
_DESCRIBED = re.compile(
    r"(?:本[镇村县市区乡]|全[镇县市区省]|辖区|下列|上述|剩余的?|其余|受[^，。；]{1,4}的"
    r"|如下|[^中高初上]等|[域区境园片围]内)$|(?:^|[，。；])(?:对|凡|遇|受(?![理让托益]))"
    r"[^，。；、给按予不达低高超]{0,20}$"
)
_LIMITED = re.compile(
    r"的[\u4e00-\u9fff]{0,8}?(?:户|家庭|企业|项目|人员|对象|地区|人口|单位|区域|路段|农户|群众|居民)"
)
_BARE = re.compile(r"[百千]?[万亿]")
_AGE = re.compile(r"\s?(?:周?岁|月龄)")
_SMALL_HAN = re.compile(r"[一两二三四五六七八九十]$")
_WEAK = frozenset({"日", "分", "步", "天", "年", "周", "个月", "度", "层", "位", "点"})
_OFTEN = frozenset(
    {"期", "次", "批", "段", "对", "片", "部", "本", "例", "道", "块", "组", "款", "条", "场"}
)
_ASSIGNS = (
    "派",
    "加派",
    "选派",
    "安排",
    "配备",
    "配齐",
    "建成",
    "建好",
    "选聘",
    "聘请",
    "明确",
    "确定",
)
_TIME_WORDS = frozenset({"年", "个月", "周", "天", "日"})
_AT_LEAST = re.compile(r"(?:至少|最少|最多|不少于|不超过|提前|满)[^，。；、]{0,8}$")


def masked(words: str) -> str:
    """Return the text with names that hold numbers blanked, at the same length.

    Examples
    --------
    >>> masked("落实“123”工作法，达到98%")
    '落实■■■■■工作法，达到98%'
    """
    return _MASKED.sub(lambda m: BLANK * len(m[0]), words)


def is_past(words: str, start: int) -> bool:
    """Return whether words before a number say that it tells of what is or was so.

    Examples
    --------
    >>> is_past("截至6月底已建成12座", 8), is_past("年底前建成12座", 5)
    (True, False)
    """
    return bool(_PAST.search(words[max(0, start - 24) : start]))


def counts(words: str, match: re.Match[str], measure: Measure, lexicon: Lexicon) -> bool:  # noqa: PLR0911
    """Return whether a number is a target, not part of a word, a baseline or a threshold."""
    before, after = words[: match.start()], words[match.end() :]
    near = before[-_NEAR:]
    if _FOR_EACH.search(near) or _DESCRIBED.search(before[-24:]):
        return False
    if (
        measure.dimension == "number"
        or _AGE.match(after)
        or _AGE.match(words, match.start("measure") if match["measure"] else match.end())
    ):
        return False
    if near.endswith(("第", BLANK, ".", "PM", "-", "〔", "No", "no")) and not near.endswith(
        ("分别", "“")
    ):
        if near.endswith(BLANK) and _is_compared(near, after, lexicon):
            return True
        if not near.endswith(BLANK):
            return False
    if after.startswith(("月", "号", "届", "年级", "年代")) and measure.word != "个":
        return False
    if measure.word != "年" and after.startswith("年") and measure.dimension != "number":
        return False
    if (_BASELINE.search(near) and _TO_GOAL.match(after)) or is_past(words, match.start()):
        return False
    if _is_threshold(near, after, measure, match["number"] or "", lexicon):
        return False
    return _is_said_plainly(words, match, measure, lexicon)


def _is_said_plainly(words: str, match: re.Match[str], measure: Measure, lexicon: Lexicon) -> bool:
    """Tell 培训3次 from turns of phrase such as 一次, 两天 and 三年来."""
    before, after = words[: match.start()], words[match.end() :]
    number = match["number"] or ""
    is_compared = _is_compared(before[-_NEAR:], after, lexicon)
    if measure.word in _TIME_WORDS:
        is_compared = is_compared or bool(_AT_LEAST.search(before[-_NEAR:]))
        return bool(
            is_compared
            and not (measure.word == "年" and re.fullmatch(r"\d{4}|二[〇零○].*", number))
        )
    is_compared = is_compared or bool(_AT_LEAST.search(before[-_NEAR:]))
    if measure.word in _WEAK and not is_compared:
        return False
    if measure.word in _OFTEN and not is_compared:
        return not re.fullmatch(HAN, number) or (
            number not in {"一", "两"} and _after_verb(before, number, lexicon)
        )
    small = bool(_SMALL_HAN.fullmatch(number)) or number in {"一", "两"}
    return not small or is_compared or _after_verb(before, number, lexicon)


def _is_compared(near: str, after: str, lexicon: Lexicon) -> bool:
    return near.endswith(lexicon.words_before) or after.startswith(lexicon.words_after)


def _after_verb(before: str, number: str, lexicon: Lexicon) -> bool:
    counted = number not in {"一", "两"} or before.endswith(("每", *_ASSIGNS))
    return counted and any(verb in before[-6:] for verb in lexicon.count_verbs)


def _is_threshold(near: str, after: str, measure: Measure, number: str, lexicon: Lexicon) -> bool:  # noqa: PLR0911
    """Tell 投资5000万元以上的项目 (who is meant) from 达到5000万元以上 (what is to be met)."""
    if near.endswith(
        ("低于", "不足", "超过", "高于", "满", "不到", "超", "达到")
    ) and _LIMITED.match(after):
        return True
    bounded = re.match(
        r"(?:（含[^（）]{0,6}）)?(?:及?以上|及?以下|以内)(?:（含[^（）]{0,6}）)?(?P<of>的)?(?P<next>[\u4e00-\u9fff]{2})",
        after,
    )
    if not bounded:
        return False
    if _BARE.fullmatch(number):
        return True
    if near.endswith(lexicon.words_before):
        return False
    if near.endswith((*lexicon.count_verbs, *lexicon.strong_verbs)):
        return False
    if bounded["next"] in {
        "办结",
        "完成",
        "办理",
        "答复",
        "给予",
        "受理",
        "响应",
        "到达",
        "予以",
        "并且",
        "反馈",
        "审批",
        "到位",
    } or measure.dimension.startswith("processing"):
        return False
    return bounded["next"][0] not in "，。并和或且由"
