"""A data set asked: of a name, on a day, as known on another, from some sources."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from builders import change, dataset, place
from controlmap.domain.dates import parse_window
from controlmap.domain.model import AreaClaim, SourceRef
from controlmap.errors import DateError, UnknownNameError

RECORDS = (
    change("a", "2019-03-05", "captured", "red", place="ford", reported="2019-03-06"),
    change("b", "2019-04-05", "captured", "blue", place="ford", source="blue-press"),
    change("c", "2019-03-05", "captured", "red", place="mill"),
)
CLAIMS = (
    AreaClaim(
        "x", "area", 10, "km2", parse_window("2019"), SourceRef("neutral", "p 1")
    ),
    AreaClaim("y", "area", 20, "km2", parse_window("2019"), SourceRef("blue-press")),
)
DATA = replace(
    dataset(RECORDS, [place("ford"), place("mill"), place("quiet")]), claims=CLAIMS
)


def test_records_by_place_and_by_id():
    assert {
        place_id: [each.change_id for each in rows]
        for place_id, rows in DATA.changes_by_place.items()
    } == {"ford": ["a", "b"], "mill": ["c"]}
    assert DATA.changes_by_id["b"] is RECORDS[1]


@pytest.mark.parametrize("day", ["2019-04-01", date(2019, 4, 1)])
def test_state_on_a_day_as_text_or_date(day):
    state = DATA.state_on(day).of("Ford")
    assert (state.place_id, state.on, state.as_of) == ("ford", date(2019, 4, 1), None)
    assert state.controllers == ("red",)


@pytest.mark.parametrize("as_of", ["2019-03-06", date(2019, 3, 6)])
def test_state_as_known_on_a_day(as_of):
    state = DATA.state_on("2019-04-05", as_of=as_of).of("ford")
    assert state.as_of == date(2019, 3, 6)
    assert state.controllers == ("red",)


def test_nothing_known_yet():
    assert DATA.state_on("2019-04-05", as_of="2019-03-05").of("ford").evidence == ()


@pytest.mark.parametrize("more", [{"day": "2019-13-01"}, {"as_of": "spring 2019"}])
def test_no_day(more):
    asked = {"day": "2019-04-01", **more}
    with pytest.raises(DateError, match="is no day; write it as YYYY-MM-DD"):
        DATA.state_on(asked.pop("day"), **asked)


def test_an_unknown_name():
    with pytest.raises(UnknownNameError, match="'Milk': no place of this name"):
        DATA.state_on("2019-04-01").of("Milk")


def test_states_of_all_places_with_records():
    states = list(DATA.state_on("2019-04-01"))
    assert [state.place_id for state in states] == ["ford", "mill"]
    assert states[0] == DATA.state_on("2019-04-01").at("ford")


def test_a_place_without_records_has_no_record():
    assert DATA.state_on("2019-04-01").of("quiet").status == "no_record"


def test_only_some_sources():
    only = DATA.only(sources=["blue-press"])
    assert [each.change_id for each in only.changes] == ["b"]
    assert [each.claim_id for each in only.claims] == ["y"]
    assert only.places == DATA.places
    assert only.state_on("2019-04-01").of("ford").status == "no_record"
    assert len(DATA.changes) == 3


def test_only_no_source_at_all():
    assert DATA.only(sources=()).changes == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "blue-pres",
            "'blue-pres': no source of this id; did you mean: blue-press",
        ),
        ("qqq", "'qqq': no such source"),
    ],
)
def test_only_an_unknown_source(asked, message):
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        DATA.only(sources=["neutral", asked])


def test_an_empty_data_set():
    empty = dataset(places=())
    assert list(empty.state_on("2019-04-01")) == []
    assert empty.alliances.links
