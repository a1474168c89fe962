"""Two real places on days when reports of them differ: to each question its answer."""

from __future__ import annotations

import json
from html import unescape

import pytest
from typer.testing import CliRunner

import controlmap as cm
from controlmap.build import Atlas
from controlmap.cli.main import app
from controlmap.io.dataset import read_dataset
from controlmap.render.card_words import facts_of, report_words, spell_words
from differing import make_differing_data

AIRBASE, VILLAGE = "abu-al-duhur-airbase", "ejaz"
ARMY, HTS = "syrian-arab-army", "hts"
ZONE = "idlib-de-escalation-zone"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_differing_data(tmp_path_factory.mktemp("differing") / "data")


@pytest.fixture(scope="module")
def data(folder):
    return read_dataset(folder)


@pytest.fixture
def controlmap(folder):
    def run(*words):
        result = CliRunner().invoke(app, [*map(str, words), "--data", str(folder)])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


# Place, day, as known on; holder under each policy; holder by each perspective.
CASES = [
    (AIRBASE, "2018-01-09", "", (HTS, HTS, HTS), ("", HTS)),
    (AIRBASE, "2018-01-10", "", (ARMY, HTS, ARMY), (HTS, ARMY)),
    (AIRBASE, "2018-01-12", "", (HTS, HTS, HTS), (ARMY, HTS)),
    (AIRBASE, "2018-01-12", "2018-01-12", (ARMY, HTS, HTS), (ARMY, HTS)),
    (AIRBASE, "2018-01-12", "2018-01-20", (HTS, HTS, HTS), (ARMY, HTS)),
    (AIRBASE, "2018-01-21", "", (ARMY, HTS, ARMY), (f"{ARMY};{HTS}", ARMY)),
    (VILLAGE, "2019-11-29", "", (ARMY, ARMY, ARMY), (ARMY, ARMY)),
    (VILLAGE, "2019-11-30", "", (HTS, HTS, HTS), (HTS, HTS)),
    (VILLAGE, "2019-12-01", "", (ARMY, HTS, HTS), (ARMY, HTS)),
    (VILLAGE, "2019-12-05", "2019-12-01", (ARMY, HTS, HTS), (ARMY, HTS)),
]
POLICIES = ("merged", "corroborated", "adverse")
PERSPECTIVES = ("government", "independent")


def holders(state):
    return ";".join(state.controllers)


@pytest.mark.parametrize(("place", "day", "as_of", "policies", "perspectives"), CASES)
def test_the_state_by_policy_and_by_perspective(
    data, place, day, as_of, policies, perspectives
):
    known = as_of or None
    assert policies == tuple(
        holders(data.state_on(day, as_of=known, policy=policy).at(place))
        for policy in POLICIES
    )
    assert perspectives == tuple(
        holders(data.only(perspectives=[each]).state_on(day, as_of=known).at(place))
        for each in PERSPECTIVES
    )


def test_a_claim_later_denied_shows_until_the_day_before_the_denial(data):
    for known, evidence in [
        ("2018-01-19", ("airbase-claimed",)),
        ("2018-01-20", ("airbase-2017",)),
    ]:
        state = data.state_on("2018-01-15", as_of=known).at(AIRBASE)
        assert state.evidence == evidence


def test_every_record_set_aside_is_named(data):
    state = data.state_on("2019-12-05", policy="adverse").at(VILLAGE)
    recaptures = {f"ejaz-recaptured-{n}" for n in (1, 2, 3, 4)}
    assert set(state.set_aside) == recaptures
    assert recaptures <= set(state.against)


@pytest.mark.parametrize(
    ("options", "army"),
    [
        ((), True),
        (("--perspective", "government"), True),
        (("--perspective", "independent"), False),
        (("--perspective", "publisher:Syria Today"), False),
        (("--perspective", "chain:south-front, chain:al-masdar"), True),
        (("--policy", "adverse"), False),
        (("--policy", "corroborated"), False),
    ],
)
def test_on_the_command_line(controlmap, options, army):
    told = json.loads(
        controlmap("state", VILLAGE, "--on", "2019-12-02", "--json", *options)
    )
    assert told[0]["controllers"] == [ARMY if army else HTS]
    changes = json.loads(
        controlmap(
            *("changes", "--from", "2019-11-30", "--to", "2019-12-02", "--json"),
            *options,
        )
    )
    places = {row["place_id"] for row in changes}
    assert (VILLAGE in places) == army


