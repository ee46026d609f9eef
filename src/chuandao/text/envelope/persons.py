"""Names of persons among those who act: 陳建國同志, 縣長張某, 馮志遠局長, 尤經理."""

import re

_TITLE = (
    r"(?:副)?(?:书记|主任|局长|县长|市长|区长|镇长|乡长|村长|主席|部长|校长|院长|站长|所长|科长|处长|厅长"
    r"|经理|总经理|董事长|秘书长|组长|队长|园长|行长|主管|老师|医生|总|工)"
)
# The hundred most frequent family names (公安部 2020 年全国姓名报告), which about 85 % bear.
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
    "武戴莫孔向汤尤卫褚施"
)
_PLACE = "镇乡村县区市局校场站队园院省州旗务政党级委组处"
_GIVEN_FIRST = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{2,14}}(?:局|委|办|厅|部|院|政府|公司|集团|中心|镇|乡|村|县|市|区))?"
    rf"(?:欧阳|上官|司马|诸葛|[{_FAMILY}])[^{_PLACE}]{{0,2}}{_TITLE}$"
)
_TITLE_FIRST = re.compile(
    r"(?:书记|主任|局长|县长|市长|区长|镇长|乡长|主席|部长|校长|院长|经理|董事长|秘书长)"
    rf"[{_FAMILY}][\u4e00-\u9fff某×]{{1,2}}$"
)
_COMRADE = re.compile(r"同志$")
_NOBODY = re.compile(
    r"(?:负责|分管|有关|各位|全体|领导|相关|主要|党员|干部|女|老|工作|驻村|牵头)同志$"
)
_COLUMN = re.compile(r"人(?!民|社|数|员|才|口|大)|领导|电话|联系方式|手机|经办|姓名")


def is_person(name: str) -> bool:
    """Return whether a plain name is that of one person, told by family name and title.

    Names that bear no title are told by their place (a column of persons, 出席：…), not here.

    Examples
    --------
    >>> [is_person(n) for n in ("陈建国同志", "尤经理", "市财政局局长冯志远", "县长张某")]
    [True, True, True, True]
    >>> [is_person(n) for n in ("负责同志", "高校校长", "石桥镇镇长", "村党支部书记", "市财政局")]
    [False, False, False, False, False]
    """
    if _COMRADE.search(name):
        return not _NOBODY.search(name)
    return bool(_GIVEN_FIRST.search(name) or _TITLE_FIRST.search(name))


def is_column_of_persons(heading: str) -> bool:
    """Return whether a column with a plain heading holds names, telephones or the like of persons.

    Examples
    --------
    >>> [is_column_of_persons(h) for h in ("责任人", "联系电话", "责任单位", "服务人数")]
    [True, True, False, False]
    """
    return bool(_COLUMN.search(heading))
