"""A payload read back in Python, written apart from the code that makes it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

from controlmap.geometry.cell_state import CellState

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def numbers(text):
    """Integers of a base64 VLQ text."""
    found, rest, shift = [], 0, 0
    for letter in text:
        digit = LETTERS.index(letter)
        rest += (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(-(rest >> 1) if rest & 1 else rest >> 1)
            rest = shift = 0
    return found


def arcs(topology):
    """Each arc as (left, right, corners in degrees)."""
    flat = numbers(topology["vertices"])
    lon, lat = accumulate(flat[::2]), accumulate(flat[1::2])
    points = [
        (x / topology["scale"], y / topology["scale"])
        for x, y in zip(lon, lat, strict=True)
    ]
    stream = iter(numbers(topology["arcs"]))
    left = vertex = 0
    found = []
    for length in stream:
        left += next(stream)
        right = left + next(stream)
        run = []
        for _ in range(length):
            vertex += next(stream)
            run.append(points[vertex])
        found.append((left, right, run))
    return found


def day_of(payload, offset):
    """Date of a number of days, None for none."""
    first = date.fromisoformat(payload["first_day"])
    return None if offset is None else first + timedelta(days=offset)


def cell_states(payload):
    """States in words, as the series has them."""
    words, actors = payload["words"], payload["actors"]

    def word(column, code):
        return words[column][code] if code >= 0 else ""

    return [
        CellState(
            words["cell_status"][status],
            tuple(actors[a][0] if a >= 0 else "" for a in controllers),
            words["basis"][basis],
            word("firmness", firmness),
            word("freshness", freshness),
        )
        for status, controllers, basis, firmness, freshness in payload["states"]
    ]


def states_by_day(payload):
    """State of each place with a cell, for each day of the map."""
    states = cell_states(payload)
    ids = payload["places"]["id"]
    now = []
    runs = numbers(payload["initial"])
    for state, length in zip(runs[::2], runs[1::2], strict=True):
        now += [state] * length
    changes = {}
    stream = iter(numbers(payload["changes"]))
    day = 0
    for step in stream:
        day += step
        cell = 0
        for _ in range(next(stream)):
            cell += next(stream)
            changes.setdefault(day, []).append((cell, next(stream)))
    for day in range(payload["last"] + 1):
        for cell, state in changes.get(day, ()):
            now[cell] = state
        yield (
            day_of(payload, day),
            {ids[i]: states[state] for i, state in enumerate(now)},
        )


def answers(payload):
    """For each place with records: (date, row) in order."""
    ids, rows = payload["places"]["id"], payload["answers"]["rows"]
    stream = iter(numbers(payload["answers"]["log"]))
    place = 0
    found = {}
    for step in stream:
        place += step
        log = []
        day = row = 0
        for _ in range(next(stream)):
            day += next(stream)
            row += next(stream)
            log.append((day_of(payload, day), rows[row]))
        found[ids[place]] = log
    return found
