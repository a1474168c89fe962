"""Rules of the data, where a file cannot show them; the others are in tests/data."""

from __future__ import annotations

from dataclasses import replace
from math import cos, degrees, radians

import pytest

from builders import change, dataset, place, source
from controlmap.domain.rule_basis import Known, missing
from controlmap.domain.rules import RULES, check

NOTHING_KNOWN = Known(None, None, None, None)


def rules(data, known=NOTHING_KNOWN):
    return [(issue.line, issue.rule) for issue in check(data, known)]


MISSING = [
    ("ford", {"ford"}, ""),
    ("", {"ford"}, ""),
    ("forde", None, ""),
    ("forde", {"ford", "mill"}, "no place 'forde'; did you mean 'ford'?"),
    ("xyz", {"ford", "mill"}, "no place 'xyz'"),
    (
        "mill-x",
        {"mill-a", "mill-b", "mill-c", "mill-d"},
        "no place 'mill-x'; did you mean 'mill-a' or 'mill-b' or 'mill-c'?",
    ),
]


@pytest.mark.parametrize(("name", "known", "message"), MISSING)
def test_what_is_said_of_a_name_that_is_not_known(name, known, message):
    assert missing("place", name, known and frozenset(known)) == message


def test_nobody_is_told_that_a_name_is_not_in_a_file_that_cannot_be_read():
    record = change("a", "2019-03-05", "captured", "red", denied_by="x", line=2)
    data = dataset([replace(record, outcome="denied", supersedes="y")])
    assert rules(data) == []
    assert {rule for _, rule in rules(data, Known())} == {
        "unknown-actor",
        "unknown-change",
        "unknown-place",
        "unknown-source",
    }


def test_issues_come_in_order_of_file_and_line():
    records = [
        change("b", "2019-03-05", "captured", "", line=9),
        change("a", "2019-03-06", "clashes", "red", line=10),
    ]
    assert rules(dataset(records)) == [
        (9, "sides-of-status"),
        (10, "sides-of-status"),
    ]


NORTH = [place(f"village-{n}", 10 + n / 10, 60 + n / 10, line=n + 2) for n in range(5)]


def test_a_point_in_the_country_only_when_swapped_is_an_error():
    swapped = place("swapped", 60.2, 10.2, line=9)
    assert rules(dataset(places=[*NORTH, swapped])) == [(9, "swapped-lon-lat")]


@pytest.mark.parametrize("point", [(10.9, 60.9), (60.2, 40.0), (-10.0, -60.0)])
def test_a_point_that_swapping_does_not_bring_home_is_none(point):
    assert rules(dataset(places=[*NORTH, place("far", *point, line=9)])) == []


def test_three_points_are_no_country():
    swapped = place("swapped", 60.2, 10.2, line=9)
    assert rules(dataset(places=[*NORTH[:2], swapped])) == []


def test_a_gazetteer_record_decides_before_the_country_does():
    known = replace(NOTHING_KNOWN, gazetteer={"gn:1": (60.2, 10.2)})
    far = place("far", 60.2, 10.2, located_by="gn:1", line=9)
    assert rules(dataset(places=[*NORTH, far]), known) == []
    turned = place("turned", 10.25, 60.25, located_by="gn:1", line=9)
    assert rules(dataset(places=[*NORTH, turned]), known) == [(9, "swapped-lon-lat")]


@pytest.mark.parametrize(
    ("metres", "is_close"), [(0, True), (49, True), (51, False), (500, False)]
)
@pytest.mark.parametrize("lat", [0.0, 35.5, 60.0])
@pytest.mark.parametrize("is_north", [False, True])
def test_places_within_50_metres(metres, is_close, lat, is_north):
    step = degrees(metres / 6_371_000)
    lon, north = (0.0, step) if is_north else (step / cos(radians(lat)), 0.0)
    one = place("one", 36.5004, lat, line=2)
    other = place("other", 36.5004 + lon, lat + north, line=3)
    expected = [(3, "places-close")] if is_close else []
    assert rules(dataset(places=[one, other])) == expected


SEQUENCES = [
    # what the second record of the day differs in, whether it is said
    ({"sequence": 2}, 1, False),
    ({"sequence": 2}, None, True),
    ({}, None, True),
    ({"source": "neutral-copy"}, None, True),
    ({"source": "second-neutral"}, None, False),
    ({"valid": "2019-03-06"}, None, False),
    ({"controllers": "red", "source": "neutral-copy"}, None, False),
    ({"place": "other"}, None, False),
    ({"place_precision": "near"}, None, False),
    ({"outcome": "denied"}, None, False),
]


@pytest.mark.parametrize(("more", "sequence", "is_said"), SEQUENCES)
def test_a_chain_with_two_holders_on_a_day_needs_a_sequence(more, sequence, is_said):
    second = {"change_id": "b", "valid": "2019-03-05", "controllers": "blue", **more}
    records = [
        change("a", "2019-03-05", "held", "red", sequence=sequence, line=2),
        change(event="held", line=3, **second),
    ]
    sources = [
        source("neutral"),
        source("neutral-copy", chain="neutral"),
        source("second-neutral"),
    ]
    places = [place("village"), place("other", 36.6)]
    found = rules(dataset(records, places, sources=sources))
    assert found == ([(3, "sequence-needed")] if is_said else [])


@pytest.mark.parametrize("length", [2, 3])
def test_records_that_supersede_each_other_in_a_circle_are_an_error(length):
    # Each would be replaced by the next: none of them would count.
    records = [
        change(
            f"r{n}", f"2019-03-0{n + 1}", "held", "red", supersedes=f"r{n - 1}", line=n
        )
        for n in range(1, length)
    ]
    first = change(
        "r0", "2019-03-01", "held", "red", supersedes=f"r{length - 1}", line=9
    )
    beside = change("beside", "2019-03-09", "held", "red", supersedes="r0", line=10)
    found = check(dataset([*records, first, beside]), NOTHING_KNOWN)
    assert [(issue.line, issue.rule) for issue in found] == [
        (line, "unknown-change") for line in (*range(1, length), 9)
    ]
    assert found[0].message == (
        "leads back to the record itself, so that none of them counts"
    )


def test_a_record_may_say_the_same_as_the_one_that_it_supersedes():
    # Only what decides nothing, or the loser, was misread.
    old = change("old", "2019-03-05", "captured", "red", previous="blue", line=2)
    new = change("new", "2019-03-05", "captured", "red", supersedes="old", line=3)
    again = change("again", "2019-03-05", "captured", "red", line=4)
    assert rules(dataset([old, new])) == []
    assert rules(dataset([new, old])) == []
    assert rules(dataset([old, new, again])) == [(4, "duplicate-record")]


def test_a_broken_chain_is_said_of_the_records_that_name_the_loser():
    records = [
        change("a", "2019-03-01", "captured", "red", line=2),
        change("b", "2019-05-05", "captured", "blue", previous="green", line=3),
        change("c", "2019-05-05", "recaptured", "blue", line=4),
    ]
    known = replace(NOTHING_KNOWN, places=frozenset({"village"}))
    assert rules(dataset(records), known) == [(3, "loser-not-carried")]


def test_every_rule_is_asked_of_an_empty_data_set():
    empty = dataset(places=(), sources=(), links=())
    assert [list(rule(empty, Known())) for rule in RULES] == [[]] * len(RULES)
