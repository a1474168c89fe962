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
from controlmap.domain.dataset import Dataset
from controlmap.domain.model import Zone
from controlmap.domain.reports import Report
from controlmap.errors import RecipeError
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


@pytest.mark.parametrize("offset", [-9, 0, 1, 9, 1_000])
def test_the_opening_is_that_of_the_day_shown_first(series, offset):
    start = FIRST + timedelta(days=offset)
    payload = make_payload(series, MapStyle(start=start))
    day = min(max(start, series.first_day), series.last_day)
    assert payload["opening"]["day"] == (day - series.first_day).days
    assert decoded.opening(payload) == expected.states_on(series, day)


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
    names = [*decoded.place_ids(payload)[: decoded.cell_count(payload)], None]
    ours = [described(names[a], names[b], run) for a, b, run in decoded.arcs(payload)]
    assert sorted(ours) == sorted(theirs)


def test_vertices_that_fall_together_stay_apart(series):
    vertices = series.tessellation.vertices.copy()
    close = series.tessellation.arc_vertices[:2]
    vertices[close[1]] = vertices[close[0]] + (0.2, 0)
    tessellation = replace(series.tessellation, vertices=vertices)
    payload = make_payload(replace(series, tessellation=tessellation))
    assert len(decoded.arcs(payload)) == len(tessellation.left)
    assert any(
        len(run) == 2 and run[0] == run[1] for _, _, run in decoded.arcs(payload)
    )


def test_areas_belong_to_the_cells_of_their_places(series, payload):
    ids = decoded.place_ids(payload)
    by_place = {ids[i]: area / 1000 for i, area in enumerate(decoded.areas(payload))}
    tessellation = series.tessellation
    assert by_place == {
        place: pytest.approx(km2, abs=0.0005)
        for place, km2 in zip(
            tessellation.place_ids, tessellation.area_km2, strict=True
        )
    }


def test_answers_are_those_of_the_series(series, payload):
    found = decoded.answers(payload)
    assert found.keys() == series.answers.keys()
    for place, log in found.items():
        for (day, said), (wanted_day, answer) in zip(
            log, series.answers[place], strict=True
        ):
            assert day == wanted_day
            said_in_words = in_words(payload, said, records_in_order(series, payload))
            assert said_in_words == fields_of(answer)


def records_in_order(series, payload):
    """Records of the places, by place, last day, first day and identifier."""
    place = {key: number for number, key in enumerate(decoded.place_ids(payload))}
    told = [Report.of(c) for c in series.dataset.changes if c.place_id in place]
    told.sort(key=lambda r: (place[r.change.place_id], r.sort_key))
    return [report.change for report in told]


def in_words(payload, said, records):
    """An answer as read back, with words, identifiers and dates."""
    words, actors = payload["words"], payload["actors"]
    ids = [record.change_id for record in records]

    def word(column, code):
        return words[column][code] if code >= 0 else None

    def day(offset):
        return decoded.day_of(payload, offset)

    def sides(given):
        return tuple(tuple(actors[a][0] for a in side) for side in given)

    def holding(given):
        return given and (word("status", given[0]), sides(given[1]))

    return {
        "holding": (word("status", said["status"]), sides(said["sides"])),
        "before": holding(said["before"]),
        "after": holding(said["after"]),
        "since": day(said["since"]),
        "window": tuple(map(day, said["window"])),
        "certainty": word("certainty", said["certainty"]),
        "last_report": day(said["last_report"]),
        "reported_through": day(said["reported_through"]),
        "freshness": word("freshness", said["freshness"]),
        "rule": word("rule", said["rule"]),
        "is_broken": said["is_broken"],
        "presence": [
            (
                *sides([side]),
                day(since),
                day(through),
                ids[r],
                word("place_precision", p),
            )
            for side, since, through, r, p in said["presence"]
        ],
        "evidence": [ids[r] for r in said["evidence"]],
        "against": [ids[r] for r in said["against"]],
    }


def fields_of(answer):
    """The same of an answer of the series."""

    def holding(given):
        return given and (given.status, given.sides)

    return {
        "holding": holding(answer.holding),
        "before": holding(answer.before),
        "after": holding(answer.after),
        "since": answer.since,
        "window": answer.window,
        "certainty": answer.certainty,
        "last_report": answer.last_report,
        "reported_through": answer.reported_through,
        "freshness": answer.freshness,
        "rule": answer.rule,
        "is_broken": answer.is_broken,
        "presence": [
            (
                p.side,
                p.since,
                p.reported_through or p.last_report,
                p.change_id,
                p.place_precision,
            )
            for p in answer.presence
        ],
        "evidence": list(answer.evidence),
        "against": list(answer.against),
    }


