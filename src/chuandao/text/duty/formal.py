"""Clauses that bind nobody: definitions, scope and purpose of a rule, accounts of what is so."""

import re

_NUMBER = r"(?:第[一二三四五六七八九十百\d]+条\s*|[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?"
_PURPOSE = re.compile(rf"^{_NUMBER}(?:为了?|根据|依据|按照)[^。]*制定本[^。]{{1,8}}。?$")
_SCOPE = re.compile(rf"^{_NUMBER}[^。；]*(?:适用于?本[^。]{{1,8}}|不适用本[^。]{{1,8}})。")
_MEANS = re.compile(
    rf"^{_NUMBER}本[^，。]{{1,8}}所称[^。]*是?指[^。]*。?|分为[^。；]*级[：:][^。]*为一级"
)
_DO = re.compile(r"应当|必须|不得|要|负责|确保|建立|完善|推进|组织|实行|加强")
_ENGLISH = re.compile(
    r"^[\w.]*\s*(?:This (?:plan|strategy|note|scheme|document)"
    r" (?:is|applies|sets out|says|puts|explains)"
    r"|In this (?:plan|strategy|scheme)\b)"
)
_MODAL = re.compile(
    r"\b(?:will|shall|must|should|may|are to|is to|needs? to|can|cannot|have to|has to|let)\b"
)
_FACT = re.compile(
    r"\b(?:have|has|had) (?:\w+ )?(?:\w+ed|fallen|risen|grown|lost|become|made|been)\b"
)
_HAN = re.compile("[\u4e00-\u9fff]")


def defines(words: str) -> bool:
    """Tell whether a clause only says what a text is for, to what it applies, what its words mean.

    Parameters
    ----------
    words : str
        In plain form, its number included or not.

    Examples
    --------
    >>> defines("第一条 为了加强古树保护，根据有关法律，制定本办法。")
    True
    >>> defines("第二条 本市古树的养护适用本细则。本细则所称古树，是指一百年以上的树木。")
    True
    >>> defines("第三条 县级人民政府应当建立名录。")
    False
    >>> defines("1.2 Journeys have fallen by 31 per cent.")
    True
    """
    if not _HAN.search(words):
        tells = _FACT.search(words) or _ENGLISH.match(words)
        return bool(tells) and not _MODAL.search(words)
    if _PURPOSE.match(words.strip()):
        return True
    rest = _MEANS.sub("", _SCOPE.sub("", words.strip()))
    return rest != words.strip() and not _DO.search(rest)
