"""Where perspectives differ: silence and doubt are none, and age is told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders import LINKS, change, dataset, link, place
from controlmap.domain.disagreements import count_disagreements

INDEPENDENT = change("held", "2019-03-01", "held", "blue-army")


def by_red(change_id, valid, event, sides="", **more):
    return change(change_id, valid, event, sides, source="red-press", **more)


def found(*records, on="2019-06-01", as_of=None, **more):
    return dataset(records, **more).disagreements(on, as_of=as_of)


def differ(*records, **more):
    return bool(found(*records, **more))


def test_who_says_what():
    claim = by_red("claim", "2019-03-01", "captured", "red")
    third = change("third", "2019-02-01", "held", "blue", source="blue-press")
    [place_] = found(INDEPENDENT, claim, third)
    assert (place_.place_id, place_.on) == ("village", date(2019, 6, 1))
    assert [(v.perspective, v.state.controllers) for v in place_.voices] == [
        ("blue", ("blue",)),
        ("independent", ("blue-army",)),
        ("red", ("red",)),
    ]
    assert place_.is_contradicted


@pytest.mark.parametrize(
    ("event", "sides", "more", "expected"),
    [
        ("captured", "red", {}, True),
        ("captured", "red+blue", {}, False),  # a bloc in common
        ("held", "blue-brigade", {}, False),  # another party of the same bloc
        ("clashes", "red;blue", {}, True),  # nobody's alone
        ("clashes", "blue-army;blue-brigade", {}, False),  # inside one bloc
        ("entered_by_agreement", "red;blue", {"status": "shared"}, True),
        ("withdrew", "", {}, False),  # names no holder
        ("airstrike", "", {}, False),
        ("presence_established", "red", {}, False),
        ("captured", "red", {"place_precision": "near"}, False),
    ],
)
def test_what_differs_from_held_by_blue(event, sides, more, expected):
    record = by_red("a", "2019-03-01", event, sides, **more)
    assert differ(INDEPENDENT, record) == expected


def test_contested_and_shared_name_the_same_holders():
    clash = change("a", "2019-03-01", "clashes", "red;blue-army")
    joint = by_red("b", "2019-03-01", "held", "blue;red", status="shared")
    assert not differ(clash, joint)


def test_doubt_differs_only_from_what_none_of_its_holders_can_be():
    change_ = by_red("a", "2019-05-20/2019-06-10", "captured", "red", previous="blue")
    assert not differ(INDEPENDENT, change_)
    assert differ(INDEPENDENT, change_, on="2019-06-10")
    green = replace(INDEPENDENT, controllers=(("green",),))
    assert differ(green, change_)
    tie = (
        by_red("b", "2019-03-01", "captured", "red"),
        by_red("c", "2019-03-01", "captured", "blue"),
    )
    assert not differ(INDEPENDENT, *tie)
    assert differ(green, *tie)


def test_one_perspective_alone_is_no_disagreement():
    second = change("b", "2019-03-01", "captured", "red", source="second-neutral")
    assert not differ(INDEPENDENT, second)
    assert not differ()


def test_silence_before_the_first_record_is_no_disagreement():
    claim = by_red("claim", "2019-05-01", "captured", "red")
    assert not differ(INDEPENDENT, claim, on="2019-04-29")
    assert differ(INDEPENDENT, claim, on="2019-05-01")


def test_who_has_only_not_spoken_since_does_not_contradict():
    claim = by_red("claim", "2019-05-01", "captured", "red")
    assert [f.is_contradicted for f in found(INDEPENDENT, claim)] == [False]
    again = change("again", "2019-05-02", "held", "blue-army")
    assert [f.is_contradicted for f in found(INDEPENDENT, claim, again)] == [True]
    before = [
        f.is_contradicted for f in found(INDEPENDENT, claim, again, on="2019-05-01")
    ]
    assert before == [False]


def test_the_day_before_a_first_event_speaks_of_itself_alone():
    early = change("early", "2018-01-01", "held", "green")
    claim = by_red("claim", "2019-05-01", "captured", "red", previous="blue")
    [eve] = found(early, claim, on="2019-04-30")
    assert [v.state.controllers for v in eve.voices] == [("green",), ("blue",)]
    assert not eve.is_contradicted


def test_as_known_on_a_day():
    claim = by_red("claim", "2019-03-01", "captured", "red", reported="2019-03-09")
    held = replace(INDEPENDENT, reported=claim.reported)
    assert not differ(held, claim, as_of="2019-03-08")
    assert differ(held, claim, as_of="2019-03-09")


def test_blocs_are_those_of_the_day():
    links = (*LINKS, link("green", "in_bloc", "blue", "2019-05-10/.."))
    told = by_red("a", "2019-03-01", "held", "green")
    for day, expected in [("2019-05-09", True), ("2019-05-10", False)]:
        assert differ(INDEPENDENT, told, on=day, links=links) == expected


def test_what_others_deny_still_is_what_a_perspective_says():
    claim = by_red(
        "claim", "2019-03-01", "captured", "red", outcome="denied", denied_by="neutral"
    )
    assert differ(INDEPENDENT, claim)
    denied = by_red(
        "claim",
        "2019-03-01",
        "captured",
        "red",
        outcome="denied",
        denied_by="red-press",
    )
    assert not differ(INDEPENDENT, denied)


def test_counts_over_time_are_what_each_day_says():
    records = (
        INDEPENDENT,
        by_red("a", "2019-05-01", "captured", "red"),
        change("b", "2019-05-05", "held", "blue-army"),
        change("c", "2019-06-01", "captured", "red"),
        change("d", "2019-04-01", "held", "green", place="town"),
        by_red("e", "2019-04-10", "held", "green", place="town"),
        change("f", "2019-04-01", "held", "green", place="base"),
        by_red("g", "2019-04-01", "held", "red", place="base"),
    )
    places = [place("village"), place("town"), place("base", kind="base")]
    links = (*LINKS, link("green", "in_bloc", "blue", "2019-05-10/.."))
    data = dataset(records, places, links=links)
    first, last = date(2019, 2, 1), date(2019, 7, 1)
    counts = count_disagreements(data, first, last)
    assert [
        (str(c.day), c.settlements, c.compared, c.differing, c.contradicted)
        for c in counts
    ] == [
        ("2019-02-01", 0, 0, 0, 0),
        ("2019-03-01", 1, 0, 0, 0),
        ("2019-04-01", 2, 0, 0, 0),
        ("2019-04-10", 2, 1, 0, 0),
        ("2019-05-01", 2, 2, 1, 0),
        ("2019-05-05", 2, 2, 1, 1),
        ("2019-06-01", 2, 2, 0, 0),
    ]
    assert [c.share for c in counts][-2:] == [0.5, 0.0]
    assert counts[0].share == 0.0
    for count in counts:
        told = [f for f in data.disagreements(count.day) if f.place_id != "base"]
        assert count.differing == len(told)
        assert count.contradicted == sum(f.is_contradicted for f in told)
    only = count_disagreements(data, first, last, place_ids=["town", "nowhere"])
    assert [c.settlements for c in only] == [0, 1, 1]
