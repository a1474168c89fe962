"""The life of a claim: confirmed, denied, too early, corrected, or made by both."""

from __future__ import annotations

from datetime import date

import pytest

from builders import LINKS, change, dataset, link, source
from controlmap.domain.claims import all_claims, claims_of
from controlmap.domain.control_claim import Fate, StepKind

SOURCES = (
    source("neutral", published="2019-03-20"),
    source("second-neutral"),
    source("red-press", "red"),
    source("red-repost", "red", chain="red-press"),
    source("blue-press", "blue", published="2019-03-08"),
    source("undated", "blue"),
)


def data_of(*records, links=LINKS):
    return dataset(records, sources=SOURCES, links=links)


def lives(*records, as_of=None, links=LINKS):
    return claims_of(data_of(*records, links=links), "village", as_of=as_of)


def life(*records, as_of=None):
    [claim] = lives(*records, as_of=as_of)
    return claim


def steps(claim):
    return [
        (step.kind.value, step.day and step.day.isoformat(), step.days, step.source_id)
        for step in claim.steps
    ]


def captured(
    change_id, told="2019-03-06", by="red-army", *, valid="2019-03-05", **more
):
    more.setdefault("source", "red-press")
    return change(change_id, valid, "captured", by, reported=told, **more)


def test_the_gaining_side_claims_and_another_confirms():
    claim = life(
        captured("a", previous="blue-army"),
        captured("b", "2019-03-09", source="neutral"),
        captured("c", "2019-03-11", source="blue-press"),
    )
    assert claim.fate is Fate.CONFIRMED
    assert steps(claim) == [
        ("claimed", "2019-03-06", 1, "red-press"),
        ("confirmed", "2019-03-09", 3, "neutral"),
    ]
    assert (claim.claim_id, claim.event, claim.day) == (
        "a",
        "captured",
        date(2019, 3, 5),
    )
    assert (claim.gaining, claim.losing) == ({"red"}, {"blue"})
    assert claim.losers == (("blue-army",),)
    assert claim.chains == ("blue-press", "neutral", "red-press")


def test_an_admission_is_a_confirmation_at_once():
    claim = life(captured("a", source="blue-press", previous="blue-army"))
    assert steps(claim) == [
        ("claimed", "2019-03-06", 1, "blue-press"),
        ("confirmed", "2019-03-06", 0, "blue-press"),
    ]


@pytest.mark.parametrize(
    ("records", "fate"),
    [
        ([captured("a")], "claimed"),
        ([captured("a"), captured("b", source="red-repost")], "claimed"),
        ([captured("a", source="neutral")], "reported"),
        ([captured("a"), captured("b", source="neutral")], "confirmed"),
    ],
)
def test_a_claim_that_stands_is_as_sure_as_its_voices(records, fate):
    claim = life(*records)
    assert claim.fate == fate
    assert claim.step(StepKind.DENIED) is None


def test_a_repost_is_no_second_voice():
    claim = life(captured("a"), captured("b", source="red-repost"))
    assert claim.chains == ("red-press",)
    assert [record.change_id for record in claim.reports] == ["a", "b"]


def test_a_denied_claim_and_the_day_on_which_that_is_known():
    record = captured("a", outcome="denied", denied_by="blue-press")
    claim = life(record)
    assert claim.fate is Fate.DENIED
    assert claim.is_refuted
    assert claim.counted == ()
    assert steps(claim) == [
        ("claimed", "2019-03-06", 1, "red-press"),
        ("denied", "2019-03-08", 2, "blue-press"),
    ]
    before = life(record, as_of=date(2019, 3, 7))
    assert before.fate is Fate.CLAIMED
    assert not before.is_refuted
    assert len(before.steps) == 1
    assert lives(record, as_of=date(2019, 3, 5)) == ()


def test_a_denial_without_a_source_has_no_day():
    claim = life(captured("a", outcome="denied"))
    assert steps(claim)[1] == ("denied", None, None, "")
    told = life(captured("a", outcome="denied", denied_by="undated"))
    assert steps(told)[1] == ("denied", None, None, "undated")


def test_reports_of_one_claim_that_are_denied_are_one_claim():
    told = [
        captured("a", outcome="denied", denied_by="blue-press"),
        captured("b", valid="2019-03-06", outcome="denied", denied_by="blue-press"),
    ]
    assert [step.kind for step in life(*told).steps] == ["claimed", "denied", "denied"]
    far = captured("c", valid="2019-06-01", told="2019-06-02", outcome="denied")
    assert len(lives(*told, far)) == 2


def test_one_of_two_reports_is_denied_and_the_claim_stands():
    claim = life(
        captured("a", outcome="denied", denied_by="blue-press"),
        captured("b", "2019-03-07", source="neutral"),
    )
    assert claim.fate is Fate.REPORTED
    assert [record.change_id for record in claim.counted] == ["b"]
    assert [kind for kind, *_ in steps(claim)] == ["claimed", "denied"]


def test_a_claim_that_came_too_early_and_came_true():
    early, true = lives(
        captured("a", outcome="premature", denied_by="blue-press"),
        captured("b", "2019-03-21", valid="2019-03-20", source="neutral"),
    )
    assert early.fate is Fate.PREMATURE
    assert steps(early) == [
        ("claimed", "2019-03-06", 1, "red-press"),
        ("premature", "2019-03-08", 2, "blue-press"),
        ("came_true", "2019-03-20", 14, "neutral"),
    ]
    assert true.fate is Fate.REPORTED
    never, other = lives(
        captured("a", outcome="premature", denied_by="blue-press"),
        captured("b", by="blue-army", valid="2019-03-20"),
    )
    assert [kind for kind, *_ in steps(never)] == ["claimed", "premature"]
    assert other.claim_id == "b"


