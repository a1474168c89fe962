"""Columns of a payload that say how the cells are drawn.

A cell whose place has answers is drawn as these say. Which state that is the page
learns as it reads: an answer that says the same as one before it is drawn alike. What
differs from that is written out, and so are the cells without answers.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from controlmap.domain.answer import Holding
    from controlmap.geometry.timeline import Series
    from controlmap.render.answer_columns import Told

Log = list[tuple[int, int]]
"""Day and state, by day."""


def cell_columns(
    series: Series,
    order: Sequence[int],
    told: Sequence[Told],
    bloc_days: Sequence[int],
) -> dict[str, object]:
    """Columns ``initial``, ``days``, ``cells``, ``states`` and ``exceptions``.

    Parameters
    ----------
    series : Series
    order : sequence of int
        Cells of the tessellation in the order of the page.
    told : sequence of Told
        Answers in the order of the page.
    bloc_days : sequence of int
        Days on which a party may be in another bloc than before, ascending.
    """
    logs = _logs(series, order)
    exceptions, foretold = _learn(logs, told, bloc_days)
    untold = [cell for cell in range(len(logs)) if cell not in foretold]
    left: list[tuple[int, int, int]] = [
        (day, cell, state)
        for cell, log in enumerate(logs)
        for day, state in log
        if day > 0 and day not in foretold.get(cell, ())
    ]
    return {
        "initial": _runs([logs[cell][0][1] for cell in untold]),
        **_by_day(sorted(left)),
        "exceptions": encode_vlq(exceptions),
    }


def opening_columns(
    series: Series, order: Sequence[int], day: int
) -> dict[str, object]:
    """State of each cell on the day that a page shows first.

    It follows from the other columns; so that the first picture need not wait for
    these, it stands apart: ``day``, from the first one on, and ``states``, runs as in
    ``initial`` of `cell_columns`.

    Parameters
    ----------
    series : Series
    order : sequence of int
        Cells of the tessellation in the order of the page.
    day : int
        Number of the day, the first being 0.
    """
    shown = series.initial.copy()
    for change in series.changes:
        if (change.day - series.first_day).days > day:
            break
        shown[change.cell] = change.state
    return {"day": day, "states": _runs(shown[list(order)].tolist())}


def _logs(series: Series, order: Sequence[int]) -> list[Log]:
    """State of each cell on day 0, and each later change."""
    initial = series.initial[list(order)].tolist()
    rank = np.empty(len(order), np.int64)
    rank[list(order)] = np.arange(len(order))
    logs: list[Log] = [[(0, state)] for state in initial]
    first = series.first_day.toordinal()
    for change in series.changes:
        log, day = logs[rank[change.cell]], change.day.toordinal() - first
        if log[-1][0] == day:
            log.pop()
        log.append((day, change.state))
    return logs


def _learn(
    logs: Sequence[Log], told: Sequence[Told], bloc_days: Sequence[int]
) -> tuple[list[int], dict[int, set[int]]]:
    """Answers drawn otherwise than foreseen, and the days of answers of each cell.

    Of each such answer there is its number less that of the one before, and its state.
    """
    exceptions: list[int] = []
    last = 0
    foretold: dict[int, set[int]] = {}
    drawn: dict[Any, int] = {}
    at = 0
    for number, each in enumerate(told):
        if each.place >= len(logs):
            break  # places without a cell come last
        log = logs[each.place]
        at = at if each.place in foretold else 0
        while at + 1 < len(log) and log[at + 1][0] <= each.day:
            at += 1
        state = log[at][1]
        said = (*_said(each), bisect_right(bloc_days, each.day))
        if drawn.get(said) != state:
            exceptions += (number - last, state)
            last = number
        drawn[said] = state
        foretold.setdefault(each.place, set()).add(each.day)
    return exceptions, foretold


def _said(told: Told) -> tuple[object, ...]:
    """What of an answer decides how a cell is drawn."""
    answer = told.answer
    return (
        *_key(answer.holding),
        _key(answer.before),
        _key(answer.after),
        answer.freshness,
    )


def _key(holding: Holding | None) -> tuple[object, ...]:
    return () if holding is None else (holding.status, holding.sides)


def _runs(states: Sequence[int]) -> str:
    """State and length of each run of equal states."""
    runs: list[int] = []
    for state in states:
        if runs and runs[-2] == state:
            runs[-1] += 1
        else:
            runs += (state, 1)
    return encode_vlq(runs)


def _by_day(changes: Sequence[tuple[int, int, int]]) -> dict[str, str]:
    """Days with changes less the day before and how many; cells; states.

    A cell is less the one before it, from 0 on each day.
    """
    days: list[int] = []
    cells: list[int] = []
    last_day = last_cell = 0
    for day, cell, _ in changes:
        if not days or day != last_day:
            days += (day - last_day, 0)
            last_day, last_cell = day, 0
        days[-1] += 1
        cells.append(cell - last_cell)
        last_cell = cell
    return {
        "days": encode_vlq(days),
        "cells": encode_vlq(cells),
        "states": encode_vlq(state for _, _, state in changes),
    }
