"""E6: tasks given to units that are not theirs by the duty lists 履職事項清單.

Definition, for a task of the case and a unit with a role in it (assignments in force):

- taken back: a duty of the unit's own list or of its tier's, kind ``taken_back``, of which the
  share ``duty_match`` of the wording stands in the task, and no duty of its own kind does so;
- other tier: such a duty stands on the list of another unit or tier, the unit has a list of its
  own (``least_list`` duties or more) and nothing on it comes near the task.

Without assignments, clauses of the root's documents that name a tier (各鄉鎮, 各村) and speak of
a duty that was taken back from it. Units without any list are not judged.

Source: 二十屆三中全會決定 (2024), which asks for lists of the duties of townships and streets.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, Words, rows_behind
from chuandao.diagnosis.root.own_documents import CAUSE
from chuandao.diagnosis.root.part import Part, judged_row
from chuandao.text.canonical import plain
from chuandao.text.similarity import covered

SIGN = "E6"
_SHOWN, _NAMED = 30, 5
_TIERS = {  # how a document of a city calls all units of a tier
    1: re.compile(r"各县|各区|县（市、区）|\b(?:counties|districts|each county)\b", re.IGNORECASE),
    2: re.compile(r"各乡镇|各镇|各街道|乡镇（街道）|镇街|\b(?:townships|streets)\b", re.IGNORECASE),
    3: re.compile(r"各村|各社区|村（社区）|村居|\b(?:villages|communities)\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class Match:
    """A duty that concerns a task, and whether it is taken back or another's (``kind``)."""

    duty: str
    kind: str
    row: tuple[str, str, int]


def examine_duties(case: Case, own: Iterable[Understood], as_of: date | None) -> Part:
    """Return the tasks given to units that are not theirs by the duty lists."""
    lists = case.tables.get("duty_lists")
    if lists is None or lists.is_empty():
        return Part(SIGN, needed=("duty_lists",))
    held = case.tables.get("assignments")
    if held is None or "tasks" not in case.tables:
        findings = tuple(_in_clauses(case, own, lists))
        row = judged_row(SIGN, "tasks_beyond_duty", len(findings))
        return Part(SIGN, findings, (row,) if findings else (), ("assignments",))
    found = list(_of_tasks(case, _in_force(held, as_of), lists))
    rows = tuple(
        judged_row(SIGN, "tasks_beyond_duty", len(units), task=task) for task, _, units in found
    )
    return Part(SIGN, tuple(_finding(case, *one, held, lists) for one in found), rows)


def _in_force(held: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    if as_of is None:
        return held
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= as_of)
    ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") < as_of)
    return held.filter(begun & ~ended)


def _of_tasks(
    case: Case, held: pl.DataFrame, lists: pl.DataFrame
) -> Iterable[tuple[str, Match, list[str]]]:
    """Yield (task, duty, the units it is not a duty of)."""
    tasks = case.tables["tasks"].select("task", "name", "text").sort("task")
    for task, name, text in tasks.iter_rows():
        near = _shares(lists, [words for words in (name, text) if words])
        groups: defaultdict[Match, list[str]] = defaultdict(list)
        for unit in held.filter(pl.col("task") == task)["unit"].unique().sort().to_list():
            if match := _match(case, unit, near):
                groups[match].append(unit)
        yield from ((task, match, units) for match, units in groups.items())


def _shares(lists: pl.DataFrame, words: list[str]) -> pl.DataFrame:
    """Return the lists with the share of each duty's wording that stands in some words."""
    known = {duty: covered(duty, words) for duty in lists["duty"].unique().to_list()}
    return lists.with_columns(
        pl.col("duty").replace_strict(known, return_dtype=pl.Float64).alias("share")
    )


