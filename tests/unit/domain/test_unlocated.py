import pytest

from builders import change, dataset, place
from controlmap.domain.unlocated import candidates, unlocated, whereabouts

TOWN = place("town")
QUARTER = place(
    "quarter",
    None,
    None,
    part_of="town",
    location_precision="parent",
    admin1="North",
    admin2="Hills",
    admin3="Upper Hills",
)
LOST = place(
    "lost", None, None, admin1="North", note="Two of this name. Candidates: A; B."
)
IDLE = place("idle", None, None)


def test_places_with_records_and_no_point_those_with_most_records_first():
    data = dataset(
        (
            change("a", "2019-11-01", "held", "red", place="quarter"),
            change("b", "2019-11-01", "held", "red", place="lost"),
            change("c", "2019-11-02", "held", "red", place="lost"),
            change("d", "2019-11-01", "held", "red", place="town"),
            change("e", "2019-11-01", "held", "red", place="nobody-knows"),
        ),
        (TOWN, QUARTER, LOST, IDLE),
    )
    first, second = unlocated(data)
    assert (first.place, first.records) == (LOST, 2)
    assert (first.whereabouts, first.candidates) == ("North", ("A", "B"))
    assert (second.place, second.records) == (QUARTER, 1)
    assert (second.whereabouts, second.candidates) == (
        "Town, Upper Hills, Hills, North",
        (),
    )


def test_whereabouts_say_no_name_twice_and_nothing_where_nothing_is_known():
    twice = place("x", None, None, admin1="North", admin2="North")
    assert whereabouts(twice, {}) == "North"
    assert whereabouts(IDLE, {}) == ""
    orphan = place("x", None, None, part_of="gone", admin1="North")
    assert whereabouts(orphan, {}) == "North"


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("", ()),
        ("No point found.", ()),
        ("candidate: Upper Mill", ("Upper Mill",)),
        ("Candidates: A (7, east), B, the mine C.", ("A (7, east)", "B", "the mine C")),
        ("Candidates: A, by the river; B.", ("A, by the river", "B")),
        ("Candidates: ;", ()),
    ],
)
def test_candidates_are_what_the_note_ends_with(note, found):
    assert candidates(note) == found
