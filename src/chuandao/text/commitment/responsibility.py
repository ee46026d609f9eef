"""Who is to do it: 牽頭單位：…；配合單位：…, 由X牽頭、Y配合, X會同Y, X、Y按職責分工負責.

A word of a role (牵头, 会同, 配合, 负责) is an anchor; the names stand beside it in the same phrase
and count only where every one of them ends as names of units do (`agents`). Labelled lists are
read up to the next label. Persons (县长张某, 责任人：…) are dropped unless they are asked for.
"""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.text.grammar.agents import Span, is_agent, is_unit, listed, trimmed
from chuandao.text.grammar.english_roles import english_roles
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, any_of

_LISTING = str.maketrans("，；", "、、")  # of units in a cell
_BREAK = re.compile(r"[，。；：:\t▁\n！（）]|(?<![A-Za-z]) (?![A-Za-z])")
_LEAD = re.compile(
    r"(?:负责)?(?:牵头|负主责|主责|主办|总牵头|包联)(?:负责|组织|抓总)?(?!单位|部门|领导|人|责任)"
)
_COOPERATE = re.compile(
    r"(?:等)?(?:积极|密切|共同|协助|负责|跟进)?(?:配合|参与|协助|协同|协办|参加"
    r"|会同(?=[，。；）])|支持配合)(?!单位|部门|做好.{0,6}的)"
)
_WITH = re.compile(
    r"(?:要|应|应当|负责|牵头)?(?:会同|会商|商请|商|联合)(?!业|务|户|贸|标|城"
    r"|场|品|圈|店|会|机|协|运|超)"
)
_RESPONSIBLE = re.compile(
    r"(?:等)?(?:共同|具体|分别|统一|全面)*(?:按照?(?:各自)?(?:职责|职能)(?:分工)?(?:分别"
    r"|共同)?(?:负责|落实|抓好落实|组织实施)?(?:落实|实施|推进)?|负责(?!人|同志"
    r"|制|的)|承担(?!赔偿|责任|法律|起|相应))"
)
_CAUSATIVE = re.compile(r"^(?:支持|鼓励|引导|推动|对|从|以|为|在)")
_PERSON = re.compile(
    r"(?:书记|主任|局长|县长|市长|区长|镇长|乡长|站长|所长|主席|部长|校长|院长"
    r"|科长|经理|董事长|秘书长|常委|同志|组长|队长)[\u4e00-\u9fff]{0,4}$"
    r"|^[\u4e00-\u9fff]{2,3}$"
)
_PERSON_LABEL = re.compile(
    r"(?:责任人|责任领导|分管领导|包保领导|联系人|负责人|牵头领导|市领导|县领导)\s*[:：]\s*([^；;。）\n]+)"
)
_TITLE = re.compile(r"书记|主任|局长|县长|市长|区长|镇长|乡长|主席|部长|校长|院长|同志")


@dataclass(frozen=True)
class Named:
    """A unit as the text names it, with its role and place."""

    role: str
    name: str
    start: int
    end: int


def responsibilities(words: str, lexicon: Lexicon, *, persons: bool = False) -> list[Named]:
    """Return the units a plain text makes lead, responsible or cooperating, in order.

    Parameters
    ----------
    words : str
        In plain form.
    lexicon : Lexicon
    persons : bool
        Whether named persons are kept too, with the role ``person``.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> words = "（牵头单位：市农业农村局；配合单位：市财政局、各县区）"
    >>> [(named.role, named.name) for named in responsibilities(words, lexicon())]
    [('lead', '市农业农村局'), ('cooperate', '市财政局'), ('cooperate', '各县区')]
    >>> words = "由市教育局牵头，会同市财政局制定细则，市住建局配合"
    >>> [(named.role, named.name) for named in responsibilities(words, lexicon())]
    [('lead', '市教育局'), ('cooperate', '市财政局'), ('cooperate', '市住建局')]
    """
    return [named for named in role_phrases(words, lexicon, persons=persons)[0] if named.name]


