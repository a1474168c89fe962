"""How well an answer is supported, and how old: rules 5 and 6 of a place's state."""

from __future__ import annotations

from datetime import date

import pytest

from builders import change, source
from controlmap.domain.evidence import (
    certainty,
    freshness,
    reported_through,
    stale_after,
)
from controlmap.domain.model import Status
from controlmap.domain.reports import Report

CERTAINTY = [
    # (perspective, chain) of each source, gaining, losing, certainty
    ("red/a", "red", "blue", "claimed"),
    ("red/a red/b", "red", "blue", "claimed"),
    ("red/a red/a", "red", "blue", "claimed"),
    ("independent/a", "red", "blue", "reported"),
    ("independent/a independent/a", "red", "blue", "reported"),
    ("independent/a independent/b", "red", "blue", "reported"),
    ("green/a", "red", "blue", "reported"),
    ("blue/a", "red", "blue", "confirmed"),
    ("blue/a", "red", "", "reported"),
    ("red/a independent/b", "red", "blue", "confirmed"),
    ("red/a blue/b", "red", "", "confirmed"),
    ("green/a independent/b", "red", "", "confirmed"),
    # one whose bloc both gains and loses concedes nothing
    ("blue/a", "red blue", "blue", "claimed"),
    # outlets of one chain are one, whatever they are said to be
    ("red/a independent/a", "red", "", "reported"),
    ("", "red", "blue", "claimed"),
]


@pytest.mark.parametrize(("voices", "gaining", "losing", "expected"), CERTAINTY)
def test_certainty(voices, gaining, losing, expected):
    sources = [
        source(f"s{n}", *voice.split("/")) for n, voice in enumerate(voices.split())
    ]
    found = certainty(sources, frozenset(gaining.split()), frozenset(losing.split()))
    assert found == expected


FRESHNESS = [
    (0, "controlled", "fresh"),
    (180, "controlled", "fresh"),
    (181, "controlled", "stale"),
    (365, "controlled", "stale"),
    (366, "controlled", "presumed"),
    (180, "shared", "fresh"),
    (181, "unknown", "stale"),
    (181, "disputed", "stale"),
    (60, "contested", "fresh"),
    (61, "contested", "stale"),
    (365, "contested", "stale"),
    (366, "contested", "presumed"),
]


@pytest.mark.parametrize(("age_days", "status", "expected"), FRESHNESS)
def test_freshness(age_days, status, expected):
    assert freshness(age_days, Status(status)) == expected


def test_stale_after():
    assert stale_after(Status.CONTESTED) == 60
    assert stale_after(Status.CONTROLLED) == 180


def test_reported_through_is_the_last_day_of_what_has_begun():
    reports = [
        Report.of(change("a", "2019-03-01/2019-03-20", "held", "red")),
        Report.of(change("b", "2019-03-10", "held", "red")),
        Report.of(change("c", "2019-04-01", "held", "red")),
    ]
    assert reported_through(reports, date(2019, 3, 15)) == date(2019, 3, 20)
    assert reported_through(reports, date(2019, 4, 1)) == date(2019, 4, 1)
    assert reported_through(reports, date(2019, 2, 1)) is None
