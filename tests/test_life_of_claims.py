"""A claim from the record to the map: shown until it is denied, and no longer."""

from __future__ import annotations

import pytest

from builders import change, dataset, place, source
from controlmap.build import Atlas

PLACES = (place("west", 36.2), place("village", 36.5), place("east", 36.8))
SOURCES = (
    source("red-press", "red"),
    source("blue-press", "blue", published="2019-03-10"),
    source("neutral"),
)
HELD = change(
    "held", "2019-03-01", "held", "blue-army", source="neutral", reported="2019-03-01"
)


def captured(change_id, by="red-army", **more):
    values = {"source": "red-press", "reported": "2019-03-06", **more}
    return change(change_id, "2019-03-05", "captured", by, **values)


def drawn(*records, as_of, day="2019-03-08"):
    """Status and controllers of the village's place and cell on a map."""
    atlas = Atlas(dataset((HELD, *records), PLACES, sources=SOURCES), zone="square")
    layers = atlas.layers(day, as_of=as_of)
    return {
        tuple(frame.set_index("place_id").loc["village", ["status", "controllers"]])
        for frame in (layers.places, layers.cells)
    }


RED, BLUE = {("controlled", "red-army")}, {("controlled", "blue-army")}


@pytest.mark.parametrize("outcome", ["denied", "premature"])
def test_a_claim_denied_later_is_on_the_map_until_the_day_before(outcome):
    claim = captured("claim", outcome=outcome, denied_by="blue-press")
    assert drawn(claim, as_of="2019-03-05") == BLUE
    assert drawn(claim, as_of="2019-03-06") == RED
    assert drawn(claim, as_of="2019-03-09") == RED
    assert drawn(claim, as_of="2019-03-10") == BLUE
    assert drawn(claim, as_of=None) == BLUE


def test_a_corrected_record_is_on_the_map_until_the_correction():
    wrong = captured("wrong")
    right = captured("right", "blue-brigade", reported="2019-03-12", supersedes="wrong")
    assert drawn(wrong, right, as_of="2019-03-11") == RED
    assert drawn(wrong, right, as_of="2019-03-12") == BLUE


def test_what_both_sides_claim_is_drawn_as_disputed():
    theirs = captured("theirs", "blue-brigade", source="blue-press")
    assert drawn(captured("ours"), theirs, as_of=None) == {
        ("disputed", "blue-brigade;red-army")
    }
