"""From rows to records: dates, lists, sides, references and defaults."""

from __future__ import annotations

from datetime import date

import pytest

from controlmap.domain.model import Event, SourceRef, Status
from controlmap.io.records import RecordReader
from controlmap.io.tables import read_features, read_table, schema_descriptors

ROW = {
    "change_id": "a",
    "place_id": "mill",
    "valid": "2019-03-05",
    "event": "captured",
    "status": "controlled",
    "source": "outlet",
    "confidence": "high",
    "place_precision": "exact",
    "outcome": "stands",
}
OUTLET = {
    "source_id": "outlet",
    "publisher": "Outlet",
    "title": "Report",
    "perspective": "independent",
    "chain": "outlet",
}


@pytest.fixture
def table(tmp_path):
    """Table of rows given as what they hold, the other columns empty."""

    def make(name, *rows):
        columns = [each["name"] for each in schema_descriptors()[name]["fields"]]
        lines = [",".join(columns)]
        lines += [",".join(row.get(column, "") for column in columns) for row in rows]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        found = read_table(path, name)
        assert found.issues == ()
        return found

    return make


@pytest.fixture
def reader():
    return RecordReader()


def said(reader):
    return [str(issue) for issue in reader.issues]


def test_a_record_with_what_it_needs(table, reader):
    (record,) = reader.changes(table("control_changes", ROW), {})
    assert (record.change_id, record.place_id, record.line) == ("a", "mill", 2)
    assert record.valid.earliest == record.valid.latest == date(2019, 3, 5)
    assert record.event is Event.CAPTURED
    assert record.status is Status.CONTROLLED
    assert record.source == SourceRef("outlet")
    assert (record.controllers, record.previous, record.also_at) == ((), (), ())
    assert (record.sequence, record.reported) == (None, None)
    assert (record.claimed_by, record.denied_by, record.supersedes) == ("", "", "")
    assert reader.issues == []


def test_a_record_with_all_it_can_say(table, reader):
    row = ROW | {
        "sequence": "2",
        "controllers": "red+red-army;blue",
        "previous": "green+grey",
        "source": "outlet[para 3; table 1]",
        "also_at": " Wire (copy) ; Other ;",
        "reported_on": "2019-03",
        "claimed_by": "Red",
        "denied_by": "other",
        "supersedes": "b",
        "note": "short",
    }
    (record,) = reader.changes(table("control_changes", row), {})
    assert record.sequence == 2
    assert record.controllers == (("red", "red-army"), ("blue",))
    assert record.previous == ("green", "grey")
    assert record.source == SourceRef("outlet", "para 3; table 1")
    assert str(record.source) == row["source"]
    assert record.also_at == ("Wire (copy)", "Other")
    assert record.reported.latest == date(2019, 3, 31)
    assert record.claimed_by == "Red"
    assert (record.denied_by, record.supersedes) == ("other", "b")
    assert record.note == "short"


def test_a_record_is_reported_when_its_source_is_published(table, reader):
    sources = reader.sources(table("sources", OUTLET | {"published_on": "2019-03-07"}))
    plain, own = reader.changes(
        table("control_changes", ROW, ROW | {"change_id": "b", "reported_on": "2019"}),
        sources,
    )
    assert plain.reported == sources["outlet"].published
    assert own.reported.latest == date(2019, 12, 31)


def test_a_record_of_a_source_without_a_day_has_none(table, reader):
    sources = reader.sources(table("sources", OUTLET))
    (record,) = reader.changes(table("control_changes", ROW), sources)
    assert record.reported is None


def test_a_date_that_cannot_be_read(table, reader):
    changes = table(
        "control_changes",
        ROW | {"valid": "soon"},
        ROW | {"change_id": "b", "reported_on": "later"},
        ROW | {"change_id": "c", "valid": "2019-03-05/2019-03-01"},
    )
    assert [record.change_id for record in reader.changes(changes, {})] == ["b"]
    example = (
        "is no EDTF level 1 date; write it like 2019-12-01, 2019-12, "
        "2019-11-30/2019-12-01, ../2017-07-24 or 2019~"
    )
    assert said(reader) == [
        f"control_changes.csv:2:valid: 'soon' {example} [edtf]",
        f"control_changes.csv:3:reported_on: 'later' {example} [edtf]",
        "control_changes.csv:4:valid: '2019-03-05/2019-03-01' ends before it starts; "
        "the earlier day comes first [window-reversed]",
    ]


def test_sources(table, reader):
    row = OUTLET | {
        "url": "https://example.org",
        "published_on": "2019-03-07",
        "accessed_on": "2020",
        "language": "en",
        "licence": "CC0",
    }
    found = reader.sources(table("sources", row))
    source = found["outlet"]
    assert (source.publisher, source.title, source.line) == ("Outlet", "Report", 2)
    assert (source.perspective, source.chain) == ("independent", "outlet")
    assert source.published.text == "2019-03-07"
    assert source.accessed.text == "2020"
    assert (source.url, source.language, source.licence) == (
        "https://example.org",
        "en",
        "CC0",
    )


