"""From a name to the one place that it means: the order of the names."""

from __future__ import annotations

import re

import pytest

from builders import place
from controlmap.domain.model import Actor
from controlmap.domain.names import NameIndex, close_matches, name_key
from controlmap.errors import UnknownNameError

KEYS = [
    ("Upper Mill", "upper-mill"),
    ("  upper   MILL ", "upper-mill"),
    ("Kafr_al'Mill", "kafr-al-mill"),
    ("Kafr Mīll", "kafr-mill"),
    ("Straße 12", "strasse-12"),
    ("الطواحين", "الطواحين"),
    ("أم", "ام"),
    ("--", ""),
    ("", ""),
]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_name_key(name, key):
    assert name_key(name) == key


def test_name_key_is_stable():
    assert all(name_key(key) == key for _, key in KEYS)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("upper-mil", ["upper-mill", "upper-hill"]),
        ("xyz", []),
        ("upper-mill", ["upper-mill", "upper-hill"]),
    ],
)
def test_close_matches_come_best_first(word, found):
    known = {"upper-hill", "lower-ford", "upper-mill"}
    assert close_matches(word, known) == found


def test_close_matches_are_few():
    known = [f"village-{n}" for n in range(9)]
    assert len(close_matches("village-", known)) == 3
    assert close_matches("village-", known, limit=1) == ["village-0"]


PLACES = {
    each.place_id: each
    for each in [
        place("upper-mill"),
        place("ford", aliases=("The Crossing", "Old Ford")),
        place("ford-north"),
        place("ford-south"),
        place("spring", name_ar="عين"),
        place("spring-east"),
        place("spring-west"),
        place("hill-1"),
        place("hill-2"),
        place("army-camp", aliases=("Blue Army",)),
    ]
}
NAMESAKES = {
    "ford-north": "North Ford",
    "ford-south": "South Ford",
    "spring-east": "Wells",
    "spring-west": "Wells",
    "hill-1": "Twin Hill",
    "hill-2": "Twin Hill",
}


def named(places, names):
    from dataclasses import replace

    return {
        key: replace(each, name=names.get(key, each.name))
        for key, each in places.items()
    }


ACTORS = {
    "red": Actor("red", "Red Front", "#000000", name_ar="الأحمر", aliases=("Reds",)),
    "blue-army": Actor("blue-army", "Blue Army", "#000000"),
}
INDEX = NameIndex(
    named(PLACES, NAMESAKES), ["upper-mill", "spring-east", "hill-1", "hill-2"], ACTORS
)

RESOLVED = [
    ("the identifier", "upper-mill", "upper-mill"),
    ("the name written as an identifier", "Upper Mill", "upper-mill"),
    ("an identifier before a name of others", "Ford", "ford"),
    ("an alias", "the crossing", "ford"),
    ("the name in Arabic", "عين", "spring"),
    ("the only place of that name with records", "Wells", "spring-east"),
    ("the only place of that name", "North Ford", "ford-north"),
    ("a place before an actor of its name", "Blue Army", "army-camp"),
]


@pytest.mark.parametrize(
    ("name", "place_id"),
    [row[1:] for row in RESOLVED],
    ids=[row[0] for row in RESOLVED],
)
def test_a_name_resolves_to(name, place_id):
    assert INDEX.resolve(name).place_id == place_id


UNRESOLVED = [
    ("Twin Hill", "'Twin Hill': several places have this name: hill-1, hill-2"),
    ("Red Front", "'Red Front': an actor (red), not a place"),
    ("reds", "'reds': an actor (red), not a place"),
    ("الأحمر", "'الأحمر': an actor (red), not a place"),
    (
        "Uper Mill",
        "'Uper Mill': no place of this name; did you mean: upper-mill",
    ),
    ("Qqq", "'Qqq': no such place"),
    ("", "'': no such place"),
]


@pytest.mark.parametrize(("name", "message"), UNRESOLVED)
def test_a_name_that_leads_to_no_single_place(name, message):
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$") as caught:
        INDEX.resolve(name)
    assert caught.value.name == name


def test_several_places_without_records_are_listed():
    index = NameIndex(named(PLACES, NAMESAKES), (), ACTORS)
    with pytest.raises(UnknownNameError, match="several places") as caught:
        index.resolve("Wells")
    assert caught.value.candidates == ("spring-east", "spring-west")


def test_candidates_are_listed_once():
    with pytest.raises(UnknownNameError, match="did you mean") as caught:
        INDEX.resolve("the crosing")
    assert caught.value.candidates == ("ford",)
