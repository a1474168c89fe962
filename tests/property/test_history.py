"""What must hold of a history, whatever the records say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from builders import dataset
from controlmap.domain.answer import Certainty, Holding, Rule
from controlmap.domain.model import SourceRef, Status
from controlmap.domain.policies import POLICIES
from property.strategies import (
    DAYS_DRAWN,
    FIRST_DAY,
    LAST_DAY,
    RELATIONS,
    SAME_CHAIN,
    SOURCES,
    UNRELATED,
    record_sets,
)

RANGE = [FIRST_DAY + timedelta(n) for n in range(-7, 90)]
LONG_AFTER = [LAST_DAY + timedelta(n) for n in (60, 61, 180, 181, 240, 365, 366, 500)]
KNOWN = (None, date(2019, 1, 20), date(2019, 2, 10))
STRENGTH = [None, Certainty.CLAIMED, Certainty.REPORTED, Certainty.CONFIRMED]


every_policy = pytest.mark.parametrize("policy", POLICIES)


def history(records, as_of=None, policy="merged"):
    found = dataset(records, sources=SOURCES, links=RELATIONS)
    return found.history("village", as_of=as_of, policy=policy)


def answers(records, on, as_of=None, policy="merged"):
    known = history(records, as_of, policy)
    return [known.on(day) for day in on]


def turns(records):
    """Days at the ends of the records' windows and beside them, and some long after."""
    ends = {end for each in records for end in (each.valid.earliest, each.valid.latest)}
    near = {end + timedelta(n) for end in ends - {None} for n in (-1, 0, 1)}
    return sorted({*near, *LONG_AFTER})


def is_told(record, by):
    latest = record.reported.latest if record.reported else None
    return latest is not None and latest <= by


def without_against(states):
    """Answers without the records against them, which list those superseded too."""
    return [replace(state, against=()) for state in states]