def role_phrases(
    words: str, lexicon: Lexicon, *, persons: bool = False
) -> tuple[list[Named], list[Span]]:
    """Return the units with roles, and the spans that only say who does it (for blanking)."""
    found: list[Named] = []
    spans: list[Span] = []

    def take(role: str, names: list[Span], span: Span) -> None:
        fresh = [(a, b) for a, b in names if all(b <= n.start or a >= n.end for n in found)]
        found.extend(Named(role, words[a:b], a, b) for a, b in fresh)
        if fresh or not names:
            spans.append(span)

    for role, names, span in _labelled(words, lexicon):
        take(role, names, span)
    for role, names, span in (*_joint(words, lexicon), *_anchored(words)):
        take(role, names, span)
    for role, names, span in _bare(words, found):
        take(role, names, span)
    for role, (a, b), span in english_roles(words):
        take(role, [(a, b)], span)
    people = [named for named in found if _is_person(named.name)]
    found = [named for named in found if named not in people]
    if persons:
        found += [Named("person", n.name, n.start, n.end) for n in people]
        found += [
            Named("person", words[a:b], a, b)
            for m in _PERSON_LABEL.finditer(words)
            for a, b in listed(words, *m.span(1))
        ]
    spans += [m.span() for m in _PERSON_LABEL.finditer(words)]
    return sorted(found, key=lambda named: named.start), sorted(spans)


def without_responsibilities(words: str, lexicon: Lexicon) -> str:
    """Return the text with its bracket of responsible units blanked, at the same length.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> without_responsibilities("建设基地。（责任单位：市农业农村局）", lexicon()).rstrip()
    '建设基地。'
    """
    return _bracket(lexicon).sub(lambda m: " " * len(m[0]), words)


def units_of(words: str, start: int, role: str) -> list[Named]:
    """Return the units of an enumeration such as 市農業農村局、市財政局, all in one role."""
    parts = words.replace("；", "、").replace(";", "、").replace("，", "、")
    return [Named(role, words[a:b], start + a, start + b) for a, b in listed(parts, 0, len(parts))]


@cache
def _bracket(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"[（〔\[][^（）]*?(?:{_role_words(lexicon)})[:：].*?[）〕\]](?=[。；\s]*$|\s)"
    )


def _is_person(name: str) -> bool:
    return bool(_TITLE.search(name) and _PERSON.search(name) and not is_unit(name)) and (
        _TITLE.search(name).end() < len(name)  # type: ignore[union-attr]
    )


def _labelled(words: str, lexicon: Lexicon) -> list[tuple[str, list[Span], Span]]:
    if ":" not in words and "：" not in words:
        return []
    roles = {word: role for role, word in lexicon.roles}
    result = []
    for match in _labels(lexicon).finditer(words):
        names = [
            (a, b) for a, b in listed(words.replace("，", "、").replace(",", "、"), *match.span(2))
            if not re.fullmatch(r"[\d.]+", words[a:b])
        ]  # fmt: skip
        result.append((roles[match[1]], names, match.span()))
    return result


@cache
def _labels(lexicon: Lexicon) -> re.Pattern[str]:
    role = _role_words(lexicon)
    ends = (
        rf"(?=[；;。）〕\]\n\t]|$|[，,、\s]?(?:{role}|责任人|联系人|完成时限|完成时间"
        rf"|时限|责任领导|分管领导|牵头领导))"
    )
    return re.compile(
        rf"({role})\s*[:：]\s*((?:[^：:；;。（）〔〕\[\]\n\t]|（[^（）\n]*）|〔[^〔〕\n]*〕)+?){ends}"
    )


@cache
def _role_words(lexicon: Lexicon) -> str:
    return any_of(word for _, word in lexicon.roles)


def _phrase_start(words: str, position: int) -> int:
    """Return where the phrase that ends at ``position`` begins; brackets are stepped over."""
    depth = 0
    for index in range(position - 1, max(-1, position - 120), -1):
        letter = words[index]
        if letter == "）":
            depth += 1
        elif letter == "（":
            if not depth:
                return index + 1
            depth -= 1
        elif not depth and _BREAK.match(letter):
            return index + 1
    return max(0, position - 120)


def _names_before(words: str, position: int, *, people: bool = True) -> list[Span]:
    """Return the units that stand right before a word of a role, or none."""
    start = _phrase_start(words, position)
    phrase = words[start:position]
    if _CAUSATIVE.match(phrase) and "由" not in phrase:
        return []
    by = phrase.rfind("由")
    if by >= 0:
        start += by + 1
    a, b = trimmed(words, start, position)
    dates = re.match(
        r"(?:[^、，]{0,14}?(?:年|月|日|底|末|季度|前|起|内|全面|另外|具体|逐项))+(?=[市县区镇省各])",
        words[a:b],
    )
    a += dates.end() if dates else 0
    names = listed(words, a, b)
    wanted = is_agent if people else is_unit
    if not names or not all(wanted(words[x:y]) and y - x <= 30 for x, y in names):  # noqa: PLR2004
        return []
    return names


