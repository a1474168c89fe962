"""Tables and GeoJSON files as rows: their lines, their types, all that is wrong."""

from __future__ import annotations

import json

import pytest

from controlmap.io.tables import (
    read_features,
    read_table,
    schema_descriptors,
    table_schema,
)

HEADER = "actor_id,name,name_ar,abbreviation,aliases,colour"


@pytest.fixture
def actors(tmp_path):
    """Table read from the text, or bytes, of an actors.csv."""

    def read(content):
        path = tmp_path / "actors.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, "actors")

    return read


def said(table):
    return [str(issue) for issue in table.issues]


def test_rows_with_their_lines_and_values(actors):
    table = actors(f"{HEADER}\nred,Red,أحمر,,Reds;R,#ff0000\nblue,Blue,,,,#0000ff\n")
    assert said(table) == []
    assert [row.line for row in table.rows] == [2, 3]
    assert table.rows[0].values == {
        "actor_id": "red",
        "name": "Red",
        "name_ar": "أحمر",
        "abbreviation": None,
        "aliases": "Reds;R",
        "colour": "#ff0000",
    }
    assert table.rows[0].text("abbreviation") == ""
    assert table.rows[0].text("no such column") == ""
    assert table.ids == {"red", "blue"}
    assert table.file == "actors.csv"


def test_columns_may_stand_in_any_order(actors):
    table = actors(
        "colour,aliases,abbreviation,name_ar,name,actor_id\n#ff0000,,,,Red,red"
    )
    assert said(table) == []
    assert table.rows[0].text("actor_id") == "red"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + f"{HEADER}\nred,Red,,,,#ff0000\n".encode(),
        f"{HEADER}\r\nred,Red,,,,#ff0000\r\n".encode(),
        f'"actor_id",{HEADER.partition(",")[2]}\nred,"Red",,,,#ff0000'.encode(),
    ],
    ids=["byte order mark", "lines of Windows", "quotes, no last line end"],
)
def test_spellings_of_a_table(actors, content):
    table = actors(content)
    assert said(table) == []
    assert table.ids == {"red"}


def test_lines_are_counted_over_quoted_line_breaks(actors):
    table = actors(
        f'{HEADER}\nred,"Red\nand\n""more""",,,,#ff0000\n\nblue,Blue,,,,blue\n'
    )
    assert said(table) == [
        "actors.csv:2:name: has a line break; remove it [line-break]",
        "actors.csv:5: the line is empty; remove it [empty-line]",
        "actors.csv:6:colour: 'blue' is not written as it must be: Colour on the map, "
        "#rrggbb in lower case. [wrong-pattern]",
    ]
    assert [row.line for row in table.rows] == [2, 6]
    assert table.rows[0].text("name") == 'Red\nand\n"more"'


def test_a_row_of_another_length_is_said_and_left_out(actors):
    table = actors(
        f"{HEADER}\nred,Red\nblue,Blue,,,,#0000ff,\ngreen,Green,,,,#00ff00\n"
    )
    assert said(table) == [
        "actors.csv:2: has 2 cells where the header has 6; is a comma missing, or a "
        "text with a comma not quoted? [cell-count]",
        "actors.csv:3: has 7 cells where the header has 6; is a comma missing, or a "
        "text with a comma not quoted? [cell-count]",
    ]
    assert [row.text("actor_id") for row in table.rows] == ["green"]


HEADERS = [
    ("", ["1:actor_id: the column is missing [missing-column]"] + [None] * 5),
    (
        HEADER.replace("colour", "color"),
        [
            "1:colour: the column is missing [missing-column]",
            "1:color: no such column; did you mean 'colour'? [unknown-column]",
        ],
    ),
    (f"{HEADER},qqq", ["1:qqq: no such column [unknown-column]"]),
    (f"{HEADER},name", ["1:name: the column is there twice [duplicate-column]"]),
    (f"{HEADER},", ["1: no such column [unknown-column]"]),
]


@pytest.mark.parametrize(("header", "expected"), HEADERS)
def test_a_wrong_header(actors, header, expected):
    table = actors(f"{header}\nred,Red,,,,#ff0000\n")
    assert len(said(table)) == len(expected)
    for issue, text in zip(said(table), expected, strict=True):
        assert text is None or issue == f"actors.csv:{text}"
    assert table.rows == ()
    assert table.ids is None


