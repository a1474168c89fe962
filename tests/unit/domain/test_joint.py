"""Names of one report are context for each other."""

from __future__ import annotations

from controlmap.domain.gazetteer import Entry, Gazetteer
from controlmap.domain.joint import Query, match_together
from controlmap.domain.matching import Matcher
from controlmap.domain.rating import Context

VILLAGES = Gazetteer(
    Entry(entry_id, name, (name,), "village", lon, lat)
    for entry_id, name, lon, lat in [
        ("tahunah-north", "Tahunah", 36.0, 36.00),
        ("tahunah-south", "Tahunah", 36.0, 35.00),
        ("qasr", "Qasr Ward", 36.0, 36.05),
        ("bustan", "Bustan", 36.05, 36.02),
        ("nakhlah", "Nakhlah", 36.0, 30.00),
    ]
)
MATCH = Matcher(VILLAGES).match


def found(*queries):
    matches = match_together(queries, MATCH)
    return [each.entry.entry_id if each.entry else each.reason for each in matches]


def test_a_clear_name_settles_another():
    names = ("Tahunah", "Qasr Ward")
    assert found(*(Query(name, report="r") for name in names)) == [
        "tahunah-north",
        "qasr",
    ]


def test_other_reports_say_nothing():
    one, other = Query("Tahunah", report="r"), Query("Qasr Ward", report="s")
    assert found(one, other) == ["ambiguous", "qasr"]
    assert found(Query("Tahunah"), Query("Qasr Ward")) == ["ambiguous", "qasr"]


def test_a_namesake_far_from_the_others_is_given_up():
    names = ("Nakhlah", "Qasr Ward", "Bustan")
    assert found(*(Query(name, report="r") for name in names)) == [
        "weak",
        "qasr",
        "bustan",
    ]
    assert found(Query("Nakhlah", report="r")) == ["nakhlah"]


def test_what_a_row_says_itself_is_kept():
    south = Context(near=((36.0, 35.01),))
    names = [Query("Tahunah", south, "r"), Query("Qasr Ward", report="r")]
    assert found(*names)[0] in {"tahunah-south", "ambiguous"}


def test_a_place_named_twice_is_no_context_for_itself():
    names = ("Qasr Ward", "Qasr al-Ward", "Bustan")
    assert found(*(Query(name, report="r") for name in names)) == [
        "qasr",
        "qasr",
        "bustan",
    ]


def test_progress_is_told():
    told = []
    match_together([Query("a"), Query("b")], MATCH, lambda *each: told.append(each))
    assert told == [(1, 2), (2, 2)]
