"""Who does what to what, in English: after shall, must, should, may, is to; or as an order."""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.text.lexicon import Lexicon

Span = tuple[int, int]
_MODAL = (
    r"(?:shall|must|should|may|will|cannot|can|is\sto|are\sto|is\sexpected\sto|are\sexpected\sto"
    r"|is\sencouraged\sto|are\sencouraged\sto)"
)
_ADVERB = (
    r"(?:(?:also|further|actively|gradually|promptly|fully|strictly|not|be|jointly"
    r"|then|first|progressively|in\sprinciple|where\spracticable|where\spossible"
    r"|as\sfar\sas\spossible|where\snecessary|effectively|vigorously|continuously)\s?,?\s?)*"
)
_STOP = re.compile(
    r"(?:,|;|\.(?=\s|$)|\sby\s(?:the\s)?(?:end|\d|fifth|first|[A-Z])|\swithin\s"
    r"|\sbefore\s|\sfrom\s(?=\d|the\sdate)|\sto\s(?=at\s|\d|more|less|no)|\sto\s(?:the\s)?(?=[A-Z])"
    r"|\sin\saccordance|\sin\sorder|\sso\sthat|\swhile\s|\sunless|\swhere\s|\sprovided"
    r"|\sexcept|\sper\s|\seach\s|\severy\s|\sat\sleast|\son\sthe\sground|\swith\s(?=no"
    r"|at|a\s)|\son\sa\s|\sfor\s(?=one|two|three|\d|those|failure)|\sno\slater|\smerely\b|\swithout\s|\sunder\sthe\s|\soff\sthe\s|\sfrom\sthe\s|\sopen\s|\son\s(?=[A-Z])"
    r"|\sfor\s(?=[a-z]+\s[a-z]+s\b)|\sa\s(?:year|month|week|quarter)\b|\sin\s(?:the\s)?(?=[A-Z])"
    r"|\sand\s(?=(?:shall|must|should|may|will|be|then)\b)|\t)"
)
_QUANTITY = re.compile(
    r"\s?(?:at\sleast\s|no\s(?:less|fewer)\sthan\s|not\sless\sthan\s|more\sthan\s"
    r"|up\sto\s)?(?:\d[\d,.]*|one|two|three|four|five|six|ten)\s(?:million\s|billion\s"
    r"|thousand\s)?(?:percent\sof\s|mu\sof\s|hectares\sof\s|kilometres\sof\s|km\sof\s)?"
)
_NONE = re.compile(r"(?:no|neither|nor|none\sof\sthe)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:a|an|the|its|their|all)\s")


@dataclass(frozen=True)
class EnglishPredicate:
    """A predicate: verb, object, subject, modal; ``banned`` and ``permitted`` by its modal."""

    verb: Span
    object: Span | None
    subject: Span | None
    modal: Span | None
    banned: bool
    permitted: bool


def english_predicates(words: str, lexicon: Lexicon) -> list[EnglishPredicate]:
    """Return the predicates of an English text.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text = "Village committees must not close service counters, and may keep paper records."
    >>> for p in english_predicates(text, lexicon()):
    ...     print(text[slice(*p.verb)], "|", text[slice(*p.object)], p.banned, p.permitted)
    close | service counters True False
    keep | paper records False True
    """
    if not re.search(r"[A-Za-z]{3}\s[a-z]{2}", words):
        return []
    found = [
        _predicate(words, m.span("verb"), m.span("modal"), _subject(words, m),
                   m["no"] is not None or m["modal"].lower() == "cannot"
                   or _none_may(words, m), m["modal"])
        for m in _after_modal(lexicon).finditer(words)
    ]  # fmt: skip
    first = _order(lexicon).match(words)
    if first and not found:
        found.append(_predicate(words, first.span("verb"), None, None, False, ""))  # noqa: FBT003
    for known in list(found):
        found += _coordinated(words, known, lexicon)
    limits = [m.span() for m in lexicon.limit.finditer(words)]
    acts = {p.verb: p for p in found if all(p.verb[1] <= a or p.verb[0] >= b for a, b in limits)}
    return sorted(acts.values(), key=lambda p: p.verb)


@cache
def _verbs(lexicon: Lexicon) -> str:
    known = [w for w, _ in lexicon.verbs if w.isascii()]
    return "|".join(sorted(map(re.escape, known), key=lambda w: (-len(w), w)))


