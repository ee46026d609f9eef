"""Who is to do it: 牽頭單位：…；配合單位：…, 由X牽頭、Y配合, X會同Y, X、Y按職責分工負責."""

import re
from dataclasses import dataclass

from chuandao.text.lexicon import Lexicon, any_of

_UNIT_END = (
    "局|委|办|厅|部|院|会|处|站|所|中心|政府|公司|银行|支行|大队|支队|镇|乡|街道|村|社区|县|区|市"
    "|机构|大厅|单位|部门|办事处|工作队|领导小组|专班|科|股|室|社|协会|集团|党委|纪委|小组|队|馆|校|企业|）"
)
_NAME = rf"[^，。；：、（）\s]{{0,24}}?(?:{_UNIT_END})(?:（[^（）]{{1,20}}）)?"
_NAMES = rf"{_NAME}(?:[、和及与]{_NAME})*(?:等[^，。；、]{{0,8}})?"
_AFTER = r"(?=负责|牵头|配合|参与|协助|共同|按|等|组织|制定|建立|开展|研究|出台|[，。；）\s]|$)"
_START = r"(?:(?<=[，。；：、（\s])|^)"
_SENTENCES = (
    ("lead", re.compile(rf"(?:由)({_NAMES})(?:负责)?牵头")),
    ("lead", re.compile(rf"{_START}({_NAMES})(?:负责)?牵头")),
    (
        "cooperate",
        re.compile(rf"牵头[，,、]?(?:负责)?[，,]?({_NAMES})(?:等)?(?:积极)?(?:配合|参与|协助)"),
    ),
    (
        "responsible",
        re.compile(rf"(?:由)({_NAMES})(?:共同|具体|分别|按职责分工)*(?:负责|承担)(?!牵头)"),
    ),
    (
        "responsible",
        re.compile(rf"{_START}({_NAMES})按(?:照)?(?:各自)?职(?:责|能)(?:分工)?(?:负责)?"),
    ),
    ("responsible", re.compile(rf"（({_NAMES})(?:负责|按职责分工负责)）")),
)
_JOINTLY = re.compile(rf"{_START}(?:由)?({_NAME})(?:要)?(?:会同|会商)({_NAMES}){_AFTER}")
_SEPARATOR = re.compile(r"[，,；;]|、(?![^（〔]{0,12}[）〕])|(?<=[局委办厅院处站所府])(?:和|及|与)")


@dataclass(frozen=True)
class Named:
    """A unit as the text names it, with its role and place."""

    role: str
    name: str
    start: int
    end: int


def responsibilities(words: str, lexicon: Lexicon) -> list[Named]:
    """Return the units a plain text makes lead, responsible or cooperating, in order.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> words = "（牵头单位：市农业农村局；配合单位：市财政局、各县区）"
    >>> [(named.role, named.name) for named in responsibilities(words, lexicon())]
    [('lead', '市农业农村局'), ('cooperate', '市财政局'), ('cooperate', '各县区')]
    """
    found = [*_labelled(words, lexicon)]
    taken = [(named.start, named.end) for named in found]
    for named in _in_sentences(words):
        if all(named.end <= start or named.start >= end for start, end in taken):
            found.append(named)
            taken.append((named.start, named.end))
    return sorted(found, key=lambda named: named.start)


def without_responsibilities(words: str, lexicon: Lexicon) -> str:
    """Return the text with its bracket of responsible units blanked, at the same length.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> without_responsibilities("建设基地。（责任单位：市农业农村局）", lexicon()).rstrip()
    '建设基地。'
    """
    pattern = rf"[（〔\[][^（）]*?(?:{_role_words(lexicon)})[:：].*?[）〕\]](?=[。；\s]*$|\s)"
    return re.sub(pattern, lambda m: " " * len(m[0]), words)


def units_of(words: str, start: int, role: str) -> list[Named]:
    """Return the units of an enumeration such as 市農業農村局、市財政局, all in one role."""
    found, position = [], 0
    for part in [*_SEPARATOR.finditer(words), None]:
        end = part.start() if part else len(words)
        name = words[position:end]
        lead = len(name) - len(name.lstrip())
        name = name.strip(" 。等")
        if name:
            begin = start + position + lead
            found.append(Named(role, name, begin, begin + len(name)))
        position = part.end() if part else end
    return found


def _labelled(words: str, lexicon: Lexicon) -> list[Named]:
    roles = {word: role for role, word in lexicon.roles}
    role = _role_words(lexicon)
    ends = rf"(?=[；;。）\n]|$|[，,\s](?:{role}))"
    pattern = rf"({role})\s*[:：]\s*((?:[^：:；;。（）\n]|（[^（）\n]*）)+?){ends}"
    found = re.finditer(pattern, words)
    return [named for m in found for named in units_of(m[2], m.start(2), roles[m[1]])]


def _role_words(lexicon: Lexicon) -> str:
    return any_of(word for _, word in lexicon.roles)


def _in_sentences(words: str) -> list[Named]:
    found: list[Named] = []
    for match in _JOINTLY.finditer(words):
        found += units_of(match[1], match.start(1), "lead")
        found += units_of(match[2], match.start(2), "cooperate")
    for role, pattern in _SENTENCES:
        for match in pattern.finditer(words):
            found += units_of(match[1], match.start(1), role)
    return found
