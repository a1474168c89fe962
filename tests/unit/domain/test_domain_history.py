"""Order of reports and events of one place: rules 3 and 4 of a place's state."""

from __future__ import annotations

from datetime import date

import pytest

from builders import LINKS, change, link, sides, source
from controlmap.domain.actors import Alliances
from controlmap.domain.history import Chronicle
from controlmap.domain.reports import Report, order_reports

ALLIANCES = Alliances.of(LINKS)


def reports(*records):
    return [Report.of(record) for record in records]


def happenings(*records, links=LINKS):
    return Chronicle(reports(*records), Alliances.of(links)).happenings


def course(*records, links=LINKS):
    """What each event leaves, as the tables write it: status and sides."""
    return [
        f"{each.holding.status} {';'.join(map('+'.join, each.holding.sides))}".strip()
        for each in happenings(*records, links=links)
    ]


def captured(change_id, valid, by, previous="", **more):
    return change(change_id, valid, "captured", by, previous=previous, **more)


# The days of a report: a moment is in doubt, a span was so on each of its days.

DAYS = [
    # event, valid, reported, first, last, over by
    ("captured", "2019-03-05", "", "2019-03-05", "2019-03-05", "2019-03-05"),
    ("captured", "2019-03-01/2019-03-09", "", "2019-03-01", "2019-03-09", "2019-03-09"),
    ("held", "2019-03-01/2019-03-09", "", "2019-03-01", "2019-03-09", "2019-03-01"),
    ("held", "../2019-03-09", "", "2019-03-09", "2019-03-09", "2019-03-09"),
    ("captured", "../2019-03-09", "", "0001-01-01", "2019-03-09", "2019-03-09"),
    ("held", "2019-03-01/..", "2019-04", "2019-03-01", "2019-04-30", "2019-03-01"),
    ("held", "2019-03-01/..", "", "2019-03-01", "2019-03-01", "2019-03-01"),
    ("held", "2019-03-01/..", "2019-02-01", "2019-03-01", "2019-03-01", "2019-03-01"),
    ("captured", "2019-03-01/..", "2019-04", "2019-03-01", "2019-04-30", "2019-04-30"),
    ("captured", "2019-03-01/..", "", "2019-03-01", "9999-12-31", "9999-12-31"),
]


@pytest.mark.parametrize(
    ("event", "valid", "reported", "first", "last", "over_by"), DAYS
)
def test_days_of_a_report(event, valid, reported, first, last, over_by):
    report = Report.of(change("a", valid, event, "red", reported=reported))
    assert [report.first.isoformat(), report.last.isoformat()] == [first, last]
    assert report.over_by.isoformat() == over_by


# Rule 4 orders "by latest day, then earliest day, then sequence".


def order(*records):
    return [
        [report.change.change_id for report in group]
        for group in order_reports(reports(*records), ALLIANCES)
    ]


def test_the_latest_day_comes_first_in_the_order():
    early = captured("early", "2019-03-02/2019-03-05", "red")
    late = captured("late", "2019-03-01/2019-03-06", "blue")
    assert order(late, early) == [["early"], ["late"]]


def test_then_the_earliest_day():
    wide = captured("wide", "2019-03-01/2019-03-05", "blue")
    narrow = captured("narrow", "2019-03-05", "red")
    assert order(narrow, wide) == [["wide"], ["narrow"]]


def test_what_the_dates_leave_open_is_one_group():
    one = captured("one", "2019-03-05", "red")
    other = captured("other", "2019-03-05", "blue")
    assert order(one, other) == [["one", "other"]]


def test_a_narrow_report_that_names_the_wide_ones_holder_comes_after_it():
    wide = captured("wide", "2019-03-01/2019-03-31", "red")
    narrow = captured("narrow", "2019-03-10", "blue", "red")
    assert order(narrow, wide) == [["wide"], ["narrow"]]


def test_also_when_it_names_the_whole_of_that_holder():
    wide = captured("wide", "2019-03-01/2019-03-31", "red-army")
    narrow = captured("narrow", "2019-03-10", "blue", "red")
    assert order(narrow, wide) == [["wide"], ["narrow"]]


def test_a_narrow_report_of_another_loser_keeps_its_place():
    wide = captured("wide", "2019-03-01/2019-03-31", "red")
    narrow = captured("narrow", "2019-03-10", "blue", "green")
    assert order(narrow, wide) == [["narrow"], ["wide"]]


