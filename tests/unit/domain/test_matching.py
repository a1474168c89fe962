"""Which entry a name means in its context: each part of the score, each refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import place
from controlmap.domain.gazetteer import Entry, Gazetteer, with_places
from controlmap.domain.matching import Limits, Matcher
from controlmap.domain.model import Actor
from controlmap.domain.rating import Context, distance_km

KM = 1 / 111.2
"""One kilometre, in degrees of latitude."""
HOME = (36.003, 35.004)


def entry(entry_id, name, north_km=0.0, *, names=(), kind="village", **more):
    """An entry some kilometres north of home."""
    lat = HOME[1] + north_km * KM
    return Entry(entry_id, name, (name, *names), kind, HOME[0], lat, **more)


def near(*north_km):
    return Context(near=tuple((HOME[0], HOME[1] + each * KM) for each in north_km))


def matcher(*entries, **options):
    return Matcher(Gazetteer(entries), **options)


TWO_MILLS = [
    entry("near-mill", "Tahunah", 3, admin=("Upland", "Hills")),
    entry("far-mill", "Tahunah", 60, admin=("Lowland", "Plain")),
]


def test_the_nearest_of_a_name_is_meant():
    match = matcher(*TWO_MILLS).match("Tahouna", near(0))
    assert match.reason == "accepted"
    assert match.entry.entry_id == "near-mill"
    assert [each.entry.entry_id for each in match.candidates] == [
        "near-mill",
        "far-mill",
    ]


def test_a_score_is_the_product_of_its_parts():
    best = matcher(*TWO_MILLS).match("Tahunah", near(0)).candidates[0]
    assert best.distance_km == pytest.approx(3, rel=0.01)
    assert best.parts["name"] == 1
    assert best.score == pytest.approx(1 / (1 + (3 / 15) ** 2), rel=0.001)


def test_a_name_without_context_is_ambiguous():
    match = matcher(*TWO_MILLS).match("Tahunah")
    assert match.reason == "ambiguous"
    assert match.entry is None
    assert len(match.candidates) == 2


@pytest.mark.parametrize(
    ("admin", "found"),
    [("Upland", "near-mill"), ("al-Lowland", "far-mill"), ("Plain", "far-mill")],
)
def test_a_named_area_decides(admin, found):
    match = matcher(*TWO_MILLS).match("Tahunah", Context(admin=(admin,)))
    assert match.entry.entry_id == found


def test_an_area_that_none_lies_in_is_no_help():
    match = matcher(*TWO_MILLS).match("Tahunah", Context(admin=("Elsewhere",)))
    assert match.reason == "weak"


def test_a_zone_decides():
    context = Context(zone=lambda _, lat: lat > HOME[1] + 30 * KM)
    assert matcher(*TWO_MILLS).match("Tahunah", context).entry.entry_id == "far-mill"


def test_too_close_to_the_next_is_refused():
    match = matcher(entry("a", "Tahunah", 4), entry("b", "Tahunah", -4.5)).match(
        "Tahunah", near(0)
    )
    assert match.reason == "ambiguous"


def test_too_far_from_all_is_refused():
    assert matcher(*TWO_MILLS).match("Tahunah", near(-60)).reason == "weak"


def test_the_only_exact_name_is_taken_without_context():
    match = matcher(entry("a", "Tahunah"), entry("b", "Qasr")).match("Tahouneh")
    assert match.entry.entry_id == "a"


def test_a_like_name_is_never_taken_without_context():
    match = matcher(entry("a", "Mustarihah")).match("Mustariyah")
    assert match.reason == "no-context"
    assert match.candidates[0].name < 1


def test_a_like_name_is_taken_near_the_others():
    assert matcher(entry("a", "Mustarihah", 2)).match("Mustarahah", near(0)).entry


def test_an_unlike_name_is_not_found():
    match = matcher(entry("a", "Mustarihah")).match("Qasr", near(0))
    assert (match.reason, match.candidates) == ("not-found", ())


def test_a_name_without_letters_is_none():
    assert matcher(entry("a", "Qasr")).match("--").reason == "no-name"


def test_a_party_is_no_place():
    party = Actor("army", "Jaysh al-Tahunah", "#000000", aliases=("Army of the Mill",))
    both = matcher(entry("a", "Tahunah", 1), actors=[party])
    assert both.match("Jaish al-Tahuna", near(0)).reason == "actor"
    assert both.match("Army of the Mill", near(0)).reason == "actor"
    assert both.match("Tahunah", near(0)).entry.entry_id == "a"


TOWN_AND_BASE = [
    entry("town", "Tahunah", 3),
    entry("base", "Tahunah Airbase", 1, kind="airbase"),
]


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("Tahunah", "", "town"),
        ("Tahunah airbase", "", "base"),
        ("Tahunah military airport", "", "base"),
        ("Tahunah", "airbase", "base"),
        ("Tahunah", "base", "base"),
        ("Tahunah", "village", "town"),
    ],
)
def test_town_against_base(name, kind, found):
    context = replace(near(0), kind=kind)
    assert matcher(*TOWN_AND_BASE).match(name, context).entry.entry_id == found


def test_a_village_is_not_taken_for_a_hill():
    assert (
        matcher(entry("a", "Tahunah", 1)).match("Tahunah hill", near(0)).entry is None
    )


def test_a_place_that_is_named_beside_it_is_another():
    other = matcher(entry("a", "Tahunah", 0), entry("b", "Tahun", 2))
    assert other.match("Tahunah", near(0)).entry.entry_id == "b"
    assert other.match("Tahunah", near(1)).entry.entry_id == "a"


def test_a_capital_is_named_from_far():
    capital = entry("a", "Tahunah", 150, kind="town", reach_km=60.0)
    assert matcher(capital).match("Tahunah", near(0)).entry.entry_id == "a"
    assert (
        matcher(replace(capital, reach_km=0.0)).match("Tahunah", near(0)).entry is None
    )


def test_a_smaller_town_only_if_none_other_has_its_name():
    town = entry("a", "Tahunah", 150, kind="town", reach_km=40.0)
    village = entry("b", "Tahunah", 300)
    assert matcher(town).match("Tahunah", near(0)).entry.entry_id == "a"
    assert matcher(town, village).match("Tahunah", near(0)).entry is None


def test_a_town_comes_before_a_village_of_its_name_in_the_named_area():
    town = entry("a", "Tahunah", 0, kind="town", reach_km=40.0, admin=("Upland",))
    village = entry("b", "Tahunah", 30, admin=("Upland",))
    match = matcher(village, town).match("Tahunah", Context(admin=("Upland",)))
    assert match.entry.entry_id == "a"


def test_a_place_recorded_twice_is_one():
    twice = matcher(entry("a", "Tahunah", 2), entry("b", "Tahunah", 3))
    match = twice.match("Tahunah", near(0))
    assert match.entry.entry_id == "a"
    assert len(match.candidates) == 1


def test_of_two_records_the_rounded_one_gives_way():
    rounded = Entry("a", "Tahunah", ("Tahunah",), "village", 36.0, 35.025)
    exact = replace(rounded, entry_id="b", lon=36.0123, lat=35.0333)
    match = matcher(rounded, exact).match("Tahunah", near(0))
    assert [each.entry.entry_id for each in match.candidates] == ["b"]


def test_one_of_two_qualified_neighbours_is_not_guessed():
    great = entry("great", "Tahunah Kabirah", 2, names=("Tahunah",))
    little = entry("little", "Tahunah Saghirah", 9)
    both = matcher(great, little)
    assert both.match("Tahunah", near(0)).reason == "ambiguous"
    assert both.match("Tahunah Saghirah", near(0)).entry.entry_id == "little"
    assert matcher(great).match("Tahunah", near(0)).entry.entry_id == "great"


def test_a_place_without_a_point_is_not_taken_for_its_namesake():
    known = replace(entry("none", "Tahunah"), lon=None, lat=None, part_of="town")
    match = matcher(known, entry("far", "Tahunah", 80)).match("Tahunah", near(0))
    assert match.reason == "no-point"
    assert match.candidates[0].entry.part_of == "town"


def test_limits_are_the_users():
    strict = matcher(*TWO_MILLS, limits=Limits(score=0.99))
    assert strict.match("Tahunah", near(0)).reason == "weak"
    loose = matcher(*TWO_MILLS, limits=Limits(listed=1))
    assert len(loose.match("Tahunah").candidates) == 1


def test_the_same_script_is_compared_where_there_is_one():
    both = entry("a", "Surun", 1, names=("سارين",))
    assert matcher(both).match("Sarin", near(0)).candidates[0].name < 0.95
    arabic = entry("b", "سارين", 1)
    assert matcher(arabic).match("Sarin", near(0)).entry.entry_id == "b"


def test_order_of_entries_decides_nothing():
    names = ("Tahunah", "Tahunah")
    one = [entry(f"e{n}", name, 5) for n, name in enumerate(names)]
    forth = matcher(*one).match("Tahunah", near(0))
    back = matcher(*reversed(one)).match("Tahunah", near(0))
    assert forth == back


PLACES = {
    "located": replace(place("located"), name="Bustan", located_by="g1"),
    "none": replace(
        place("none"), name="Wadi", location_precision="none", lon=None, lat=None
    ),
    "own": replace(place("own"), name="Qalah"),
}


def test_places_lend_their_names_and_their_want_of_a_point():
    entries = [entry("g1", "Busten", names=("Wrong Name",)), entry("g2", "Nahr")]
    found = {each.entry_id: each for each in with_places(entries, PLACES.values())}
    assert found["g1"].names == ("Busten", "Bustan")
    assert found["g1"].place_id == "located"
    assert found["g2"] == entries[1]
    assert not found["none"].is_located
    assert found["own"].is_located


def test_a_wrong_alias_goes_from_second_records_too():
    entries = [
        entry("g1", "Bustan", names=("Qasr",), reach_km=60.0),
        entry("again", "Bustan", 4, names=("Qasr",)),
        entry("else", "Qasr", 90),
    ]
    found = {each.entry_id: each for each in with_places(entries, PLACES.values())}
    assert "Qasr" not in found["again"].names
    assert "Qasr" in found["else"].names


def test_distance():
    assert distance_km((36.0, 35.0), (36.0, 36.0)) == pytest.approx(111.2, rel=0.01)
    assert distance_km((36.0, 35.0), (37.0, 35.0)) == pytest.approx(91.3, rel=0.01)


def test_entries_are_found_by_their_place():
    gazetteer = Gazetteer([replace(entry("g1", "Bustan"), place_id="p1")])
    assert gazetteer.by_id["p1"] is gazetteer.by_id["g1"]
    assert len(gazetteer) == 1
