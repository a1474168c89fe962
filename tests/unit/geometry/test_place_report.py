import json
from datetime import date

import pytest
from shapely.geometry import box

from builders import LINKS, SOURCES, change, dataset, link, place, source
from controlmap.geometry.layers import make_layers
from controlmap.geometry.place_report import place_reports
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from unit.geometry.plane import flat_zone, place_at

DAY = date(2019, 12, 1)
TEXT, MAYBE_TEXT = (str,), (str, type(None))
FIELDS = {
    # What a reader of the JSON relies on, in this order,
    "place_id": TEXT,
    "name": TEXT,
    "on": TEXT,
    "as_of": MAYBE_TEXT,
    "status": TEXT,
    "controllers": (list,),
    "sides": (list,),
    "blocs": (list,),
    "since": MAYBE_TEXT,
    "certainty": MAYBE_TEXT,
    "age_days": (int, type(None)),
    "freshness": MAYBE_TEXT,
    "rule": TEXT,
    "presence": (list,),
    "evidence": (list,),
    "against": (list,),
    "inferred": (dict, type(None)),
    # and ours beside.
    "before": (dict, type(None)),
    "after": (dict, type(None)),
    "window": (list,),
    "is_broken": (bool,),
    "policy": TEXT,
    "set_aside": (list,),
}
INFERRED = {
    "controllers": (list,),
    "blocs": (list,),
    "firmness": MAYBE_TEXT,
    "rule": TEXT,
    "nearest": MAYBE_TEXT,
    "distance_km": (float, type(None)),
}
PLACES = (
    place_at("held", 0, 0),
    place_at("clash", 4_000, 0),
    place_at("quiet", 1_000, 0),
    place_at("left", 1_500, 0),
    place_at("changing", 6_000, 0),
    place_at("far", 9_000, 9_000),
    place_at("abroad", 40_000, 0),
    place("unlocated", None, None),
    place("unlocated-held", None, None),
    place_at("post", -3_000, 0),
)
CHANGES = (
    change("a", "2019-11-01", "captured", "red-army+green", place="held"),
    change("a2", "2019-11-03", "held", "red-army", place="held", source="red-press"),
    change("a3", "2019-11-02", "held", "blue-army", place="held", outcome="denied"),
    change("b", "2019-11-20", "clashes", "red-army;blue-brigade", place="clash"),
    change("c", "2019-11-20", "withdrew", "", place="left"),
    change(
        "d",
        "2019-11-28/2019-12-04",
        "captured",
        "blue",
        place="changing",
        previous="red",
    ),
    change("e", "2019-11-20", "held", "blue-army", place="unlocated-held"),
    change("f", "2019-10-20", "presence_established", "green+red", place="post"),
)
NEAR = "nearest-place"


def reports(*place_ids, changes=CHANGES, places=PLACES, on=DAY, data=None, **more):
    data = data or dataset(changes, places, zones=[flat_zone()])
    states = data.state_on(on, as_of=more.pop("as_of", None))
    return place_reports(states, place_ids or [p.place_id for p in places], **more)


@pytest.mark.parametrize("by", ["actor", "bloc"])
def test_fields_are_those_promised_and_plain(by):
    told = reports(by=by)
    assert [report["place_id"] for report in told] == [p.place_id for p in PLACES]
    assert {report["status"] for report in told} == {
        "controlled",
        "contested",
        "unknown",
        "changing",
        "no_record",
    }
    for report in told:
        assert list(report) == list(FIELDS)
        for name, types in FIELDS.items():
            assert type(report[name]) in types, (report["place_id"], name)
        if report["inferred"] is not None:
            assert list(report["inferred"]) == list(INFERRED)
            for name, types in INFERRED.items():
                assert type(report["inferred"][name]) in types, name
    assert json.loads(json.dumps(told)) == told


