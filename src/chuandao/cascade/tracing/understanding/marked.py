"""Sentences whose commitments a person marked, beside what is read out of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.agreement import Placed
from chuandao.text.commitment.commitment import Commitment, commitments
from chuandao.text.numbers.quantities import Target

_WITH_FORM = frozenset({"polarity", "deontic", "deadline"})


def read_record(record: Mapping[str, Any]) -> tuple[Commitment, ...]:
    """Return the commitments of a marked sentence (keys ``text``, ``kind``, ``dated``).

    Examples
    --------
    >>> found = read_record({"text": "必須公開臺賬。", "kind": "task", "dated": None})
    >>> found[0].deontic[0].value
    '3'
    """
    words = plain(record["text"])
    clause = ClauseText("1", 0, len(words), 0, record["kind"], "")
    dated = record.get("dated")
    day = dated if isinstance(dated, date) else None
    return commitments(words, clause, lexicon(), day, cues=horizon_cues())


def placed_found(found: Iterable[Commitment], field: str) -> list[Placed]:
    """Return the values of a field with what must agree besides their places."""
    if field == "targets":
        return [Placed(t.start, t.end, _target(t)) for item in found for t in item.measured]
    return [
        Placed(value.start, value.end, _form(field, value.value))
        for item in found
        for value in getattr(item, field)
    ]


def placed_marked(record: Mapping[str, Any], field: str) -> list[Placed]:
    """Return the values that a record marks for a field.

    Raises
    ------
    ValueError
        A marked value does not stand in the text.

    Examples
    --------
    >>> placed_marked({"text": "要建要管", "fields": {"deontic": [
    ...     {"words": "要", "nth": 2, "value": 2}]}}, "deontic")
    [Placed(start=2, end=3, form='2')]
    """
    return [_marked(record["text"], field, value) for value in record["fields"].get(field, ())]


def _marked(text: str, field: str, value: Any) -> Placed:
    marked: dict[str, Any] = {"words": value} if isinstance(value, str) else value
    start = -1
    for _ in range(marked.get("nth", 1)):
        start = text.find(marked["words"], start + 1)
        if start < 0:
            raise ValueError(marked["words"])
    end = start + len(marked["words"])
    if field == "targets":
        upper = f"–{marked['upper']}" if marked.get("upper") else ""
        form = f"{marked['comparator']} {_number(marked['number'])}{upper} {marked['unit']}"
        return Placed(start, end, plain(form).strip())
    return Placed(start, end, _form(field, str(marked.get("value", ""))))


def _target(target: Target) -> str:
    upper = f"–{_number(target.upper)}" if target.upper is not None else ""
    return f"{target.comparator} {_number(target.number)}{upper} {target.unit}".strip()


def _number(value: Any) -> str:
    return format(float(value), "g") if float(value) < 1e6 else format(float(value), ".0f")  # noqa: PLR2004


def _form(field: str, value: str) -> str:
    if field == "deadline" and value.startswith("each "):
        value = value.split(" by ", maxsplit=1)[0]  # the day of a rhythm is not labelled
    return " ".join(plain(value).split()) if field in _WITH_FORM else ""
