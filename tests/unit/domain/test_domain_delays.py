"""Delay from the last day of an event's tightest window to its first report."""

from __future__ import annotations

import pytest

from builders import change, dataset, source
from controlmap.domain.claims import all_claims
from controlmap.domain.delays import GROUPINGS, Delays, delays

SOURCES = (
    source("wire"),
    source("wire-copy", chain="wire"),
    source("red-press", "red"),
)


def captured(change_id, valid, told, by="wire", **more):
    more.setdefault("place", change_id)
    return change(
        change_id, valid, "captured", "red-army", source=by, reported=told, **more
    )


def found(*records):
    data = dataset(records, sources=SOURCES)
    groups = delays(all_claims(data), data.sources)
    return {(g.by, g.name): (g.days, g.undated) for g in groups}


@pytest.mark.parametrize(
    ("valid", "told", "days"),
    [
        ("2019-03-05", "2019-03-05", 0),
        ("2019-03-05", "2019-03-07", 2),
        ("2019-03-01/2019-03-05", "2019-03-07", 2),
        ("2019-03-05", "2019-03", 26),  # known by the latest day
        ("2019-03", "2019-03-07", 0),  # a report tightens the window
        ("2019-03-01/..", "2019-03-07", 0),
        ("../2019-03-05", "2019-03-07", 2),
    ],
)
def test_a_delay(valid, told, days):
    assert found(captured("a", valid, told))["all", ""] == ((days,), 0)


def test_the_tightest_report_dates_the_event_for_all():
    groups = found(
        captured("a", "2019-03-01/2019-03-09", "2019-03-10", place="village"),
        captured("b", "2019-03-04", "2019-03-12", "red-press", place="village"),
    )
    assert groups["all", ""] == ((6,), 0)
    assert groups["publisher", "Wire"] == ((6,), 0)
    assert groups["publisher", "Red-Press"] == ((8,), 0)
    assert groups["perspective", "independent"] == ((6,), 0)
    assert groups["perspective", "red"] == ((8,), 0)
    assert groups["event", "captured"] == ((6,), 0)


def test_of_a_group_only_its_first_report_of_an_event_counts():
    groups = found(
        captured("a", "2019-03-04", "2019-03-10", place="village"),
        captured("b", "2019-03-04", "2019-03-06", "wire-copy", place="village"),
        captured("c", "2019-03-04", "2019-03-20", place="village"),
    )
    assert groups["all", ""] == groups["perspective", "independent"] == ((2,), 0)
    assert groups["publisher", "Wire"] == ((6,), 0)


def test_without_a_day_of_report_an_event_is_counted_and_left_out():
    groups = found(
        captured("a", "2019-03-04", ""), captured("b", "2019-03-04", "2019-03-05")
    )
    assert groups["all", ""] == ((1,), 1)


def test_what_is_denied_or_only_held_is_no_event():
    assert (
        found(
            captured("a", "2019-03-04", "2019-03-05", outcome="denied"),
            change(
                "b", "2019-03-04", "held", "red", reported="2019-03-09", source="wire"
            ),
        )
        == {}
    )


def test_groups_come_in_order():
    data = dataset(
        [
            captured("a", "2019-03-04", "2019-03-05"),
            captured("b", "2019-03-04", "2019-03-05"),
            captured("c", "2019-03-04", "2019-03-05", "red-press"),
        ],
        sources=SOURCES,
    )
    groups = delays(all_claims(data), data.sources)
    assert list(dict.fromkeys(group.by for group in groups)) == list(GROUPINGS)
    assert [g.name for g in groups if g.by == "publisher"] == ["Wire", "Red-Press"]


@pytest.mark.parametrize(
    ("days", "share", "expected"),
    [
        ((), 0.5, None),
        ((3,), 0.9, 3),
        ((1, 2, 3, 10), 0.5, 2.5),
        ((0, 10), 0.25, 2.5),
        ((0, 1, 2, 3, 4), 1.0, 4),
    ],
)
def test_quantiles(days, share, expected):
    assert Delays("all", "", days, 0).quantile(share) == expected
