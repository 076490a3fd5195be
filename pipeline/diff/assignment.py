"""Scores of pairs -> the one-to-one assignment whose scores sum to most.

Pairs fall into groups that share no row or column; within a group the Hungarian method finds the optimum, so
that the cost is that of the largest group, not of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

Pair = tuple[int, int]


def assign(scores: Mapping[Pair, float]) -> list[Pair]:
    """Return pairs (row, column), each row and column at most once, with the greatest sum of scores.

    Scores are positive; a pair without a score is never chosen.  Equal sums are told apart by the numbers of
    rows and columns alone.
    """
    found: list[Pair] = []
    for group in _groups(scores):
        rows = sorted({row for row, _ in group})
        columns = sorted({column for _, column in group})
        if len(group) == 1:
            found += group
            continue
        # A row may go without a column: the padding of zeros is as wide as there are rows.
        costs = [[-scores.get((row, column), 0.0) for column in columns] + [0.0] * len(rows) for row in rows]
        for place, column in enumerate(_hungarian(costs)):
            if column < len(columns) and (rows[place], columns[column]) in scores:
                found.append((rows[place], columns[column]))
    return sorted(found)


def _groups(scores: Mapping[Pair, float]) -> Iterator[list[Pair]]:
    """Yield the pairs in groups that share no row or column."""
    by_row: dict[int, list[int]] = defaultdict(list)
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(scores):
        by_row[row].append(column)
        by_column[column].append(row)
    seen: set[int] = set()
    for start in by_row:
        if start in seen:
            continue
        seen.add(start)
        waiting, group = [start], []
        while waiting:
            row = waiting.pop()
            for column in by_row[row]:
                group.append((row, column))
                for other in by_column[column]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        yield group


def _hungarian(costs: list[list[float]]) -> list[int]:
    """Return the column of each row in an assignment of least cost; there are at least as many columns as rows.

    The method of shortest augmenting paths: potentials keep every reduced cost from being negative, and each row
    is added by the cheapest path of exchanges.
    """
    height, width = len(costs), len(costs[0])
    row_potential, column_potential = [0.0] * (height + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)  # the row (from 1) that has a column; column 0 stands for the row being added
    for row in range(1, height + 1):
        owner[0] = row
        column = 0
        least = [float("inf")] * (width + 1)
        came_from = [0] * (width + 1)
        used = [False] * (width + 1)
        while owner[column]:
            used[column] = True
            current, delta, nearest = owner[column], float("inf"), 0
            for other in range(1, width + 1):
                if used[other]:
                    continue
                reduced = costs[current - 1][other - 1] - row_potential[current] - column_potential[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < delta:
                    delta, nearest = least[other], other
            for other in range(width + 1):
                if used[other]:
                    row_potential[owner[other]] += delta
                    column_potential[other] -= delta
                else:
                    least[other] -= delta
            column = nearest
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    columns = [0] * height
    for column in range(1, width + 1):
        if owner[column]:
            columns[owner[column] - 1] = column - 1
    return columns
