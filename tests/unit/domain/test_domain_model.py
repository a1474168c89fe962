"""The vocabulary of records: events, statuses, places, references."""

from __future__ import annotations

import pytest

from builders import change, place
from controlmap.domain.model import EVENTS, Event, SourceRef

# "Each with its default status": event, span, sets control, status.
MEANINGS = [
    ("captured", False, True, "controlled"),
    ("recaptured", False, True, "controlled"),
    ("handed_over", False, True, "controlled"),
    ("entered_by_agreement", False, True, "controlled"),
    ("entered_partly", False, True, "contested"),
    ("withdrew", False, True, "unknown"),
    ("attack_repelled", False, True, "controlled"),
    ("held", True, True, "controlled"),
    ("clashes", True, True, "contested"),
    ("presence_established", True, False, "presence"),
    ("airstrike", True, False, "unknown"),
    ("incident", True, False, "unknown"),
]


def test_meanings_of_events():
    assert [
        (event, each.is_span, each.sets_control, each.default_status)
        for event, each in EVENTS.items()
    ] == MEANINGS
    assert set(EVENTS) == set(Event)


# Sub-event types of the ACLED codebook: "Each with its ACLED counterpart in one table".
ACLED = {
    "",
    "Air/drone strike",
    "Armed clash",
    "Government regains territory",
    "Headquarters or base established",
    "Non-state actor overtakes territory",
    "Non-violent transfer of territory",
    "Other",
}


def test_events_have_their_acled_counterpart():
    assert {each.acled for each in EVENTS.values()} == ACLED
    assert all(each.label == each.label.lower() for each in EVENTS.values())


SETS_CONTROL = [
    ("captured", "red", {}, True),
    ("captured", "red", {"place_precision": "near"}, False),
    ("captured", "red", {"place_precision": "area"}, False),
    ("withdrew", "", {}, True),
    ("withdrew", "red", {"status": "presence"}, False),
    ("presence_established", "red", {}, False),
    ("airstrike", "", {}, False),
    ("incident", "", {}, False),
]


@pytest.mark.parametrize(("event", "sides", "more", "expected"), SETS_CONTROL)
def test_which_records_set_control(event, sides, more, expected):
    assert change("a", "2019-03-05", event, sides, **more).sets_control is expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("city", True), ("town", True), ("village", True), ("hill", False)],
)
def test_what_is_a_settlement(kind, expected):
    assert place("a", kind=kind).is_settlement is expected


def test_what_is_located():
    assert place("a").is_located
    assert not place("a", None, None).is_located


@pytest.mark.parametrize(
    ("reference", "text"),
    [(SourceRef("a"), "a"), (SourceRef("a", "para 3"), "a[para 3]")],
)
def test_a_source_reference_as_the_tables_write_it(reference, text):
    assert str(reference) == text