def test_a_correction_that_names_the_same_holder_is_part_of_the_life():
    claim = life(
        captured("a"), captured("b", "2019-03-10", valid="2019-03-04", supersedes="a")
    )
    assert claim.fate is Fate.CLAIMED
    assert claim.claim_id == "a"
    assert claim.day == date(2019, 3, 4)
    assert steps(claim)[1:] == [("corrected", "2019-03-10", 4, "red-press")]


def test_corrections_of_corrections_end_in_the_one_that_counts():
    claim = life(
        captured("a", valid="2019-03-07"),
        captured("b", "2019-03-10", valid="2019-03-02", supersedes="a"),
        captured("c", "2019-03-12", supersedes="b"),
    )
    assert [(kind, day) for kind, day, *_ in steps(claim)] == [
        ("claimed", "2019-03-06"),
        ("corrected", "2019-03-10"),
        ("corrected", "2019-03-12"),
    ]


def test_a_correction_that_names_another_holder_ends_the_claim():
    records = (captured("a"), captured("b", "2019-03-10", "blue-army", supersedes="a"))
    gone, stands = lives(*records)
    assert (gone.claim_id, gone.fate) == ("a", Fate.CORRECTED)
    assert steps(gone)[1] == ("corrected", "2019-03-10", 4, "red-press")
    assert (stands.claim_id, stands.fate) == ("b", Fate.REPORTED)
    assert life(*records, as_of=date(2019, 3, 9)).fate is Fate.CLAIMED


def test_both_sides_claim_the_place():
    one, other = lives(
        captured("a", "2019-03-05"),
        captured("b", "2019-03-05", "blue-army", source="blue-press"),
    )
    assert one.fate is other.fate is Fate.CLAIMED_BY_BOTH
    assert (one.rivals, other.rivals) == (("b",), ("a",))
    assert {one.holding.sides, other.holding.sides} == {
        (("red-army",),),
        (("blue-army",),),
    }


def test_both_claim_it_where_one_says_that_the_attack_failed():
    repelled = change(
        "b",
        "2019-03-05",
        "attack_repelled",
        "blue-army",
        source="blue-press",
        reported="2019-03-05",
    )
    claims = lives(captured("a", previous="blue-army"), repelled)
    assert {claim.fate for claim in claims} == {Fate.CLAIMED_BY_BOTH}


@pytest.mark.parametrize("third", ["neutral", "blue-press"])
def test_where_another_voice_confirms_one_they_only_differ(third):
    claims = lives(
        captured("a", "2019-03-05"),
        captured("b", "2019-03-05", "blue-army", source="blue-press"),
        captured("c", source=third),
    )
    assert [claim.fate for claim in claims] == [Fate.DISPUTED, Fate.DISPUTED]
    assert [claim.rivals for claim in claims] == [(), ()]


def test_other_days_are_no_rivals():
    claims = lives(
        captured("a", "2019-03-05"),
        captured("b", valid="2019-03-09", by="blue-army", source="blue-press"),
    )
    assert {claim.fate for claim in claims} == {Fate.CLAIMED}


def held(change_id, valid, by, **more):
    return change(change_id, valid, "held", by, **more)


@pytest.mark.parametrize(
    ("later", "contradicted_by"),
    [
        ([], ""),
        ([held("b", "2019-03-20", "blue-army")], "b"),
        ([held("b", "2019-03-20", "red")], ""),
        ([held("b", "2019-04-10", "blue-army")], ""),
        ([captured("b", valid="2019-03-20", by="blue-army")], ""),
        ([captured("b", valid="2019-03-20", by="green", previous="blue")], "b"),
        ([change("b", "2019-03-20", "clashes", "blue;red")], ""),
    ],
)
def test_what_contradicts_a_claim(later, contradicted_by):
    assert lives(captured("a"), *later)[0].contradicted_by == contradicted_by


def test_what_is_only_held_is_no_claim_unless_it_was_denied():
    assert lives(held("a", "2019-03-05", "red-army")) == ()
    told = held("a", "2019-03-05", "red-army", outcome="denied")
    assert life(told).fate is Fate.DENIED


def test_reports_that_do_not_set_control_are_no_claims():
    assert lives(captured("a", place_precision="near")) == ()
    assert lives(change("a", "2019-03-05", "airstrike")) == ()


def test_who_stays_in_a_contested_place_gains_nothing():
    claim = lives(
        held("a", "2019-03-01", "blue-army"),
        change("b", "2019-03-05", "entered_partly", "red-army", source="red-press"),
    )[0]
    assert (claim.gaining, claim.losing) == ({"red"}, {"blue"})
    assert claim.fate is Fate.CLAIMED


def test_a_report_before_the_end_of_the_window_tightens_it():
    assert life(captured("a", valid="2019-03")).day == date(2019, 3, 6)
    assert life(captured("a", valid="2019-03/..", told="")).day is None


def test_all_claims_come_by_day():
    data = data_of(
        captured("later", by="blue-army", place="west", valid="2019-03-09"),
        captured("first", place="east"),
        captured("other", place="west"),
        captured("undated", "", valid="2019-03/..", place="north"),
    )
    assert [claim.claim_id for claim in all_claims(data)] == [
        "first",
        "other",
        "later",
        "undated",
    ]


def test_a_bloc_is_read_at_the_day():
    links = (*LINKS, link("green", "in_bloc", "red", "2019-03-01/2019-03-31"))
    [claim] = lives(captured("a", by="green"), links=links)
    assert claim.gaining == {"red"}