def _match(case: Case, unit: str, near: pl.DataFrame) -> Match | None:
    mine = (pl.col("unit") == unit) | (
        pl.col("unit").is_null() & (pl.col("tier") == case.units.tier(unit))
    )
    least = threshold("duty_match")
    own = near.filter(mine.fill_null(value=False))
    concerned = own.filter(pl.col("share") >= least)
    if (concerned["kind"] != "taken_back").any() or own.is_empty():
        return None
    if concerned.height:
        return _first(concerned, "taken_back")
    others = near.filter(~mine.fill_null(value=False) & (pl.col("share") >= least))
    others = others.filter(pl.col("kind") == "basic")
    full = own.filter(pl.col("kind") != "taken_back").height >= threshold("duty_list_full")
    nothing = own["share"].max() < threshold("duty_near")  # type: ignore[operator]
    return _first(others, "other_tier") if full and nothing and others.height else None


def _first(rows: pl.DataFrame, kind: str) -> Match:
    row = rows.sort("share", "duty", descending=[True, False]).row(0, named=True)
    place = (row["origin_file"], row["origin_sheet"] or "", row["origin_row"])
    return Match(row["duty"], kind, place)


def _finding(
    case: Case, task: str, match: Match, units: list[str], held: pl.DataFrame, lists: pl.DataFrame
) -> Finding:
    given = held.filter((pl.col("task") == task) & pl.col("unit").is_in(units))
    duty = lists.filter(pl.col("duty") == match.duty)
    return Finding(
        case.units.root,
        CAUSE,
        SIGN,
        reference_range("tasks_beyond_duty").severity(len(units)),
        f"finding.E6.{match.kind}",
        task=task,
        about=f"{match.kind}.{match.row[2]}",
        strength="moderate" if match.kind == "taken_back" else "weak",
        parameters={
            "task": task,
            "units": str(len(units)),
            "names": _names(case, units),
            "duty": match.duty,
        },
        rows=(*rows_behind(duty), *rows_behind(given))[:_SHOWN],
    )


def _names(case: Case, units: list[str]) -> str:
    return "、".join(map(case.units.name, units[:_NAMED])) + ("…" if len(units) > _NAMED else "")


def _in_clauses(case: Case, own: Iterable[Understood], lists: pl.DataFrame) -> Iterable[Finding]:
    """Yield clauses that ask a whole tier for a duty that was taken back from it."""
    back = lists.filter((pl.col("kind") == "taken_back") & pl.col("tier").is_not_null())
    for document in own:
        for clause in document.clauses:
            for row in back.iter_slices(1):
                if asks_tier(clause, row.row(0, named=True)):
                    yield _clause_finding(case.units.root, document, clause, row)


def asks_tier(clause: Clause, row: Mapping[str, object]) -> bool:
    """Return whether a piece of a clause asks all units of the tier for a duty, by its name.

    What a piece rules out for the tier is not asked of it (不得要求鄉鎮…).
    """
    tier = _TIERS.get(int(str(row["tier"])))
    words = plain(clause.text)
    if tier is None or not tier.search(words):
        return False
    if covered(str(row["duty"]), [clause.compared]) < threshold("duty_match"):
        return False
    asking = (c for c in clause.commitments if "do" in c.asked and "refrain" not in c.asked)
    pieces = (words[c.start - clause.start : c.end - clause.start] for c in asking)
    return any(
        tier.search(piece) and covered(str(row["duty"]), [piece]) >= threshold("duty_match")
        for piece in pieces
    )


def _clause_finding(root: str, document: Understood, clause: Clause, row: pl.DataFrame) -> Finding:
    tier = _TIERS[row["tier"][0]].search(plain(clause.text))
    names = clause.text[tier.start() : tier.end()] if tier else ""
    return Finding(
        root,
        CAUSE,
        SIGN,
        reference_range("tasks_beyond_duty").severity(1),
        "finding.E6.clause",
        document=document.id,
        about=f"{clause.path}.{row['origin_row'][0]}",
        strength="weak",
        parameters={
            "title": document.title,
            "clause": clause.path,
            "names": names,
            "duty": row["duty"][0],
        },
        words=(Words(document.id, clause.start, clause.end),),
        rows=rows_behind(row),
    )
