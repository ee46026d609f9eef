"""How far an extracted text is whole: damaged characters, with their places."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chuandao.errors import Place, Problem

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FOREIGN = re.compile(
    r"[\u0400-\u1cff\u2d00-\u2ddf\u3040-\u30fa\u30fc-\u30ff\u3130-\u318f\ua000-\uabff\uac00-\ud7ff"
    r"\ufb1d-\ufdff\ufe70-\ufefc]+"
)
_DAMAGED = re.compile(
    r"(?P<replaced>\ufffd+|(?:锟斤拷)+锟?斤?)"
    r"|(?P<private>[\ue000-\uf8ff\U000f0000-\U0010ffff]+)"
    r"|(?P<control>[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufff0-\ufff8\ufffe\uffff]+)"
)
_MOJIBAKE = re.compile("[\u00a1-\u00ff]{6,}")
_CONFUSED = r"(?=[\dOolI|丨]*\d)(?=\d*[OolI|丨])[\dOolI|丨]+"
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.])(?:{_CONFUSED})(?=\s*(?:[年月日号號条條户戶个個项項亩畝元万萬亿億件座名家公吨]"
    rf"|[%％‰]))|(?<=[〔\[(（【])(?:{_CONFUSED})(?=[〕\])）】])"
)
_LINE = re.compile(r"[^\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SAMPLE = 8192
_BINARY_SHARE = 0.1


@dataclass(frozen=True, order=True)
class Damage:
    """A run of damaged characters.

    ``replaced``, ``private``, ``control``, ``foreign`` or ``number`` (broken by recognition).
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Quality:
    """Share 0-1 of undamaged characters, spaces not counted, and where the others stand."""

    share: float
    damages: tuple[Damage, ...] = ()

    def notes(self, file: str = "") -> tuple[Problem, ...]:
        """Return one note a kind of damage: how much of it, and where it begins."""
        counts: Counter[str] = Counter()
        for damage in self.damages:
            counts[damage.kind] += damage.end - damage.start
        first = {damage.kind: damage for damage in reversed(self.damages)}
        return tuple(
            Problem(
                f"text_damage_{kind}",
                "warning",
                Place(file, start=first[kind].start, end=first[kind].end),
                {"count": count},
            )
            for kind, count in sorted(counts.items())
        )


def quality_of(text: str) -> Quality:
    r"""Return how far a text is whole.

    Damaged are replacement characters (also as 锟斤拷), private-use and control characters,
    and letters of other scripts inside lines that are mostly Han (a Hangul syllable in a
    Chinese sentence is a fault of the copy); a line in another script is not. So are runs of
    accented letters (GB18030 read as Latin) and numbers in which a letter stands for a digit,
    as recognition leaves them (2O25年, 1O0％, l5日).

    Examples
    --------
    >>> quality_of("全面落实").share, quality_of("全面落\ufffd").damages
    (1.0, (Damage(start=3, end=4, kind='replaced'),))
    >>> quality_of("2O25年底前").damages
    (Damage(start=0, end=4, kind='number'),)
    """
    damages = tuple(_apart(sorted([*_broken(text), *_foreign(text), *_numbers(text)])))
    bad = sum(damage.end - damage.start for damage in damages)
    counted = len("".join(text.split()))
    return Quality(max(1 - bad / counted, 0.0) if counted else 1.0, damages)


def is_binary(text: str) -> bool:
    r"""Return whether decoded bytes are no writing: control characters all over.

    Examples
    --------
    >>> is_binary("\x00\x01\x02"), is_binary("一、总体要求")
    (True, False)
    """
    head = text[:_SAMPLE]
    controls = len(_CONTROLS.findall(head))
    return controls > _BINARY_SHARE * len(head)


def _broken(text: str) -> Iterator[Damage]:
    for match in _DAMAGED.finditer(text):
        yield Damage(match.start(), match.end(), str(match.lastgroup))


def _numbers(text: str) -> Iterator[Damage]:
    for match in _NUMBER.finditer(text):
        yield Damage(match.start(), match.end(), "number")


def _apart(damages: Iterable[Damage]) -> Iterator[Damage]:
    """Yield damages that do not overlap, so that no character counts twice."""
    end = 0
    for damage in damages:
        if damage.start >= end:
            end = damage.end
            yield damage


def _foreign(text: str) -> Iterator[Damage]:
    for match in _MOJIBAKE.finditer(text):
        yield Damage(match.start(), match.end(), "foreign")
    if not _FOREIGN.search(text):
        return
    for line in _LINE.finditer(text):
        runs = list(_FOREIGN.finditer(text, line.start(), line.end()))
        letters = sum(match.end() - match.start() for match in runs)
        if runs and len(_HAN.findall(line[0])) > letters:
            yield from (Damage(match.start(), match.end(), "foreign") for match in runs)
