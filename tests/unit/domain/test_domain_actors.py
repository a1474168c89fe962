"""Blocs and memberships, each read at a day."""

from __future__ import annotations

from datetime import date

import pytest

from builders import link
from controlmap.domain.actors import Alliances

LINKS = (
    link("brigade", "member_of", "army", "2019-01-01/2019-06-30"),
    link("brigade", "member_of", "front", "2019-07-01/.."),
    link("army", "in_bloc", "east"),
    link("front", "in_bloc", "west"),
    link("west", "allied_with", "east"),
    link("front", "successor_of", "league"),
    link("one", "member_of", "two"),
    link("two", "member_of", "one"),
)
ALLIANCES = Alliances.of(LINKS)

BLOCS = [
    ("army", "2019-03-01", "east"),
    ("east", "2019-03-01", "east"),
    ("brigade", "2018-12-31", "brigade"),
    ("brigade", "2019-01-01", "east"),
    ("brigade", "2019-06-30", "east"),
    ("brigade", "2019-07-01", "west"),
    ("league", "2019-07-01", "league"),
    ("army", "2009-12-31", "army"),
    ("nobody", "2019-03-01", "nobody"),
    ("one", "2019-03-01", "one"),
]


@pytest.mark.parametrize(("actor", "day", "bloc"), BLOCS)
def test_bloc_of_a_party_on_a_day(actor, day, bloc):
    assert ALLIANCES.bloc_of(actor, date.fromisoformat(day)) == bloc


def test_a_bloc_of_its_own_goes_before_that_of_the_whole():
    links = [
        link("brigade", "member_of", "army"),
        link("army", "in_bloc", "east"),
        link("brigade", "in_bloc", "west"),
    ]
    assert Alliances.of(links).bloc_of("brigade", date(2019, 3, 1)) == "west"


def test_blocs_of_a_side():
    side = ("brigade", "front", "nobody")
    assert ALLIANCES.blocs_of(side, date(2019, 3, 1)) == {"east", "west", "nobody"}


HOLDERS = [
    # one, other, day, same holder
    ("army", "army", "2019-03-01", True),
    ("army", "front", "2019-03-01", False),
    ("army+front", "front+nobody", "2019-03-01", True),
    ("brigade", "army", "2019-03-01", True),
    ("brigade", "army", "2019-07-01", False),
    ("brigade", "east", "2019-03-01", True),
    ("east", "brigade+nobody", "2019-03-01", True),
    # allies, successors and two members of one whole are not the same
    ("west", "east", "2019-03-01", False),
    ("front", "league", "2019-03-01", False),
    ("one", "two", "2019-03-01", True),
]


@pytest.mark.parametrize(("one", "other", "day", "is_same"), HOLDERS)
def test_same_holder(one, other, day, is_same):
    sides = one.split("+"), other.split("+")
    asked = date.fromisoformat(day)
    assert ALLIANCES.is_same_holder(*sides, asked) is is_same
    assert ALLIANCES.is_same_holder(*reversed(sides), asked) is is_same


def test_two_members_of_one_whole_are_two_holders():
    links = [link("north", "member_of", "army"), link("south", "member_of", "army")]
    assert not Alliances.of(links).is_same_holder(
        ("north",), ("south",), date(2019, 3, 1)
    )


SIDES = [
    ([("army",), ("front",)], [("front",), ("brigade",)], True),
    ([("army",), ("front",)], [("front",)], False),
    ([("army",), ("front",)], [("front",), ("nobody",)], False),
    ([("army",), ("nobody",)], [("army",), ("east",)], False),
    ([], [], True),
]


@pytest.mark.parametrize(("ones", "others", "is_same"), SIDES)
def test_same_holders_on_all_sides(ones, others, is_same):
    day = date(2019, 3, 1)
    assert ALLIANCES.are_same_holders(tuple(ones), tuple(others), day) is is_same
    assert ALLIANCES.are_same_holders(tuple(others), tuple(ones), day) is is_same


def test_change_days_are_the_first_and_the_day_after_the_last():
    links = [
        link("a", "in_bloc", "b", "2019-01-01/2019-06-30"),
        link("a", "in_bloc", "c", "../2018-12-31"),
        link("a", "in_bloc", "d", "2019-07/.."),
        link("a", "in_bloc", "e", "../9999-12-31"),
    ]
    assert Alliances.of(links).change_days == {
        date(2019, 1, 1),
        date(2019, 7, 1),
    }


def test_the_order_of_links_does_not_matter():
    assert Alliances.of(LINKS) == Alliances.of(reversed(LINKS))