def test_a_source_with_a_date_that_cannot_be_read_is_kept(table, reader):
    found = reader.sources(table("sources", OUTLET | {"published_on": "7 March"}))
    assert found["outlet"].published is None
    assert [issue.rule for issue in reader.issues] == ["edtf"]


def test_actors(table, reader):
    row = {
        "actor_id": "red",
        "name": "Red",
        "name_ar": "أحمر",
        "abbreviation": "R",
        "aliases": "Reds; The Red ;;",
        "colour": "#ff0000",
    }
    actor = reader.actors(table("actors", row))["red"]
    assert (actor.name, actor.name_ar, actor.abbreviation) == ("Red", "أحمر", "R")
    assert actor.aliases == ("Reds", "The Red")
    assert (actor.colour, actor.line) == ("#ff0000", 2)


def test_links(table, reader):
    row = {
        "actor_id": "army",
        "relation": "in_bloc",
        "target_id": "red",
        "valid": "2019/..",
        "source": "outlet",
    }
    (link,) = reader.links(table("actor_links", row))
    assert (link.actor_id, link.relation, link.target_id) == ("army", "in_bloc", "red")
    assert (link.valid.text, link.source, link.line) == ("2019/..", "outlet", 2)
    assert reader.links(table("actor_links", row | {"valid": "ever"})) == ()
    assert [issue.rule for issue in reader.issues] == ["edtf"]


def test_claims(table, reader):
    row = {
        "claim_id": "x",
        "actor_id": "red",
        "quantity": "area",
        "value": "3035",
        "unit": "km2",
        "area_name": "South",
        "valid": "2019-03",
        "reported_on": "2019-04-01",
        "source": "outlet[para 1]",
        "note": "short",
    }
    (claim,) = reader.claims(table("area_claims", row), {})
    assert (claim.claim_id, claim.actor_id, claim.quantity) == ("x", "red", "area")
    assert claim.value == 3035.0
    assert type(claim.value) is float
    assert (claim.unit, claim.area_name, claim.note) == ("km2", "South", "short")
    assert claim.source == SourceRef("outlet", "para 1")
    assert claim.reported.text == "2019-04-01"
    assert claim.line == 2


def test_a_row_that_is_not_sound_gives_no_record(tmp_path, reader):
    path = tmp_path / "actors.csv"
    path.write_text(
        "actor_id,name,name_ar,abbreviation,aliases,colour\n"
        "red,,,,,#ff0000\nblue,Blue,,,,#0000ff\n",
        "utf-8",
    )
    assert list(reader.actors(read_table(path, "actors"))) == ["blue"]


def test_of_two_rows_of_one_identifier_the_first_counts(tmp_path, reader):
    path = tmp_path / "actors.csv"
    path.write_text(
        "actor_id,name,name_ar,abbreviation,aliases,colour\n"
        "red,First,,,,#ff0000\nred,Second,,,,#ff0000\n",
        "utf-8",
    )
    assert reader.actors(read_table(path, "actors"))["red"].name == "First"


def test_places_and_zones(tmp_path, reader):
    (tmp_path / "places.geojson").write_text(
        '{"features": [\n'
        '{"properties": {"place_id": "mill", "name": "Mill", "name_ar": "عين", '
        '"aliases": ["Old Mill", "Mills"], "kind": "base", "part_of": "ford", '
        '"admin1": "A", "admin2": "B", "admin3": "C", '
        '"external_ids": {"osm": 5, "geonames": "7"}, "located_by": "gn:7", '
        '"location_precision": "exact", "note": "n"}, '
        '"geometry": {"type": "Point", "coordinates": [36.5, 35]}},\n'
        '{"properties": {"place_id": "ford", "name": "Ford", "kind": "town", '
        '"location_precision": "none"}, "geometry": null}]}',
        "utf-8",
    )
    mill, ford = reader.places(
        read_features(tmp_path / "places.geojson", "places")
    ).values()
    assert (mill.lon, mill.lat, mill.line) == (36.5, 35.0, 2)
    assert mill.aliases == ("Old Mill", "Mills")
    assert mill.external_ids == (("geonames", "7"), ("osm", "5"))
    assert (mill.admin1, mill.admin2, mill.admin3) == ("A", "B", "C")
    assert (mill.name_ar, mill.part_of, mill.located_by) == ("عين", "ford", "gn:7")
    assert mill.note == "n"
    assert (ford.lon, ford.lat, ford.aliases, ford.external_ids) == (None, None, (), ())

    outline = '{"type": "Polygon", "coordinates": []}'
    (tmp_path / "zone.geojson").write_text(
        '{"features": [\n{"properties": {"zone_id": "z", "name": "Z", "method": "m", '
        f'"source": "s"}}, "geometry": {outline}}}]}}',
        "utf-8",
    )
    zone = reader.zones(read_features(tmp_path / "zone.geojson", "zone"))["z"]
    assert (zone.name, zone.method, zone.source, zone.line) == ("Z", "m", "s", 2)
    assert zone.geometry == {"type": "Polygon", "coordinates": []}