@pytest.mark.parametrize(
    ("rows", "line"),
    [('red,"Red,,,,#ff0000\n', 2), ('red,"Red" ish,,,,#ff0000\n', 2)],
    ids=["an open quote", "text behind a quote"],
)
def test_not_csv(actors, rows, line):
    table = actors(f"{HEADER}\n{rows}")
    (issue,) = table.issues
    assert (issue.line, issue.rule) == (line, "not-csv")
    assert issue.message.startswith("not readable as CSV: ")
    assert table.ids is None


def test_not_utf8(actors):
    table = actors(f"{HEADER}\nred,Red,,,,#ff0000\n".encode() + b"blue,Bl\xfce,,,,\n")
    assert said(table) == ["actors.csv:3: is not UTF-8; save it as UTF-8 [not-utf8]"]
    assert table.ids is None


def test_a_missing_file(tmp_path):
    table = read_table(tmp_path / "actors.csv", "actors")
    assert said(table) == ["actors.csv: the file is missing [missing-file]"]
    assert table.rows == ()
    assert table.ids is None


def test_a_header_alone_is_a_sound_empty_table(actors):
    table = actors(f"{HEADER}\n")
    assert (table.rows, table.issues, table.ids) == ((), (), frozenset())


def test_a_broken_row_is_known_but_not_sound(actors):
    table = actors(f"{HEADER}\nred,,,,,#ff0000\nblue,Blue,,,,#0000ff\n")
    assert said(table) == [
        "actors.csv:2:name: is empty, but a value is required [missing-value]"
    ]
    assert [row.text("actor_id") for row in table.sound] == ["blue"]
    assert table.ids == {"red", "blue"}


def test_every_problem_of_a_row_is_said(actors):
    table = actors(f"{HEADER}\nThe Red,,,,,red\n")
    assert [(issue.field, issue.rule) for issue in table.issues] == [
        ("actor_id", "wrong-pattern"),
        ("name", "missing-value"),
        ("colour", "wrong-pattern"),
    ]


def test_identifiers_are_each_their_own(actors):
    row = "red,Red,,,,#ff0000\n"
    table = actors(f"{HEADER}\n{row}blue,Blue,,,,#0000ff\n{row}{row}")
    assert said(table) == [
        "actors.csv:4:actor_id: 'red' is already on line 2; each must be its own "
        "[duplicate-id]",
        "actors.csv:5:actor_id: 'red' is already on line 2; each must be its own "
        "[duplicate-id]",
    ]


def test_a_key_of_several_columns(tmp_path):
    path = tmp_path / "actor_links.csv"
    row = "red-army,in_bloc,red,2019/..,\n"
    path.write_text(
        f"actor_id,relation,target_id,valid,source\n{row}"
        f"red-army,in_bloc,red,2018,\n{row}",
        "utf-8",
    )
    assert said(read_table(path, "actor_links")) == [
        "actor_links.csv:4:actor_id: 'red-army, in_bloc, red, 2019/..' is already on "
        "line 2; each must be its own [duplicate-id]"
    ]


# Values.

CLAIM = "claim_id,actor_id,quantity,value,unit,area_name,valid,reported_on,source,note"

VALUES = [
    ("10", None),
    ("10.5", None),
    ("0", None),
    ("-1", "-1 is too small; the least is 0 [out-of-range]"),
    ("NaN", "NaN is too small; the least is 0 [out-of-range]"),
    ("ten", "'ten' is no number [wrong-type]"),
    ('"1,000"', "'1,000' is no number [wrong-type]"),
    ("", "is empty, but a value is required [missing-value]"),
]


@pytest.mark.parametrize(("value", "problem"), VALUES)
def test_a_number(tmp_path, value, problem):
    path = tmp_path / "area_claims.csv"
    path.write_text(f"{CLAIM}\na,,area,{value},km2,,2019,,s,\n", "utf-8")
    expected = [f"area_claims.csv:2:value: {problem}"] if problem else []
    assert said(read_table(path, "area_claims")) == expected


