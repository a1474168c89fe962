"""A folder of data files to a checked data set."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from controlmap.errors import DatasetError
from controlmap.io.dataset import check_dataset, read_dataset

SOUND = Path(__file__).parents[2] / "data/sound"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SOUND, tmp_path / "data")


def said(checked):
    return [str(issue) for issue in checked.issues]


def test_what_a_sound_folder_holds():
    dataset = read_dataset(str(SOUND))
    assert list(dataset.places)[:2] == ["ford", "mill"]
    assert list(dataset.sources) == ["outlet-2019-03", "blue-2019-03", "wire-2019-03"]
    assert next(iter(dataset.actors)) == "red"
    assert [claim.claim_id for claim in dataset.claims] == ["blue-area", "villages"]
    assert len(dataset.links) == 3
    assert dataset.zones["valley"].geometry["type"] == "Polygon"
    assert dataset.title == "An invented valley"
    assert dataset.state_on("2019-03-06").of("The Ford").controllers == ("blue-army",)


def test_errors_and_warnings_apart(folder):
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("odd,Odd,Odd,ftp://example.org,,,nobody,odd,,\n")
    checked = check_dataset(folder)
    assert [issue.rule for issue in checked.errors] == ["unknown-actor"]
    assert [issue.rule for issue in checked.warnings] == ["unlinked-url"]
    assert checked.issues == (*checked.errors, *checked.warnings)


def test_an_error_carries_every_problem_of_every_file(folder):
    (folder / "actors.csv").unlink()
    (folder / "zone.geojson").write_text("{", "utf-8")
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("odd,Odd,Odd,ftp://example.org,,,independent,odd,,\n")
    with pytest.raises(
        DatasetError, match=r"actors\.csv: the file is missing"
    ) as caught:
        read_dataset(folder)
    assert [(issue.file, issue.rule) for issue in caught.value.issues] == [
        ("actors.csv", "missing-file"),
        ("sources.csv", "unlinked-url"),
        ("zone.geojson", "not-json"),
    ]


def test_warnings_alone_raise_nothing(folder):
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("odd,Odd,Odd,ftp://example.org,,,independent,odd,,\n")
    assert "odd" in read_dataset(folder).sources


@pytest.mark.parametrize("name", ["nowhere", "data/actors.csv"])
def test_no_folder(folder, name):
    path = folder.parent / name
    message = f"{path}: no such folder of data [missing-folder]"
    with pytest.raises(DatasetError, match=f"^{re.escape(message)}$"):
        read_dataset(path)


def test_the_gazetteer_is_checked_on_request_only(folder):
    (folder / "gazetteer.csv").write_text("nothing\n", "utf-8")
    assert check_dataset(folder, gazetteer=False).issues == ()
    assert {issue.file for issue in check_dataset(folder).errors} == {"gazetteer.csv"}
    assert read_dataset(folder).changes


NO_PACKAGE = (
    "datapackage.json:1: no Frictionless Data Package; it needs a list of resources, "
    "each with its path, and its licences as a list of objects [not-a-package]"
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        "{}",
        '{"resources": null}',
        '{"resources": [null]}',
        '{"resources": ["actors.csv"]}',
        '{"resources": [{"name": "actors"}]}',
        '{"resources": [], "licenses": "CC0"}',
        '{"resources": [], "licenses": 3}',
        '{"resources": [], "licenses": ["CC0"]}',
    ],
)
def test_no_package(folder, text):
    (folder / "datapackage.json").write_text(text, "utf-8")
    assert said(check_dataset(folder)) == [NO_PACKAGE]


def test_a_package_that_is_not_utf8(folder):
    (folder / "datapackage.json").write_bytes(b'{"title": "\xff"}')
    assert said(check_dataset(folder)) == [NO_PACKAGE]


TITLES = [
    ({}, "", ()),
    ({"title": None, "licenses": None}, "", ()),
    ({"title": "Valley", "licenses": []}, "Valley", ()),
    (
        {"licenses": [{"title": "A", "name": "a"}, {"name": "b"}, {"path": "c"}, {}]},
        "",
        ("A", "b", "c", ""),
    ),
]


@pytest.mark.parametrize(("more", "title", "licences"), TITLES)
def test_title_and_licences_of_a_package(folder, more, title, licences):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    package = {"resources": package["resources"], **more}
    path.write_text(json.dumps(package), "utf-8")
    dataset = read_dataset(folder)
    assert (dataset.title, dataset.licences) == (title, licences)


def test_a_package_names_a_schema_for_each_table(folder):
    (folder / "datapackage.json").write_text('{"resources": []}', "utf-8")
    assert [(issue.field, issue.rule) for issue in check_dataset(folder).warnings] == [
        (name, "package-schema")
        for name in (
            "actor_links",
            "actors",
            "area_claims",
            "control_changes",
            "gazetteer",
            "sources",
        )
    ]


def test_a_broken_row_is_not_said_to_be_missing_too(folder):
    path = folder / "actors.csv"
    path.write_text(path.read_text("utf-8").replace("#2e8b57", "green"), "utf-8")
    assert [issue.rule for issue in check_dataset(folder).issues] == ["wrong-pattern"]


def test_a_basemap_may_be_there_and_is_checked(folder):
    assert read_dataset(folder).basemap == {}
    told = {"basemap_id": "shore", "name": "Shore", "kind": "coast", "source": "survey"}
    line = {"type": "LineString", "coordinates": [[36, 35], [36, 36]]}
    point = {"type": "Point", "coordinates": [36, 35]}

    def write(properties, geometry):
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / "basemap.geojson").write_text(text, "utf-8")

    write(told | {"licence": "CC0"}, line)
    assert read_dataset(folder).basemap["shore"].geometry == line
    assert "basemap.geojson" in read_dataset(folder).inputs
    write(told, line)
    assert said(check_dataset(folder)) == [
        "basemap.geojson:1:licence: is empty, but a value is required [missing-value]"
    ]
    write(told | {"licence": "CC0"}, point)
    assert said(check_dataset(folder)) == [
        "basemap.geojson:1:geometry: ground 'shore': a valid line is wanted for coast "
        "[bad-outline]"
    ]
