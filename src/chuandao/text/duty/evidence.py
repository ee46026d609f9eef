"""What a clause says of whose duty it is, seen from a unit below: signs with their words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.text.duty.cues import Cues, first
from chuandao.text.duty.named import names_in, other_place
from chuandao.text.duty.spoken import Spoken, bodies_of, spoken_to, subjects

Span = tuple[int, int]
PLAN_ASKED = re.compile(
    r"制定(?:[^。；，]{0,8}(?:实施|工作|整改|具体|行动))?(?:方案|细则)|印发[^。；]{0,8}(?:方案|细则)"
    r"|\b(?:publish|adopt|draw up) an? [^.]{0,20}plan"
)
"""Words by which a document asks for another one: 制定實施方案."""
_HEADING = re.compile(r"[（(]?[第一二三四五六七八九十\d]*[）)、.．条]?[^。；，]{0,20}。")
_MADE = r"(?:出台|建设|建立|建成|制定|组建|设立|搭建|统一)[^，。；]{0,8}"
_OWN_LEVEL = {  # what is made at the level above: 市级平台, 县联席会议
    "county": re.compile(
        _MADE + r"(?:[市省]级|[市省]一体化|全[市省]统一|国家级?(?:平台|基金|中心))"
        r"|由[市省][^，。；]{1,12}统一|我[市省]统一"
    ),
    "township": re.compile(
        _MADE + r"(?:[县区市]级|[县区][^，。；、]{0,10}(?:联席会议|专班|平台|中心))"
    ),
    "village": re.compile(_MADE + r"(?:[镇乡]|街道)级?"),
}
_NEAR = 2  # letters between a heading and who acts (由)
_GROUPS = ("county", "township", "village")


@dataclass(frozen=True)
class Setting:
    """A lower document as a clause above it sees it.

    ``upper_level``, ``lower_level``: see `chuandao.text.duty.bodies`; ``own``, ``above`` and
    ``siblings``: names of its own place, of the upper one and of units beside it; ``is_urban``:
    it addresses streets and no townships or villages; ``office``: what its issuer deals with
    where that is a department (教育 of 教育局), else empty.
    """

    upper_level: int
    lower_level: int
    own: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    is_urban: bool = False
    office: str = ""

    @property
    def group(self) -> str:
        """County and above, township or village: what each is usually asked differs."""
        return _GROUPS[min(max(self.lower_level, 1), 3) - 1]


@dataclass(frozen=True)
class Said:
    """A clause: its words in plain form, its kind, whether it is a row of a table."""

    words: str
    kind: str = "task"
    is_row: bool = False
    slogan: float = 0.0
    local: tuple[Span, ...] = ()


Signs = Mapping[str, tuple[float, Span | None]]


def evidence(said: Said, setting: Setting, cues: Cues) -> dict[str, tuple[float, Span | None]]:
    """Return the signs of a clause, each with its strength (0–1) and its words.

    Examples
    --------
    >>> below = Setting(0, 1, own=("云山县", "云山"))
    >>> signs = evidence(Said("市大数据局建设统一平台。"), below, {})
    >>> signs["own_act"], signs["addressed"]
    ((1.0, (0, 5)), (0.0, None))
    """
    words = said.words
    asked = spoken_to(words, setting.lower_level)
    bodies = bodies_of(words, setting.upper_level)
    outside = () if said.is_row else tuple(body for body in bodies if not body.bracket)
    found = {
        "addressed": _span(asked),
        "own_act": None if asked else _span(subjects(words, outside)),
        "own_first": _opening(words, subjects(words, outside)),
        "own_body": _span(outside),
        "only_offices": None if asked or outside else _span(bodies),
        "those_below": _span(spoken_to(words, setting.lower_level + 1)),
        "row": (0, len(words)) if said.is_row else None,
        "plan_asked": _match(PLAN_ASKED, words),
        "own_level": _match(_OWN_LEVEL[setting.group], words),
        "vertical_office": _vertical(words, bodies, cues),
        "other_office": _other_office(words, bodies, setting),
        **_places(said, setting, asked),
        **{f"on_{cue}": first(words, pattern) for cue, pattern in cues.items()},
    }
    found["rural_in_town"] = found.get("on_rural") if setting.is_urban else None
    signs = {name: (float(span is not None), span) for name, span in found.items()}
    return signs | {
        "is_principle": (float(said.kind in {"principle", "safeguard"}), None),
        "is_organisation": (float(said.kind == "organisation"), None),
        "slogan": (said.slogan, None),
    }


def _places(said: Said, setting: Setting, asked: tuple[Spoken, ...]) -> dict[str, Span | None]:
    own = names_in(said.words, setting.own)
    sibling = None if own else names_in(said.words, setting.siblings)
    known = (*setting.own, *setting.above)
    other = None if own or asked else sibling or other_place(said.words, known)
    return {"names_it": own, "names_sibling": sibling, "names_other": other}


def _vertical(words: str, bodies: tuple[Spoken, ...], cues: Cues) -> Span | None:
    """Return the vertical office that alone is named, if one is."""
    office = first(words, cues.get("vertical"))
    rest = [b for b in bodies if office and not b.start <= office[0] < b.end]
    return office if office and not rest else None


def _opening(words: str, acting: tuple[Spoken, ...]) -> Span | None:
    """Return the body that acts in the first sentence, if one does and those below follow."""
    heading = _HEADING.match(words)
    first = acting[0] if acting else None
    opens = first and first.start <= (heading.end() if heading else 0) + _NEAR
    return (first.start, first.end) if first and opens else None


def _other_office(words: str, bodies: tuple[Spoken, ...], setting: Setting) -> Span | None:
    """Return the offices that a clause names, where the lower issuer is another office."""
    if not setting.office or not bodies or setting.office in words:
        return None
    return bodies[0].start, bodies[0].end


def _span(found: tuple[Spoken, ...]) -> Span | None:
    return (found[0].start, found[0].end) if found else None


def _match(pattern: re.Pattern[str], words: str) -> Span | None:
    found = pattern.search(words)
    return found.span() if found else None
