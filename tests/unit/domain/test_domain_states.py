"""State of a place at the end of a day: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders import LINKS, SOURCES, change, dataset, link, place, source
from controlmap.domain.answer import Holding
from controlmap.domain.model import Status


def history(*records, as_of=None, **more):
    return dataset(records, **more).history("village", as_of=as_of)


def on(day, *records, as_of=None, **more):
    known_by = date.fromisoformat(as_of) if as_of else None
    return history(*records, as_of=known_by, **more).on(date.fromisoformat(day))


def said(state):
    """Status and sides in one line, as the tables write them."""
    return f"{state.status} {';'.join(map('+'.join, state.sides))}".strip()


def captured(change_id, valid, by, previous="", **more):
    return change(change_id, valid, "captured", by, previous=previous, **more)


# "For an event that takes a moment the interval is doubt about when. For held, clashes,
# presence, airstrike, incident it is a span in which the thing was so."

MOMENTS = [
    ("captured", "red"),
    ("recaptured", "red"),
    ("handed_over", "red"),
    ("entered_by_agreement", "red"),
    ("entered_partly", "red;blue"),
    ("withdrew", ""),
    ("attack_repelled", "red"),
]


@pytest.mark.parametrize(("event", "sides"), MOMENTS)
def test_the_window_of_a_moment_is_doubt_about_when(event, sides):
    record = change("a", "2019-03-01/2019-03-05", event, sides)
    assert on("2019-03-04", record).status == "changing"
    assert on("2019-03-05", record).status == record.status


@pytest.mark.parametrize(("event", "sides"), [("held", "red"), ("clashes", "red;blue")])
def test_the_window_of_a_span_is_when_it_was_so(event, sides):
    record = change("a", "2019-03-01/2019-03-05", event, sides)
    assert on("2019-02-28", record).status == "no_record"
    assert on("2019-03-01", record).status == record.status
    assert on("2019-03-05", record).status == record.status


def test_a_span_is_carried_after_its_last_day_and_ages_from_it():
    record = change("a", "2019-03-01/2019-03-05", "held", "red")
    inside, after = on("2019-03-03", record), on("2019-03-15", record)
    assert [said(inside), inside.rule, inside.age_days] == [
        "controlled red",
        "on-the-day",
        0,
    ]
    assert [said(after), after.rule, after.age_days] == [
        "controlled red",
        "carried",
        10,
    ]
    assert inside.reported_through == date(2019, 3, 5)


def test_a_span_with_an_open_start_is_known_on_its_latest_day_only():
    record = change("a", "../2019-03-05", "held", "red")
    assert said(on("2019-03-04", record)) == "no_record"
    assert said(on("2019-03-05", record)) == "controlled red"


def test_a_state_is_that_of_the_end_of_the_day():
    record = captured("a", "2019-03-05", "blue", "red")
    assert said(on("2019-03-05", record)) == "controlled blue"


# Rule 1: "Keep records known by K; drop what a record known by K supersedes; a denied
# or premature one counts until its denial is known, not after."

TAKEN = captured("taken", "2019-03-05", "blue", reported="2019-03-06")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2019-03-05", "no_record"),
        ("2019-03-06", "controlled blue"),
        (None, "controlled blue"),
    ],
)
def test_a_record_counts_from_the_day_of_its_report(as_of, expected):
    assert said(on("2019-04-01", TAKEN, as_of=as_of)) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2019-03-09", "controlled blue"), ("2019-03-10", "controlled red")],
)
def test_a_superseded_record_counts_until_that_is_known(as_of, expected):
    better = captured(
        "better", "2019-03-05", "red", reported="2019-03-10", supersedes="taken"
    )
    assert said(on("2019-04-01", TAKEN, better, as_of=as_of)) == expected


DENIAL = source("denial", published="2019-03-20")


@pytest.mark.parametrize("outcome", ["denied", "premature"])
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2019-03-19", "controlled blue"),
        ("2019-03-20", "no_record"),
        (None, "no_record"),
    ],
)
def test_a_denied_record_counts_until_its_denial_is_known(outcome, as_of, expected):
    denied = replace(TAKEN, outcome=outcome, denied_by="denial")
    state = on("2019-04-01", denied, as_of=as_of, sources=(*SOURCES, DENIAL))
    assert said(state) == expected


@pytest.mark.parametrize("denied_by", ["", "neutral"])
def test_a_denial_without_a_day_is_known_only_without_as_of(denied_by):
    denied = replace(TAKEN, outcome="denied", denied_by=denied_by)
    assert said(on("2019-04-01", denied)) == "no_record"
    assert said(on("2019-04-01", denied, as_of="2019-12-31")) == "controlled blue"


# Rule 2: "Only records that set control count from here: exact, of an event that
# changes or states control." Near, area, presence, strikes and incidents never do.

HELD = change("held", "2019-03-01", "held", "red")
NO_CONTROL = [
    captured("a", "2019-03-05", "blue", place_precision="near"),
    captured("a", "2019-03-05", "blue", place_precision="area"),
    change("a", "2019-03-05", "presence_established", "blue"),
    change("a", "2019-03-05", "airstrike"),
    change("a", "2019-03-05", "incident"),
    change("a", "2019-03-05", "withdrew", "blue", status="presence"),
]


@pytest.mark.parametrize(
    "record", NO_CONTROL, ids=lambda r: f"{r.event}-{r.place_precision}"
)
def test_what_never_changes_control(record):
    assert said(on("2019-03-06", HELD, record)) == "controlled red"
    assert said(on("2019-03-06", record)) == "no_record"
    assert on("2019-03-06", HELD, record).evidence == ("held",)


# Rule 2: "Two records name the same holder when they share a party, or when on that day
# a party of one is a member or the whole of a party of the other."

HOLDERS = [
    ("red", "red", True),
    ("red+green", "green", True),
    ("blue-army", "blue-brigade", True),
    ("blue-brigade", "blue-army", True),
    ("blue-brigade", "blue", True),
    ("red-army", "red+green", True),
    ("red", "blue", False),
    ("red-army", "blue-army", False),
]


@pytest.mark.parametrize(("one", "other", "is_same"), HOLDERS)
def test_the_same_holder_by_another_name(one, other, is_same):
    first = captured("first", "2019-03-01", one)
    second = change("second", "2019-03-05", "held", other)
    state = on("2019-03-05", first, second)
    assert (state.evidence == ("first", "second")) is is_same


def test_a_membership_counts_on_its_days_only():
    links = [link("green", "member_of", "red", "2019-03-01/2019-03-10")]
    records = captured("a", "2019-03-09", "red"), captured("b", "2019-03-10", "green")
    assert on("2019-03-10", *records, links=links).evidence == ("a", "b")
    late = captured("a", "2019-03-11", "red"), captured("b", "2019-03-12", "green")
    assert on("2019-03-12", *late, links=links).evidence == ("b",)


# Rule 3: joining, dating, carrying, what was before, broken chains.


def test_a_joined_report_supports_the_event_before_it():
    first = captured("first", "2019-03-01", "red", "blue")
    later = captured("later", "2019-03-20/2019-03-31", "red", "green")
    state = on("2019-03-25", first, later)
    assert said(state) == "controlled red"
    assert state.evidence == ("first", "later")
    assert state.since == date(2019, 3, 1)
    assert not state.is_broken


def test_a_report_that_does_not_join_opens_a_window_of_its_own():
    first = captured("first", "2019-03-01", "red")
    later = captured("later", "2019-04-01/2019-04-05", "blue")
    state = on("2019-04-03", first, later)
    assert state.status == "changing"
    assert (said_of(state.before), said_of(state.after)) == (
        "controlled red",
        "controlled blue",
    )
    assert state.window == (date(2019, 4, 1), date(2019, 4, 5))
    assert state.since == date(2019, 4, 1)
    assert state.rule == "inside-window"
    assert state.freshness is None
    assert state.certainty is None


def said_of(holding):
    return f"{holding.status} {';'.join(map('+'.join, holding.sides))}".strip()


def test_a_window_that_changes_nothing_is_not_changing():
    # The same holder again, after more than 30 days.
    first = captured("first", "2019-01-01", "red")
    again = captured("again", "2019-04-01/2019-04-05", "red")
    state = on("2019-04-03", first, again)
    assert said(state) == "controlled red"
    assert state.since == date(2019, 1, 1)
    assert state.evidence == ("first", "again")


def test_a_window_from_a_member_to_its_whole_is_not_changing():
    record = captured("a", "2019-03-01/2019-03-05", "red", "red-army")
    state = on("2019-03-03", record)
    assert said(state) == "controlled red"
    assert state.since == date(2019, 3, 1)


def test_before_and_after_the_tightest_window():
    wide = captured("wide", "2019-03-01/2019-03-31", "blue", "red")
    other = captured("other", "2019-03-10/2019-03-20", "blue")
    states = [
        said(on(day, wide, other))
        for day in ("2019-03-09", "2019-03-10", "2019-03-19", "2019-03-20")
    ]
    assert states == ["controlled red", "changing", "changing", "controlled blue"]


def test_a_state_is_carried_until_a_later_event():
    records = captured("a", "2019-03-01", "red"), captured("b", "2019-05-01", "blue")
    assert said(on("2019-04-30", *records)) == "controlled red"
    assert said(on("2019-05-01", *records)) == "controlled blue"


def test_before_the_first_event_previous_stands_one_day():
    first = captured("first", "2019-03-05/2019-03-08", "blue", "red")
    state = on("2019-03-04", first)
    assert said(state) == "controlled red"
    assert state.rule == "inferred-backwards"
    assert state.evidence == ("first",)
    assert state.window == (date(2019, 3, 5), date(2019, 3, 8))
    assert not state.is_broken
    assert state.age_days is None
    assert state.since is None
    assert on("2019-03-03", first).rule == "no-record"


def test_the_window_of_the_first_event_leads_from_its_previous():
    first = captured("first", "2019-03-05/2019-03-08", "blue", "red")
    assert said_of(on("2019-03-06", first).before) == "controlled red"
    nobody = captured("first", "2019-03-05/2019-03-08", "blue")
    assert on("2019-03-06", nobody).before is None


def test_two_losers_of_the_first_event_are_disputed():
    one = captured("one", "2019-03-05", "blue", "red")
    other = captured("other", "2019-03-05", "blue", "green")
    state = on("2019-03-04", one, other)
    assert said(state) == "disputed green;red"
    assert state.certainty is None


def test_a_first_event_without_previous_has_no_record_before():
    state = on("2019-03-04", captured("first", "2019-03-05", "blue"))
    assert said(state) == "no_record"
    assert state.rule == "no-record"
    assert state.evidence == ()


def test_an_unreported_change_is_broken_and_previous_stands_one_day():
    first = captured("first", "2019-01-01", "red")
    later = captured("later", "2019-03-05/2019-03-08", "blue", "green")
    states = {
        day: on(f"2019-03-{day}", first, later) for day in ("03", "04", "05", "08")
    }
    assert [said(state) for state in states.values()] == [
        "controlled red",
        "controlled green",
        "changing",
        "controlled blue",
    ]
    assert [state.is_broken for state in states.values()] == [False, True, True, True]
    assert states["04"].rule == "unreported-change"
    assert said_of(states["05"].before) == "controlled green"


def test_a_run_does_not_reach_back_over_a_broken_chain():
    first = captured("first", "2019-01-01", "red")
    later = captured("later", "2019-03-05", "red", "green")
    state = on("2019-03-05", first, later)
    assert state.since == date(2019, 3, 5)
    assert state.evidence == ("later",)
    assert state.is_broken


def test_an_open_start_of_a_moment_is_changing_all_the_time_before():
    record = captured("a", "../2019-03-05", "red")
    assert said(on("1999-01-01", record)) == "changing"
    assert said(on("2019-03-05", record)) == "controlled red"


# Rule 4: order, disputes, narrow inside wide; test_domain_history.py has the tables.


def test_different_chains_that_nothing_orders_are_disputed():
    one = captured("one", "2019-03-05", "red", source="red-press")
    other = captured("other", "2019-03-05", "blue", source="blue-press")
    state = on("2019-03-05", other, one)
    assert said(state) == "disputed blue;red"
    assert state.rule == "tie"
    assert state.certainty is None
    assert state.evidence == ("one", "other")


def test_a_narrow_report_inside_a_wide_one_comes_after_it():
    wide = captured("wide", "2019-03-01/2019-03-31", "red", "green")
    narrow = captured("narrow", "2019-03-10", "blue", "red")
    assert said(on("2019-03-09", wide, narrow)) == "changing"
    assert said(on("2019-03-10", wide, narrow)) == "controlled blue"
    assert said(on("2019-04-10", wide, narrow)) == "controlled blue"


def test_a_dispute_ends_with_the_next_event():
    one = captured("one", "2019-03-05", "red")
    other = captured("other", "2019-03-05", "blue")
    later = captured("later", "2019-03-06", "green", "blue")
    state = on("2019-03-06", one, other, later)
    assert said(state) == "controlled green"
    assert not state.is_broken


# Rule 5: certainty.

CERTAINTY = [
    ("two chains of different perspectives", ["neutral", "red-press"], "confirmed"),
    ("two chains of one perspective", ["neutral", "second-neutral"], "reported"),
    ("the side that loses", ["blue-press"], "confirmed"),
    ("one that neither gains nor loses", ["neutral"], "reported"),
    ("the side that gains", ["red-press"], "claimed"),
]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [row[1:] for row in CERTAINTY],
    ids=[r[0] for r in CERTAINTY],
)
def test_certainty(sources, expected):
    records = [
        captured(f"r{n}", "2019-03-05", "red-army", "blue-army", source=each)
        for n, each in enumerate(sources)
    ]
    assert on("2019-03-05", *records).certainty == expected


def test_the_side_that_lost_is_the_holder_carried_where_none_is_named():
    first = captured("first", "2019-01-01", "blue")
    taken = captured("taken", "2019-03-05", "red", source="blue-press")
    assert on("2019-03-05", first, taken).certainty == "confirmed"


def test_a_later_report_confirms_from_its_day_on():
    first = captured("first", "2019-03-05", "red", source="red-press")
    later = change("later", "2019-03-20", "held", "red")
    assert on("2019-03-19", first, later).certainty == "claimed"
    assert on("2019-03-20", first, later).certainty == "confirmed"


@pytest.mark.parametrize(
    ("event", "sides"),
    [("clashes", "red;blue"), ("withdrew", "")],
)
def test_only_a_controlled_place_has_a_certainty(event, sides):
    assert on("2019-03-05", change("a", "2019-03-05", event, sides)).certainty is None


# Rule 6: age.

AGES = [
    ("held", "red", 180, "fresh"),
    ("held", "red", 181, "stale"),
    ("held", "red", 365, "stale"),
    ("held", "red", 366, "presumed"),
    ("clashes", "red;blue", 60, "fresh"),
    ("clashes", "red;blue", 61, "stale"),
    ("clashes", "red;blue", 365, "stale"),
    ("clashes", "red;blue", 366, "presumed"),
]


@pytest.mark.parametrize(("event", "sides", "days", "expected"), AGES)
def test_freshness_at_the_day(event, sides, days, expected):
    record = change("a", "2019-01-01/2019-01-10", event, sides)
    state = history(record).on(date(2019, 1, 10) + timedelta(days))
    assert state.age_days == days
    assert state.freshness == expected
    assert state.status == record.status


def test_age_counts_from_the_last_supporting_report():
    first = captured("first", "2019-01-01", "red")
    later = change("later", "2019-06-01", "held", "red-army")
    other = change("near", "2019-06-10", "held", "red", place_precision="near")
    state = on("2019-06-11", first, later, other)
    assert state.last_report == date(2019, 6, 1)
    assert state.age_days == 10
    assert state.since == date(2019, 1, 1)


# Rule 7: "The answer names the rule that decided and every record for and against it.
# Presence stands beside it as a list and decides nothing."


def test_records_for_and_against():
    one = captured("one", "2019-03-05", "red")
    denied = captured("denied", "2019-03-06", "blue", outcome="denied")
    replaced = captured("replaced", "2019-03-05", "green")
    better = captured("better", "2019-03-05", "red", supersedes="replaced")
    state = on("2019-03-07", one, denied, replaced, better)
    assert said(state) == "controlled red"
    assert state.evidence == ("better", "one")
    assert state.against == ("replaced", "denied")


def test_what_was_before_is_not_against():
    before = captured("before", "2019-03-01", "blue")
    taken = captured("taken", "2019-03-05", "red", "blue")
    assert on("2019-03-05", before, taken).against == ()


def test_what_says_the_same_is_not_against():
    one = captured("one", "2019-03-05", "red")
    denied = captured("denied", "2019-03-06", "red", outcome="denied")
    assert on("2019-03-07", one, denied).against == ()


POST = change(
    "post",
    "2019-03-01/2019-03-10",
    "presence_established",
    "blue",
    place_precision="near",
)


def present(state):
    return [
        ("+".join(each.side), str(each.since), str(each.last_report), each.change_id)
        for each in state.presence
    ]


def test_presence_stands_beside_and_decides_nothing():
    state = on("2019-03-20", HELD, POST)
    assert said(state) == "controlled red"
    assert present(state) == [("blue", "2019-03-01", "2019-03-10", "post")]
    assert state.presence[0].place_precision == "near"
    assert on("2019-02-28", HELD, POST).presence == ()
    assert present(on("2019-03-02", POST))[0][2] == "2019-03-02"


def test_presence_ends_by_a_withdrawal_of_it():
    left = change("left", "2019-03-15", "withdrew", "blue", status="presence")
    assert len(on("2019-03-14", POST, left).presence) == 1
    assert on("2019-03-15", POST, left).presence == ()


def test_presence_begins_again_after_a_withdrawal():
    left = change("left", "2019-03-15", "withdrew", "blue", status="presence")
    again = change("again", "2019-04-01", "presence_established", "blue")
    assert present(on("2019-04-01", POST, left, again))[0][3] == "again"


def test_a_withdrawal_of_one_leaves_the_presence_of_another():
    other = change("other", "2019-03-01", "presence_established", "green")
    left = change("left", "2019-03-15", "withdrew", "blue", status="presence")
    assert [p[0] for p in present(on("2019-03-15", POST, other, left))] == ["green"]


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_presence_on_one_day_follows_the_sequence(ids):
    came, left = ids
    records = [
        change(came, "2019-03-05", "presence_established", "blue", sequence=1),
        change(left, "2019-03-05", "withdrew", "blue", status="presence", sequence=2),
    ]
    assert on("2019-03-05", *records).presence == ()


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_presence_on_one_day_without_sequence_ends_by_the_withdrawal(ids):
    came, left = ids
    records = [
        change(came, "2019-03-05", "presence_established", "blue"),
        change(left, "2019-03-05", "withdrew", "blue", status="presence"),
    ]
    assert on("2019-03-05", *records).presence == ()


# What the events mean, one by one.


def test_a_partial_entry_adds_the_holder_carried():
    entry = change("entry", "2019-03-05", "entered_partly", "blue")
    assert said(on("2019-03-05", HELD, entry)) == "contested red;blue"


def test_an_attack_repelled_restores_the_holder():
    clash = change("clash", "2019-03-05", "clashes", "blue;red")
    repelled = change("repelled", "2019-03-06", "attack_repelled", previous="")
    assert said(on("2019-03-05", HELD, clash, repelled)) == "contested blue;red"
    assert said(on("2019-03-06", HELD, clash, repelled)) == "controlled red"


def test_withdrew_leaves_the_place_unknown():
    left = change("left", "2019-03-05", "withdrew", previous="red")
    state = on("2019-03-05", HELD, left)
    assert said(state) == "unknown"
    assert state.rule == "on-the-day"
    assert not state.is_broken


def test_withdrew_may_leave_it_to_a_partner():
    both = change("both", "2019-03-01", "held", "red;green", status="shared")
    left = change("left", "2019-03-05", "withdrew", "green", status="controlled")
    assert said(on("2019-03-01", both, left)) == "shared red;green"
    assert said(on("2019-03-05", both, left)) == "controlled green"


# "The state of a town comes from its own reports; a neighbourhood never changes it."


def test_a_neighbourhood_never_changes_the_town():
    town = place("village")
    quarter = place("quarter", kind="neighbourhood", part_of="village")
    records = [HELD, captured("a", "2019-03-05", "blue", place="quarter")]
    found = dataset(records, [town, quarter])
    assert said(found.history("village").on(date(2019, 3, 6))) == "controlled red"
    assert said(found.history("quarter").on(date(2019, 3, 6))) == "controlled blue"
    alone = dataset(records[1:], [town, quarter])
    assert said(alone.history("village").on(date(2019, 3, 6))) == "no_record"


# Spells.


def test_spells_give_the_first_day_of_each_answer():
    records = [
        captured("a", "2019-03-05", "red"),
        captured("b", "2019-04-01/2019-04-03", "blue"),
    ]
    spells = history(*records).spells(date(2019, 3, 1), date(2019, 4, 10))
    assert [(day.isoformat(), state.status, state.rule) for day, state in spells] == [
        ("2019-03-01", "no_record", "no-record"),
        ("2019-03-05", "controlled", "on-the-day"),
        ("2019-03-06", "controlled", "carried"),
        ("2019-04-01", "changing", "inside-window"),
        ("2019-04-03", "controlled", "on-the-day"),
        ("2019-04-04", "controlled", "carried"),
    ]


def test_spells_of_one_day():
    ((day, state),) = history(HELD).spells(date(2019, 3, 1), date(2019, 3, 1))
    assert (day, said(state)) == (date(2019, 3, 1), "controlled red")


def test_spells_tell_when_a_record_against_begins():
    denied = captured("denied", "2019-03-10", "blue", outcome="denied")
    spells = history(HELD, denied).spells(date(2019, 3, 1), date(2019, 3, 31))
    assert [(day.day, state.against) for day, state in spells] == [
        (1, ()),
        (2, ()),
        (10, ("denied",)),
    ]


def test_spells_tell_when_an_answer_gets_stale():
    days = [
        day for day, _ in history(HELD).spells(date(2019, 3, 1), date(2020, 12, 31))
    ]
    stale, presumed = date(2019, 3, 1) + timedelta(181), date(2020, 3, 1)
    assert days == [date(2019, 3, 1), date(2019, 3, 2), stale, presumed]


def test_spells_tell_when_an_alliance_changes_certainty():
    links = [*LINKS, link("green", "in_bloc", "red", "2019-06-01/..")]
    record = captured("a", "2019-03-05", "green", source="red-press")
    spells = history(record, links=links).spells(date(2019, 3, 6), date(2019, 8, 1))
    assert [(day, state.certainty) for day, state in spells] == [
        (date(2019, 3, 6), "reported"),
        (date(2019, 6, 1), "claimed"),
    ]


def test_spells_of_a_change_with_an_open_start():
    record = captured("a", "../2019-03-05", "red")
    spells = history(record).spells(date(2019, 3, 1), date(2019, 3, 6))
    assert [(day.day, state.status) for day, state in spells] == [
        (1, "changing"),
        (5, "controlled"),
        (6, "controlled"),
    ]


def test_days_at_the_ends_of_the_calendar():
    record = change("a", "9999-12-30/..", "held", "red")
    links = [link("red", "in_bloc", "red", "0001-01-01/9999-12-31")]
    known = history(record, links=links)
    spells = known.spells(date.min, date.max)
    assert [said(state) for _, state in spells] == [
        "no_record",
        "controlled red",
        "controlled red",
    ]


def test_an_answer_names_its_leading_parties():
    state = on("2019-03-05", change("a", "2019-03-05", "clashes", "red+green;blue"))
    assert state.controllers == ("red", "blue")
    assert state.sides == (("red", "green"), ("blue",))
    assert state.holding == Holding(Status.CONTESTED, (("red", "green"), ("blue",)))


class TestWideWindows:
    """A summary of many days dates no event that a precise report dates."""

    def test_it_supports_the_precise_report(self):
        told = history(
            change("a", "2020-01-01", "held", "blue"),
            change("b", "2020-02-06", "captured", "red", previous="blue"),
            change("c", "2020-01-29/2020-02-09", "captured", "red"),
        )
        state = told.on(date(2020, 2, 6))
        assert state.status == "controlled"
        assert state.since == date(2020, 2, 6)
        assert state.evidence == ("b", "c")
        assert told.on(date(2020, 2, 5)).controllers == ("blue",)

    def test_it_does_not_undo_what_came_between(self):
        told = history(
            change("b", "2020-02-03", "captured", "red", previous="blue"),
            change("d", "2020-02-07", "recaptured", "blue", previous="red"),
            change("c", "2020-01-29/2020-02-09", "captured", "red"),
        )
        for day in (7, 9, 20):
            assert told.on(date(2020, 2, day)).controllers == ("blue",)

    def test_of_two_events_it_tells_of_the_last(self):
        told = history(
            change("a", "2020-02-03", "captured", "red", previous="blue"),
            change("b", "2020-02-07", "recaptured", "blue", previous="red"),
            change("c", "2020-02-12", "recaptured", "red", previous="blue"),
            change("d", "../2020-02-14", "captured", "red"),
        )
        assert told.on(date(2020, 2, 7)).controllers == ("blue",)
        state = told.on(date(2020, 2, 14))
        assert state.evidence == ("c", "d")
        assert not state.is_broken


class TestWithdrawalOfTheLoser:
    """Those who lost a place may be told to have left it: that is no other event."""

    CAPTURE = change("a", "2020-01-28", "captured", "red", previous="blue")

    def test_it_supports_the_capture(self):
        left = change("b", "2020-01-28/2020-01-29", "withdrew", previous="blue")
        state = history(self.CAPTURE, left).on(date(2020, 1, 30))
        assert (state.status, state.controllers) == ("controlled", ("red",))
        assert state.evidence == ("a", "b")
        assert not state.is_broken

    def test_it_does_so_for_the_holder_carried_too(self):
        before = change("z", "2020-01-01", "held", "blue")
        capture = change("a", "2020-01-28", "captured", "red")
        left = change("b", "2020-01-29", "withdrew", previous="blue")
        assert history(before, capture, left).on(date(2020, 1, 29)).controllers == (
            "red",
        )

    def test_the_holder_that_leaves_is_gone(self):
        left = change("b", "2020-01-29", "withdrew", previous="red")
        assert history(self.CAPTURE, left).on(date(2020, 1, 29)).status == "unknown"

    def test_so_is_somebody_else_after_a_month(self):
        left = change("b", "2020-03-29", "withdrew", previous="blue")
        assert history(self.CAPTURE, left).on(date(2020, 3, 29)).status == "unknown"

    def test_nobody_named_is_whoever_holds_it(self):
        left = change("b", "2020-01-29", "withdrew")
        assert history(self.CAPTURE, left).on(date(2020, 1, 29)).status == "unknown"