def test_a_held_place():
    [report] = reports("held")
    evidence, against = report.pop("evidence"), report.pop("against")
    assert report == {
        "place_id": "held",
        "name": "Held",
        "on": "2019-12-01",
        "as_of": None,
        "status": "controlled",
        "controllers": ["red-army"],
        "sides": [["red-army", "green"]],
        "blocs": ["red"],
        "since": "2019-11-01",
        "certainty": "confirmed",
        "age_days": 28,
        "freshness": "fresh",
        "rule": "carried",
        "presence": [],
        "inferred": None,
        "before": None,
        "after": None,
        "window": ["2019-11-01", "2019-11-01"],
        "is_broken": False,
        "policy": "merged",
        "set_aside": [],
    }
    assert [record["change_id"] for record in evidence] == ["a", "a2"]
    assert evidence[1] == {
        "change_id": "a2",
        "valid": "2019-11-03",
        "event": "held",
        "status": "controlled",
        "controllers": [["red-army"]],
        "previous": [],
        "source": "red-press",
        "publisher": "Red-Press",
        "perspective": "red",
        "chain": "red-press",
        "reported": None,
        "url": "https://example.org/red-press",
        "outcome": "stands",
        "confidence": "high",
    }
    assert [(r["change_id"], r["outcome"]) for r in against] == [("a3", "denied")]


def test_a_contested_place_by_actor_and_by_bloc():
    [by_actor], [by_bloc] = reports("clash"), reports("clash", by="bloc")
    assert sorted(by_actor["controllers"]) == ["blue-brigade", "red-army"]
    assert by_bloc["controllers"] == ["blue", "red"]
    for report in (by_actor, by_bloc):
        assert sorted(report["sides"]) == [["blue-brigade"], ["red-army"]]
        assert sorted(report["blocs"]) == ["blue", "red"]
        assert (report["certainty"], report["inferred"]) == (None, None)


def test_a_changing_place():
    [report] = reports("changing")
    assert (report["status"], report["controllers"], report["sides"]) == (
        "changing",
        [],
        [],
    )
    assert report["before"] == {
        "status": "controlled",
        "sides": [["red"]],
        "blocs": ["red"],
    }
    assert report["after"] == {
        "status": "controlled",
        "sides": [["blue"]],
        "blocs": ["blue"],
    }
    assert report["window"] == ["2019-11-28", "2019-12-04"]
    assert (report["since"], report["age_days"]) == ("2019-11-28", None)
    assert report["inferred"] is None
    assert report == reports("changing", by="bloc")[0]


@pytest.mark.parametrize(
    ("event", "given", "actor_status"),
    [
        ("clashes", "blue-army;blue-guard", "contested"),
        ("captured", "blue-army", "changing"),
    ],
)
def test_what_is_inside_a_bloc_is_the_blocs(event, given, actor_status):
    links = (*LINKS, link("blue-guard", "in_bloc", "blue"))
    changes = (
        change("1", "2019-10-01", "held", "blue-guard", place="held"),
        change("2", "2019-11-25/2019-12-05", event, given, place="held"),
    )
    data = dataset(changes, PLACES, links=links, zones=[flat_zone()])
    assert reports("held", data=data)[0]["status"] == actor_status
    [report] = reports("held", data=data, by="bloc")
    assert (report["status"], report["controllers"]) == ("controlled", ["blue"])


def test_presence_stands_beside_and_decides_nothing():
    [report] = reports("post")
    assert (report["status"], report["controllers"]) == ("no_record", [])
    assert report["presence"] == [
        {
            "side": ["green", "red"],
            "since": "2019-10-20",
            "last_report": "2019-10-20",
            "place_precision": "exact",
            "change_id": "f",
        }
    ]
    assert report["inferred"]["controllers"] == ["red-army"]


