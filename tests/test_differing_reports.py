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
ARMY, HTS, NFL = "syrian-arab-army", "hts", "nfl"
ZONE = "idlib-de-escalation-zone"
CLAIM = "rossa-primavera-2018-01-11-abu-al-duhur-airbase-captured"


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


POLICIES = ("merged", "corroborated", "adverse")
PERSPECTIVES = ("government", "independent", "opposition")

# Place, day, as known on; holder under each policy; holder by each perspective.
CASES = [
    (AIRBASE, "2018-01-09", "", (HTS, HTS, HTS), ("", HTS, "")),
    (AIRBASE, "2018-01-10", "", (ARMY, HTS, ARMY), ("", ARMY, "")),
    (AIRBASE, "2018-01-12", "", (HTS, HTS, HTS), ("", HTS, "")),
    (AIRBASE, "2018-01-12", "2018-01-13", (ARMY, HTS, HTS), (ARMY, HTS, "")),
    (AIRBASE, "2018-01-21", "", (ARMY, ARMY, ARMY), (ARMY, ARMY, "")),
    (VILLAGE, "2019-11-29", "", (ARMY, ARMY, ARMY), (ARMY, ARMY, ARMY)),
    (VILLAGE, "2019-11-30", "", (HTS, HTS, HTS), (HTS, NFL, NFL)),
    (VILLAGE, "2019-12-01", "", (ARMY, ARMY, ARMY), (ARMY, ARMY, NFL)),
    (VILLAGE, "2019-12-05", "2019-12-01", (ARMY, ARMY, ARMY), (ARMY, ARMY, NFL)),
]


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


def test_the_record_set_aside_is_named(data):
    for policy in ("corroborated", "adverse"):
        state = data.state_on("2018-01-12", as_of="2018-01-13", policy=policy)
        assert state.at(AIRBASE).set_aside == (CLAIM,)
        assert state.at(AIRBASE).against == (CLAIM,)


@pytest.mark.parametrize(
    ("options", "holder"),
    [
        ((), ARMY),
        (("--perspective", "government"), ARMY),
        (("--perspective", "opposition"), NFL),
        (("--perspective", "publisher:Syria Today"), HTS),
        (("--perspective", "chain:south-front, chain:al-masdar"), ARMY),
    ],
)
def test_some_perspectives_on_the_command_line(controlmap, options, holder):
    asked = ("state", VILLAGE, "--on", "2019-12-02", "--json", *options)
    assert json.loads(controlmap(*asked))[0]["controllers"] == [holder]
    days = ("--from", "2019-11-30", "--to", "2019-12-02", "--json")
    changes = json.loads(controlmap("changes", *days, *options))
    assert (VILLAGE in {row["place_id"] for row in changes}) == (holder == ARMY)


@pytest.mark.parametrize(
    ("policy", "holder"), [("merged", ARMY), ("corroborated", HTS), ("adverse", HTS)]
)
def test_a_policy_on_the_command_line(controlmap, policy, holder):
    asked = ("--as-of", "2018-01-13", "--policy", policy, "--json")
    [told] = json.loads(controlmap("state", AIRBASE, "--on", "2018-01-12", *asked))
    assert told["controllers"] == [holder]
    days = ("--from", "2018-01-09", "--to", "2018-01-12")
    changes = json.loads(controlmap("changes", *days, *asked))
    assert (AIRBASE in {row["place_id"] for row in changes}) == (holder == ARMY)


@pytest.mark.parametrize(
    ("place", "day", "known", "change", "holder"),
    [
        (VILLAGE, "2019-12-05", None, {}, "government"),
        (VILLAGE, "2019-12-05", None, {"perspective": "government"}, "government"),
        (VILLAGE, "2019-12-05", None, {"perspective": "opposition"}, "turkey"),
        (AIRBASE, "2018-01-12", "2018-01-13", {}, "government"),
        (AIRBASE, "2018-01-12", "2018-01-13", {"perspective": "independent"}, "hts"),
        (AIRBASE, "2018-01-12", "2018-01-13", {"policy": "corroborated"}, "hts"),
        (AIRBASE, "2018-01-12", "2018-01-13", {"policy": "adverse"}, "hts"),
    ],
)
def test_the_map_differs_as_the_reports_do(data, place, day, known, change, holder):
    asked = dict(change)
    perspective = asked.pop("perspective", None)
    heard = data.only(perspectives=[perspective]) if perspective else data
    layers = Atlas(heard, zone=ZONE).layers(day, as_of=known, by="bloc", **asked)
    cell = layers.cells.set_index("place_id").loc[place]
    assert (cell["controllers"], cell["basis"]) == (holder, "observed")
    assert layers.places.set_index("place_id").loc[place, "blocs"] == holder
    held = layers.territories.query("status == 'controlled'")["controllers"]
    assert holder in set(held)


