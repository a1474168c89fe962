"""What changed hands between two days is what the histories say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from builders import change, dataset
from controlmap.domain.transitions import transitions

DATASET = dataset(
    [
        change("a", "2019-12-01", "captured", "blue", previous="red", place="north"),
        change("b", "2019-12-05", "held", "blue", place="north"),
        change("c", "2019-12-03/2019-12-05", "captured", "red", place="south"),
        change("d", "2019-12-09", "clashes", "red;blue", place="south"),
    ],
)


def said(found):
    return [
        (
            t.day.isoformat(),
            t.after.place_id,
            t.before.status.value,
            t.after.status.value,
        )
        for t in found
    ]


def test_changes_come_by_day_then_place():
    found = transitions(DATASET, date(2019, 11, 29), date(2019, 12, 31))
    assert said(found) == [
        ("2019-11-30", "north", "no_record", "controlled"),
        ("2019-12-01", "north", "controlled", "controlled"),
        ("2019-12-03", "south", "no_record", "changing"),
        ("2019-12-05", "south", "changing", "controlled"),
        ("2019-12-09", "south", "controlled", "contested"),
    ]
    assert found[1].before.controllers == ("red",)
    assert found[1].after.controllers == ("blue",)


def test_the_first_day_is_what_the_changes_start_from():
    assert said(transitions(DATASET, date(2019, 12, 5), date(2019, 12, 8))) == []
    assert transitions(DATASET, date(2019, 12, 9), date(2019, 12, 9)) == ()


def test_they_are_the_days_on_which_the_states_differ():
    first, last = date(2019, 11, 25), date(2019, 12, 20)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    plain = [
        (day.isoformat(), place_id)
        for before, day in pairwise(days)
        for place_id in ("north", "south")
        if DATASET.state_on(before).at(place_id).holding
        != DATASET.state_on(day).at(place_id).holding
    ]
    found = transitions(DATASET, first, last)
    assert [(t.day.isoformat(), t.after.place_id) for t in found] == plain
