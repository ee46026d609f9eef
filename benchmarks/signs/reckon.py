"""The true deficits of a made city, by plain loops over its rows (no code of the product)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise

from signs.city import MONTHS, QUARTERS, City
from signs.people import by_counts_only
from signs.workdays import working_hours

_ENDS = tuple(
    date(2025, m, d) for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
)
_LEVELS = ("土地", "编制")
_LAST = 99
Dated = list[tuple[date, float]]


def reckon(city: City) -> None:
    """Write down the true deficits of every cause, by unit, task and quarter."""
    kept = (
        ("resources", kappa(city)),
        ("coordination", waiting(city)),
        ("appraisal", effort(city)),
    )
    for cause, made in kept:
        city.deficits += [_deficit(cause, at, value) for at, value in made.items()]
    if not by_counts_only(city):
        city.deficits += [_deficit("capacity", at, value) for at, value in done(city).items()]


def _deficit(cause: str, at: tuple[str, str, str], value: float) -> dict[str, object]:
    unit, task, period = at
    row = {"unit": unit, "task": task, "period": period, "cause": cause}
    return row | {"deficit": round(min(1.0, max(0.0, value)), 6)}


def _number(row: dict[str, object], name: str) -> float:
    value = row.get(name)
    return 0.0 if value in (None, "") else float(str(value))


def kappa(city: City) -> dict[tuple[str, str, str], float]:
    """Return 1 - coverage: at each end of month the worst covered kind, weighted by its need."""
    supply, general = _supplies(city)
    needs: dict[str, dict[str, dict[str, tuple[float, date, date]]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in city.tables["needs"]:
        span = (_number(row, "amount"), row["from"], row["until"])
        needs[str(row["unit"])][str(row["task"])][str(row["resource"])] = span  # type: ignore[assignment]
    weights = {t.code: t.weight for t in city.tasks}
    found: dict[tuple[str, str, str], float] = {}
    for unit, tasks in needs.items():
        for period, (first, last) in QUARTERS.items():
            told = _covered(unit, tasks, (_ENDS[first:last], weights), (supply, general))
            found |= {(unit, task, period): 1 - value for task, value in told.items()}
    return found


def _covered(
    unit: str,
    tasks: dict[str, dict[str, tuple[float, date, date]]],
    when: tuple[Iterable[date], dict[str, float]],
    what: tuple[dict[tuple[str, str, str], Dated], dict[str, Dated]],
) -> dict[str, float]:
    supply, general = what
    rows: dict[str, list[dict[str, tuple[float, float]]]] = defaultdict(list)
    for at in when[0]:
        need = {
            t: {k: _needed(k, span, at) for k, span in kinds.items()} for t, kinds in tasks.items()
        }
        have = {
            t: {k: _sum(supply.get((unit, t, k), []), at) for k in kinds}
            for t, kinds in need.items()
        }
        share_out(_sum(general.get(unit, []), at), need, have, when[1])
        for task, kinds in need.items():
            rows[task].append({k: (n, have[task][k]) for k, n in kinds.items() if n > 0})
    return {task: _mean(held) for task, held in rows.items() if any(held)}


def _mean(held: list[dict[str, tuple[float, float]]]) -> float:
    total: dict[str, float] = defaultdict(float)
    for month in held:
        for kind, (need, _) in month.items():
            total[kind] += need
    weights, values = [], []
    for month in held:
        if month:
            weights.append(sum(n / total[k] for k, (n, _) in month.items()) / len(month))
            values.append(min(min(1.0, max(0.0, a) / n) for n, a in month.values()))
    return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)


def _needed(kind: str, span: tuple[float, date, date], at: date) -> float:
    amount, start, until = span
    if kind in _LEVELS:
        return amount if start <= at <= until else 0.0
    days = (min(at, until) - start).days + 1
    return amount * max(0, days) / ((until - start).days + 1)


def _sum(dated: Dated, at: date) -> float:
    return sum(amount for day, amount in dated if day <= at)


def share_out(
    money: float,
    need: dict[str, dict[str, float]],
    have: dict[str, dict[str, float]],
    weights: dict[str, float],
) -> None:
    """Add general money to the funds of tasks: by weight x what lacks, never beyond the need."""
    lack = {t: max(0.0, k["资金"] - have[t]["资金"]) for t, k in need.items() if "资金" in k}
    while money > 1e-6 and sum(lack.values()) > 1e-6:
        claim = {t: weights.get(t, 1.0) * gap for t, gap in lack.items() if gap > 0}
        given = {t: min(lack[t], money * c / sum(claim.values())) for t, c in claim.items()}
        for task, part in given.items():
            have[task]["资金"] += part
            lack[task] -= part
        money -= sum(given.values())


def _supplies(city: City) -> tuple[dict[tuple[str, str, str], Dated], dict[str, Dated]]:
    """Return what each unit has for each task and kind by date, and its general money."""
    supply: dict[tuple[str, str, str], Dated] = defaultdict(list)
    general: dict[str, Dated] = defaultdict(list)

    def put(unit: str, row: dict[str, object], day: object, amount: float) -> None:
        assert isinstance(day, date)  # noqa: S101
        task, kind = str(row["task"]), str(row["resource"])
        (supply[unit, task, kind] if task else general[unit]).append((day, amount))

    for row in city.tables["means"]:
        put(str(row["unit"]), row, row["from"], _number(row, "amount"))
    changes: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in city.tables.get("adjustments", []):
        changes[row["transfer"]].append(row)
    for row in city.tables["transfers"]:
        if row["arrived"] is None:
            continue
        whole = row["amount_arrived"] if row["amount_arrived"] is not None else row["amount"]
        put(str(row["to_unit"]), row, row["arrived"], float(str(whole)))
        if row["from_unit"] in city.units:
            put(str(row["from_unit"]), row, row["announced"], -_number(row, "amount"))
        for change in changes[row["transfer"]]:
            if change["book"] != "付方账":
                put(str(row["to_unit"]), row, change["adjusted"], _number(change, "amount"))
    return supply, general


def done(city: City) -> dict[tuple[str, str, str], float]:
    """Return 1 - the share of the hours due that were done, first priority first, rest carried."""
    hours = {}
    for row in city.tables["staff"]:
        people = _number(row, "in_post") - _number(row, "seconded_out")
        hours[row["unit"], row["month"]] = people * _number(row, "hours_per_person") - _number(
            row, "leave_hours"
        )
    work: dict[object, dict[object, dict[tuple[str, str, int], float]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in city.tables["workload"]:
        rank = row["priority"] if row["priority"] is not None else _LAST
        key = (str(row["item"]), str(row["task"]), int(str(rank)))
        work[row["unit"]][row["month"]][key] = _number(row, "count") * _number(
            row, "standard_hours"
        )
    found: dict[tuple[str, str, str], float] = {}
    for unit, months in work.items():
        found |= _year(str(unit), months, hours)
    return found


def _year(
    unit: str,
    months: dict[object, dict[tuple[str, str, int], float]],
    hours: dict[tuple[object, object], float],
) -> dict[tuple[str, str, str], float]:
    carried: dict[tuple[str, str, int], float] = defaultdict(float)
    found: dict[tuple[str, str, str], float] = {}
    for period, (first, last) in QUARTERS.items():
        due = defaultdict(float, {key[1]: 0.0 for key in carried})
        for key, left in carried.items():
            due[key[1]] += left
        made: dict[str, float] = defaultdict(float)
        for month in MONTHS[first:last]:
            if (unit, month) not in hours:
                continue
            for key, amount in months.get(month, {}).items():
                carried[key] += amount
                due[key[1]] += amount
            for key, part in serve(carried, hours[unit, month]).items():
                carried[key] -= part
                made[key[1]] += part
        found |= {(unit, t, period): 1 - made[t] / d for t, d in due.items() if t and d > 0}
    return found


def serve(
    waiting_hours: dict[tuple[str, str, int], float], hours: float
) -> dict[tuple[str, str, int], float]:
    """Return the hours done of each kind of work: by rank, within a rank in proportion."""
    given: dict[tuple[str, str, int], float] = {}
    for rank in sorted({key[2] for key in waiting_hours}):
        held = {key: left for key, left in waiting_hours.items() if key[2] == rank}
        total = sum(held.values())
        share = min(1.0, hours / total) if total else 0.0
        given |= {key: left * share for key, left in held.items()}
        hours = max(0.0, hours - total)
    return given


def effort(city: City) -> dict[tuple[str, str, str], float]:
    """Return 1 - effort / reference effort; with cost 1 effort is as the weights are.

    Schemes in which a weight is missing are left out: their effort is not defined.
    """
    schemes: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in city.tables["appraisals"]:
        schemes[row["scheme"]].append(row)
    wanted = {str(r["task"]): _number(r, "weight") for r in city.tables["priorities"]}
    found: dict[tuple[str, str, str], float] = {}
    for rows in schemes.values():
        if any(row["weight"] is None for row in rows):
            continue
        points = {str(row["task"]): _number(row, "weight") for row in rows}
        units = [row.get("unit") or row.get("type") for row in rows]
        for unit in dict.fromkeys(units):
            reached = [u.code for u in city.of_tier(1) if u.type == unit] or [str(unit)]
            for code in reached:
                found |= _efforts(code, points, wanted)
    return found


def _efforts(
    unit: str, points: dict[str, float], wanted: dict[str, float]
) -> dict[tuple[str, str, str], float]:
    total, sought = sum(points.values()), sum(wanted.values())
    share = {t: points.get(t, 0.0) / total / (w / sought) for t, w in wanted.items()}
    return {(unit, t, q): 1 - min(1.0, s) for t, s in share.items() for q in QUARTERS}


def waiting(city: City) -> dict[tuple[str, str, str], float]:
    """Return the share of the time allotted that cases waited between departments, beyond a day."""
    cases: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in city.tables["events"]:
        cases[row["case"]].append(row)
    lost: dict[tuple[str, str, str], float] = defaultdict(float)
    allotted: dict[tuple[str, str, str], float] = defaultdict(float)
    for rows in cases.values():
        if any(row["complete"] is None for row in rows):
            continue
        rows.sort(key=lambda row: str(row["start"]))
        end = max(_moment(row["complete"]) for row in rows)
        at = (str(rows[0]["unit"]), str(rows[0]["task"]), f"2025Q{(end.month + 2) // 3}")
        due = rows[0]["due"]
        assert isinstance(due, date)  # noqa: S101
        until = datetime(due.year, due.month, due.day, tzinfo=end.tzinfo)
        allotted[at] += working_hours(_moment(rows[0]["start"]), until) / 24
        for one, following in pairwise(rows):
            if one["department"] != following["department"]:
                wait = working_hours(_moment(one["complete"]), _moment(following["start"])) / 24
                lost[at] += max(0.0, wait - 1)
    return {at: lost[at] / time for at, time in allotted.items() if time > 0}


def _moment(value: object) -> datetime:
    assert isinstance(value, datetime)  # noqa: S101
    return value