@pytest.mark.parametrize(
    ("quantity", "hint"), [("areas", "did you mean 'area'? "), ("hectares", "")]
)
def test_a_value_of_a_list(tmp_path, quantity, hint):
    path = tmp_path / "area_claims.csv"
    path.write_text(f"{CLAIM}\na,,{quantity},1,km2,,2019,,s,\n", "utf-8")
    assert said(read_table(path, "area_claims")) == [
        f"area_claims.csv:2:quantity: {quantity!r} is not in the list; {hint}allowed: "
        "area, settlements [not-in-list]"
    ]


# GeoJSON.

MILL = {
    "place_id": "mill",
    "name": "Mill",
    "kind": "village",
    "location_precision": "exact",
}
POINT = {"type": "Point", "coordinates": [36.5, 35.5]}


def feature(geometry=POINT, **more):
    return {"type": "Feature", "properties": {**MILL, **more}, "geometry": geometry}


@pytest.fixture
def places(tmp_path):
    """Table read from the text, or the features, of a places.geojson."""

    def read(content):
        path = tmp_path / "places.geojson"
        if isinstance(content, list):
            content = json.dumps({"type": "FeatureCollection", "features": content})
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_features(path, "places")

    return read


def test_features_with_their_values(places):
    table = places(
        [feature(name_ar="عين", aliases=["A", "B"], external_ids={"osm": 5}, note="")]
    )
    assert said(table) == []
    (row,) = table.rows
    assert row.text("name_ar") == "عين"
    assert row.values["aliases"] == ["A", "B"]
    assert row.values["external_ids"] == {"osm": 5}
    assert (float(row.values["lon"]), float(row.values["lat"])) == (36.5, 35.5)
    assert row.values["geometry"] == POINT
    assert row.text("note") == ""


def test_a_place_without_a_point(places):
    table = places([feature(None, location_precision="none")])
    assert said(table) == []
    assert table.rows[0].values["lon"] is None


LINES = [
    '{"type": "FeatureCollection", "features": [\n%s,\n%s\n]}',
    '{"type": "FeatureCollection",\n"features":\n[%s, \n\n\n %s]}',
    '{"features": [%s, %s], "type": "FeatureCollection"}',
    '{"name": "features", "bbox": [1, 2,\n 3, 4], "features": [\n%s, %s]}',
    '\n{"meta": {"features": [1, 2], "a": "]"}\n, "features" : [ %s,\n%s ] }',
    '\ufeff{"features": [\n%s,%s]}',
]
STARTS = [[2, 3], [3, 6], [1, 1], [3, 3], [3, 4], [2, 2]]


@pytest.mark.parametrize(("text", "starts"), list(zip(LINES, STARTS, strict=True)))
def test_features_have_the_line_that_they_start_on(places, text, starts):
    two = json.dumps(feature()), json.dumps(feature(place_id="ford"))
    table = places(text % two)
    assert said(table) == []
    assert [row.line for row in table.rows] == starts


def test_a_feature_over_several_lines(places):
    first = json.dumps(feature(), indent=2)
    second = json.dumps(feature(place_id="ford"))
    table = places(f'{{"features": [\n{first},\n{second}]}}')
    assert [row.line for row in table.rows] == [2, 3 + first.count("\n")]


JSON_FAULTS = [
    (
        '{"features": [\n{"type": ]}',
        "2: not readable as JSON: Expecting value [not-json]",
    ),
    ("", "1: not readable as JSON: Expecting value [not-json]"),
    (
        '{"features": []}\n]',
        "2: not readable as JSON: Extra data [not-json]",
    ),
    (b'{"features": [\n"\xff"]}', "2: is not UTF-8; save it as UTF-8 [not-utf8]"),
    *(
        (
            text,
            "1: no GeoJSON FeatureCollection; it needs a list of features [not-geojson]",
        )
        for text in ("[]", "{}", '"features"', "3", '{"features": {}}')
    ),
]


@pytest.mark.parametrize(("text", "problem"), JSON_FAULTS)
def test_what_is_no_geojson(places, text, problem):
    table = places(text)
    assert said(table) == [f"places.geojson:{problem}"]
    assert table.ids is None


