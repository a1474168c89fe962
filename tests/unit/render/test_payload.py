"""The payload says what the series says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from builders import change as make_change
from builders import dataset as make_dataset
from controlmap.domain.answer import Holding
from controlmap.domain.dataset import Dataset
from controlmap.domain.model import Zone
from controlmap.errors import GeometryError, RecipeError
from controlmap.geometry.crs import to_degrees
from controlmap.render.citations import safe_url
from controlmap.render.payload import make_payload
from controlmap.render.style import MapStyle
from unit.render import decoded, expected
from unit.render.synthetic import FIRST, HATCHED, RED, make_hostile_series, make_series


@pytest.fixture(scope="module")
def series():
    return make_series()


@pytest.fixture(scope="module")
def payload(series):
    return json.loads(json.dumps(make_payload(series)))


def test_the_invented_war_has_every_kind_of_state(series):
    states = series.states
    assert {s.status for s in states} == {"controlled", "no_data", *HATCHED}
    assert {s.basis for s in states} == {"observed", "inferred", "none"}
    assert {s.firmness for s in states} == {"", "firm", "likely", "uncertain"}
    assert {s.freshness for s in states} == {"", "fresh", "stale", "presumed"}
    assert any("" in s.controllers for s in states)


def test_states_of_every_day_are_those_of_the_series(series, payload):
    days = list(decoded.states_by_day(payload))
    assert len(days) == (series.last_day - series.first_day).days + 1
    for day, states in days:
        assert states == expected.states_on(series, day)


def test_arcs_are_those_of_the_tessellation(series, payload):
    tessellation = series.tessellation
    degrees = to_degrees(tessellation.vertices, tessellation.crs).round(5)
    ids = (*tessellation.place_ids, None)
    offsets = tessellation.arc_offsets

    def described(left, right, run):
        corners = [(round(float(x), 5), round(float(y), 5)) for x, y in run]
        return min(
            (left or "", right or "", corners), (right or "", left or "", corners[::-1])
        )

    theirs = [
        described(
            ids[left],
            ids[right],
            degrees[tessellation.arc_vertices[offsets[i] : offsets[i + 1]]],
        )
        for i, (left, right) in enumerate(
            zip(tessellation.left, tessellation.right, strict=True)
        )
    ]
    names = [*payload["places"]["id"][: payload["cells"]["count"]], None]
    ours = [
        described(names[a], names[b], run)
        for a, b, run in decoded.arcs(payload["topology"])
    ]
    assert sorted(ours) == sorted(theirs)


def test_no_two_vertices_fall_together(series):
    vertices = series.tessellation.vertices.copy()
    close = series.tessellation.arc_vertices[:2]
    vertices[close[1]] = vertices[close[0]] + (0.2, 0)
    tessellation = replace(series.tessellation, vertices=vertices)
    topology = make_payload(replace(series, tessellation=tessellation))["topology"]
    assert topology["scale"] == 1_000_000


def test_equal_vertices_are_refused(series):
    vertices = series.tessellation.vertices.copy()
    vertices[1] = vertices[0]
    tessellation = replace(series.tessellation, vertices=vertices)
    with pytest.raises(GeometryError, match="nearer than a centimetre"):
        make_payload(replace(series, tessellation=tessellation))


def test_areas_belong_to_the_cells_of_their_places(series, payload):
    areas = decoded.numbers(payload["cells"]["areas"])
    ids = payload["places"]["id"]
    by_place = {ids[i]: area / 1000 for i, area in enumerate(areas)}
    tessellation = series.tessellation
    assert by_place == {
        place: pytest.approx(km2, abs=0.0005)
        for place, km2 in zip(
            tessellation.place_ids, tessellation.area_km2, strict=True
        )
    }


def test_answers_name_the_records_of_the_series(series, payload):
    found = decoded.answers(payload)
    assert found.keys() == series.answers.keys()
    records = payload["records"]
    by_id = {c.change_id: c for c in series.dataset.changes}
    words = payload["words"]
    for place, log in found.items():
        ours = series.answers[place]
        assert [day for day, _ in log] == [day for day, _ in ours]
        for (_, row), (_, answer) in zip(log, ours, strict=True):
            assert words["status"][row[0]] == answer.status
            assert [len(side) for side in row[1]] == [len(s) for s in answer.sides]
            assert decoded.day_of(payload, row[4]) == answer.since
            assert decoded.day_of(payload, row[7]) == answer.last_report
            assert words["rule"][row[10]] == answer.rule
            notes = [by_id[record].note for record in answer.evidence]
            assert [records[i][15] for i in row[13]] == notes
            assert len(row[14]) == len(answer.against)


def test_places_without_a_point_come_last_and_have_none(series, payload):
    places = payload["places"]
    located = places["located"]
    assert set(places["id"][located:]) == {"lost-hill", "east-side"}
    assert len(decoded.numbers(places["lon"])) == located
    assert dict(zip(places["id"][located:], places["sought"], strict=True)) == {
        "lost-hill": [
            "Upper Bay, The Bay",
            "Two hills have this name. Candidates: Cape Hill; Long Hill.",
        ],
        "east-side": ["", ""],
    }
    assert payload["cells"]["count"] == located - 2


def test_distinct_answers_are_sent_once(payload):
    rows = [json.dumps(row) for row in payload["answers"]["rows"]]
    assert len(rows) == len(set(rows))


def test_a_bad_colour_is_refused(series):
    actors = dict(series.dataset.actors)
    actors[RED] = replace(actors[RED], colour="red;background:url(x)")
    bad = replace(series, dataset=replace(series.dataset, actors=actors))
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        make_payload(bad)


def test_only_plain_web_addresses_are_sent():
    payload = make_payload(make_hostile_series())
    urls = [row[2] for row in payload["sources"]]
    assert all(url.startswith("https://example.org/") or url == "" for url in urls)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https:",
        "https://[bad/",
        "ftp://example.org/x",
        "https://example.org/\u202ex",
        "",
    ],
)
def test_other_addresses_are_not(url):
    assert safe_url(url) == ""


def test_the_title_is_the_style_s_else_the_data_set_s_else_the_zone_s(series):
    assert make_payload(series, MapStyle(title="Mine"))["title"] == "Mine"
    assert make_payload(series)["title"] == "An invented war"
    unnamed = replace(series, dataset=replace(series.dataset, title=""))
    assert make_payload(unnamed)["title"] == "The Bay zone"


def test_blocs_are_dated():
    built = make_dataset([make_change("c", "2019-11-30", "captured", "red-army")])
    synthetic = make_series(8, 4)
    data = replace(synthetic.dataset, links=built.links)
    actors = data.actors | built.actors
    states = tuple(
        replace(s, controllers=("blue-army",) * len(s.controllers))
        for s in synthetic.states
    )
    series = replace(
        synthetic, by="bloc", states=states, dataset=replace(data, actors=actors)
    )
    payload = make_payload(series)
    ids = [row[0] for row in payload["actors"]]
    assert payload["blocs"][ids.index("blue-army")] == [0, ids.index("blue")]
    assert payload["blocs"][ids.index(RED)] == [0, ids.index(RED)]
    assert make_payload(synthetic)["blocs"] == []


def test_it_grows_little_with_days():
    short, long = (len(json.dumps(make_payload(make_series(200, n)))) for n in (2, 20))
    assert long < 2.5 * short


def test_days_before_the_map_are_negative(series, payload):
    since = {row[4] for row in payload["answers"]["rows"] if row[4] is not None}
    assert min(since) < 0
    assert decoded.day_of(payload, min(since)) < FIRST


def test_a_map_of_one_day_has_a_payload():
    series = make_series(8, 1)
    payload = make_payload(series)
    assert payload["last"] == 0
    assert payload["changes"] == ""


def test_a_map_without_records_has_a_payload():
    series = make_series(8, 1)
    bare = replace(
        series,
        answers={},
        dataset=Dataset(places=series.dataset.places, actors=series.dataset.actors),
        zone=Zone("z", "Z", "m", "a book", {}),
    )
    payload = make_payload(bare)
    assert payload["records"] == []
    assert payload["zone"]["source"] == "a book"


def test_holdings_before_and_after_are_told(series, payload):
    rows = [r for log in decoded.answers(payload).values() for _, r in log if r[3]]
    assert rows
    assert all(isinstance(row[3], list) for row in rows)
    answers = [a for log in series.answers.values() for _, a in log if a.after]
    assert all(isinstance(answer.after, Holding) for answer in answers)
    assert len(rows) == len(answers)


def test_the_first_state_of_each_cell_is_run_length_coded(payload):
    runs = decoded.numbers(payload["initial"])
    assert sum(runs[1::2]) == payload["cells"]["count"]
    assert all(a != b for a, b in pairwise(runs[::2]))


def test_as_of_is_said(series):
    known = replace(series, as_of=date(2019, 12, 1))
    assert make_payload(known)["as_of"] == "2019-12-01"
    assert timedelta(days=make_payload(known)["last"]) == series.last_day - FIRST
    assert np.array_equal(known.initial, series.initial)
