"""Small random data sets of one place: all that a record can say, close together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st

from builders import LINKS, change, link, source
from controlmap.domain.model import Event, Status

FIRST_DAY = date(2019, 1, 10)
DAYS = 50
LAST_DAY = FIRST_DAY + timedelta(DAYS)

SOURCES = (
    source("neutral", published="2019-01-20"),
    source("neutral-wire", chain="neutral", published="2019-02-01"),
    source("second-neutral", published="2019-01"),
    source("red-press", "red", published="2019-01-15"),
    source("red-wire", "red", chain="red-press"),
    source("blue-press", "blue", published="2019-02-10/2019-02-12"),
    source("undated", "green"),
)
SAME_CHAIN = {"neutral": "neutral-wire", "red-press": "red-wire"}
RELATIONS = (*LINKS, link("green", "member_of", "red", "2019-01-25/2019-02-10"))
PARTIES = ("red", "red-army", "blue", "blue-army", "blue-brigade", "green", "grey")
# None is another's part, and they share no side: each name is a holder of its own.
UNRELATED = ("red", "blue", "grey", "amber")

STATUSES = {
    Event.CAPTURED: ("controlled", "shared"),
    Event.RECAPTURED: ("controlled",),
    Event.HANDED_OVER: ("controlled", "shared"),
    Event.ENTERED_BY_AGREEMENT: ("controlled", "shared"),
    Event.ENTERED_PARTLY: ("contested",),
    Event.WITHDREW: ("unknown", "presence", "controlled"),
    Event.ATTACK_REPELLED: ("controlled",),
    Event.HELD: ("controlled", "contested", "shared", "unknown"),
    Event.CLASHES: ("contested",),
    Event.PRESENCE_ESTABLISHED: ("presence",),
    Event.AIRSTRIKE: ("unknown", "presence"),
    Event.INCIDENT: ("unknown",),
}
SIDES = {"controlled": (1, 1), "presence": (1, 1), "unknown": (0, 0)}


DAYS_DRAWN = st.integers(0, DAYS).map(lambda n: FIRST_DAY + timedelta(n))
LENGTHS = st.integers(0, 25)
FORMS = st.sampled_from(
    ["{0}"] * 4 + ["{0}/{1}"] * 3 + ["{0}~", "{0:%Y-%m}", "../{1}", "{0}/.."]
)


@st.composite
def windows(draw):
    """Text of a day, an interval, a month, or one with an open end."""
    first = draw(DAYS_DRAWN)
    form = draw(FORMS)
    last = first + timedelta(draw(LENGTHS)) if "{1}" in form else first
    return form.format(first, last)


@st.composite
def sides_of(draw, parties, least, most):
    """Sides of one or two parties each, of one where all are unrelated; none twice."""
    sizes = [1] if set(parties) <= set(UNRELATED) else [1, 1, 2]
    cuts = draw(st.lists(st.sampled_from(sizes), min_size=least, max_size=most))
    some = st.sampled_from(parties)
    count = min(sum(cuts), len(parties))
    order = draw(st.lists(some, min_size=count, max_size=count, unique=True))
    sides = []
    for size in cuts:
        sides += [tuple(order[:size])] if len(order) >= size else []
        order = order[size:]
    return sides


@st.composite
def records(draw, change_id, parties):
    """A record that keeps every rule of its own row."""
    event = draw(st.sampled_from(list(Event)))
    status = draw(st.sampled_from(STATUSES[event]))
    least, most = SIDES.get(status, (2, 2))
    if event is Event.ENTERED_PARTLY:
        least = 1
    if event is Event.ATTACK_REPELLED:
        least = 0
    sides = draw(sides_of(parties, least, most))
    named = {party for side in sides for party in side}
    others = [party for party in parties if party not in named]
    previous = draw(sides_of(others, 0, 1)) if others else []
    outcome = draw(st.sampled_from(["stands"] * 4 + ["denied", "premature"]))
    denials = ["", *(each.source_id for each in SOURCES)]
    return change(
        change_id,
        draw(windows()),
        event,
        ";".join("+".join(side) for side in sides),
        previous="+".join(previous[0]) if previous else "",
        source=draw(st.sampled_from(SOURCES)).source_id,
        reported=draw(st.just("") | windows()),
        status=Status(status),
        sequence=draw(st.sampled_from([None, None, None, 1, 2])),
        place_precision=draw(st.sampled_from(["exact"] * 5 + ["near", "area"])),
        outcome=outcome,
        denied_by="" if outcome == "stands" else draw(st.sampled_from(denials)),
    )


def with_source_date(record):
    """Record with the day of report that reading a file would give it."""
    published = {each.source_id: each.published for each in SOURCES}
    return replace(
        record, reported=record.reported or published[record.source.source_id]
    )


@st.composite
def record_sets(draw, parties=PARTIES):
    """Up to six records of one place; some replace an earlier one of the list."""
    count = draw(st.integers(1, 6))
    rows = []
    for number in range(count):
        row = with_source_date(draw(records(f"record-{number}", parties)))
        earlier = ["", "", "", *(each.change_id for each in rows)]
        rows.append(replace(row, supersedes=draw(st.sampled_from(earlier))))
    return rows