def test_areas_and_timelines_too(data):
    atlas = Atlas(data, zone=ZONE)
    found = {}
    for policy in ("merged", "adverse"):
        days = "2018-01-09", "2018-01-12"
        timeline = atlas.timeline(*days, as_of="2018-01-13", policy=policy)
        areas = timeline.areas().on(-1)
        key = ("controlled", ("government",))
        found[policy] = areas[key].best_km2 if key in areas else 0.0
        assert timeline.policy == policy
    assert found["merged"] > found["adverse"]


def stances(card):
    return {report.change_id: report.stance for report in card.reports}


def test_the_card_shows_each_report_of_the_airbase(data):
    then = cm.card(data, AIRBASE, "2018-01-12", as_of="2018-01-13")
    assert stances(then) == {
        CLAIM: "for",
        "seed-000-abu-al-duhur-airbase-clashes": "beside",  # near it, not at it
    }
    assert then.reports[0].outcome == "stands"
    careful = cm.card(data, AIRBASE, "2018-01-12", as_of="2018-01-13", policy="adverse")
    told = {r.change_id: (r.stance, r.is_set_aside) for r in careful.reports}
    assert told["wp2017-abu-al-duhur-airbase"] == ("for", False)
    assert told[CLAIM] == ("against", True)
    now = cm.card(data, AIRBASE, "2018-01-12")
    assert stances(now)[CLAIM] == "against"
    [claim] = [r for r in now.reports if r.change_id == CLAIM]
    assert claim.outcome == "premature"
    assert [(str(spell.start), *spell.controllers) for spell in now.strip] == [
        ("2017-07-24", HTS),
        ("2018-01-10", ARMY),
        ("2018-01-11", HTS),
        ("2018-01-20", ARMY),
    ]


def test_the_card_shows_each_report_of_the_village(data):
    card = cm.card(data, VILLAGE, "2019-12-02")
    told = stances(card)
    for voice in ("seed-003", "south-front-2019-12-01-2", "almodon-2019-12-01"):
        assert told[f"{voice}-ejaz-recaptured"] == "for"
    assert told["waseela-2019-12-01-ejaz-attack-repelled"] == "against"
    assert {report.perspective for report in card.reports} == set(PERSPECTIVES)
    assert len({report.url for report in card.reports}) == len(
        {report.source_id for report in card.reports}
    )


def test_the_card_is_the_same_everywhere(data, controlmap):
    known = ("--as-of", "2018-01-13", "--policy", "adverse")
    asked = (AIRBASE, "--on", "2018-01-12", *known, "--evidence")
    card = cm.card(data, AIRBASE, "2018-01-12", as_of="2018-01-13", policy="adverse")
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
        ("2018-01-12", "2018-01-13", {AIRBASE}),
        ("2018-01-12", "2018-01-10", set()),
        ("2018-02-01", None, set()),
        ("2019-11-30", None, {VILLAGE}),  # HTS and others, or NFL: two blocs
        ("2019-12-01", None, {VILLAGE}),
        ("2019-12-01", "2019-11-29", set()),
    ],
)
def test_where_perspectives_differ(data, controlmap, day, as_of, places):
    found = data.disagreements(day, as_of=as_of)
    assert {each.place_id for each in found} == places
    asked = ("--on", day, *(("--as-of", as_of) if as_of else ()))
    told = json.loads(controlmap("disagreements", *asked, "--json"))
    assert {place["place_id"] for place in told["places"]} == places
    for place in told["places"]:
        assert {v["perspective"] for v in place["voices"]} <= set(PERSPECTIVES)
        assert all(v["evidence"][0]["url"] for v in place["voices"])
    layers = Atlas(data, zone=ZONE).disagreements(day, as_of=as_of)
    assert set(layers.places["place_id"]) == places
    observed = layers.cells.query("basis == 'observed'")
    assert set(observed["place_id"]) == places


def test_who_says_what_of_the_village(data):
    [found] = data.disagreements("2019-12-01")
    assert found.is_contradicted
    assert [(v.perspective, *v.state.controllers) for v in found.voices] == [
        ("government", ARMY),
        ("independent", ARMY),
        ("opposition", NFL),
    ]
