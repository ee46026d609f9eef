"""Who acts: the subject or the one named after 由, where it names units or people.

A name that is also a place (站, 中心, 市場) or one of those meant to gain (户, 老年人) acts only
where a modal or a verb says so; payers (資金) and clauses (發現一戶) do not act.
"""

import re
from collections.abc import Sequence

from chuandao.text.grammar.agents import THING_END, is_agent, is_unit, listed
from chuandao.text.grammar.parsed import Parsed
from chuandao.text.grammar.phrases import BLANK, Piece, Span, functions
from chuandao.text.grammar.verb_phrases import MODAL
from chuandao.text.grammar.verbs import verb_at, verb_of
from chuandao.text.lexicon import Lexicon

_ACTS = re.compile(
    r"应|要|须|必须|不得|可|不准|严禁|务必|负责|牵头|会同|每|将|按|对|以|在|向"
    r"|组织|统筹|制定|及时|切实"
)
_OFFICE = re.compile(
    r"(?:[市县区省镇乡州]|各).{1,14}(?:室|站|院|中心|区|县)$|.*(?:人民医院|卫生院|学校|法院|检察院|管委会|服务站)$"
)
_PAYS = re.compile(r"(?:资金|预算|基金|经费|[金费款])$")
_PLACE_END = re.compile(r"(?:中心|室|站|区|馆|院|平台|厂|网|县|村)$")
_LONGEST_ACTOR = 12
_LONGEST_SUBJECT = 14
_BARE_NAMES = frozenset({"政府", "个人", "部门", "单位", "机构", "企业"})
_SEVERAL = re.compile(
    r"(?P<names>[^，的]{2,40}?)等?(?:[两三四五六七八九十]|\d{1,2})家(?:企业|公司|单位|机构|医院)"
)
_PLAIN_PEOPLE = re.compile(
    r"(?<!各)(?<!全体)(?:户|家庭|人口|老人|老年人|残疾人|人员|妇女|群众|居民|人才|群体)$"
)

_NO_NAMES = ("每", "到", "与", "向", "提前", "接待", "同", "对")
_NOT_ACTING = ("设在", "设于", "位于", "由", "为限")


def take_actors(
    piece: Piece, span: Span, parsed: Parsed, lexicon: Lexicon, *, surely: bool
) -> bool:
    """Add to the actors those whom a span names and return whether it names any.

    ``surely``: what stands after 由, which acts however it ends.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text, parsed = "市教育局、各县应当", Parsed()
    >>> take_actors(Piece(text, text), (0, 7), parsed, lexicon(), surely=False), parsed.actors
    (True, [(0, 4), (5, 7)])
    """
    start, end = span
    start = max(start, piece.mask.rfind("的", start, end) + 1)
    several = _SEVERAL.fullmatch(piece.mask, start, end)
    if several and not surely:
        parsed.actors += listed(piece.words, start, several.end("names"))
        return True
    if not surely and MODAL.match(piece.mask, end):
        first = agent_end(piece, start, end, lexicon)
        end = first if start + 2 < first < end else end
    names = _names(piece, start, end)
    texts = [piece.text(name).removeprefix("请").removeprefix("凡") for name in names]
    if not names or not _are_agents(texts, lexicon, surely=surely):
        return False
    if not surely and _only_stands_there(piece, (start, end), texts[-1], lexicon):
        return False
    if piece.mask[end : end + 24].lstrip(BLANK).lstrip("，可均").startswith(_NOT_ACTING):
        return False
    parsed.actors += names
    return True


def _names(piece: Piece, start: int, end: int) -> list[Span]:
    """Return the names of a list; one that ends in 等 and what they are is a single one."""
    whole = re.fullmatch(r".{2,24}等(?P<kind>[^等]{2,8})", piece.text((start, end)))
    if whole and is_agent(whole["kind"]):
        return [(start, end)]
    return _whole_names(piece, [n for n in listed(piece.words, start, end) if n[1] > n[0]])


def _are_agents(texts: Sequence[str], lexicon: Lexicon, *, surely: bool) -> bool:
    """Return whether every name is one of somebody, and none the start of a phrase or a deed."""
    return all(
        is_agent(t) or (surely and len(t) <= _LONGEST_ACTOR and not re.search(r"[\d]", t))
        for t in texts
    ) and not any(
        t.startswith(_NO_NAMES) or _PAYS.search(t) or _is_doing(t, lexicon) for t in texts
    )


def _only_stands_there(piece: Piece, span: Span, last: str, lexicon: Lexicon) -> bool:
    """Return whether a name is too long for a subject, or a place or thing that does not act."""
    start, end = span
    if len(last) > _LONGEST_SUBJECT and last[0] not in "各市县区省镇乡本":
        return True
    blank = piece.mask[start - 1 : start] == BLANK
    local = _PLACE_END.search(last) and not (blank or _OFFICE.match(last))
    still = local or THING_END.search(last) or _PLAIN_PEOPLE.search(last)
    return bool(still) and not _acts(piece, end, lexicon)


def _acts(piece: Piece, end: int, lexicon: Lexicon) -> bool:
    """Return whether what follows a name says that it acts: a modal, 负责, an adverb with verb."""
    after = end
    while piece.mask[after : after + 1] in {BLANK, "，"}:
        after += 1
    if _ACTS.match(piece.mask, after):
        return True
    step = functions(lexicon).match(piece.mask, after)
    return after > end and step is not None and verb_of(piece, step.end(), lexicon) is not None


def _is_doing(name: str, lexicon: Lexicon) -> bool:
    """Tell 发现一户 and 快件进村, which hold a verb, from somebody who acts."""
    if is_unit(name) and not _PLACE_END.search(name):
        return False
    verbs = (verb_at(name, position, lexicon) for position in range(len(name) - 1))
    return any(v and v.kind in {"strong", "reach"} and len(v.word) > 1 for v in verbs)


def _whole_names(piece: Piece, names: list[Span]) -> list[Span]:
    """Join parts that only together are a name: 市、县两级, 各级党委和政府, 任何单位和个人."""
    joined: list[Span] = []
    for start, end in names:
        short = joined and (end - start == 1 or piece.text((start, end)) in _BARE_NAMES)
        follows = joined and joined[-1][1] - joined[-1][0] == 1
        if short or follows:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def without_adverbs(piece: Piece, span: Span, lexicon: Lexicon) -> Span:
    """Leave out the adverbs between a subject and its modal: 各级行政机关|原则上|不得."""
    start, end = span
    for position in sorted((t for t in piece.tokens if start + 1 < t < end), reverse=True):
        step = functions(lexicon).match(piece.mask, position, end)
        if not step or step.end() != end or end - position < 2:  # noqa: PLR2004
            break
        end = position
    return start, end


def agent_end(piece: Piece, start: int, stop: int, lexicon: Lexicon) -> int:
    """Return where somebody named after 由 ends, where a word that leads to a verb follows."""
    for position in sorted(
        t for t in piece.tokens if start + 1 < t < min(stop, start + 2 * _LONGEST_SUBJECT)
    ):
        if is_agent(piece.mask[start:position]) and (
            functions(lexicon).match(piece.mask, position, stop)
            or verb_of(piece, position, lexicon)
        ):
            return position
    return stop
