"""Whether files are what their inputs give, and why not."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields, replace

import pyogrio
import pytest

from controlmap import verify as checking
from controlmap.build import Atlas
from controlmap.errors import ManifestError
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.timeline import Series, Span
from controlmap.io import manifest as manifests
from controlmap.io.dataset import hash_inputs, read_dataset
from controlmap.io.layers import FORMATS, write_layers
from controlmap.io.manifest import read_manifest
from controlmap.pages import build_map
from controlmap.render.style import MapStyle
from controlmap.verify import verify
from unit.cli.small_data import make_data

RECIPE = """
title = "The <square>"
zone = "square"
from = 2019-11-25
to = 2019-12-10
as_of = 2019-12-19
start = 2019-12-01
by = "actor"
rule = "nearest-with-age"
bounds = [36.0, 35.0, 37.0, 36]
language = "ar"
only_sources = ["wire", "red-press"]
"""
INPUTS = (
    "actor_links.csv",
    "actors.csv",
    "area_claims.csv",
    "control_changes.csv",
    "datapackage.json",
    "limits.geojson",
    "places.geojson",
    "sources.csv",
    "zone.geojson",
)
SPAN = ("2019-11-25", "2019-12-10")


@pytest.fixture
def data(tmp_path):
    return make_data(tmp_path / "data")


@pytest.fixture
def page(data, tmp_path):
    """A page beside its recipe."""
    recipe = tmp_path / "square.toml"
    recipe.write_text(RECIPE, "utf-8")
    built = build_map(read_dataset(data), recipe)
    built.path.write_text(built.html, "utf-8")
    return built.path


def reasons(path, data):
    verdict = verify(path, data)
    assert verdict.is_same is not bool(verdict.reasons)
    return list(verdict.reasons)


class TestPages:
    def test_a_page_of_a_recipe(self, page, data):
        assert reasons(page, data) == []

    def test_a_page_of_a_timeline(self, data, tmp_path):
        path = tmp_path / "page.html"
        atlas = Atlas(read_dataset(data), zone="square")
        atlas.timeline(*SPAN).to_html(path, style=MapStyle(title="x", tiles=True))
        assert reasons(path, data) == []

    def test_a_page_with_files_beside_it(self, data, tmp_path):
        atlas = Atlas(read_dataset(data), zone="square")
        path, style, script = atlas.timeline(*SPAN).save(
            tmp_path / "my page.html", assets="sidecar"
        )
        assert reasons(path, data) == []
        script.write_text(script.read_text("utf-8") + "//", "utf-8")
        style.unlink()
        assert reasons(path, data) == [
            "my page.css is missing",
            "my page.js was changed since it was written",
        ]

    @pytest.mark.parametrize(
        "line", ['policy = "adverse"', 'perspective = ["red", "publisher:Wire"]']
    )
    def test_a_page_of_a_policy_or_of_perspectives(self, data, tmp_path, line):
        recipe = tmp_path / "other.toml"
        kept = [row for row in RECIPE.splitlines() if "only_sources" not in row]
        recipe.write_text("\n".join([*kept, line]), "utf-8")
        built = build_map(read_dataset(data), recipe)
        built.path.write_text(built.html, "utf-8")
        assert reasons(built.path, data) == []
        policy = "adverse" if "adverse" in line else "merged"
        assert read_manifest(built.path).policy == policy

    @pytest.mark.parametrize("name", INPUTS)
    def test_one_byte_of_an_input(self, page, data, name):
        path = data / name
        before = path.read_bytes() if path.exists() else b""
        path.write_bytes(before + b"\n")
        expected = "was not there" if not before else ""
        [reason] = reasons(page, data)
        assert reason == f"inputs differ: {path} {expected}".strip()
        path.unlink() if not before else path.write_bytes(before)
        assert reasons(page, data) == []

    def test_an_input_that_is_gone(self, page, data):
        (data / "actors.csv").unlink()
        assert reasons(page, data) == [
            f"inputs differ: {data / 'actors.csv'} is missing"
        ]

    def test_the_gazetteer_is_no_input(self, page, data):
        (data / "gazetteer.csv").write_text("")
        assert reasons(page, data) == []

    def test_another_recipe_beside_it(self, page, data):
        recipe = page.with_suffix(".toml")
        recipe.write_text(RECIPE + "\n", "utf-8")
        assert reasons(page, data) == [f"inputs differ: {recipe}"]
        recipe.unlink()
        assert reasons(page, data) == []

    def test_another_version(self, page, data, monkeypatch):
        monkeypatch.setattr(checking, "version", lambda _: "9.9")
        [reason] = reasons(page, data)
        assert re.fullmatch(
            r"version differs: made with controlmap \S+, this is 9.9", reason
        )

    @pytest.mark.parametrize("text", ["<h1", "controlmap-timeline"])
    def test_a_page_that_was_changed(self, page, data, text):
        html = page.read_text("utf-8")
        assert text in html
        page.write_text(html.replace(text, f"{text} ", 1), "utf-8")
        assert reasons(page, data) == ["the file was changed since it was written"]

    def test_a_manifest_that_was_changed(self, page, data):
        html = page.read_text("utf-8")
        page.write_text(html.replace('"title":"The', '"title":"Thy', 1), "utf-8")
        [reason] = reasons(page, data)
        assert reason.startswith("the same inputs and version give other bytes here")

    def test_a_page_without_one(self, data, tmp_path):
        path = tmp_path / "page.html"
        path.write_text("<p>text")
        with pytest.raises(ManifestError, match=r"page\.html: it carries no manifest"):
            verify(path, data)
        with pytest.raises(ManifestError, match=r"none\.html: no such file"):
            verify(tmp_path / "none.html", data)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('"by":"actor"', '"be":"actor"', "asks for be, which this controlmap"),
            ('"language":"ar"', '"languages":"ar"', "asks for languages, which"),
            ('"kind":"page"', '"kind":"areas"', "asks for a 'areas'"),
            ('"start":"2019-12-01"', '"start":"soon"', "Invalid isoformat string"),
            ('"format":"controlmap-manifest"', '"format":3', "no manifest"),
            ('{"format":"controlmap-m', '{{"format":"controlmap-m', "is no JSON"),
        ],
    )
    def test_a_manifest_that_cannot_be_carried_out(self, page, data, old, new, message):
        html = page.read_text("utf-8")
        assert old in html
        page.write_text(html.replace(old, new, 1), "utf-8")
        if new == '"kind":"areas"':
            html = page.read_text("utf-8")
            page.write_text(
                re.sub(r'"files":\{"page":"\w+"\}', '"files":{}', html), "utf-8"
            )
        with pytest.raises(ManifestError, match=message):
            verify(page, data)


class TestLayers:
    @pytest.fixture(params=["day", "range"])
    def layers(self, request, data):
        inference = InferenceParameters(rule="nearest-with-age", cap_m=8000)
        dataset = read_dataset(data).only(sources=["wire", "late"])
        atlas = Atlas(dataset, zone="square", inference=inference)
        if request.param == "day":
            return atlas.layers("2019-12-06", as_of="2019-12-21", by="bloc")
        return atlas.timeline(*SPAN, as_of="2019-12-21").layers()

    @pytest.mark.parametrize("file_format", FORMATS)
    def test_files_of_layers(self, layers, data, tmp_path, file_format):
        made = write_layers(layers, tmp_path / "out", file_format)
        for path in made:
            assert reasons(path, data) == []
        path = data / "sources.csv"
        path.write_bytes(path.read_bytes() + b"\n")
        assert reasons(made[-1], data) == [f"inputs differ: {path}"]

    @pytest.mark.parametrize("file_format", FORMATS)
    def test_files_of_disagreements(self, data, tmp_path, file_format):
        changes = data / "control_changes.csv"
        rows = changes.read_text("utf-8").replace(",beta,", ",alpha,")
        changes.write_text(rows, "utf-8")
        atlas = Atlas(read_dataset(data), zone="square")
        made = atlas.disagreements("2019-12-02")
        assert made.places["evidence"].tolist() == ["one;two"]
        for path in write_layers(made, tmp_path / "out", file_format):
            assert reasons(path, data) == []

    def test_a_file_that_was_changed(self, layers, data, tmp_path):
        made = write_layers(layers, tmp_path / "out", "geojson")
        made[0].write_text(made[0].read_text() + " ")
        assert reasons(made[1], data) == [
            "places.geojson was changed since it was written"
        ]
        made[0].unlink()
        assert reasons(tmp_path / "out" / "manifest.json", data) == [
            "places.geojson is missing"
        ]

    def test_a_geopackage_that_was_changed(self, layers, data, tmp_path):
        [path] = write_layers(layers, tmp_path, "gpkg")
        frame = pyogrio.read_dataframe(path, layer="fronts")
        pyogrio.write_dataframe(frame, path, layer="mine", driver="GPKG", append=True)
        [reason] = reasons(path, data)
        assert reason.startswith("the file was changed, or the same inputs")

    def test_what_the_sidecar_does_not_speak_of(self, layers, data, tmp_path):
        write_layers(layers, tmp_path / "out", "geojson")
        (tmp_path / "out" / "mine.geojson").write_text("{}")
        with pytest.raises(ManifestError, match=r"manifest.json beside it does not"):
            verify(tmp_path / "out" / "mine.geojson", data)
        (tmp_path / "out" / "no.gpkg").write_text("")
        with pytest.raises(ManifestError, match=r"no\.gpkg: no GeoPackage"):
            verify(tmp_path / "out" / "no.gpkg", data)

    def test_a_geopackage_of_others(self, layers, tmp_path):
        bare = replace(layers, manifest=None)
        [path] = write_layers(bare, tmp_path, "gpkg")
        with pytest.raises(ManifestError, match="it carries no manifest"):
            read_manifest(path)
        assert "manifest.json" not in {
            each.name for each in write_layers(bare, tmp_path / "out")
        }


class TestManifests:
    def test_it_names_what_a_page_was_made_from(self, page, data):
        manifest = read_manifest(page)
        assert manifest.title == "The <square>"
        assert manifest.parameters["only_sources"] == ["red-press", "wire"]
        assert manifest.parameters["inference"]["rule"] == "nearest-with-age"
        assert manifest.days == ("2019-11-25", "2019-12-10")
        assert (manifest.as_of, manifest.policy) == ("2019-12-19", "merged")
        assert manifest.inputs == hash_inputs(data)
        assert manifest.recipe["file"] == "square.toml"
        assert [row["ids"] for row in manifest.sources] == [["red-press"], ["wire"]]

    def test_of_a_day_it_names_the_sources_of_the_answers(self, data):
        atlas = Atlas(read_dataset(data), zone="square")
        layers = atlas.layers("2019-11-30")
        ids = [i for row in layers.manifest.sources for i in row["ids"]]
        assert ids == ["red-press", "wire"]

    def test_nothing_in_it_depends_on_where_the_data_are(self, page, data, tmp_path):
        shutil.copytree(data, tmp_path / "other")
        assert reasons(page, tmp_path / "other") == []
        assert str(tmp_path) not in json.dumps(read_manifest(page).to_dict())

    def test_a_series_has_all_that_its_span_had(self):
        """Else a manifest would give the default of what was really chosen."""
        assert {f.name for f in fields(Span)} <= {f.name for f in fields(Series)}

    def test_what_a_span_has_and_a_series_has_not_stands_with_its_default(self, data):
        timeline = Atlas(read_dataset(data), zone="square").timeline(*SPAN)

        class Other:
            first_day = timeline.first_day

        told = manifests.parameters_of(Other())
        assert told["first_day"] == "2019-11-25"
        assert told["by"] == "actor"


def test_to_read_a_geopackage_leaves_no_file_beside_it(data, tmp_path):
    layers = Atlas(read_dataset(data), zone="square").layers("2019-12-01")
    [path] = write_layers(layers, tmp_path / "out", "gpkg")
    pyogrio.read_dataframe(path, layer="places")
    assert read_manifest(path).output == {"format": "gpkg"}
    assert list((tmp_path / "out").iterdir()) == [path]
