"""Who leads and who cooperates, in English: led by X, X together with Y, responsible: X."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_NAME = (
    r"(?:the\s)?((?:[A-Z][\w&'-]*|of|and(?=\s[A-Z][\w-]*\s(?:Commission|Bureau"
    r"|Department|Office|Committee|Administration|Company))|for|on)(?:\s(?:[A-Z][\w&'-]*"
    r"|of(?=\s(?:the\s)?[A-Z])|the(?=\s[A-Z])|and(?=\s[A-Z][\w-]*\s(?:Commission"
    r"|Bureau|Department|Office|Committee|Administration))|for(?=\s[A-Z])))*)"
)
_GROUP = (
    r"((?:all\s|each\s|the\s)?(?:township|county|village|municipal|district|relevant"
    r"|local)\s(?:governments?|departments?|committees?|authorities|bureaus|units))"
)
_ONE = rf"(?:{_NAME}|{_GROUP})"
_LIST = rf"{_ONE}(?:(?:,\s(?:and\s)?|\sand\s){_ONE}){{0,5}}"
_LED = re.compile(rf"\b(?:[Ll]ed|[Hh]eaded|[Cc]oordinated)\sby\s({_LIST})")
_TOGETHER = re.compile(
    rf"({_LIST})\s*(?:shall|must|should|will|is\sto|are\sto)?,?\s*(?:together\swith"
    rf"|in\s(?:conjunction|cooperation|collaboration|coordination|consultation)\swith"
    rf"|jointly\swith)\s({_LIST})"
)
_WITH_ONLY = re.compile(
    rf"\b(?:together\swith|in\s(?:conjunction|cooperation|collaboration|coordination"
    rf"|consultation)\swith|jointly\swith)\s({_LIST})"
)
_AS_LEAD = re.compile(
    rf"({_LIST})\s(?:as|acting\sas|serves?\sas|is)\s(?:the\s)?lead(?:ing)?(?:\s(?:unit"
    rf"|agency|department|body))?\b"
)
_LEADS = re.compile(
    rf"({_LIST})\s(?:shall\s|will\s|must\s|should\s|is\sto\s)?(?:leads?|takes?\sthe\slead)\b"
)
_AS_COOPERATING = re.compile(
    rf"({_LIST})\s(?:as\s(?:the\s)?(?:cooperating|supporting|participating)(?:\s\w+)?"
    rf"|in\ssupport\b|(?:shall\s|will\s)?(?:cooperat(?:es?|ing)|assist(?:s|ing)?|supports?|participating)\b)"
)
_LABEL = re.compile(
    rf"\b([Ll]ead(?:ing)?(?:\sunits?|\sagency|\sdepartment)?|[Rr]esponsible(?:\sunits?"
    rf"|\sdepartments?)?|[Cc]ooperating(?:\sunits?|\sdepartments?)?|[Ss]upport(?:ing)?(?:\sunits?)?)\s?[:：]\s?({_LIST})"
)
_RESPONSIBLE = re.compile(
    rf"({_LIST})\s(?:shall\sbe|is|are|will\sbe|to\sbe|must\sbe|should\sbe)\s(?:jointly\s)?responsible\b"
    rf"|\b(?:responsibility\sof|under\sthe\sresponsibility\sof)\s({_LIST})"
)
_SPLIT = re.compile(
    r",\s(?:and\s)?|\sand\s(?=(?:the\s)?[A-Z]|township|county|village|municipal|district)"
)
_KEPT = re.compile(r"[A-Z][\w-]*$")
_LOWER = {"lead": "lead", "resp": "responsible", "coop": "cooperate", "supp": "cooperate"}


def english_roles(words: str) -> Iterator[tuple[str, Span, Span]]:
    """Yield (role, span of the name, span of the phrase) of units in an English text.

    Examples
    --------
    >>> text = "Led by the Water Bureau, with the Power Company in support, counties shall act."
    >>> [(role, text[a:b]) for role, (a, b), _ in english_roles(text)]
    [('lead', 'Water Bureau'), ('cooperate', 'Power Company')]
    """
    if not re.search(r"[A-Za-z]{3}", words):
        return
    for pattern, role, group in (
        (_LED, "lead", 1), (_TOGETHER, "lead", 1), (_AS_LEAD, "lead", 1), (_LEADS, "lead", 1),
        (_AS_COOPERATING, "cooperate", 1), (_WITH_ONLY, "cooperate", 1),
        (_RESPONSIBLE, "responsible", 1),
    ):  # fmt: skip
        for match in pattern.finditer(words):
            chosen = group if match[group] else match.re.groups
            for span in _names(words, *match.span(chosen)):
                yield role, span, match.span()
    for match in _LABEL.finditer(words):
        for span in _names(words, *match.span(2)):
            yield _LOWER[match[1][:4].lower()], span, match.span()


def _names(words: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for cut in [*_SPLIT.finditer(words, start, end), None]:
        stop = cut.start() if cut else end
        article = re.compile(r"(?:with\s)?(?:[Tt]he\s)?").match(words, position)
        begin = article.end() if article else position
        if stop > begin and not _is_ordinary(words[begin:stop]):
            yield begin, stop
        position = cut.end() if cut else stop


def _is_ordinary(name: str) -> bool:
    """Tell a word that only opens the sentence (Departments, Villages) from a name."""
    return " " not in name and not _KEPT.search(name)
