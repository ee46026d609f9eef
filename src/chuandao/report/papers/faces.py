"""The typefaces of official papers (GB/T 9704) and what stands in for one that is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

_LATIN = "Times New Roman"


@dataclass(frozen=True)
class Face:
    """A typeface: its name for Latin letters, for Chinese characters, and its stand-in."""

    latin: str
    chinese: str
    stand_in: str = ""


TITLE, HEADING, SUBHEADING, BODY = "title", "heading", "subheading", "body"

_SIMPLIFIED: Mapping[str, Face] = {
    TITLE: Face(_LATIN, "方正小标宋简体", "宋体"),
    HEADING: Face(_LATIN, "黑体", "SimHei"),
    SUBHEADING: Face(_LATIN, "楷体_GB2312", "楷体"),
    BODY: Face(_LATIN, "仿宋_GB2312", "仿宋"),
}
_TRADITIONAL: Mapping[str, Face] = {
    TITLE: Face(_LATIN, "方正小標宋繁體", "新細明體"),
    HEADING: Face(_LATIN, "微軟正黑體", "黑体"),
    SUBHEADING: Face(_LATIN, "標楷體", "楷体"),
    BODY: Face(_LATIN, "仿宋", "新細明體"),
}
_CHINESE = {"zh-Hant": "zh-TW"}


def faces(language: str) -> Mapping[str, Face]:
    """Return the typefaces of a language's papers; English ones quote Chinese in Simplified.

    Examples
    --------
    >>> faces("zh-Hans")["body"].chinese, faces("zh-Hant")["body"].stand_in
    ('仿宋_GB2312', '新細明體')
    """
    return _TRADITIONAL if language == "zh-Hant" else _SIMPLIFIED


def east_asian(language: str) -> str:
    """Return the language tag by which Word breaks Chinese lines and picks the shapes."""
    return _CHINESE.get(language, "zh-CN")
