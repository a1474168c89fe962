"""What must hold of claims, delays and the audit, whatever the records say."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from builders import dataset
from controlmap.domain.audit import audit
from controlmap.domain.claims import all_claims
from controlmap.domain.control_claim import StepKind
from controlmap.domain.delays import delays
from controlmap.domain.model import SourceRef
from property.strategies import DAYS_DRAWN, RELATIONS, SAME_CHAIN, SOURCES, record_sets
from property.test_history import KNOWN, is_told


def data_of(records):
    return dataset(records, sources=SOURCES, links=RELATIONS)


def claims(records, as_of=None):
    return all_claims(data_of(records), as_of=as_of)


def voices(records):
    """All counts of independent voices and events that are told to anybody."""
    data = data_of(records)
    found = all_claims(data)
    groups = delays(found, data.sources)
    return (
        sorted((c.claim_id, c.fate, c.chains, c.rivals, c.event) for c in found),
        {(g.by, g.name): (g.count, g.undated) for g in groups if g.by != "publisher"},
        {
            (by, row.name): (
                row.claims,
                row.own_gains,
                row.own_losses,
                row.known_gains,
                row.known_losses,
                row.contradicted,
                row.own_fates,
                row.chains,
            )
            for by in ("chain", "perspective")
            for row in audit(data, found, by=by)
        },
    )


@st.composite
def reposted(draw):
    """Records, and a copy of one that stands by another outlet of its chain."""
    records = draw(record_sets())
    replaced = {each.supersedes for each in records}
    copied = [
        each
        for each in records
        if each.source.source_id in SAME_CHAIN and each.change_id not in replaced
    ]
    if not copied:
        return records, None
    record = draw(st.sampled_from(copied))
    source = SourceRef(SAME_CHAIN[record.source.source_id], "copy")
    copy = replace(record, change_id="repost", source=source, supersedes="")
    return records, copy


@settings(deadline=None)
@given(reposted())
def test_a_repost_changes_no_count_of_independent_voices(drawn):
    records, copy = drawn
    if copy is not None:
        assert voices([*records, copy]) == voices(records)


@settings(deadline=None)
@given(record_sets(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(records, random):
    shuffled = random.sample(records, len(records))
    for as_of in KNOWN:
        assert claims(shuffled, as_of) == claims(records, as_of)


@settings(deadline=None)
@given(record_sets(), DAYS_DRAWN)
def test_a_later_report_changes_nothing_as_of_before(records, known_day):
    told = [record for record in records if is_told(record, known_day)]
    assert claims(records, known_day) == claims(told, known_day)


@settings(deadline=None)
@given(record_sets(), st.sampled_from(KNOWN))
def test_each_report_is_in_one_claim_at_most_and_steps_are_in_order(records, as_of):
    found = claims(records, as_of)
    ids = [change.change_id for claim in found for change in claim.reports]
    assert len(ids) == len(set(ids))
    for claim in found:
        assert claim.steps[0].kind is StepKind.CLAIMED
        assert set(claim.counted) <= set(claim.reports)
        days = [step.day for step in claim.steps[1:] if step.day]
        assert days == sorted(days)
        first = claim.steps[0]
        assert first.days is None or first.days >= 0
        assert set(claim.rivals) <= {other.claim_id for other in found}


@settings(deadline=None)
@given(record_sets(), st.sampled_from(KNOWN))
def test_own_claims_have_one_fate_each(records, as_of):
    data = data_of(records)
    for row in audit(data, all_claims(data, as_of=as_of), as_of=as_of):
        assert sum(count for _, count in row.own_fates) == row.own_gains
        assert row.contradicted <= row.claims
        assert row.own_gains <= row.known_gains
        assert row.own_losses <= row.known_losses