def test_wide_inside_wider_follow_in_turn():
    widest = captured("widest", "2019-03-01/2019-03-31", "red")
    middle = captured("middle", "2019-03-05/2019-03-20", "blue", "red")
    narrow = captured("narrow", "2019-03-10", "green", "blue")
    assert order(narrow, middle, widest) == [["widest"], ["middle"], ["narrow"]]


# The chain of previous on one day, sequence, clashes before captures.

DAY = "2019-03-05"

# Record, new holder, previous one, sequence.
CHAIN = [("a", "blue", "red", None), ("b", "green", "blue", None)]
TWICE = [("a", "red", "", 1), ("b", "blue", "", 2), ("c", "red", "", 3)]
CHAINS = {
    "the chain of previous": (
        CHAIN,
        ["controlled blue", "controlled green"],
    ),
    "the chain of previous, written the other way round": (
        [("a", "green", "blue", None), ("b", "blue", "red", None)],
        ["controlled blue", "controlled green"],
    ),
    "the chain by the whole of a party": (
        [("a", "green", "blue", None), ("b", "blue-army", "red", None)],
        ["controlled blue-army", "controlled green"],
    ),
    "the sequence": (
        [("a", "blue", "", 2), ("b", "red", "", 1)],
        ["controlled red", "controlled blue"],
    ),
    "the sequence, whatever previous says": (
        [("a", "blue", "red", 1), ("b", "red", "", 2)],
        ["controlled blue", "controlled red"],
    ),
    "a holder twice in one day": (
        TWICE,
        ["controlled red", "controlled blue", "controlled red"],
    ),
    "one without sequence joins the last that says the same": (
        [*TWICE, ("d", "red", "", None)],
        ["controlled red", "controlled blue", "controlled red"],
    ),
    "nothing": (
        [("a", "blue", "", None), ("b", "red", "", None)],
        ["disputed blue;red"],
    ),
    "nothing, for one of three": (
        [*CHAIN, ("c", "grey", "", None)],
        ["controlled blue", "disputed green;grey"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CHAINS.values(), ids=CHAINS)
def test_on_one_day_the_order_follows(rows, expected):
    records = [
        captured(change_id, DAY, by, previous, sequence=sequence)
        for change_id, by, previous, sequence in rows
    ]
    assert course(*records) == expected
    assert course(*reversed(records)) == expected


def test_a_circle_of_two_starts_from_the_holder_carried():
    before = captured("before", "2019-02-01", "red")
    lost = captured("lost", DAY, "blue", "red")
    regained = captured("regained", DAY, "red", "blue")
    assert course(before, regained, lost) == [
        "controlled red",
        "controlled blue",
        "controlled red",
    ]


@pytest.mark.parametrize("names", [("blue", "green"), ("green", "blue")])
def test_a_circle_of_three_starts_from_the_holder_carried(names):
    second, third = names
    before = captured("before", "2019-02-01", "red")
    circle = [
        captured("a", DAY, second, "red"),
        captured("b", DAY, third, second),
        captured("c", DAY, "red", third),
    ]
    assert course(before, *circle) == [
        "controlled red",
        f"controlled {second}",
        f"controlled {third}",
        "controlled red",
    ]


def test_a_circle_without_a_holder_carried_is_disputed():
    lost = captured("lost", DAY, "blue", "red")
    regained = captured("regained", DAY, "red", "blue")
    assert course(regained, lost) == ["disputed blue;red"]


def test_a_circle_and_another_holder_are_disputed():
    # No source is silently privileged: the third does not win over the circle.
    lost = captured("lost", DAY, "blue", "red")
    regained = captured("regained", DAY, "red", "blue")
    third = captured("third", DAY, "green")
    assert course(regained, lost, third) == ["disputed blue;green;red"]


@pytest.mark.parametrize("names", [("blue", "green"), ("green", "blue")])
def test_a_chain_beside_another_holder_is_kept_in_its_order(names):
    second, third = names
    events = happenings(
        captured("before", "2019-02-01", "red"),
        captured("a", DAY, second, "red"),
        captured("b", DAY, third, second),
        captured("c", DAY, "grey", third),
        captured("d", DAY, "amber"),
    )
    assert [each.holding.leads for each in events] == [
        ("red",),
        (second,),
        (third,),
        ("amber", "grey"),
    ]
    assert not any(each.is_broken for each in events)


def test_a_dispute_is_between_the_last_of_each_sequence():
    events = course(
        captured("a", DAY, "red", sequence=1),
        captured("b", DAY, "blue", sequence=2),
        captured("c", DAY, "green", source="second-neutral"),
    )
    assert events == ["controlled red", "disputed blue;green"]


def test_a_sequence_is_stronger_than_a_loser_named_later_in_it():
    events = course(
        captured("before", "2019-02-01", "blue"),
        captured("a", DAY, "red", "blue", sequence=1),
        captured("b", DAY, "blue", sequence=2),
        captured("c", DAY, "green", "red", source="second-neutral"),
    )
    assert events == ["controlled blue", "controlled red", "disputed blue;green"]


def test_the_same_holder_by_three_names_is_one_holder():
    # Two members of one whole, and the whole: told apart by nobody.
    links = (link("a-guard", "member_of", "red"), link("z-guard", "member_of", "red"))
    for names in ("a-guard", "red", "z-guard"), ("z-guard", "a-guard", "red"):
        records = [captured(f"by-{name}", DAY, name) for name in names]
        assert len(course(*records, links=links)) == 1
        assert not course(*records, links=links)[0].startswith("disputed")


# "Partial entry and clashes before captures."


@pytest.mark.parametrize("event", ["clashes", "entered_partly"])
def test_clashes_and_partial_entry_come_before_a_capture(event):
    clash = change("clash", DAY, event, "blue;red")
    capture = captured("capture", DAY, "blue")
    assert course(capture, clash) == ["contested blue;red", "controlled blue"]


def test_several_clashes_of_a_day_are_one_before_a_capture():
    events = happenings(
        captured("before", "2019-02-01", "red"),
        change("one", DAY, "clashes", "red;blue"),
        change("other", DAY, "clashes", "green;grey"),
        captured("capture", DAY, "blue", "red"),
    )
    assert [each.holding.status for each in events] == [
        "controlled",
        "contested",
        "controlled",
    ]
    assert not events[-1].is_broken


def test_clashes_that_nothing_orders_add_up_to_one():
    one = change("one", DAY, "clashes", "red;blue")
    other = change("other", DAY, "clashes", "green;blue")
    assert course(one, other) == ["contested blue;green;red"]


def test_a_withdrawal_comes_before_a_capture():
    left = change("left", DAY, "withdrew", previous="red")
    capture = captured("capture", DAY, "blue")
    assert course(capture, left) == ["unknown", "controlled blue"]


# "A partial entry that names only the entrant adds the holder carried so far."


def test_a_partial_entry_adds_the_holder_carried():
    before = captured("before", "2019-02-01", "red")
    entry = change("entry", DAY, "entered_partly", "blue")
    assert course(before, entry) == ["controlled red", "contested red;blue"]


def test_a_partial_entry_without_a_holder_names_the_entrant_alone():
    assert course(change("entry", DAY, "entered_partly", "blue")) == ["contested blue"]


def test_a_second_entrant_joins_the_clash():
    before = captured("before", "2019-02-01", "red")
    entry = change("entry", DAY, "entered_partly", "blue")
    second = change("second", "2019-03-06", "entered_partly", "green")
    assert course(before, entry, second)[-1] == "contested red;blue;green"


def test_a_partial_entry_by_the_holders_own_adds_nobody_twice():
    before = captured("before", "2019-02-01", "blue-army")
    clash = change("clash", DAY, "clashes", "red;blue")
    entry = change("entry", "2019-03-06", "entered_partly", "blue-brigade")
    assert course(before, clash, entry)[-1] == "contested red;blue"


# An attack repelled "restores the holder before the clash".


def test_an_attack_repelled_restores_the_holder_before_the_clash():
    before = captured("before", "2019-02-01", "red")
    clash = change("clash", DAY, "clashes", "blue;red")
    repelled = change("repelled", "2019-03-06", "attack_repelled")
    assert course(before, clash, repelled)[-1] == "controlled red"


def test_an_attack_repelled_names_its_holder_itself():
    repelled = change("repelled", "2019-03-06", "attack_repelled", "red")
    assert course(repelled) == ["controlled red"]


def test_an_attack_repelled_from_nobody_known_leaves_unknown():
    clash = change("clash", DAY, "clashes", "blue;red")
    repelled = change("repelled", "2019-03-06", "attack_repelled")
    assert course(clash, repelled)[-1] == "unknown"


# "It joins the event before it when it names the same new holder, no record of another
# holder is ordered between, and it begins at most 30 days after that event's end."


@pytest.mark.parametrize(
    ("valid", "events"), [("2019-03-31", 1), ("2019-04-01", 2)], ids=["30", "31"]
)
def test_a_report_joins_up_to_30_days_after(valid, events):
    first = captured("first", "2019-02-25/2019-03-01", "red")
    later = captured("later", valid, "red", "blue")
    assert len(happenings(first, later)) == events


def test_a_joined_report_opens_no_window_and_no_break():
    first = captured("first", "2019-03-01", "red", "green")
    later = captured("later", "2019-03-10/2019-03-20", "red", "blue")
    (event,) = happenings(first, later)
    assert (event.begin, event.end) == (date(2019, 3, 1), date(2019, 3, 1))
    assert not event.is_broken
    assert event.losers == (("green",),)


def test_a_report_does_not_join_past_another_holder():
    first = captured("first", "2019-03-01", "red")
    between = captured("between", "2019-03-05", "blue")
    later = captured("later", "2019-03-10", "red")
    assert len(happenings(first, between, later)) == 3


def test_a_report_by_a_member_joins():
    first = captured("first", "2019-03-01", "blue-army")
    later = change("later", "2019-03-05", "held", "blue-brigade")
    assert course(first, later) == ["controlled blue-army"]


# "An event is dated by its tightest reports: over by the earliest of their latest days,
# begun no sooner than the latest of the earliest days of those that agree."

WINDOWS = [
    (["2019-03-01/2019-03-20", "2019-03-05/2019-03-31"], "2019-03-05", "2019-03-20"),
    (["2019-03-01/2019-03-31", "2019-03-10"], "2019-03-10", "2019-03-10"),
    (["2019-03-01/2019-03-10", "2019-03-15/2019-03-20"], "2019-03-01", "2019-03-10"),
    (["../2019-03-10", "2019-03-05/2019-03-20"], "2019-03-05", "2019-03-10"),
]


@pytest.mark.parametrize(("windows", "begin", "end"), WINDOWS)
def test_an_event_is_dated_by_its_tightest_reports(windows, begin, end):
    records = [captured(f"r{n}", text, "red") for n, text in enumerate(windows)]
    (event,) = happenings(*records)
    assert (event.begin.isoformat(), event.end.isoformat()) == (begin, end)


def test_a_span_dates_an_event_by_its_first_day():
    (event,) = happenings(
        captured("doubt", "2019-03-01/2019-03-31", "red"),
        change("span", "2019-03-10/2019-04-20", "held", "red"),
    )
    assert (event.begin, event.end) == (date(2019, 3, 1), date(2019, 3, 10))


def test_an_event_begins_after_the_span_of_the_state_before():
    held = change("held", "2019-03-01/2019-03-10", "held", "red")
    taken = captured("taken", "2019-03-05/2019-03-20", "blue", "red")
    *_, event = happenings(held, taken)
    assert (event.begin, event.end) == (date(2019, 3, 11), date(2019, 3, 20))


# "A later event whose previous isn't the holder carried means an unreported change."


@pytest.mark.parametrize(
    ("carried", "previous", "is_broken"),
    [
        ("red", "red", False),
        ("red-army", "red", False),
        ("red", "green", True),
        ("red", "", False),
    ],
)
def test_a_chain_is_broken_by_another_loser(carried, previous, is_broken):
    before = captured("before", "2019-02-01", carried)
    taken = captured("taken", DAY, "blue", previous)
    assert happenings(before, taken)[-1].is_broken is is_broken


def test_a_chain_is_not_broken_by_one_side_of_a_clash():
    clash = change("clash", "2019-03-01", "clashes", "red;green")
    taken = captured("taken", DAY, "blue", "red")
    assert not happenings(clash, taken)[-1].is_broken


def test_sides_are_those_that_most_reports_name():
    records = [
        captured("a", DAY, "red-army"),
        captured("b", DAY, "red"),
        captured("c", DAY, "red"),
    ]
    assert happenings(*records)[0].holding.sides == sides("red")


def test_outlets_of_one_chain_do_not_outvote_another_on_a_name():
    records = [
        captured("a", "2019-03-05", "blue-brigade", source="wire"),
        captured("b", "2019-03-05", "blue-brigade", source="wire-copy"),
        captured("c", "2019-03-05", "blue-army", source="neutral"),
        captured("d", "2019-03-05", "blue-army", source="second-neutral"),
        captured("e", "2019-03-05", "blue-brigade", source="third-copy"),
    ]
    sources = {
        each.source_id: each
        for each in (
            source("wire"),
            source("wire-copy", chain="wire"),
            source("third-copy", chain="wire"),
        )
    }
    [event] = Chronicle(reports(*records), ALLIANCES, sources).happenings
    assert event.holding.sides == (("blue-army",),)
    assert len(event.reports) == 5
