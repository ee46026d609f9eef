"""Laws of the precheck: places hold their words, counts hold, permission asks for nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

import chuandao as cd
from chuandao.prescription.precheck.model import SEVERITIES

PIECES = (
    "新建供水站36座。",
    "2025年底前出台水价办法。（牵头单位：市水利局；配合单位：市财政局）",
    "各村每日17时前报送台账。",
    "有条件的县适时开展试点。",
    "严禁占用永久基本农田。",
    "实行“一票否决”。",
    "鼓励企业参与。",
    "高度重视，狠抓落实。",
)
NUMBERS = "一二三四五六七八"


def draft(pieces):
    lines = [f"{NUMBERS[at]}、{piece}" for at, piece in enumerate(pieces)]
    return "\n".join(["清河市人民政府关于供水的意见", "各县人民政府：", *lines]) + "\n"


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_places_hold_their_words_and_counts_hold(pieces):
    text = draft(pieces)
    found = cd.precheck(text)
    for remark in found.remarks:
        assert all(text[p.start : p.end] == p.words for p in remark.places)
        assert remark.severity in SEVERITIES
    assert all(0 <= one.fine <= one.judged for one in found.checks)
    assert sum(found.counts().values()) == len(found.remarks)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7), st.integers(0, 7))
def test_a_clause_that_only_permits_adds_no_remark(pieces, at):
    more = [*pieces[:at], "鼓励企业参与。", *pieces[at:]]
    kinds = [
        sorted((r.check, r.kind) for r in cd.precheck(draft(p)).remarks) for p in (pieces, more)
    ]
    assert kinds[0] == kinds[1]
