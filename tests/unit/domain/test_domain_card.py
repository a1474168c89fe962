"""The evidence card: the answer, every report of its days, and the whole history."""

from __future__ import annotations

import json
from datetime import date

import pytest

from builders import SOURCES, change, dataset, place, source
from controlmap.domain.card import StripSpell, evidence_card
from controlmap.errors import UnknownNameError

RECORDS = (
    change("held", "../2019-01-01", "held", "blue-army", reported="2019-01-01"),
    change(
        "claim",
        "2019-03-01",
        "captured",
        "red",
        previous="blue-army",
        source="red-press",
        reported="2019-03-01",
        outcome="denied",
        denied_by="denial",
        claimed_by="red-army",
        also_at=("Repost",),
    ),
    change("clash", "2019-05-01", "clashes", "red;blue-army", reported="2019-05-01"),
    change(
        "taken",
        "2019-05-02/2019-05-04",
        "captured",
        "red",
        previous="blue-army",
        reported="2019-05-06",
        supersedes="first",
    ),
    change("first", "2019-05-03", "captured", "green", reported="2019-05-04"),
    change("strike", "2019-05-10", "airstrike", "", reported="2019-05-11"),
    change("post", "2019-05-01/2019-05-20", "presence_established", "green"),
    change(
        "near",
        "2019-05-12",
        "held",
        "blue",
        place_precision="near",
        source="blue-press",
    ),
    change("other", "2019-05-12", "held", "blue", place="elsewhere"),
)
DATA = dataset(
    RECORDS,
    [
        place("village", name_ar="قرية", aliases=("Hamlet",)),
        place("elsewhere"),
        place("bare"),
    ],
    sources=(*SOURCES, source("denial", published="2019-03-20")),
)


def card(day, name="village", data=DATA, **asked):
    return evidence_card(data.state_on(day, **asked), name)


def stances(made):
    return {
        stance: [r.change_id for r in made.reports if r.stance == stance]
        for stance in ("for", "against", "beside")
    }


def test_it_says_what_the_state_says():
    for day in ("2018-12-31", "2019-01-10", "2019-05-03", "2019-06-01"):
        state, made = DATA.state_on(day).at("village"), card(day)
        for field in (
            *("place_id", "on", "as_of", "status", "sides", "rule", "before", "after"),
            *("since", "window", "certainty", "last_report", "age_days", "freshness"),
            *("is_broken", "presence"),
        ):
            assert getattr(made, field) == getattr(state, field), field
        assert (made.name, made.name_ar, made.kind) == ("Village", "قرية", "village")


def test_every_report_of_its_days_has_a_stance():
    assert stances(card("2019-06-01")) == {
        "for": ["taken"],
        "against": [],
        "beside": ["strike", "near", "post"],
    }
    assert stances(card("2019-03-05", as_of="2019-03-19")) == {
        "for": ["claim"],
        "against": [],
        "beside": [],
    }
    assert stances(card("2019-03-05")) == {
        "for": ["held"],
        "against": ["claim"],
        "beside": [],
    }


def test_a_report_with_its_source():
    [claim] = [r for r in card("2019-03-05").reports if r.change_id == "claim"]
    assert (claim.publisher, claim.perspective, claim.chain) == (
        "Red-Press",
        "red",
        "red-press",
    )
    assert claim.url == "https://example.org/red-press"
    assert (claim.valid, claim.reported) == ("2019-03-01", "2019-03-01")
    assert (claim.event, claim.sides, claim.previous) == (
        "captured",
        (("red",),),
        ("blue-army",),
    )
    assert (claim.claimed_by, claim.also_at) == ("red-army", ("Repost",))


