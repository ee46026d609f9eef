"""The loops behind `compare`: products of sparse rows, their rarity, bests and leads."""

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compiled import compiled

Floats = NDArray[np.float64]
Columns = NDArray[np.int32]
Bounds = NDArray[np.int64]
DOT, ONE, OTHER = 0, 1, 2  # what is summed over shared columns: products, or one side's weights


@compiled
def rare_weights(
    one: Columns, ones: Floats, other: Columns, others: Floats, rows: int, place: Columns
) -> tuple[Floats, Floats]:
    """Return the weights of two sides times ln((1 + rows) / (0.5 + rows that have the column))."""
    seen = np.zeros(one.size + other.size + 1, dtype=np.int64)
    count = 0
    for side in (one, other):
        for column in side:
            if place[column] == 0:
                count += 1
                place[column] = count
            seen[place[column]] += 1
    rarity = np.empty(seen[: count + 1].max() + 1)  # by how many rows have a column: few differ
    for often in range(rarity.size):
        rarity[often] = np.log((1 + rows) / (0.5 + often))
    first, second = np.empty(one.size), np.empty(other.size)
    for at in range(one.size):
        first[at] = ones[at] * rarity[seen[place[one[at]]]]
    for at in range(other.size):
        second[at] = others[at] * rarity[seen[place[other[at]]]]
    for side in (one, other):
        for column in side:
            place[column] = 0
    return first, second


@compiled
def postings(
    bounds: Bounds, columns: Columns, weights: Floats, place: Columns
) -> tuple[Bounds, Bounds, Floats]:
    """Return, column by column, which rows have it and with what weight; number them in place."""
    count = 0
    for column in columns:
        if place[column] == 0:
            count += 1
            place[column] = count
    starts = np.zeros(count + 2, dtype=np.int64)
    for column in columns:
        starts[place[column] + 1] += 1
    for at in range(1, count + 2):
        starts[at] += starts[at - 1]
    free = starts.copy()
    rows, held = np.empty(columns.size, dtype=np.int64), np.empty(columns.size)
    for row in range(bounds.size - 1):
        for at in range(bounds[row], bounds[row + 1]):
            to = free[place[columns[at]]]
            free[place[columns[at]]] += 1
            rows[to] = row
            held[to] = weights[at]
    return starts, rows, held


@compiled
def sums(bounds: Bounds, weights: Floats, squared: int) -> Floats:
    """Return the sum of every row, or the root of the sum of its squares."""
    found = np.zeros(bounds.size - 1)
    for row in range(bounds.size - 1):
        for at in range(bounds[row], bounds[row + 1]):
            found[row] += weights[at] * weights[at] if squared else weights[at]
        if squared:
            found[row] = np.sqrt(found[row])
    return found


@compiled
def overlap(
    one: tuple[Bounds, Columns, Floats],
    other: tuple[Bounds, Columns, Floats],
    what: int,
    place: Columns,
) -> Floats:
    """Return, for every row of one side and of another, a sum over the columns that both have."""
    starts, rows, held = postings(other[0], other[1], other[2], place)
    found = np.zeros((one[0].size - 1, other[0].size - 1))
    for row in range(one[0].size - 1):
        line = found[row]
        for at in range(one[0][row], one[0][row + 1]):
            number, weight = place[one[1][at]], one[2][at]
            if number == 0:
                continue
            if what == DOT:
                for post in range(starts[number], starts[number + 1]):
                    line[rows[post]] += weight * held[post]
            elif what == ONE:
                for post in range(starts[number], starts[number + 1]):
                    line[rows[post]] += weight
            else:
                for post in range(starts[number], starts[number + 1]):
                    line[rows[post]] += held[post]
    for column in other[1]:
        place[column] = 0
    return found


@compiled
def best_parts(
    one: tuple[Bounds, Columns, Floats],
    other: tuple[Bounds, Columns, Floats],
    owners: tuple[Bounds, Bounds],
    counts: tuple[int, int],
    place: Columns,
) -> tuple[Floats, Floats]:
    """Return the best cosines of the parts of two sides, by the owners of one and of the other.

    First (owners of one, parts of the other), then (parts of one, owners of the other). The
    cosines themselves, parts against parts, are never held: most are 0.
    """
    starts, rows, held = postings(other[0], other[1], other[2], place)
    lengths, others = sums(one[0], one[2], 1), sums(other[0], other[2], 1)
    by_one = np.zeros((counts[0], others.size))
    by_other = np.zeros((lengths.size, counts[1]))
    line, met = np.zeros(others.size), np.empty(others.size, dtype=np.int64)
    for row in range(lengths.size):
        many = 0
        for at in range(one[0][row], one[0][row + 1]):
            number, weight = place[one[1][at]], one[2][at]
            if number == 0:
                continue
            for post in range(starts[number], starts[number + 1]):
                part = rows[post]
                if line[part] == 0.0:
                    met[many] = part
                    many += 1
                line[part] += weight * held[post]
        best, bests = by_one[owners[0][row]], by_other[row]
        for at in range(many):
            part = met[at]
            whole = lengths[row] * others[part]
            value = line[part] / whole if whole > 0 else 0.0
            line[part] = 0.0
            best[part] = max(best[part], value)
            owner = owners[1][part]
            bests[owner] = max(bests[owner], value)
    for column in other[1]:
        place[column] = 0
    return by_one, by_other


