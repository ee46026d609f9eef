"""Where a rule tells the status of an upper clause that nothing answers, and its words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.text.canonical import plain
from chuandao.text.clauses.kinds import is_formal
from chuandao.text.duty.evidence import Setting
from chuandao.text.duty.formal import defines

_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_LEAST = 15  # letters of other sentences from which a clause is more than a formula
_FORMAL = "preamble"


@dataclass(frozen=True)
class Ruled:
    """A status told by rule: the code of its reason, the words (code points) that it rests on."""

    status: str
    reason: str
    start: int
    end: int


def ruled(
    upper: Understood,
    lower: Understood,
    setting: Setting,
    answered: frozenset[str],
    spared: frozenset[str],
) -> dict[str, Ruled]:
    """Return the clauses of which a rule tells the status.

    ``formality``: background, basis, closing formula; ``duty_list``: the list takes it off the
    unit; ``row_of_others``: a row of a table of shares that is another unit's.
    """
    others = dict(_rows_of_others(upper, lower, setting, answered))
    found = {}
    for clause in upper.clauses:
        if is_formality(clause):
            found[clause.id] = _whole("not_required", "formality", clause)
        elif clause.id in spared:
            found[clause.id] = _whole("not_applicable", "duty_list", clause)
        elif clause.id in others:
            found[clause.id] = others[clause.id]
    return found


def is_formality(clause: Clause) -> bool:
    """Tell whether a clause is no duty of anybody: background, basis, closing formula.

    A numbered clause that also says something else (評估…。本意見自印發之日起施行) is a duty; one
    of which nothing is left without its number and dates asks for nothing.
    """
    if defines(clause.side.words) or not any(letter.isalpha() for letter in clause.compared):
        return True
    if clause.kind != _FORMAL:
        return False
    if clause.path.startswith("0.") or re.search(r"(?:^|\.)p\d+$", clause.path):
        return True
    rest = [part for part in _SENTENCE.findall(clause.side.words) if not is_formal(part, lexicon())]
    formal = len(rest) < len(_SENTENCE.findall(clause.side.words))
    return not formal or sum(map(len, rest)) < _LEAST


def _rows_of_others(
    upper: Understood, lower: Understood, setting: Setting, answered: frozenset[str]
) -> Iterator[tuple[str, Ruled]]:
    """Yield the rows that are another unit's share, and the heads of such tables.

    Where one row of a table begins with a name of the lower unit, the rows that begin with other
    names are the others'.
    """
    for rows in _tables(upper).values():
        own = {row.id for row in rows if _is_of(_first_cell(row), lower, setting)}
        for row in rows:
            if own and row.id not in own and row.id not in answered:
                yield row.id, _named("not_applicable", "row_of_others", row)


def _tables(upper: Understood) -> Mapping[str, list[Clause]]:
    tables: defaultdict[str, list[Clause]] = defaultdict(list)
    for clause in upper.clauses:
        if "\t" in clause.text or clause.cells:
            tables[clause.path.rpartition(".")[0]].append(clause)
    return tables


def _first_cell(row: Clause) -> str:
    return row.text.strip().partition("\t")[0].strip()


def _is_of(name: str, lower: Understood, setting: Setting) -> bool:
    """Tell whether a document is of the unit of a name: it stands in its head or its names."""
    if len(name) <= 1:
        return False
    body = lower.clauses[0].start if lower.clauses else len(lower.text)
    return plain(name) in setting.own or plain(name) in plain(lower.text[:body])


def _whole(status: str, reason: str, clause: Clause) -> Ruled:
    return Ruled(status, reason, clause.start, clause.end)


def _named(status: str, reason: str, row: Clause) -> Ruled:
    begin = row.start + len(row.text) - len(row.text.lstrip())
    return Ruled(status, reason, begin, begin + len(_first_cell(row)))
