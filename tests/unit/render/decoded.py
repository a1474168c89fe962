"""A payload read back in Python, written apart from the code that makes it.

It goes by ``docs/reference/payload.md`` alone: no module of ``controlmap.render`` is
imported here.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate, pairwise

from controlmap.geometry.cell_state import CellState

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def unpacked(text):
    """Data of a packed text."""
    return json.loads(zlib.decompress(base64.b64decode(text), wbits=-15))


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


def sums(text):
    """Numbers of which a text holds the differences."""
    return list(accumulate(numbers(text)))


def pairs(flat):
    """Two numbers at a time."""
    return list(zip(flat[::2], flat[1::2], strict=True))


# --- places and cells ---------------------------------------------------------


def place_ids(payload):
    """Identifiers, those too that the names give."""
    places = payload["places"]
    return [
        given or re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        for given, name in zip(places["id"], places["name"], strict=True)
    ]


def points(payload):
    """Longitude and latitude of each place that has a point, in units."""
    places = payload["places"]
    return list(zip(sums(places["lon"]), sums(places["lat"]), strict=True))


def parabola(terms, t):
    a, b, c = terms
    return (c * t + b) * t + a


def circumcentre(topology, one, other, third):
    """Point as far from each of three places, in units."""
    stretch = parabola(topology["stretch"], one[1] - topology["middle"])
    bx, by = (other[0] - one[0]) * stretch, other[1] - one[1]
    cx, cy = (third[0] - one[0]) * stretch, third[1] - one[1]
    turn = 2 * (bx * cy - by * cx)
    east = north = 0.0
    if turn:
        b2, c2 = bx * bx + by * by, cx * cx + cy * cy
        east = (cy * b2 - by * c2) / turn / stretch
        north = (bx * c2 - cx * b2) / turn
        if abs(east) > 1e6 or abs(north) > 1e6:
            east = north = 0.0
    return math.floor(one[0] + east + 0.5), math.floor(one[1] + north + 0.5)


def junctions(topology):
    """Cells of each junction, counterclockwise."""
    lengths = iter(numbers(topology["lengths"]))
    neighbours = iter(numbers(topology["neighbours"]))
    for cell, runs in enumerate(numbers(topology["runs"])):
        for _ in range(runs):
            run = [cell + next(neighbours) for _ in range(next(lengths) + 1)]
            for before, after in pairwise(run):
                yield cell, before, after


def unit_arcs(payload):
    """Each arc as (left, right, corners in units)."""
    topology, places = payload["topology"], points(payload)
    met = list(junctions(topology))
    vertices = [
        (x + dx, y + dy)
        for (x, y), (dx, dy) in zip(
            (
                circumcentre(topology, *(places[cell] for cell in cells))
                for cells in met
            ),
            pairs(numbers(topology["corners"])),
            strict=True,
        )
    ]
    steps = pairs(numbers(topology["vertices"]))
    vertices += zip(
        *(accumulate(axis) for axis in zip(*steps, strict=True)), strict=True
    )
    begin, end = defaultdict(list), defaultdict(list)
    for number, (a, b, c) in enumerate(met):
        for one, other in ((a, b), (b, c), (c, a)):
            side = end if one < other else begin
            side[min(one, other), max(one, other)].append(number)
    found = [
        (*cells, [vertices[begin[cells][0]], vertices[end[cells][0]]])
        for cells in begin
        if len(begin[cells]) == len(end[cells]) == 1
    ]
    stream = iter(numbers(topology["arcs"]))
    left = vertex = 0
    for length in stream:
        left += next(stream)
        right = left + next(stream)
        run = []
        for _ in range(length):
            vertex += next(stream)
            run.append(vertices[vertex])
        found.append((left, right, run))
    return found


def arcs(payload):
    """Each arc as (left, right, corners in degrees)."""
    scale = payload["topology"]["scale"]
    return [
        (left, right, [(x / scale, y / scale) for x, y in run])
        for left, right, run in unit_arcs(payload)
    ]


def areas(payload):
    """Area of each cell, thousandths of a km²."""
    topology = payload["topology"]
    doubled = defaultdict(int)
    for left, right, run in unit_arcs(payload):
        turn = sum(
            x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise(run)
        )
        doubled[left] += turn
        doubled[right] -= turn
    places = points(payload)
    return [
        more
        + math.floor(
            doubled[cell]
            * parabola(topology["unit_km2"], places[cell][1] - topology["middle"])
            * 500
            + 0.5
        )
        for cell, more in enumerate(numbers(topology["areas"]))
    ]


# --- records and answers --------------------------------------------------------


def day_of(payload, offset):
    """Date of a number of days, None for none."""
    first = date.fromisoformat(payload["first_day"])
    return None if offset is None else first + timedelta(days=offset)


def windows(payload):
    """Earliest and latest day of each record, None where open."""
    records = payload["records"]
    forms, steps = numbers(records["form"]), iter(numbers(records["day"]))
    lengths = iter(numbers(records["length"]))
    found = []
    for _, count in pairs(numbers(records["places"])):
        day = 0
        for form in forms[len(found) : len(found) + count]:
            day += next(steps)
            length = next(lengths) if form == 1 else 0
            found.append(
                (None if form == 2 else day, None if form == 3 else day + length)
            )
    return found


def first_records(payload):
    """Number of the first record of each place that has any."""
    place = number = 0
    found = {}
    for step, count in pairs(numbers(payload["records"]["places"])):
        place += step
        found[place] = number
        number += count
    return found


def answers(payload):
    """For each place with records: (date, answer as named fields) in order."""
    ids, known = place_ids(payload), windows(payload)
    kinds = iter(numbers(payload["answers"]["kind"]))
    firsts = first_records(payload)
    place = 0
    found = {}
    for step, count in pairs(numbers(payload["answers"]["places"])):
        place += step
        base = firsts.get(place, 0)
        found[ids[place]] = log = []
        for _ in range(count):
            row = payload["answers"]["kinds"][next(kinds)]
            base += row[1]
            log.append(answer(payload, row, base, known))
    return found


def answer(payload, row, base, known):
    """The day from which an answer of a kind holds, and what it says."""
    named = [base + more for more in row[4]]
    ours = [payload["sides"][n] for n in numbers(payload["records"]["sides"])]

    def day(given):
        if given is None:
            return None
        end, more = given
        return more + (0 if end < 0 else known[named[end // 2]][end % 2])

    def sides(code):
        return payload["sides"][code] if code >= 0 else ours[named[-1 - code]]

    def holding(given):
        return None if given is None else [given[0], sides(given[1])]

    said = {
        "status": row[6],
        "sides": sides(row[7]),
        "before": holding(row[8]),
        "after": holding(row[9]),
        "since": day(row[10]),
        "window": [day(end) for end in row[11]],
        "certainty": row[12],
        "last_report": day(row[13]),
        "reported_through": day(row[14]),
        "freshness": row[15],
        "rule": row[16],
        "is_broken": bool(row[17]),
        "presence": [
            (
                payload["sides"][side][0],
                day(since),
                day(through),
                named[row[2] + row[3] + i],
                word,
            )
            for i, (side, since, through, word) in enumerate(row[5])
        ],
        "evidence": named[: row[2]],
        "against": named[row[2] : row[2] + row[3]],
    }
    return day_of(payload, day(row[0]) or 0), said


# --- states of the cells ----------------------------------------------------------


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


def foretold(payload):
    """Day, cell, and state that each answer of a place with a cell is drawn with."""
    ids = place_ids(payload)
    cells = {
        place: cell for cell, place in enumerate(ids) if cell < cell_count(payload)
    }
    bloc_days = sorted({day for spells in payload["blocs"] for day in spells[::2]})
    flat = pairs(numbers(payload["cells"]["exceptions"]))
    exceptions = dict(
        zip(
            accumulate(step for step, _ in flat),
            (state for _, state in flat),
            strict=True,
        )
    )
    drawn = {}
    number = 0
    for place, log in answers(payload).items():
        for day, said in log:
            if place not in cells:
                return
            offset = (day - day_of(payload, 0)).days
            key = json.dumps(
                [said[k] for k in ("status", "sides", "before", "after", "freshness")]
                + [sum(1 for other in bloc_days if other <= offset)]
            )
            drawn[key] = exceptions.get(number, drawn.get(key))
            number += 1
            yield offset, cells[place], drawn[key]


def cell_count(payload):
    return len(numbers(payload["topology"]["runs"]))


def states_by_day(payload):
    """State of each place with a cell, for each day of the map."""
    states = cell_states(payload)
    ids = place_ids(payload)
    changes = defaultdict(list)
    for day, cell, state in foretold(payload):
        changes[day].append((cell, state))
    told = {cell for cell, _ in changes[0]}
    runs = [
        state
        for state, n in pairs(numbers(payload["cells"]["initial"]))
        for _ in range(n)
    ]
    untold = [cell for cell in range(cell_count(payload)) if cell not in told]
    changes[0] += zip(untold, runs, strict=True)
    cells, others = (
        iter(numbers(payload["cells"]["cells"])),
        iter(numbers(payload["cells"]["states"])),
    )
    day = 0
    for step, count in pairs(numbers(payload["cells"]["days"])):
        day += step
        cell = 0
        for _ in range(count):
            cell += next(cells)
            changes[day].append((cell, next(others)))
    now = [None] * cell_count(payload)
    for day in range(payload["last"] + 1):
        for cell, state in changes[day]:
            now[cell] = state
        yield (
            day_of(payload, day),
            {ids[i]: states[state] for i, state in enumerate(now)},
        )


def opening(payload):
    """State of each place with a cell on the day shown first, as it stands apart."""
    states, ids = cell_states(payload), place_ids(payload)
    runs = pairs(numbers(payload["opening"]["states"]))
    now = [state for state, n in runs for _ in range(n)]
    return {ids[i]: states[state] for i, state in enumerate(now)}


# --- evidence -----------------------------------------------------------------------


def reports(payload):
    """Who says so, of each record, as named fields."""
    records, evidence = payload["records"], payload["evidence"]
    words, known = payload["words"], windows(payload)
    days = iter(numbers(evidence["reported_day"]))
    forms = numbers(evidence["reported_form"])
    rare = {
        column: dict(evidence[column])
        for column in (
            *("valid", "reported", "also_at", "claimed_by", "denied_by"),
            *("reported_latest", "denied_on", "sequence", "supersedes"),
        )
    }
    chains = numbers(evidence["chain"])

    def spelt(table, column):
        return [words[column][code] for code in numbers(table[column])]

    def iso(day):
        return ".." if day is None else day_of(payload, day).isoformat()

    columns = {
        "event": spelt(records, "event"),
        "status": spelt(records, "status"),
        "sides": [payload["sides"][n] for n in numbers(records["sides"])],
        "previous": [payload["sides"][n] for n in numbers(records["previous"])],
        "source": numbers(evidence["source"]),
        "locator": evidence["locator"],
        "note": evidence["note"],
        "confidence": spelt(evidence, "confidence"),
        "outcome": spelt(evidence, "outcome"),
        "place_precision": spelt(evidence, "place_precision"),
    }
    found = []
    for number, (form, (first, last)) in enumerate(zip(forms, known, strict=True)):
        row = {column: values[number] for column, values in columns.items()}
        usual = iso(first) if first == last else f"{iso(first)}/{iso(last)}"
        row["valid"] = rare["valid"].get(number, usual)
        near = first if first is not None else last
        on = near + next(days) if form == 0 else None
        row["reported"] = iso(on) if form == 0 else rare["reported"].get(number, "")
        row["reported_latest"] = rare["reported_latest"].get(number, on)
        for column, missing in (
            *(("also_at", []), ("claimed_by", ""), ("denied_by", "")),
            *(("denied_on", None), ("sequence", None), ("supersedes", "")),
        ):
            row[column] = rare[column].get(number, missing)
        row["chain"] = chains[row["source"]]
        found.append(row)
    return found
