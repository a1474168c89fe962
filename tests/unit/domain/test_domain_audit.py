"""What the record holds of each publisher, and what became of its own side's claims."""

from __future__ import annotations

from datetime import date

import pytest

from builders import change, dataset, source
from controlmap.domain.audit import OwnFate, audit
from controlmap.domain.claims import all_claims

SOURCES = (
    source("red-press", "red"),
    source("red-press-2", "red", chain="red-press"),
    source("blue-press", "blue", published="2019-03-10"),
    source("wire"),
)


def captured(change_id, by, previous="", *, told="2019-03-06", **more):
    more.setdefault("place", change_id)
    more.setdefault("source", "red-press")
    valid = more.pop("valid", "2019-03-05")
    return change(
        change_id, valid, "captured", by, previous=previous, reported=told, **more
    )


# So that 30 days have passed at the end of what is known.
LATE = captured("late", "green", valid="2019-05-01", told="2019-05-02", source="wire")


def rows(*records, by="publisher", as_of=None):
    data = dataset(records, sources=SOURCES)
    claims = all_claims(data, as_of=as_of)
    return {row.name: row for row in audit(data, claims, by=by, as_of=as_of)}


def fates(row):
    return {fate.value: count for fate, count in row.own_fates if count}


def test_own_gains_and_losses_beside_those_of_the_record():
    found = rows(
        captured("a", "red-army", "blue-army"),
        captured("b", "red-army", "blue-army"),
        captured("c", "blue-army", "red-army"),
        captured("d", "blue-army", "red-army", source="blue-press"),
        captured("e", "green", "blue-army", source="blue-press"),
    )
    red, blue = found["Red-Press"], found["Blue-Press"]
    assert (red.own_gains, red.own_losses) == (2, 1)
    assert red.own_gain_share == pytest.approx(2 / 3)
    assert (red.known_gains, red.known_losses, red.known_gain_share) == (2, 2, 0.5)
    assert (blue.own_gains, blue.own_losses) == (1, 1)
    assert (blue.known_gains, blue.known_losses) == (2, 3)


def test_who_is_on_no_side_has_no_gains():
    wire = rows(captured("a", "red-army", source="wire"))["Wire"]
    assert (wire.own_gains, wire.own_losses, wire.own_gain_share) == (0, 0, None)
    assert fates(wire) == {}
    assert wire.perspectives == ("independent",)


def test_an_event_counts_once_for_a_publisher_and_for_a_chain():
    records = [
        captured("a", "red-army", place="village"),
        captured("b", "red-army", place="village", told="2019-03-09"),
        captured("c", "red-army", place="village", source="red-press-2"),
    ]
    by_publisher = rows(*records)
    assert by_publisher["Red-Press"].records == 2
    assert by_publisher["Red-Press"].claims == 1
    assert by_publisher["Red-Press-2"].claims == 1
    chain = rows(*records, by="chain")["red-press"]
    assert (chain.records, chain.publications, chain.claims, chain.own_gains) == (
        3,
        2,
        1,
        1,
    )
    assert chain.publishers == ("Red-Press", "Red-Press-2")
    side = rows(*records, by="perspective")["red"]
    assert (side.chains, side.claims) == (("red-press",), 1)


OWN = captured("a", "red-army", "blue-army", place="village")


@pytest.mark.parametrize(
    ("more", "fate"),
    [
        ([LATE], "stood"),
        ([], "open"),
        ([captured("b", "red-army", place="village", source="wire")], "confirmed"),
        (
            [LATE, captured("b", "blue-army", place="village", source="blue-press")],
            "open",
        ),
        (
            [LATE, change("b", "2019-03-20", "held", "blue", source="wire")],
            "contradicted",
        ),
    ],
)
def test_the_fate_of_an_own_claim(more, fate):
    assert fates(rows(OWN, *more)["Red-Press"]) == {fate: 1}


@pytest.mark.parametrize("outcome", ["denied", "premature"])
def test_an_own_claim_that_was_denied(outcome):
    denied = captured("a", "red-army", outcome=outcome, denied_by="blue-press")
    row = rows(denied, LATE)["Red-Press"]
    assert fates(row) == {"denied": 1}
    assert (row.contradicted, row.contradicted_share) == (1, 1.0)
    before = rows(denied, LATE, as_of=date(2019, 3, 9))["Red-Press"]
    assert fates(before) == {"open": 1}
    assert before.contradicted == 0


def test_its_denied_report_is_its_own_even_where_others_stand():
    found = rows(
        captured(
            "a", "red-army", place="village", outcome="denied", denied_by="blue-press"
        ),
        captured("b", "red-army", place="village", source="wire"),
    )
    assert fates(found["Red-Press"]) == {"denied": 1}
    assert found["Red-Press"].contradicted == 1
    assert found["Wire"].contradicted == 0


def test_what_was_misread_and_corrected_is_held_against_nobody():
    found = rows(
        captured("a", "red-army", place="village"),
        captured("b", "blue-army", place="village", supersedes="a"),
    )
    assert (found["Red-Press"].claims, found["Red-Press"].contradicted) == (1, 0)
    assert found["Red-Press"].records == 2


def test_the_median_delay_and_what_is_known_by_a_day():
    found = rows(
        captured("a", "red-army"),
        captured("b", "red-army", told="2019-03-09"),
        captured("c", "red-army", told=""),
    )
    assert found["Red-Press"].median_delay == 2.5
    before = rows(
        captured("a", "red-army"),
        captured("b", "red-army", told="2019-03-09"),
        as_of=date(2019, 3, 8),
    )
    assert (before["Red-Press"].records, before["Red-Press"].median_delay) == (1, 1.0)


def test_nothing_known_is_nobody_listed():
    assert rows(captured("a", "red-army"), as_of=date(2019, 1, 1)) == {}
    assert [fate.value for fate in OwnFate] == [
        "stood",
        "confirmed",
        "denied",
        "contradicted",
        "open",
    ]