@pytest.mark.parametrize(
    ("change", "holder"),
    [
        ({}, "government"),
        ({"perspective": "government"}, "government"),
        ({"perspective": "independent"}, "hts"),
        ({"policy": "corroborated"}, "hts"),
        ({"policy": "adverse"}, "hts"),
    ],
)
def test_the_map_differs_as_the_reports_do(data, change, holder):
    asked = dict(change)
    perspective = asked.pop("perspective", None)
    heard = data.only(perspectives=[perspective]) if perspective else data
    layers = Atlas(heard, zone=ZONE).layers("2019-12-05", by="bloc", **asked)
    cell = layers.cells.set_index("place_id").loc[VILLAGE]
    assert (cell["controllers"], cell["basis"]) == (holder, "observed")
    place = layers.places.set_index("place_id").loc[VILLAGE]
    assert place["blocs"] == holder
    held = layers.territories.query("status == 'controlled'")["controllers"]
    assert holder in set(held)


def test_areas_and_timelines_too(data):
    atlas = Atlas(data, zone=ZONE)
    found = {}
    for policy in ("merged", "adverse"):
        timeline = atlas.timeline("2019-11-29", "2019-12-05", policy=policy)
        areas = timeline.areas().on(-1)
        key = ("controlled", ("government",))
        found[policy] = areas[key].best_km2 if key in areas else 0.0
        assert timeline.policy == policy
    assert found["merged"] > found["adverse"]


def stances(card):
    return {report.change_id: report.stance for report in card.reports}


def test_the_card_shows_each_report_of_the_airbase(data):
    assert stances(cm.card(data, AIRBASE, "2018-01-12", as_of="2018-01-12")) == {
        "airbase-claimed": "for",
        "airbase-clashes": "beside",  # near it, not at it
    }
    now = cm.card(data, AIRBASE, "2018-01-12")
    assert stances(now) == {
        "airbase-retaken": "for",
        "airbase-claimed": "against",
        "airbase-clashes": "beside",
    }
    claimed = next(r for r in now.reports if r.change_id == "airbase-claimed")
    assert (claimed.outcome, claimed.denied_by) == ("premature", "reuters-2018-01-20")
    assert [(str(spell.start), *spell.controllers) for spell in now.strip] == [
        ("2017-07-24", HTS),
        ("2018-01-10", ARMY),
        ("2018-01-11", HTS),
        ("2018-01-20", ARMY),
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_card_shows_each_report_of_the_village(data, policy):
    card = cm.card(data, VILLAGE, "2019-12-05", policy=policy)
    is_merged = policy == "merged"
    told = stances(card)
    assert {told[f"ejaz-recaptured-{n}"] for n in (1, 2, 3, 4)} == {
        "for" if is_merged else "against"
    }
    assert told["ejaz-attempt-repelled"] == ("against" if is_merged else "for")
    assert len({report.url for report in card.reports}) >= 4
    assert {report.perspective for report in card.reports} == set(PERSPECTIVES)


def test_the_card_is_the_same_everywhere(data, controlmap):
    asked = (VILLAGE, "--on", "2019-12-05", "--policy", "adverse", "--evidence")
    card = cm.card(data, "Ejaz", "2019-12-05", policy="adverse")
    assert json.loads(controlmap("state", *asked, "--json")) == [card.to_dict()]
    text, html = controlmap("state", *asked), unescape(card._repr_html_())
    for heading, fact in facts_of(card):
        assert heading in text
        assert fact in text
        assert heading in html
        assert fact in html
    for report in card.reports:
        for words in (*report_words(card, report), report.title, report.url):
            assert words in text
            assert words in html
    for spell in card.strip:
        assert spell_words(card, spell) in text
        assert spell_words(card, spell) in html


@pytest.mark.parametrize(
    ("day", "as_of", "places"),
    [
        ("2018-01-09", None, set()),
        ("2018-01-12", None, {AIRBASE}),
        ("2018-01-12", "2018-01-10", set()),
        ("2019-11-30", None, {AIRBASE}),
        ("2019-12-01", None, {AIRBASE, VILLAGE}),
        ("2019-12-01", "2019-11-30", {AIRBASE}),
    ],
)
def test_where_perspectives_differ(data, controlmap, day, as_of, places):
    found = data.disagreements(day, as_of=as_of)
    assert {each.place_id for each in found} == places
    asked = ("--on", day, *(("--as-of", as_of) if as_of else ()))
    told = json.loads(controlmap("disagreements", *asked, "--json"))
    assert {place["place_id"] for place in told["places"]} == places
    for place in told["places"]:
        assert [v["perspective"] for v in place["voices"]] == list(PERSPECTIVES)
        assert all(v["evidence"][0]["url"] for v in place["voices"])
    layers = Atlas(data, zone=ZONE).disagreements(day, as_of=as_of)
    assert set(layers.places["place_id"]) == places
    observed = layers.cells.query("basis == 'observed'")
    assert set(observed["place_id"]) == places


def test_both_contradict_each_other(data):
    for place, day in [(AIRBASE, "2018-01-12"), (VILLAGE, "2019-12-01")]:
        [found] = [f for f in data.disagreements(day) if f.place_id == place]
        assert found.is_contradicted