@pytest.mark.parametrize("text", ["1", "null", "[]", "{}", '{"properties": null}'])
def test_what_is_no_feature(places, text):
    table = places(f'{{"features": [\n{text},\n{json.dumps(feature())}]}}')
    assert said(table) == [
        "places.geojson:2: no GeoJSON feature with properties [not-geojson]"
    ]
    assert table.ids == {"mill"}


def test_a_missing_geojson_file(tmp_path):
    table = read_features(tmp_path / "zone.geojson", "zone")
    assert said(table) == ["zone.geojson: the file is missing [missing-file]"]


NO_POINT = (
    'geometry: must be null or {"type": "Point", "coordinates": [lon, lat]} '
    "[not-a-point]"
)
GEOMETRIES = [
    ({"type": "Point", "coordinates": [36.5]}, [NO_POINT]),
    ({"type": "Point", "coordinates": [36.5, 35.5, 200]}, [NO_POINT]),
    ({"type": "Point", "coordinates": ["36.5", "35.5"]}, [NO_POINT]),
    ({"type": "Point", "coordinates": [36.5, None]}, [NO_POINT]),
    ({"type": "Point"}, [NO_POINT]),
    ({"type": "MultiPoint", "coordinates": [[36.5, 35.5]]}, [NO_POINT]),
    ([36.5, 35.5], [NO_POINT]),
    ("Point", [NO_POINT]),
    (
        {"type": "Point", "coordinates": [True, 35.5]},
        ["lon: True is no number [wrong-type]"],
    ),
    (
        {"type": "Point", "coordinates": [180.5, 35.5]},
        ["lon: 180.5 is too large; the most is 180 [out-of-range]"],
    ),
    (
        {"type": "Point", "coordinates": [36.5, -91]},
        ["lat: -91 is too small; the least is -90 [out-of-range]"],
    ),
    (
        {"type": "Point", "coordinates": [36.5, float("inf")]},
        ["lat: inf is too large; the most is 90 [out-of-range]"],
    ),
    (
        {"type": "Point", "coordinates": [float("nan"), 35.5]},
        [
            "lon: nan is too small; the least is -180 [out-of-range]",
            "lon: nan is too large; the most is 180 [out-of-range]",
        ],
    ),
]


@pytest.mark.parametrize(("geometry", "problems"), GEOMETRIES)
def test_what_is_no_point(places, geometry, problems):
    table = places([feature(geometry)])
    assert said(table) == [f"places.geojson:1:{problem}" for problem in problems]
    assert list(table.sound) == []
    assert table.ids == {"mill"}


PROPERTIES = [
    (
        {"nam_ar": "x"},
        "nam_ar: no such property; did you mean 'name_ar'?",
        "unknown-column",
    ),
    ({"colour": "x"}, "colour: no such property", "unknown-column"),
    ({"lon": 36.5}, "lon: no such property", "unknown-column"),
    ({"aliases": "A;B"}, "aliases: 'A;B' is no array", "wrong-type"),
    ({"external_ids": [1]}, "external_ids: [1] is no object", "wrong-type"),
    ({"name": 5}, "name: 5 is no string", "wrong-type"),
    ({"place_id": ["mill"]}, "place_id: ['mill'] is no string", "wrong-type"),
    ({"admin1": {"a": 1}}, "admin1: {'a': 1} is no string", "wrong-type"),
    ({"kind": None}, "kind: is empty, but a value is required", "missing-value"),
]


@pytest.mark.parametrize(("more", "problem", "rule"), PROPERTIES)
def test_a_wrong_property(places, more, problem, rule):
    table = places([feature(**more)])
    assert said(table) == [f"places.geojson:1:{problem} [{rule}]"]


def test_places_are_each_their_own(places):
    two = json.dumps(feature())
    table = places(f'{{"features": [\n{two},\n{two}]}}')
    assert said(table) == [
        "places.geojson:3:place_id: 'mill' is already on line 2; each must be its own "
        "[duplicate-id]"
    ]


def test_every_table_has_a_schema_with_a_key():
    assert set(schema_descriptors()) == {
        "control_changes",
        "sources",
        "actors",
        "actor_links",
        "area_claims",
        "basemap",
        "gazetteer",
        "limits",
        "places",
        "zone",
    }
    for name, descriptor in schema_descriptors().items():
        assert table_schema(name).primary_key
        assert all(each.get("description") for each in descriptor["fields"])