def test_records_are_those_of_the_series(series, payload):
    ids = [row[0] for row in payload["actors"]]
    sources = [row[1] for row in payload["evidence"]["sources"]]
    records = records_in_order(series, payload)
    assert records
    for row, record in zip(decoded.reports(payload), records, strict=True):
        assert row["valid"] == record.valid.text
        assert row["reported"] == (record.reported.text if record.reported else "")
        assert (row["event"], row["status"]) == (record.event, record.status)
        assert (
            tuple(tuple(ids[a] for a in s) for s in row["sides"]) == record.controllers
        )
        assert [tuple(ids[a] for a in s) for s in row["previous"]] == (
            [record.previous] if record.previous else []
        )
        cited = series.dataset.sources[record.source.source_id]
        assert sources[row["source"]] == cited.title
        for column in ("confidence", "outcome", "place_precision"):
            assert row[column] == getattr(record, column)
        assert (row["locator"], row["note"]) == (record.source.locator, record.note)
        assert len(row["also_at"]) == len(record.also_at)
        assert payload["evidence"]["chains"][row["chain"]] == cited.chain
        assert row["sequence"] == record.sequence
        assert row["supersedes"] == record.supersedes


def test_places_without_a_point_come_last_and_have_none(series, payload):
    places = payload["places"]
    located = places["located"]
    assert set(decoded.place_ids(payload)[located:]) == {"lost-hill", "east-side"}
    assert len(decoded.numbers(places["lon"])) == located
    assert dict(
        zip(decoded.place_ids(payload)[located:], places["sought"], strict=True)
    ) == {
        "lost-hill": [
            "Upper Bay, The Bay",
            "Two hills have this name. Candidates: Cape Hill; Long Hill.",
        ],
        "east-side": ["", ""],
    }
    assert decoded.cell_count(payload) == located - 2


def test_kinds_of_answers_are_sent_once(payload):
    rows = [json.dumps(row) for row in payload["answers"]["kinds"]]
    assert len(rows) == len(set(rows))
    assert set(decoded.numbers(payload["answers"]["kind"])) == set(range(len(rows)))


def test_a_bad_colour_is_refused(series):
    actors = dict(series.dataset.actors)
    actors[RED] = replace(actors[RED], colour="red;background:url(x)")
    bad = replace(series, dataset=replace(series.dataset, actors=actors))
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        make_payload(bad)


def test_only_plain_web_addresses_are_sent():
    payload = make_payload(make_hostile_series())
    urls = [row[2] for row in payload["evidence"]["sources"]]
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


def test_days_before_the_map_are_negative(payload):
    said = [said for log in decoded.answers(payload).values() for _, said in log]
    since = {each["since"] for each in said if each["since"] is not None}
    assert min(since) < 0
    assert decoded.day_of(payload, min(since)) < FIRST


def test_a_map_of_one_day_has_a_payload():
    series = make_series(8, 1)
    payload = make_payload(series)
    assert payload["last"] == 0
    assert payload["cells"]["days"] == ""


def test_a_map_without_records_has_a_payload():
    series = make_series(8, 1)
    bare = replace(
        series,
        answers={},
        dataset=Dataset(places=series.dataset.places, actors=series.dataset.actors),
        zone=Zone("z", "Z", "m", "a book", {}),
    )
    payload = make_payload(bare)
    assert decoded.reports(payload) == []
    assert payload["answers"]["kinds"] == []
    assert payload["zone"]["source"] == "a book"


def test_a_cell_drawn_otherwise_than_its_answer_foretells_is_an_exception(series):
    plain = make_payload(series)
    other = {c: series.states[c.state] for c in series.changes}
    answered = {
        (series.tessellation.place_ids.index(place), day)
        for place, log in series.answers.items()
        if place in series.tessellation.place_ids
        for day, _ in log
    }
    odd = next(c for c in other if (c.cell, c.day) in answered)
    changed = replace(odd, state=(odd.state + 1) % len(series.states))
    twisted = replace(
        series,
        changes=tuple(changed if c == odd else c for c in series.changes),
    )
    payload = make_payload(twisted)
    assert len(payload["cells"]["exceptions"]) > len(plain["cells"]["exceptions"])
    for day, states in decoded.states_by_day(payload):
        assert states == expected.states_on(twisted, day)


def test_cells_without_answers_are_run_length_coded(series):
    bare = replace(series, answers={})
    payload = make_payload(bare)
    runs = decoded.numbers(payload["cells"]["initial"])
    assert sum(runs[1::2]) == decoded.cell_count(payload)
    assert all(a != b for a, b in pairwise(runs[::2]))
    for day, states in decoded.states_by_day(payload):
        assert states == expected.states_on(bare, day)


def test_as_of_is_said(series):
    known = replace(series, as_of=date(2019, 12, 1))
    assert make_payload(known)["as_of"] == "2019-12-01"
    assert timedelta(days=make_payload(known)["last"]) == series.last_day - FIRST
    assert np.array_equal(known.initial, series.initial)
