"""What a printed web page bears around its text: menus, links, share buttons, the site's foot."""

import re

_PLACE = re.compile(
    r"^(?:您?(?:现在|現在|当前|當前)?的?(?:位置|所在位置)|当前位置|當前位置)\s*[:：]"
)
_MENU = re.compile(r"^(?:[^\s|｜>＞。，:：]{1,10}\s*[|｜>＞]\s*){2,}[^\s|｜>＞。，:：]{1,12}$")
_BELOW = re.compile(
    r"^(?:[【\[]?(?:打印|列印|关闭|關閉)(?:本页|本頁|窗口|視窗)?[】\]]?$|(?:相关|相關)(?:解读|解讀|链接|連結|文档|文檔|文件|阅读|閱讀|附件|信息|新闻)"
    r"|分享(?:到|至)?\s*[:：]?|扫一扫|掃一掃|(?:上|下)一[篇条條]\s*[:：]|(?:主办|主辦|承办|承辦|版权所有|版權所有|网站地图|網站地圖)(?:单位|單位)?\s*[:：]?"
    r"|.{0,20}ICP\s*[备備]|网站标识码|Copyright|Share\b)"
)
_MOST_BELOW, _MOST_ABOVE = 25, 12


def without_web_lines(text: str) -> tuple[str, int]:
    r"""Return the text of a page that a browser printed, and how many lines were left out.

    Above the text those are menus and the line that tells the place in the site; below it all
    from the first heading of links, share button or foot of the site on, where no more than
    a screenful follows.

    Examples
    --------
    >>> without_web_lines("首页|公开|互动\n关于防汛的通知\n请抓好落实。\n相关解读\n一图读懂")
    ('关于防汛的通知\n请抓好落实。', 3)
    """
    lines = text.split("\n")
    above = [n for n, line in enumerate(lines[:_MOST_ABOVE]) if _is_menu(line)]
    below = [n for n, line in enumerate(lines) if _BELOW.match(line.strip())]
    end = next((n for n in below if len(lines) - n <= _MOST_BELOW), len(lines))
    kept = [line for n, line in enumerate(lines[:end]) if n not in above]
    if not any(line.strip() for line in kept):
        return text, 0
    return "\n".join(kept), len(lines) - len(kept)


def _is_menu(line: str) -> bool:
    bare = line.strip()
    return bool(_PLACE.match(bare) or _MENU.match(bare))
