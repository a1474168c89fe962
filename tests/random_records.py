"""A data set of many small random places: all that a record can say, close together.

The same seed gives the same records. They keep the rules of their own rows, and mean
nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from builders import ACTORS, change, dataset, place, source
from controlmap.domain.model import Actor, Event, Status
from property import strategies
from property.strategies import (
    DAYS,
    FIRST_DAY,
    PARTIES,
    RELATIONS,
    SIDES,
    STATUSES,
    with_source_date,
)

# In this order by code points, and in the other one by UTF-16.
BEYOND = ("\uffee desk", "\U00010400 desk")
SOURCES = (
    *strategies.SOURCES,
    *(source(f"beyond-{n}", text) for n, text in enumerate(BEYOND)),
)
DENIALS = ("", "nobody-known", *(each.source_id for each in SOURCES))
FORMS = (
    *("{0}", "{0}", "{0}", "{0}/{1}", "{0}/{1}", "{0}/{1}"),
    *("{0}~", "{0:%Y-%m}", "../{1}", "{0}/.."),
)


def random_dataset(seed, n_places=60):
    """Records of places in the square of the builders; some places have no point."""
    rng = Random(seed)
    places = [_place(rng, number) for number in range(n_places)]
    records = [record for each in places for record in _records(rng, each.place_id)]
    rng.shuffle(records)
    made = dataset(records, places, sources=SOURCES, links=RELATIONS)
    colours = {name: f"#{20 + 30 * n:02x}6699" for n, name in enumerate(PARTIES)}
    names = sorted({*ACTORS, *PARTIES})
    actors = {a: Actor(a, a.title(), colours.get(a, "#336699")) for a in names}
    return replace(made, actors=actors)


def _place(rng, number):
    if number % 10 == 9:
        return place(f"place-{number}", None, None, part_of="place-0")
    lon, lat = (round(middle + rng.uniform(-0.4, 0.4), 4) for middle in (36.5, 35.5))
    return place(f"place-{number}", lon, lat)


def _records(rng, place_id):
    rows = []
    for number in range(rng.randint(1, 9)):
        row = _with_date(_record(rng, f"{place_id}-{rng.randrange(10**6)}", place_id))
        earlier = ["", "", "", "elsewhere", *(each.change_id for each in rows)]
        rows.append(replace(row, supersedes=rng.choice(earlier) if number else ""))
    return rows


def _with_date(record):
    """Record with the day of report that reading a file would give it."""
    if record.source.source_id.startswith("beyond"):
        return record
    return with_source_date(record)


def _record(rng, change_id, place_id):
    event = rng.choice(list(Event))
    status = rng.choice(STATUSES[event])
    least, most = SIDES.get(status, (2, 2))
    if event is Event.ENTERED_PARTLY:
        least = 1
    if event is Event.ATTACK_REPELLED:
        least = 0
    order = rng.sample(PARTIES, len(PARTIES))
    sides = [_side(rng, order) for _ in range(rng.randint(least, most))]
    previous = _side(rng, order) if rng.random() < 0.4 else ""
    outcome = rng.choice(["stands"] * 4 + ["denied", "premature"])
    return change(
        change_id,
        _window(rng),
        event,
        ";".join(sides),
        previous=previous,
        place=place_id,
        source=rng.choice(SOURCES).source_id,
        reported=_window(rng) if rng.random() < 0.5 else "",
        status=Status(status),
        sequence=rng.choice([None, None, None, 1, 2]),
        place_precision=rng.choice(["exact"] * 6 + ["near", "area"]),
        outcome=outcome,
        denied_by="" if outcome == "stands" else rng.choice(DENIALS),
    )


def _side(rng, order):
    """One or two of the parties that are left."""
    size = 2 if len(order) > 2 and rng.random() < 0.3 else 1
    return "+".join(order.pop() for _ in range(size))


def _window(rng):
    form = rng.choice(FORMS)
    first = FIRST_DAY + timedelta(rng.randint(0, DAYS))
    last = first + timedelta(rng.randint(0, 25)) if "{1}" in form else first
    return form.format(first, last)
