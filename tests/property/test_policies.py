"""What must hold under every policy, whatever the records say."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings

from controlmap.domain.actors import Alliances
from controlmap.domain.knowledge import records_that_count
from controlmap.domain.policies import settle
from controlmap.domain.reports import Report
from controlmap.domain.turns import turns
from property.strategies import RELATIONS, SOURCES, record_sets
from property.test_history import KNOWN, answers, every_policy
from property.test_history import turns as days_of

BY_ID = {each.source_id: each for each in SOURCES}
ALLIANCES = Alliances.of(RELATIONS)


def that_count(records, as_of=None):
    counted = records_that_count(records, BY_ID, as_of)
    return [Report.of(change) for change in counted if change.sets_control]


def settled(reports, policy):
    return settle(reports, BY_ID, ALLIANCES, policy)


@every_policy
@settings(deadline=None)
@given(records=record_sets(), as_of=st.sampled_from(KNOWN))
def test_a_policy_only_removes_and_twice_is_once(policy, records, as_of):
    reports = that_count(records, as_of)
    happenings, aside = settled(reports, policy)
    kept = [r for each in happenings for r in each.reports]
    assert sorted(r.change.change_id for r in (*kept, *aside)) == sorted(
        r.change.change_id for r in reports
    )
    assert settled(kept, policy) == (happenings, ())
    assert settled(kept, "merged") == (happenings, ())


@every_policy
@settings(deadline=None)
@given(records=record_sets(), as_of=st.sampled_from(KNOWN))
def test_what_is_set_aside_supports_no_answer(policy, records, as_of):
    _, aside = settled(that_count(records, as_of), policy)
    gone = {report.change.change_id for report in aside}
    for state in answers(records, days_of(records), as_of, policy):
        assert set(state.set_aside) <= gone
        assert gone.isdisjoint(state.evidence)


@settings(deadline=None)
@given(record_sets())
def test_every_flip_left_is_confirmed(records):
    happenings, _ = settled(that_count(records), "corroborated")
    for turn in turns(happenings, BY_ID, ALLIANCES):
        for state in turn.accounts:
            sources = {turn.source_of(report) for report in state.reports}
            perspectives = {source.perspective for source in sources}
            assert (
                turn.is_first
                or not turn.ends(state.holding)
                or len(perspectives) > 1
                or perspectives & state.losing - state.gaining
            )


@settings(deadline=None)
@given(record_sets())
def test_nobody_is_left_to_speak_for_his_own_gain_alone(records):
    happenings, _ = settled(that_count(records), "adverse")
    for happening in happenings:
        if happening.holding.status != "controlled":
            continue
        day = turns([happening], BY_ID, ALLIANCES)[0].day
        blocs = {
            bloc
            for side in happening.holding.sides
            for bloc in ALLIANCES.blocs_of(side, day)
        }
        speakers = {BY_ID[r.change.source.source_id] for r in happening.reports}
        assert not speakers or {s.perspective for s in speakers} - blocs
