"""A piece of a clause made ready for its grammar: names masked, roles and days blanked, tokens.

The mask has the length of the words. Names in quotes, titles and short brackets become ``■``
(part of a noun); role phrases, conditions and terms become ``◇`` (nothing to parse).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from chuandao.text.lexicon import Lexicon, trie_of

NOUN, BLANK = "■", "◇"
Span = tuple[int, int]
_NAMES = re.compile(
    r"《[^》]{0,80}》|“[^”]{0,40}”|「[^」]{0,40}」|‘[^’]{0,30}’|（(?!改|扩|迁"
    r"|续)[^（）。；]{1,24}）|〔[^〔〕]{1,20}〕"
)
_RUNS = re.compile(r"[◇▁]+|[^◇▁]+")
_TIERS = frozenset("省市县区镇乡")
_MODALS, _PREPOSITIONS = frozenset("可应须要"), frozenset("按将以在向对由从把于")
_ENDS = re.compile(r"[，。；：！？\t\n]|(?<![A-Za-z,]) (?![A-Za-z])|——")


@dataclass(frozen=True)
class Piece:
    """A piece: its words (plain form), its mask and where quantities stand.

    ``base``: the same words in the mask that was tagged already, so that none is tagged twice.
    ``quantities``: (comparator's or number's start, end) of every target, in order.
    """

    words: str
    mask: str
    quantities: tuple[Span, ...] = ()
    metrics: tuple[Span, ...] = ()
    base: "Piece | None" = None

    @cached_property
    def segments(self) -> tuple[Span, ...]:
        """The phrases between commas and the like, without their punctuation."""
        spans, position = [], 0
        for start, end in [*self._cuts(), (len(self.mask), len(self.mask))]:
            if self.mask[position:start].strip(f" {BLANK}"):
                spans.append((position, start))
            position = end
        return tuple(spans)

    def _cuts(self) -> list[Span]:
        """Return the marks between phrases, and the 、 that stand right after a quantity."""
        cuts = [match.span() for match in _ENDS.finditer(self.mask)]
        after = {until for _, until in self.quantities}
        return sorted([*cuts, *((i, i + 1) for i in after if self.mask[i : i + 1] == "、")])

    @cached_property
    def tokens(self) -> frozenset[int]:
        """Where words begin, as the segmenter sees them."""
        starts = {at for at, _ in self.quantities}
        for position, word, _ in self.tagged:
            starts.add(position)
            merged = word[0] in _MODALS and word[1:2] in _PREPOSITIONS
            if merged or (word[0] == "报" and word[1:2] in _TIERS):
                starts.add(position + 1)  # 可按, 应将: the dictionary takes them for words
        return frozenset(starts)

    @cached_property
    def tagged(self) -> tuple[tuple[int, str, str], ...]:
        """The words with their places and the parts of speech that the segmenter gives them."""
        if self.base is not None:
            return tuple(_without_blanks(self.mask, self.base.tagged))
        import rjieba

        position, known = 0, []
        for word, tag in rjieba.tag(self.mask, False):  # noqa: FBT003 - the segmenter's own way
            known.append((position, word, tag))
            position += len(word)
        return tuple(known)

    @cached_property
    def verbs(self) -> dict[int, str]:
        """The words of two letters and more that the segmenter calls verbs, by their places."""
        return {at: word for at, word, tag in self.tagged if tag == "v" and len(word) > 1}

    @cached_property
    def nouns(self) -> dict[int, int]:
        """Where the words end that the segmenter calls nouns, by where they begin."""
        return {at: at + len(word) for at, word, tag in self.tagged if tag[0] == "n"}

    def text(self, span: Span) -> str:
        """Return the words of a span."""
        return self.words[span[0] : span[1]]


def _without_blanks(
    mask: str, tagged: tuple[tuple[int, str, str], ...]
) -> Iterator[tuple[int, str, str]]:
    """Yield the words of the same text in another mask; what is cut by a blank has no part."""
    for at, word, tag in tagged:
        part = mask[at : at + len(word)]
        if part == word:
            yield at, word, tag
            continue
        for run in _RUNS.finditer(part):
            yield at + run.start(), run[0], "x"


def blanked(words: str, spans: list[Span], letter: str = BLANK) -> str:
    """Return the words with spans replaced letter by letter.

    Examples
    --------
    >>> blanked("由市教育局牵头推进", [(0, 7)])
    '◇◇◇◇◇◇◇推进'
    """
    for start, end in spans:
        words = words[:start] + letter * (end - start) + words[end:]
    return words


@lru_cache(maxsize=64)  # asked for several times a piece
def masked_names(words: str) -> str:
    """Return the words with names in quotes, titles and short brackets masked.

    Examples
    --------
    >>> masked_names("推行“一网通办”改革")
    '推行■■■■■■改革'
    """
    return _NAMES.sub(lambda m: NOUN * len(m[0]), words)


def apart(spans: list[Span]) -> list[Span]:
    """Return the spans that do not overlap, the longest kept, in order.

    Examples
    --------
    >>> apart([(0, 2), (1, 6), (7, 9)])
    [(1, 6), (7, 9)]
    """
    taken = bytearray(max((end for _, end in spans), default=0))
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if end > start and taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            kept.append((start, end))
    return sorted(kept)


def trim(mask: str, start: int, end: int, letters: str = " 、，的" + BLANK) -> Span:
    """Return a span without blanks and separators at its ends."""
    while start < end and mask[start] in letters:
        start += 1
    while end > start and mask[end - 1] in letters.replace("的", ""):
        end -= 1
    return start, end


ABLE = "复制|推广|借鉴|操作性|支配|持续|再生|追溯|感知|预期|衡量|量化|及|控|信|视|靠|比|行"
_SINGLE = (
    rf"要|应|须|可(?!{ABLE})|会|能|均|都|也|先|再|并|且|还|又|"
    r"即|就|将|不|别|勿|必|才|已|仍|请|拟|各自|更|只"
)


@cache
def functions(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of words that stand before a verb and are none: modals, adverbs."""
    modal = [e.word for e in lexicon.deontic if not e.word.isascii() and e.strength != 1]
    words = {w for w in (*lexicon.adverbs, *modal) if len(w) > 1}
    frames = (
        r"会议(?:议定|明确|强调|决定|要求|指出|认为|研究决定|同意|确定)|[一二三四五六七八九十](?:是要?"
        r"|要)|(?:首先|其次|再次|最后)"
    )
    return re.compile(rf"{trie_of(words)}|{frames}|{_SINGLE}|[　 ]|{BLANK}+")
