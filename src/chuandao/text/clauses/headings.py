"""The heading that opens an item, and whether an item says more than a heading."""

import re

_HEADING_END = re.compile(r"[。：:！]|\s*(?=[（〔][^（）]{0,8}(?:单位|部门|主体|科室|站所)[:：])")
_LONGEST_HEADING = 40
_SAYS = re.compile(
    r"\d|依法|不得|必须|应当|严禁|须|确保|每[月周日季年]|各(?:乡镇|县|区|村|镇|单位|部门)|负责|牵头|报送|同意|适用"
    r"|\b(?:will|shall|must|should|may)\b"
)


def split_heading(words: str) -> tuple[str, str]:
    """Return the heading that opens an item and what follows it.

    Examples
    --------
    >>> split_heading("壮大主导产业。围绕茶叶，建设基地。")
    ('壮大主导产业', '围绕茶叶，建设基地。')
    """
    end = _HEADING_END.search(words)
    if end is None:
        short = len(words) <= _LONGEST_HEADING and not words.endswith("；")
        return (words, "") if short else ("", words)
    heading, rest = words[: end.start()], words[end.end() :]
    if len(heading) > _LONGEST_HEADING or (not rest and "，" in heading):
        return "", words
    return heading, rest


def says_more(words: str) -> bool:
    """Return whether the words of an item say something that a heading does not.

    Examples
    --------
    >>> says_more("建设思路。"), says_more("产值达到5亿元。"), says_more("目标。达到5亿元。")
    (False, True, True)
    """
    stated = words.endswith(("。", ".")) and _SAYS.search(words)
    return bool(stated or split_heading(words)[1])