@every_policy
@settings(deadline=None)
@given(records=record_sets(), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(policy, records, random):
    shuffled = random.sample(records, len(records))
    on = turns(records)
    for as_of in KNOWN:
        asked = on, as_of, policy
        assert answers(shuffled, *asked) == answers(records, *asked)


@every_policy
@settings(deadline=None)
@given(records=record_sets(), known_day=DAYS_DRAWN)
def test_a_later_report_changes_nothing_as_of_before(policy, records, known_day):
    told = [record for record in records if is_told(record, known_day)]
    asked = turns(records), known_day, policy
    assert answers(records, *asked) == answers(told, *asked)


@every_policy
@settings(deadline=None)
@given(records=record_sets(), data=st.data())
def test_a_repost_never_raises_certainty(policy, records, data):
    on = turns(records)
    before = answers(records, on, None, policy)
    counted = {change_id for state in before for change_id in state.evidence}
    reposted = [
        record
        for record in records
        if record.change_id in counted and record.source.source_id in SAME_CHAIN
    ]
    if not reposted:
        return
    record = data.draw(st.sampled_from(reposted))
    repost = replace(
        record,
        change_id="repost",
        source=SourceRef(SAME_CHAIN[record.source.source_id]),
    )
    after = answers([*records, repost], on, None, policy)
    for was, now in zip(before, after, strict=True):
        assert STRENGTH.index(now.certainty) <= STRENGTH.index(was.certainty)


@every_policy
@settings(deadline=None)
@given(records=record_sets(), data=st.data(), known_day=DAYS_DRAWN)
def test_a_superseded_record_has_no_effect_once_that_is_known(
    policy, records, data, known_day
):
    replaced = {record.supersedes for record in records} - {""}
    if not replaced:
        return
    gone = data.draw(st.sampled_from(sorted(replaced)))
    # What it had itself replaced stays replaced: that is another record's effect.
    bare = [
        replace(each, supersedes="") if each.change_id == gone else each
        for each in records
    ]
    left = [each for each in bare if each.change_id != gone]
    told = any(each.supersedes == gone and is_told(each, known_day) for each in records)
    on = turns(records)
    for as_of in (None, *([known_day] if told else [])):
        assert without_against(answers(bare, on, as_of, policy)) == without_against(
            answers(left, on, as_of, policy)
        )


@every_policy
@settings(deadline=None)
@given(records=record_sets(), known_day=DAYS_DRAWN)
def test_a_superseded_record_has_full_effect_before_that_is_known(
    policy, records, known_day
):
    unreplaced = [
        record if is_told(record, known_day) else replace(record, supersedes="")
        for record in records
    ]
    asked = turns(records), known_day, policy
    assert answers(records, *asked) == answers(unreplaced, *asked)


def substance(state):
    """Answer without what changes from day to day by itself."""
    presence = tuple(replace(each, last_report=date.min) for each in state.presence)
    return replace(state, on=date.min, last_report=None, presence=presence)


@every_policy
@settings(deadline=None)
@given(records=record_sets(), as_of=st.sampled_from(KNOWN))
def test_spells_say_what_each_day_says(policy, records, as_of):
    known = history(records, as_of, policy)
    spells = known.spells(RANGE[0], LONG_AFTER[-1])
    assert spells[0][0] == RANGE[0]
    for (day, state), (later, other) in pairwise(spells):
        assert day < later
        assert substance(state) != substance(other)
    for day in (*RANGE, *turns(records)):
        if RANGE[0] <= day <= LONG_AFTER[-1]:
            state = next(each for first, each in reversed(spells) if first <= day)
            assert substance(known.on(day)) == substance(state)


def is_in_order(first, last):
    return first is None or last is None or first <= last


@settings(deadline=None)
@given(record_sets())
def test_an_answer_is_whole_and_never_presence(records):
    for state in answers(records, turns(records)):
        assert state.status is not Status.PRESENCE
        assert (state.certainty is not None) == (state.status is Status.CONTROLLED)
        assert (state.rule is Rule.NO_RECORD) == (not state.evidence)
        assert not set(state.evidence) & set(state.against)
        assert state.window == () or is_in_order(*state.window)
        assert state.since is None or state.since <= state.on
        if state.status is Status.CONTROLLED:
            assert len(state.sides) == 1
        if state.status in {Status.UNKNOWN, Status.NO_RECORD, Status.CHANGING}:
            assert not state.sides
        assert all(isinstance(side, tuple) and side for side in state.sides)


def renamed(records, names):
    def side(parties):
        return tuple(names[party] for party in parties)

    return [
        replace(
            record,
            place_id="elsewhere",
            controllers=tuple(map(side, record.controllers)),
            previous=side(record.previous),
        )
        for record in records
    ]


def by_name(state, names):
    """Answer under other names; the order of sides follows them, so it goes."""

    def holding(each):
        if each is None:
            return None
        sides = {tuple(names[party] for party in side) for side in each.sides}
        return each.status, sides

    presence = {
        replace(each, side=tuple(names[party] for party in each.side))
        for each in state.presence
    }
    plain = replace(
        state,
        place_id="",
        holding=Holding(state.status),
        before=None,
        after=None,
        presence=(),
    )
    return plain, [
        *map(holding, (state.holding, state.before, state.after)),
        presence,
    ]


@settings(deadline=None)
@given(record_sets(UNRELATED), st.permutations(UNRELATED))
def test_other_names_of_places_and_parties_rename_answers(records, permuted):
    new = dict(zip(UNRELATED, permuted, strict=True))
    same = dict(zip(UNRELATED, UNRELATED, strict=True))
    sources = [
        replace(each, perspective=new.get(each.perspective, each.perspective))
        for each in SOURCES
    ]
    on = turns(records)
    elsewhere = dataset(renamed(records, new), sources=sources, links=()).history(
        "elsewhere"
    )
    here = dataset(records, sources=SOURCES, links=()).history("village")
    for day in on:
        assert by_name(elsewhere.on(day), same) == by_name(here.on(day), new)