@compiled
def overlap_thrice(
    one: tuple[Bounds, Columns, Floats], other: tuple[Bounds, Columns, Floats], place: Columns
) -> tuple[Floats, Floats, Floats]:
    """Return what `overlap` gives for products, for one side's weights and for the other's."""
    starts, rows, held = postings(other[0], other[1], other[2], place)
    shape = (one[0].size - 1, other[0].size - 1)
    dots, ones, others = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for row in range(shape[0]):
        for at in range(one[0][row], one[0][row + 1]):
            number, weight = place[one[1][at]], one[2][at]
            if number:
                for post in range(starts[number], starts[number + 1]):
                    column = rows[post]
                    dots[row, column] += weight * held[post]
                    ones[row, column] += weight
                    others[row, column] += held[post]
    for column in other[1]:
        place[column] = 0
    return dots, ones, others


@compiled
def divide(part: Floats, rows: Floats, columns: Floats) -> None:
    """Divide every cell by its row's and its column's number; 0 where that is not above 0."""
    for row in range(part.shape[0]):
        for column in range(part.shape[1]):
            whole = rows[row] * columns[column]
            part[row, column] = part[row, column] / whole if whole > 0 else 0.0


@compiled
def grouped_rows(alike: Floats, starts: Bounds, mean: int) -> Floats:
    """Return the greatest (or mean) of each group of rows; group i begins at row starts[i]."""
    found = np.empty((starts.size, alike.shape[1]))
    for group in range(starts.size):
        first = starts[group]
        last = starts[group + 1] if group + 1 < starts.size else alike.shape[0]
        line = found[group]
        line[:] = alike[first]
        for row in range(first + 1, last):
            for column in range(alike.shape[1]):
                value = alike[row, column]
                if mean:
                    line[column] += value
                elif value > line[column]:
                    line[column] = value
        if mean:
            line /= last - first
    return found


@compiled
def grouped_columns(alike: Floats, starts: Bounds, mean: int) -> Floats:
    """Return the greatest (or mean) of each group of columns."""
    found = np.empty((alike.shape[0], starts.size))
    for row in range(alike.shape[0]):
        for group in range(starts.size):
            first = starts[group]
            last = starts[group + 1] if group + 1 < starts.size else alike.shape[1]
            held = alike[row, first]
            for column in range(first + 1, last):
                value = alike[row, column]
                if mean:
                    held += value
                elif value > held:
                    held = value
            found[row, group] = held / (last - first) if mean else held
    return found


@compiled
def two_best(alike: Floats, axis: int) -> tuple[Floats, Floats]:
    """Return the best and the next best along an axis (of one cell alone: 0 as the next best)."""
    count = alike.shape[1 - axis]
    best, second = np.full(count, -np.inf), np.full(count, -np.inf)
    for row in range(alike.shape[0]):
        for column in range(alike.shape[1]):
            at = row if axis else column
            value = alike[row, column]
            if value > best[at]:
                second[at] = best[at]
                best[at] = value
            elif value > second[at]:
                second[at] = value
    if alike.shape[axis] == 1:
        second[:] = 0.0
    return best, second


@compiled
def leads(alike: Floats, axis: int) -> Floats:
    """Return by how much every cell leads the best of the others along an axis."""
    best, second = two_best(alike, axis)
    alone = alike.shape[axis] == 1
    found = np.empty(alike.shape)
    for row in range(alike.shape[0]):
        for column in range(alike.shape[1]):
            at = row if axis else column
            value = alike[row, column]
            found[row, column] = value - (second[at] if alone or value >= best[at] else best[at])
    return found


@compiled
def rivalry(alike: Floats, axis: int, floor: float) -> tuple[Floats, Floats]:
    """Return every cell as a share of the best along an axis, and by how much it leads the rest."""
    best, second = two_best(alike, axis)
    alone = alike.shape[axis] == 1
    share, lead = np.empty(alike.shape), np.empty(alike.shape)
    for row in range(alike.shape[0]):
        for column in range(alike.shape[1]):
            at = row if axis else column
            value = alike[row, column]
            share[row, column] = value / max(best[at], floor)
            lead[row, column] = value - (second[at] if alone or value >= best[at] else best[at])
    return share, lead


@compiled
def weighed(features: NDArray[np.float64], weights: Floats, start: Floats) -> None:
    """Add the features (k, pairs), each times its weight, to a start, one after the other."""
    for feature in range(features.shape[0]):
        weight = weights[feature]
        for pair in range(features.shape[1]):
            start[pair] += weight * features[feature, pair]


@compiled
def added(feature: Floats, weight: float, start: Floats) -> None:
    """Add one feature (uppers, lowers), times its weight, to a start."""
    for row in range(feature.shape[0]):
        for column in range(feature.shape[1]):
            start[row, column] += weight * feature[row, column]
