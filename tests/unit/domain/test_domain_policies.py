"""Policies: what each sets aside, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from builders import LINKS, SOURCES, change, dataset, link, source
from controlmap.domain.policies import POLICIES
from controlmap.errors import UnknownNameError

MORE = (*SOURCES, source("red-radio", "red"), source("grey-press", "grey"))
HELD = change("held", "../2019-01-01", "held", "blue-army")


def captured(change_id, valid, by, *, previous="", **more):
    return change(change_id, valid, "captured", by, previous=previous, **more)


def state(policy, *records, on="2019-06-01", as_of=None, links=LINKS):
    known = dataset(records, sources=MORE, links=links)
    known_by = date.fromisoformat(as_of) if as_of else None
    return known.history("village", as_of=known_by, policy=policy).on(
        date.fromisoformat(on)
    )


def said(policy, *records, **more):
    """Status and sides in one line, as the tables write them."""
    answer = state(policy, *records, **more)
    return f"{answer.status} {';'.join(map('+'.join, answer.sides))}".strip()


def test_the_policies_are_named_and_the_first_is_the_default():
    assert list(POLICIES) == ["merged", "corroborated", "adverse"]
    default = dataset([HELD]).history("village").on(date(2019, 6, 1))
    assert default == state("merged", HELD)


@pytest.mark.parametrize("policy", ["", "Merged", "adverce"])
def test_an_unknown_policy(policy):
    message = "no such policy; there is: merged, corroborated, adverse"
    with pytest.raises(UnknownNameError, match=message):
        state(policy, HELD)
    with pytest.raises(UnknownNameError, match=message):
        dataset([HELD]).state_on("2019-06-01", policy=policy)


def test_merged_sets_nothing_aside():
    claim = captured("claim", "2019-05-01", "red", source="red-press")
    assert said("merged", HELD, claim) == "controlled red"
    assert state("merged", HELD, claim).set_aside == ()


# Who says that red took the place from blue-army, and what then holds.
SAID_BY = [
    (["red-press"], "blue-army", "blue-army"),
    (["red-press", "red-radio"], "blue-army", "blue-army"),
    (["neutral"], "blue-army", "red"),
    (["neutral", "second-neutral"], "blue-army", "red"),
    (["blue-press"], "red", "red"),
    (["red-press", "neutral"], "red", "red"),
    (["grey-press", "neutral"], "red", "red"),
    (["grey-press"], "blue-army", "red"),
]


@pytest.mark.parametrize(("voices", "corroborated", "adverse"), SAID_BY)
def test_a_capture_by_who_says_so(voices, corroborated, adverse):
    records = [
        captured(f"by-{voice}", "2019-05-01", "red", source=voice) for voice in voices
    ]
    assert said("merged", HELD, *records) == "controlled red"
    assert said("corroborated", HELD, *records) == f"controlled {corroborated}"
    assert said("adverse", HELD, *records) == f"controlled {adverse}"


def test_the_answer_names_what_is_set_aside_among_those_against():
    claim = captured("claim", "2019-05-01", "red", source="red-press")
    answer = state("adverse", HELD, claim)
    assert (answer.evidence, answer.rule) == (("held",), "carried")
    assert answer.against == answer.set_aside == ("claim",)


def test_what_is_set_aside_may_agree_with_the_answer():
    own = change("own", "2019-05-01", "held", "blue-army", source="blue-press")
    answer = state("adverse", HELD, own)
    assert (answer.against, answer.set_aside) == ((), ("own",))
    assert answer.last_report == date(2019, 1, 1)


@pytest.mark.parametrize(
    ("day", "aside"),
    [
        ("2019-04-30", ()),
        ("2019-05-01", ("claim",)),
        ("2019-06-30", ("claim",)),
        ("2019-07-01", ()),
    ],
)
def test_what_is_set_aside_is_named_from_its_day_to_the_next_holder(day, aside):
    claim = captured("claim", "2019-05-01", "red", source="red-press")
    late = captured("late", "2019-07-01", "grey")
    assert state("adverse", HELD, claim, late, on=day).set_aside == aside


def test_nothing_is_set_aside_once_the_loser_tells_it_too():
    claim = captured("claim", "2019-05-01", "red", source="red-press")
    loss = captured("loss", "2019-05-20", "red", source="blue-press")
    for policy in ("corroborated", "adverse"):
        answer = state(policy, HELD, claim, loss)
        assert (answer.evidence, answer.set_aside) == (("claim", "loss"), ())


def test_what_is_set_aside_opens_no_window_and_takes_its_loser_along():
    claim = captured(
        "claim", "2019-05-01/2019-05-20", "red", previous="grey", source="red-press"
    )
    assert said("merged", HELD, claim, on="2019-05-10") == "changing"
    assert state("merged", HELD, claim).is_broken
    for policy in ("corroborated", "adverse"):
        assert said(policy, HELD, claim, on="2019-05-10") == "controlled blue-army"
        assert said(policy, HELD, claim, on="2019-04-30") == "controlled blue-army"
        assert not state(policy, HELD, claim).is_broken


class TestCorroborated:
    def test_the_first_report_of_a_state_counts(self):
        for event, sides in [("held", "red"), ("clashes", "red;blue-army")]:
            record = change("a", "2019-05-01", event, sides, source="red-press")
            assert said("corroborated", record) == said("merged", record)

    def test_a_first_change_has_to_be_confirmed(self):
        claim = captured("a", "2019-05-01", "red", previous="blue", source="red-press")
        answer = state("corroborated", claim)
        assert (answer.status, answer.set_aside) == ("no_record", ("a",))
        assert said("corroborated", claim, on="2019-04-30") == "no_record"
        loss = captured("b", "2019-05-02", "red", previous="blue", source="blue-press")
        assert said("corroborated", claim, loss) == "controlled red"
        assert said("corroborated", claim, loss, on="2019-04-30") == "controlled blue"

    def test_a_state_reported_after_an_unconfirmed_first_change_is_first(self):
        claim = captured("a", "2019-05-01", "red", source="red-press")
        held = change("b", "2019-05-10", "held", "red", source="red-press")
        assert said("corroborated", claim, held, on="2019-05-09") == "no_record"
        assert said("corroborated", claim, held) == "controlled red"

    def test_what_confirms_may_come_later_if_nobody_else_held_it_between(self):
        claim = captured("a", "2019-05-01", "red", source="red-press")
        late = change("b", "2019-09-01", "held", "red", reported="2019-09-02")
        assert said("corroborated", HELD, claim, late) == "controlled red"
        between = captured("c", "2019-07-01", "blue-army", source="red-press")
        records = [HELD, claim, between, late]
        assert said("corroborated", *records, on="2019-10-01") == "controlled blue-army"

    def test_as_known_on_a_day(self):
        claim = captured(
            "a", "2019-05-01", "red", source="red-press", reported="2019-05-01"
        )
        held = change("0", "../2019-01-01", "held", "blue-army", reported="2019-01-01")
        late = change("b", "2019-05-09", "held", "red", reported="2019-05-10")
        for as_of, holder in [("2019-05-09", "blue-army"), ("2019-05-10", "red")]:
            known = {"as_of": as_of, "on": "2019-05-05"}
            assert (
                said("corroborated", held, claim, late, **known)
                == f"controlled {holder}"
            )

    def test_a_clash_has_to_be_confirmed_and_the_holder_may_concede_it(self):
        for voice, status in [
            ("red-press", "controlled blue-army"),
            ("neutral", "controlled blue-army"),
            ("blue-press", "contested red;blue-army"),
        ]:
            clash = change("a", "2019-05-01", "clashes", "red;blue-army", source=voice)
            assert said("corroborated", HELD, clash) == status

    def test_a_withdrawal_has_to_be_confirmed(self):
        left = change("a", "2019-05-01", "withdrew", "", source="blue-press")
        assert said("corroborated", HELD, left) == "unknown"
        seen = change("b", "2019-05-01", "withdrew", "")
        assert said("corroborated", HELD, seen) == "controlled blue-army"

    def test_of_a_dispute_the_confirmed_holder_is_left(self):
        red = captured("red", "2019-05-01", "red", source="blue-press")
        grey = captured("grey", "2019-05-01", "grey", source="grey-press")
        assert said("merged", HELD, red, grey) == "disputed grey;red"
        answer = state("corroborated", HELD, red, grey)
        assert (answer.controllers, answer.set_aside) == (("red",), ("grey",))

    def test_of_a_dispute_that_nobody_confirms_the_holder_carried_is_left(self):
        red = captured("red", "2019-05-01", "red", source="red-press")
        grey = captured("grey", "2019-05-01", "grey", source="grey-press")
        answer = state("corroborated", HELD, red, grey)
        assert (answer.controllers, answer.set_aside) == (
            ("blue-army",),
            ("grey", "red"),
        )


class TestAdverse:
    def test_a_party_concedes_clashes_where_it_holds_and_claims_them_elsewhere(self):
        for voice, status in [
            ("red-press", "controlled blue-army"),
            ("blue-press", "contested red;blue-army"),
            ("neutral", "contested red;blue-army"),
        ]:
            clash = change("a", "2019-05-01", "clashes", "red;blue-army", source=voice)
            assert said("adverse", HELD, clash) == status

    def test_an_entrant_named_alone_gains(self):
        for voice, status in [
            ("red-press", "controlled blue-army"),
            ("blue-press", "contested blue-army;red"),
        ]:
            entry = change("a", "2019-05-01", "entered_partly", "red", source=voice)
            assert said("adverse", HELD, entry) == status

    def test_a_state_of_its_own_is_no_news_against_itself(self):
        own = change("a", "2019-05-01", "held", "blue", source="blue-press")
        assert said("adverse", own) == "no_record"

    def test_a_source_that_gains_may_support_one_that_does_not(self):
        claim = captured("a", "2019-05-01", "red", source="red-press")
        seen = captured("b", "2019-05-03", "red")
        answer = state("adverse", HELD, claim, seen)
        assert answer.evidence == ("a", "b")
        assert answer.since == date(2019, 5, 1)

    def test_it_must_be_the_same_event(self):
        claim = captured("a", "2019-05-01", "red", source="red-press")
        seen = change("b", "2019-06-01", "held", "red")  # 31 days after
        answer = state("adverse", HELD, claim, seen, on="2019-07-01")
        assert (answer.since, answer.set_aside) == (date(2019, 6, 1), ())
        assert said("adverse", HELD, claim, seen, on="2019-05-15") == (
            "controlled blue-army"
        )

    def test_who_shares_a_place_that_he_held_alone_gains_nothing(self):
        for voice, status in [
            ("red-press", "controlled blue-army"),
            ("blue-press", "shared blue-army;red"),
        ]:
            joint = change(
                "a",
                "2019-05-01",
                "entered_by_agreement",
                "blue-army;red",
                status="shared",
                source=voice,
            )
            assert said("adverse", HELD, joint) == status

    def test_the_bloc_is_that_of_the_day(self):
        links = (*LINKS, link("grey", "in_bloc", "red", "2019-05-10/.."))
        for day, holder in [("2019-05-01", "grey"), ("2019-05-10", "blue-army")]:
            claim = captured("a", day, "grey", source="red-press")
            assert said("adverse", HELD, claim, links=links) == f"controlled {holder}"

    def test_a_party_that_a_record_names_beside_the_holder_gains_too(self):
        seen = captured("a", "2019-05-01", "grey", source="grey-press")
        more = captured("b", "2019-05-01", "grey+red", source="red-press")
        answer = state("adverse", HELD, seen, more)
        assert (answer.controllers, answer.set_aside) == (("blue-army",), ("a", "b"))