@cache
def _after_modal(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<modal>{_MODAL})\b(?:,[^,]{{2,80}},)?\s(?P<no>not\s)?{_ADVERB}(?P<verb>(?:{_verbs(lexicon)})(?:d"
        rf"|ed|t)?|[a-z]+)\b",
        re.IGNORECASE,
    )


@cache
def _order(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\d+\t|\(?[a-z0-9]\)\s|\d+\.\s)?{_ADVERB}(?P<verb>{_verbs(lexicon)})\b", re.IGNORECASE
    )


@cache
def _and_verb(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?:,\s(?:and\s)?|\sand\s(?:then\s|to\s)?)(?P<verb>{_verbs(lexicon)})\b(?=\s(?:a"
        rf"|an|the|its|their|all|\d|at|[a-z]+\s))",
        re.IGNORECASE,
    )


def _coordinated(words: str, known: EnglishPredicate, lexicon: Lexicon) -> list[EnglishPredicate]:
    end = len(words)
    for mark in (".", ";", "\t"):
        stop = words.find(mark, known.verb[1])
        end = min(end, stop if stop >= 0 else end)
    nearest = re.compile(rf"\b{_MODAL}\b").search(words, known.verb[1], end)
    end = nearest.start() if nearest else end
    return [
        _predicate(words, m.span("verb"), known.modal, None, known.banned,
                   "may" if known.permitted else "")
        for m in _and_verb(lexicon).finditer(words, known.verb[1], end)
    ]  # fmt: skip


def _predicate(
    words: str,
    verb: Span,
    modal: Span | None,
    subject: Span | None,
    banned: bool,  # noqa: FBT001
    word: str,
) -> EnglishPredicate:
    passive = words[: verb[0]].endswith("be ")
    chosen = _object(words, verb[1])
    if passive or (chosen is None and re.match(r"(?:is|are)\sto", word)):
        chosen = subject if passive else chosen
    end = modal[1] if modal else 0
    span = (modal[0], end + 4) if modal and banned and words.startswith(" not", end) else modal
    return EnglishPredicate(
        verb,
        chosen,
        None if passive else subject,
        span,
        banned,
        word.lower() == "may" and not banned,
    )


def _object(words: str, start: int) -> Span | None:
    quantity = _QUANTITY.match(words, start)
    begin = quantity.end() if quantity else start
    stop = _STOP.search(words, begin)
    end = stop.start() if stop else len(words.rstrip(". "))
    while words[begin : begin + 1] == " ":
        begin += 1
    article = _ARTICLE.match(words[begin:end])
    begin += article.end() if article else 0
    joined = re.search(r"\sand\s(?=[a-z]+\s(?:a|an|the|its|their)\s)", words[begin:end])
    end = begin + joined.start() if joined else end
    if not re.match(r"[A-Za-z“\"]", words[begin : begin + 1]) or end - begin < 2:  # noqa: PLR2004
        return None
    if re.match(
        r"(?:by|to|from|with|in|on|at|for|of|daily|weekly|monthly|quarterly|annually|yearly)\b",
        words[begin:end],
    ) and not re.match(r"\w+ly\s[a-z]+s\b", words[begin:end]):
        return None
    return begin, end


def _none_may(words: str, match: re.Match[str]) -> bool:
    """Tell no vehicle shall park, which bans, from vehicles shall park."""
    subject = _subject_of(words, match)
    return bool(subject and _NONE.match(words, subject[0]))


def _subject(words: str, match: re.Match[str]) -> Span | None:
    """Return who acts; "no vehicle" is nobody that does."""
    span = _subject_of(words, match)
    none = _NONE.match(words, span[0]) if span else None
    return (none.end(), span[1]) if none and span else span


def _subject_of(words: str, match: re.Match[str]) -> Span | None:
    end = match.start("modal")
    begin = max(words.rfind(mark, 0, end) + 1 for mark in (",", ".", ";", "\t"))
    phrase = words[begin:end]
    joined = re.match(r"\s?(?:and|but|or|of which|in which|which)?\s?", phrase)
    begin += joined.end() if joined else 0
    article = re.match(r"(?:The|the|A|An|a|an)\s", words[begin:end])
    begin += article.end() if article else 0
    while end > begin and words[end - 1] in " ,":
        end -= 1
    return (begin, end) if end - begin > 1 else None