def _names_after(words: str, position: int, lexicon: Lexicon) -> list[Span]:
    """Return the units that follow 会同 and the like, up to the verb."""
    names: list[Span] = []
    start = position
    while start < len(words):
        end = _name_end(words, start, lexicon)
        if end is None:
            break
        names.append((start, end))
        mark = re.compile(r"[、]|以及|和|及|与").match(words, end)
        if not mark:
            break
        start = mark.end()
    return names


def _name_end(words: str, start: int, lexicon: Lexicon) -> int | None:
    stop = start
    depth = 0
    while stop < len(words) and stop < start + 30:
        letter = words[stop]
        depth += letter == "（" or -(letter == "）")
        if not depth and letter in "，。；：\t、":
            return stop if is_agent(words[start:stop]) and stop > start + 1 else None
        if depth < 0:
            return stop if is_agent(words[start:stop]) else None
        stop += 1
        if depth or stop < start + 2 or not is_agent(words[start:stop]):
            continue
        if stop == len(words) or (
            words[stop] in "，。；：、）\t等（对在按于以将把就要" and words[stop] != "（"
        ):
            return stop
        if re.match(
            r"和|及|与|以及|共同|每|应|统一|负责|参与|配合|联合|积极|\d|对|具体", words[stop:]
        ) or (
            (verb := verb_at(words, stop, lexicon))
            and len(verb.word) > 1
            and not is_agent(words[start : verb.end + 1])
        ):
            return stop
    return None


def _joint(words: str, lexicon: Lexicon) -> list[tuple[str, list[Span], Span]]:
    result = []
    for match in _WITH.finditer(words):
        after = _names_after(words, match.end(), lexicon)
        if not after:
            continue
        before = _names_before(words, match.start())
        opens = match.start() == _phrase_start(words, match.start())
        if not before and not opens and not _LEAD.search(words[: match.start()]):
            continue
        begin = before[0][0] if before else match.start()
        begin -= words[max(0, begin - 1) : begin] == "由"
        if before:
            result.append(("lead", before, (begin, match.end())))
        result.append(("cooperate", after, (begin, after[-1][1])))
    return result


def _anchored(words: str) -> list[tuple[str, list[Span], Span]]:
    result = []
    for role, pattern in (
        ("lead", _LEAD),
        ("cooperate", _COOPERATE),
        ("responsible", _RESPONSIBLE),
    ):
        for match in pattern.finditer(words):
            position = match.start()
            names = _names_before(words, position, people=True)
            if not names and role == "cooperate":
                names = _after_lead(words, position)
            if names:
                begin = names[0][0]
                begin -= words[max(0, begin - 1) : begin] == "由"
                end = match.end()
                if match[0].endswith("承担"):
                    rest = re.compile(r"[^，。；\t]*").match(words, end)
                    end = rest.end() if rest else end
                result.append((role, names, (begin, end)))
    return result


def _after_lead(words: str, position: int) -> list[Span]:
    """Return the units between 牵头 and 配合 where both stand in one phrase."""
    start = _phrase_start(words, position)
    lead = None
    for found in _LEAD.finditer(words, start, position):
        lead = found
    if not lead:
        return []
    names = listed(words, lead.end(), position)
    return names if names and all(is_agent(words[a:b]) for a, b in names) else []


def _bare(words: str, found: list[Named]) -> list[tuple[str, list[Span], Span]]:
    """Return units that fill a bracket at the end, or a cell of a row, with no word of a role."""
    spans = [m.span(1) for m in re.finditer(r"（([^：:]{1,200}?)）(?=[。；\s]*$)", words)]
    if "\t" in words:
        spans += [m.span() for m in re.finditer(r"[^\t]+", words)]
    result = []
    for start, end in spans:
        if any(named.start < end and named.end > start for named in found):
            continue
        names = listed(words.translate(_LISTING), start, end)
        if names and all(_fills(words[a:b]) for a, b in names):
            result.append(("responsible", names, (start, end)))
    return result


def _fills(name: str) -> bool:
    """Tell a cell that names a unit from one that names a matter ending alike."""
    short = len(name) <= 16  # noqa: PLR2004
    return short and is_agent(name) and not re.search(r"[\d的“]|建设|改造|推进|开展", name)
