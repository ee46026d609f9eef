"""E9, its second half: a form that the root's own document forbids and its offices still ask for.

Definition: a clause of the root that forbids to ask offices below for a form (a word of ban, a
level below, a word of asking, the form in one sentence; ``catalog/lexicon/forbidden_forms.csv``),
where the form is qualified: "no returns on cases", not "no ledgers", since what is meant by the
latter cannot be told. It is asked for still where rows of ``forms`` of the root or one of its
departments, for months after the document, name a form with the qualifier and the same kind of
form. The document and the table are two sources that agree.

Source: 整治形式主義為基層減負若干規定 (2024), on forms and ledgers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.understanding.additions import lexicon_rows
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding, Words, rows_behind
from chuandao.diagnosis.root.own_documents import CAUSE
from chuandao.text.canonical import plain
from chuandao.text.lexicon import any_of

_SIGN, _SHOWN = "E9", 30


@dataclass(frozen=True)
class Forbidden:
    """A form that a clause forbids: what it is about, its kind, and where that is said."""

    about: str
    kind: str
    document: str
    words: Words


@cache
def _bans() -> re.Pattern[str]:
    """Return the pattern of a ban: who must not be asked, and for what form."""
    held = {
        kind: any_of(row["word"] for row in lexicon_rows("forbidden_forms") if row["kind"] == kind)
        for kind in ("ban", "below", "ask", "form")
    }
    return re.compile(
        rf"(?:{held['ban']})[^。;.]*?(?:{held['below']})[^。;.]*?(?:{held['ask']})"
        rf"(?P<about>[^,、。;.]{{2,24}}?)(?P<kind>{held['form']})",
        re.IGNORECASE,
    )


def forbidden_forms(own: Sequence[Understood]) -> Iterator[Forbidden]:
    """Yield the forms that the clauses of documents forbid to ask for."""
    for document in own:
        for clause in document.clauses:
            for found in _bans().finditer(plain(clause.text)):
                where = Words(document.id, clause.start, clause.start + len(clause.text))
                yield Forbidden(found["about"].strip(), found["kind"], document.id, where)


def still_asked(
    case: Case, own: Sequence[Understood], down: pl.DataFrame, dated: Mapping[str, date]
) -> Iterator[Finding]:
    """Yield the forms of ``down``, rows of the root's own offices, that its documents forbid."""
    names = down["form"].unique().drop_nulls().sort().to_list()
    for ban in forbidden_forms(own):
        same = [name for name in names if ban.about in plain(name) and ban.kind in plain(name)]
        rows = down.filter(pl.col("form").is_in(same))
        if since := dated.get(ban.document):
            rows = rows.filter(pl.col("month") > since)
        for (form,), held in rows.sort("form").group_by(["form"], maintain_order=True):
            yield _finding(case, ban, str(form), held)


def _finding(case: Case, ban: Forbidden, form: str, rows: pl.DataFrame) -> Finding:
    limit = reference_range("forms_sent_down")
    return Finding(
        case.units.root,
        CAUSE,
        _SIGN,
        limit.severity(limit.severe),
        "finding.E9.forbidden_form",
        document=ban.document,
        about=form,
        strength="strong",
        parameters={
            "form": form,
            "forbidden": f"{ban.about}{ban.kind}",
            "offices": "、".join(rows["office"].unique().sort()),
            "units": str(rows["unit"].n_unique()),
            "months": str(rows["month"].n_unique()),
        },
        words=(ban.words,),
        rows=rows_behind(rows.sort("month", "unit").head(_SHOWN)),
    )