def test_the_fate_of_a_report_is_told_as_far_as_it_is_known():
    for known, outcome in [("2019-03-19", "stands"), ("2019-03-20", "denied")]:
        made = card("2019-03-05", as_of=known)
        [claim] = [r for r in made.reports if r.change_id == "claim"]
        assert (claim.outcome, bool(claim.denied_by)) == (outcome, outcome == "denied")
    for known, newer in [("2019-05-05", ()), ("2019-05-06", ("taken",))]:
        made = card("2019-05-03", as_of=known)
        [first] = [r for r in made.reports if r.change_id == "first"]
        assert first.superseded_by == newer


def test_what_a_policy_sets_aside_is_marked():
    made = card("2019-03-05", as_of="2019-03-10", policy="adverse")
    assert (made.policy, made.sides) == ("adverse", (("blue-army",),))
    assert {r.change_id: r.is_set_aside for r in made.reports} == {
        "held": False,
        "claim": True,
    }
    assert stances(made)["against"] == ["claim"]


def test_the_strip_is_the_whole_history():
    day = date.fromisoformat
    assert card("2019-06-01").strip == (
        StripSpell(day("2019-01-01"), day("2019-04-30"), "controlled", ("blue-army",)),
        StripSpell(
            day("2019-05-01"), day("2019-05-01"), "contested", ("red", "blue-army")
        ),
        StripSpell(
            day("2019-05-02"),
            day("2019-05-03"),
            "changing",
            before=("red", "blue-army"),
            after=("red",),
        ),
        StripSpell(day("2019-05-04"), day("2019-06-01"), "controlled", ("red",)),
    )


@pytest.mark.parametrize(
    "asked", ["2018-06-01", "2019-05-03", "2019-05-04", "2021-01-01"]
)
@pytest.mark.parametrize("policy", ["merged", "corroborated", "adverse"])
def test_the_strip_says_what_each_day_says(asked, policy):
    strip = card(asked, policy=policy).strip
    assert strip[0].start == min(date(2019, 1, 1), date.fromisoformat(asked))
    assert strip[-1].end == max(date(2019, 5, 4), date.fromisoformat(asked))
    for spell, later in zip(strip, (*strip[1:], None), strict=True):
        for day in (spell.start, spell.end):
            state = DATA.state_on(day, policy=policy).at("village")
            assert (spell.status, spell.controllers) == (
                state.status,
                state.controllers,
            )
        assert later is None or (later.start - spell.end).days == 1


def test_the_day_before_the_first_event_is_part_of_the_strip():
    data = dataset([change("a", "2019-05-02", "captured", "red", previous="blue")])
    strip = card("2019-05-03", data=data).strip
    assert [(str(s.start), s.controllers) for s in strip] == [
        ("2019-05-01", ("blue",)),
        ("2019-05-02", ("red",)),
    ]


def test_open_windows_make_no_endless_strip():
    data = dataset(
        [
            change("a", "../2019-05-02", "captured", "red"),
            change("b", "2019-07-01/..", "captured", "blue"),
        ]
    )
    strip = card("2019-06-01", data=data).strip
    assert (str(strip[0].start), str(strip[-1].end)) == ("2019-05-01", "2019-07-01")


def test_a_place_without_records():
    made = card("2019-05-03", "bare")
    assert (made.status, made.reports, made.strip) == ("no_record", (), ())
    assert made.parties == ()
    assert card("2018-05-03", as_of="2018-05-03").strip == ()


def test_all_that_is_named_is_there():
    made = card("2019-03-05")
    assert {party.actor_id: party.bloc for party in made.parties} == {
        "blue": "blue",
        "blue-army": "blue",
        "red": "red",
        "red-army": "red",
    }


def test_as_plain_values():
    made = card("2019-05-03", "Hamlet", as_of="2019-06-01")
    plain = made.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["on"], plain["as_of"]) == ("2019-05-03", "2019-06-01")
    assert plain["status"] == "changing"
    assert plain["after"] == {"status": "controlled", "sides": [["red"]]}
    assert plain["strip"][0]["start"] == "2019-01-01"


def test_an_unknown_name():
    with pytest.raises(UnknownNameError, match="'vilage': no place of this name"):
        card("2019-05-03", "vilage")
