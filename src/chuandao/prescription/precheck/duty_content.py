"""Whether the draft says what each cooperating unit is to do (配合內容)."""

import re
from collections.abc import Sequence

from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.precheck import words_like
from chuandao.prescription.precheck.gathering import as_one, gathered
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import CONSIDER, SHOULD, Checked, Part, Remark, quote_of
from chuandao.prescription.precheck.naming import is_office
from chuandao.text.canonical import plain

CHECK = "duty_content"
_SEAT = re.compile(r"^[\u4e00-\u9fff]{0,4}?[省市县区](?=[\u4e00-\u9fff]{2})")
_FEW = 2


def examine_duty_content(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return the tasks whose cooperating units are named without what each of them does.

    What a unit does is told where it acts in a sentence of the clause, where a bracket or 负责
    follows its name, or where the annex has a column for it.
    """
    helped = [one for one in judged if any(_is_helper(u.value) for u in one.row.cooperate)]
    remarks = [remark for one in helped if (remark := _of_task(document, one))]
    checked = Checked(
        CHECK, len(helped), len(helped) - len(remarks), reason="" if helped else "nobody_cooperates"
    )
    if len(remarks) > _FEW:
        return Part(checked, (as_one(remarks, len(helped)),))
    return Part(checked, gathered(remarks, len(helped)))


def _of_task(document: Understood, one: Judged) -> Remark | None:
    if any(_column(row) for row in one.rows):
        return None
    bare = [u for u in one.row.cooperate if _is_helper(u.value) and not _told(one, u.value)]
    if not bare:
        return None
    places = tuple(quote_of(document, one.row.path, u.start, u.end) for u in bare)
    units = "、".join(dict.fromkeys(u.value for u in bare))
    severity = SHOULD if len(bare) > 1 else CONSIDER
    return Remark(CHECK, "none", severity, places, {"task": one.row.name.value, "units": units})


def _column(row: TaskRow) -> bool:
    return any(
        words_like("content").search(plain(heading)) and len(found.value) > 1
        for heading, found in row.other
    )


def _told(one: Judged, name: str) -> bool:
    """Return whether the clause says what a unit does, besides that it cooperates."""
    short = _SEAT.sub("", plain(name)) or plain(name)
    words = one.words
    said = re.compile(
        rf"{re.escape(short)}(?:负责|（(?![^（）]*[:：])[^（）]{{2,}}）| (?:for|to) )"
    )
    actors = {plain(a.value) for item in one.clause.commitments for a in item.actor}
    return bool(said.search(words)) or words.count(short) > 1 or plain(name) in actors


def _is_helper(name: str) -> bool:
    return is_office(name) and not words_like("institution").search(plain(name))
