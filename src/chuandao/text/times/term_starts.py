"""What a term is counted from: the document, or an act in the sentence (責令, 受理後, 竣工後)."""

import re

_ACTS = (
    r"受理|申请|申报|收到|接到|接报|接诉|发现|竣工|完工|验收|批准|批复|核准|立项|签订|签约"
    r"|投产|开工|交付|移交|登记|注册|备案|提交|报送|公示|处罚|发生|到期|届满|期满|入职|任职"
    r"|毕业|出院|离任|成交|中标|送达|缴费|举报|投诉|违法|违规|逾期|交办|移送|取得|成立|转让"
)
_ACT = re.compile(
    rf"责令|(?:{_ACTS})[^，。；]{{0,10}}?(?:之日|之后|后|的|时)(?=，|应|须|要|在|必须|可|[\d一二三四五六七八九十半]|$)"
)
_EACH_CASE = re.compile(r"办结|办理|答复|审批|受理|核发|回复|审结|审核|审查|初审|复核|反馈")
_SENTENCE = re.compile(r"[。；！\n]")
_NEAR = 14


def counts_from_act(words: str, start: int, end: int) -> bool:
    """Return whether the term at [start:end] is counted from an act, or holds for each case.

    Examples
    --------
    >>> counts_from_act("责令限期3个月内整改", 4, 8), counts_from_act("各县3个月内建成", 2, 6)
    (True, False)
    >>> counts_from_act("工程竣工后，应当在3个月内移交", 9, 13)
    True
    """
    opening = max((m.end() for m in _SENTENCE.finditer(words, 0, start)), default=0)
    if _ACT.search(words, opening, start):
        return True
    return bool(_EACH_CASE.search(words, end, min(len(words), end + _NEAR)))