class TestInferred:
    def test_nearest_observed_place(self):
        [report] = reports("quiet")
        assert report["inferred"] == {
            "controllers": ["red-army"],
            "blocs": ["red"],
            "firmness": "likely",
            "rule": NEAR,
            "nearest": "held",
            "distance_km": 1.0,
        }

    def test_of_a_place_known_to_be_left(self):
        [report] = reports("left")
        assert (report["status"], report["controllers"]) == ("unknown", [])
        assert report["inferred"]["nearest"] == "held"

    def test_by_bloc(self):
        [report] = reports("quiet", by="bloc")
        assert report["inferred"]["controllers"] == ["red"]
        assert report["inferred"]["blocs"] == ["red"]

    @pytest.mark.parametrize("name", ["far", "abroad"])
    def test_beyond_the_cap_the_nearest_is_named_without_a_holder(self, name):
        [report] = reports(name)
        assert report["inferred"] == {
            "controllers": [],
            "blocs": [],
            "firmness": None,
            "rule": NEAR,
            "nearest": "held",
            "distance_km": pytest.approx(12.728 if name == "far" else 40, abs=0.01),
        }

    def test_without_a_point(self):
        [report] = reports("unlocated")
        assert report["inferred"] == {
            "controllers": [],
            "blocs": [],
            "firmness": None,
            "rule": "no-point",
            "nearest": None,
            "distance_km": None,
        }
        assert reports("unlocated-held")[0]["inferred"] is None

    def test_where_nothing_is_observed(self):
        [report] = reports("quiet", changes=())
        assert report["inferred"] == {
            "controllers": [],
            "blocs": [],
            "firmness": None,
            "rule": NEAR,
            "nearest": None,
            "distance_km": None,
        }

    def test_it_needs_no_zone(self):
        data = dataset(CHANGES, PLACES, zones=())
        [report] = reports("quiet", data=data)
        assert report["inferred"]["nearest"] == "held"
        assert report["inferred"]["distance_km"] == pytest.approx(1, abs=0.001)

    def test_in_the_second_zone_and_outside_of_both(self):
        zones = [flat_zone(zone_id="one"), flat_zone(box(3e5, -1e4, 3.2e5, 1e4), "two")]
        places = (place_at("there", 310_000, 0), place_at("by-it", 312_000, 0))
        changes = [change("a", "2019-11-01", "held", "red", place="there")]
        data = dataset(changes, places, zones=zones)
        [report] = reports("by-it", data=data)
        assert report["inferred"]["controllers"] == ["red"]
        assert report["inferred"]["distance_km"] == pytest.approx(2, rel=0.001)

    @pytest.mark.parametrize("by", ["actor", "bloc"])
    def test_it_is_what_the_layers_draw_in_the_cell(self, by):
        grid = [
            place_at(f"g{x}-{y}", 900.0 * x + 31 * y, 1_100.0 * y - 17 * x)
            for x in range(-9, 10, 2)
            for y in range(-8, 9, 2)
        ]
        changes = [
            change(
                g.place_id,
                f"201{8 + n % 2}-0{1 + n % 7}-11",
                "held",
                "green" if n < 30 else "red-army" if g.lat > 35.5 else "blue-brigade",
                place=g.place_id,
            )
            for n, g in enumerate(grid)
            if n % 3 == 0
        ]
        data = dataset(changes, grid, zones=[flat_zone()])
        area = StudyArea.of(data.zones["plain"])
        made = tessellate(data.places.values(), area)
        cells = make_layers(data, area, made, Span(DAY, DAY, by=by)).cells.set_index(
            "place_id"
        )
        told = reports(*made.place_ids, data=data, by=by)
        levels = set()
        for report in told:
            cell = cells.loc[report["place_id"]]
            inferred = report["inferred"]
            drawn = (cell["basis"], cell["controllers"], cell["firmness"])
            if inferred is None:
                assert drawn == ("observed", report["controllers"][0], "")
            elif inferred["controllers"]:
                assert drawn == (
                    "inferred",
                    inferred["controllers"][0],
                    inferred["firmness"],
                )
            else:
                assert drawn == ("none", "", "")
            levels.add(drawn[2])
        assert levels >= {"likely", "uncertain", ""}


def test_as_of_is_kept_throughout():
    sources = (*SOURCES, source("late", published="2020-01-01"))
    changes = (
        change("a", "2019-11-01", "held", "red", place="held", reported="2019-11-02"),
        change("b", "2019-11-20", "held", "blue", place="held", reported="2020-01-01"),
    )
    data = dataset(changes, PLACES, sources=sources, zones=[flat_zone()])
    held, quiet = reports("held", "quiet", data=data, as_of=DAY)
    assert held["as_of"] == "2019-12-01"
    assert held["controllers"] == ["red"]
    assert quiet["inferred"]["controllers"] == ["red"]
    assert reports("quiet", data=data)[0]["inferred"]["controllers"] == ["blue"]


def test_histories_are_worked_out_once_for_all_places(monkeypatch):
    from controlmap.geometry.observed import Observers

    asked = []
    make = Observers.of
    monkeypatch.setattr(
        Observers, "of", lambda *given, **more: asked.append(1) or make(*given, **more)
    )
    reports("held")
    assert asked == []
    reports("quiet", "left", "far", "abroad", "unlocated")
    assert len(asked) == 1


def test_places_are_told_in_the_order_asked_even_twice():
    told = reports("quiet", "held", "quiet")
    assert [report["place_id"] for report in told] == ["quiet", "held", "quiet"]
    assert reports("held", changes=())[0]["rule"] == "no-record"
    assert place_reports(dataset().state_on(DAY), []) == []
