import io
import types
from dataclasses import fields
from datetime import date

import pytest
from PIL import Image

import controlmap
from builders import SQUARE, change, dataset, place
from controlmap import build as flow
from controlmap.build import Atlas
from controlmap.domain.model import Zone
from controlmap.domain.policies import POLICIES
from controlmap.errors import DateError, GeometryError, RecipeError, UnknownNameError
from controlmap.geometry.timeline import Series, Span, build_series
from controlmap.io.manifest import without_manifest
from controlmap.io.recipes import read_recipe
from controlmap.pages import (
    build_coverage,
    build_index,
    build_map,
    how_told,
    is_up_to_date,
    style_of,
    write_maps,
)
from controlmap.render.coverage_page import render_coverage, render_coverage_still
from controlmap.render.sheet.size import parse_size
from controlmap.render.style import LANGUAGES, MapStyle
from controlmap.render.view import messages
from controlmap.timelines import Timeline

PLACES = (place("west", 36.2), place("middle", 36.5), place("east", 36.8))
DATA = dataset(
    (
        change("a", "2019-11-01", "captured", "red-army", place="west"),
        change(
            "b", "2019-11-02", "held", "blue-army", place="east", reported="2019-12"
        ),
        change("c", "2019-11-20", "captured", "blue-brigade", place="west"),
    ),
    PLACES,
)
RECIPE = """
title = "The square"
description = "Two holders"
zone = "square"
from = 2019-11-01
to = 2019-12-10
start = 2019-11-05
by = "{by}"
bounds = [36.0, 35.0, 37.0, 36]
language = "{language}"
days_per_second = 3
"""


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "square.toml"
    path.write_text(RECIPE.format(by="bloc", language="en"), "utf-8")
    return path


class TestAtlas:
    def test_layers_of_a_day_written_or_not(self):
        atlas = Atlas(DATA, zone="square")
        one, other = atlas.layers("2019-11-10"), atlas.layers(date(2019, 11, 10))
        for (name, frame), (_, same) in zip(one.items(), other.items(), strict=True):
            assert frame.equals(same), name
        assert one.territories["controllers"].tolist() == ["blue-army", "red-army"]
        assert len(one.places) == len(one.cells) == 3

    def test_by_bloc_and_as_of(self):
        atlas = Atlas(DATA, zone="square")
        blocs = atlas.layers("2019-11-10", by="bloc").territories["controllers"]
        assert blocs.tolist() == ["blue", "red"]
        assert len(atlas.layers("2019-11-10", as_of="2019-12-30").territories) == 0
        known = atlas.layers("2019-11-10", as_of=date(2019, 12, 31)).territories
        assert known["controllers"].tolist() == ["blue-army"]

    def test_it_tessellates_once(self, monkeypatch):
        calls = []
        make = flow.tessellate
        monkeypatch.setattr(flow, "tessellate", lambda *a: calls.append(1) or make(*a))
        atlas = Atlas(DATA, zone="square")
        assert calls == []
        atlas.layers("2019-11-10")
        atlas.layers("2019-11-11")
        atlas.timeline("2019-11-10", "2019-11-11")
        assert calls == [1]

    def test_an_unknown_zone(self):
        with pytest.raises(RecipeError, match="no zone 'squar'; there is square"):
            Atlas(DATA, zone="squar")
        with pytest.raises(RecipeError, match="no zone 'elsewhere'; there is square"):
            Atlas(DATA, zone="elsewhere")

    def test_a_zone_that_is_no_polygon(self):
        zone = Zone("line", "Line", "drawn", "test", {**SQUARE, "type": "Circle"})
        with pytest.raises(GeometryError, match="zone 'line'"):
            Atlas(dataset(zones=[zone]), zone="line")

    @pytest.mark.parametrize("on", ["2019-11", "yesterday", "2019-02-30"])
    def test_what_is_no_day(self, on):
        with pytest.raises(DateError, match="is no day"):
            Atlas(DATA, zone="square").layers(on)


class TestTimeline:
    def test_it_is_the_series_of_the_range(self):
        atlas = Atlas(DATA, zone="square")
        timeline = atlas.timeline("2019-11-01", date(2019, 12, 10), as_of="2019-12-31")
        series = build_series(
            DATA,
            atlas.study_area,
            atlas.tessellation,
            Span(date(2019, 11, 1), date(2019, 12, 10), date(2019, 12, 31), "bloc"),
        )
        assert isinstance(timeline, Series)
        for field in fields(Series):
            one, other = getattr(timeline, field.name), getattr(series, field.name)
            assert one is other or field.name == "initial" or one == other, field.name
        assert (timeline.initial == series.initial).all()

    def test_progress_is_told(self):
        told = []
        Atlas(DATA, zone="square").timeline(
            "2019-11-01", "2019-12-10", on_day=lambda *counts: told.append(counts)
        )
        assert told[-1] == (len(told), len(told))

    def test_a_range_that_ends_before_it_starts(self):
        with pytest.raises(GeometryError, match="before it starts"):
            Atlas(DATA, zone="square").timeline("2019-12-10", "2019-11-01")

    def test_its_page_is_returned_and_written_and_always_the_same(self, tmp_path):
        timeline = Atlas(DATA, zone="square").timeline("2019-11-01", "2019-12-10")
        page = timeline.to_html(tmp_path / "new" / "map.html")
        assert (tmp_path / "new" / "map.html").read_text("utf-8") == page
        assert timeline.to_html() == page
        again = Atlas(DATA, zone="square").timeline("2019-11-01", "2019-12-10")
        assert again.to_html() == page
        assert isinstance(timeline, Timeline)
        assert "<title>Of <b>" not in timeline.to_html(style=MapStyle(title="Of <b>"))
        assert timeline.to_html(style=MapStyle(title="Other")) != page


class TestStillsAndFilms:
    def test_a_still_is_returned_and_written(self, tmp_path):
        timeline = Atlas(DATA, zone="square").timeline("2019-11-01", "2019-12-10")
        path = tmp_path / "new" / "day.svg"
        still = timeline.to_still("2019-11-10", path, size="900x600")
        assert path.read_bytes() == still
        assert still.startswith(b"<?xml")
        again = timeline.to_still(
            date(2019, 11, 10), size=parse_size("900x600"), file_format="svg"
        )
        assert again == still
        assert timeline.to_still("2019-11-10", size="900x600").startswith(b"\x89PNG")

    def test_a_film_tells_its_progress(self, tmp_path):
        timeline = Atlas(DATA, zone="square").timeline("2019-11-01", "2019-11-10")
        told = []
        path = timeline.to_film(
            tmp_path / "film.gif",
            size="480x300",
            step_days=3,
            fps=5,
            on_frame=lambda *counts: told.append(counts),
        )
        assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
        with Image.open(path) as film:
            assert film.n_frames == 4
        assert [each.name for each in tmp_path.iterdir()] == ["film.gif"]


class TestMaps:
    def test_a_recipe_becomes_a_page_beside_it(self, recipe):
        built = build_map(DATA, recipe)
        assert built.path == recipe.with_suffix(".html")
        assert not built.path.exists()
        timeline = Atlas(DATA, zone="square").timeline("2019-11-01", "2019-12-10")
        page = timeline.to_html(style=style_of(read_recipe(recipe)))
        assert without_manifest(built.html) == without_manifest(page)

    def test_its_entry_in_the_index(self, recipe):
        entry = build_map(DATA, recipe).entry
        assert entry.file_name == "square.html"
        assert (entry.title, entry.description) == ("The square", "Two holders")
        assert (entry.first_day, entry.last_day) == (
            date(2019, 11, 1),
            date(2019, 12, 10),
        )
        index = build_index([build_map(DATA, recipe)])
        assert "square.html" in index

    def test_the_style_is_that_of_the_recipe(self, recipe):
        assert style_of(read_recipe(recipe)) == MapStyle(
            title="The square",
            description="Two holders",
            language="en",
            bounds=(36.0, 35.0, 37.0, 36),
            start=date(2019, 11, 5),
            days_per_second=3,
        )

    def test_tiles_are_asked_for_where_the_recipe_wants_them(self, recipe):
        assert not style_of(read_recipe(recipe)).tiles
        recipe.write_text(recipe.read_text("utf-8") + 'basemap = "osm"\n', "utf-8")
        assert style_of(read_recipe(recipe)).tiles

    def test_coverage_is_of_each_zone_over_all_its_recipes(self, recipe, tmp_path):
        later = tmp_path / "later.toml"
        text = RECIPE.format(by="actor", language="en").replace("12-10", "12-20")
        later.write_text(text.replace("from = 2019-11-01", "from = 2019-11-15"))
        built = build_coverage(DATA, [recipe, later], tmp_path / "coverage.html")
        assert built.path == tmp_path / "coverage.html"
        assert not built.path.exists()
        coverage = Atlas(DATA, zone="square").coverage("2019-11-01", "2019-12-20")
        assert built.html == render_coverage([coverage])
        assert built.entry.still == render_coverage_still(coverage)
        assert (built.entry.first_day, built.entry.last_day) == (
            date(2019, 11, 1),
            date(2019, 12, 20),
        )
        assert 'href="./coverage.html"' in build_index([built])

    def test_the_zone_with_the_longest_span_comes_first(self, recipe, tmp_path):
        zones = [
            Zone(z, z.title(), "drawn", "test", SQUARE) for z in ("round", "square")
        ]
        data = dataset(DATA.changes, PLACES, zones=zones)
        other = tmp_path / "other.toml"
        text = recipe.read_text().replace('"square"', '"round"')
        other.write_text(text.replace("to = 2019-12-10", "to = 2019-12-09"))
        page = build_coverage(data, [other, recipe], "coverage.html").html
        assert page.index(">Square</h2>") < page.index(">Round</h2>")
        with pytest.raises(RecipeError, match="no recipe"):
            build_coverage(data, [], "coverage.html")

    def test_only_some_sources(self, recipe):
        recipe.write_text(recipe.read_text() + 'only_sources = ["red-press"]')
        bare = build_map(dataset((), PLACES), recipe).entry.still
        assert build_map(DATA, recipe).entry.still == bare
        recipe.write_text(recipe.read_text().replace("red-press", "red-pres"))
        with pytest.raises(UnknownNameError, match="red-press"):
            build_map(DATA, recipe)

    def test_a_card_beside_the_page(self, recipe):
        recipe.write_text(
            recipe.read_text() + 'card = 2019-11-10\nbase_url = "https://example.org/m"'
        )
        built = build_map(DATA, recipe)
        card_path = recipe.with_name("square.card.png")
        assert built.files() == {built.path: built.html, card_path: built.card}
        picture = Image.open(io.BytesIO(built.card))
        assert (picture.size, picture.mode) == ((1200, 630), "P")
        assert len(built.card) < 120_000
        assert 'content="https://example.org/m/square.card.png"' in built.html
        assert 'content="https://example.org/m/square.html"' in built.html
        assert build_map(DATA, recipe).card == built.card
        assert write_maps(built.files()) == [built.path, card_path]
        assert write_maps(built.files()) == []

    def test_without_its_address_a_card_is_named_beside_the_page(self, recipe):
        recipe.write_text(recipe.read_text() + "card = 2019-11-10")
        html = build_map(DATA, recipe).html
        assert 'property="og:image" content="square.card.png"' in html
        assert "og:url" not in html

    def test_a_language_that_is_not_there(self, recipe):
        recipe.write_text(RECIPE.format(by="bloc", language="xx"))
        with pytest.raises(RecipeError, match="language 'xx'"):
            build_map(DATA, recipe)

    def test_only_pages_that_differ_are_written(self, tmp_path):
        new, same, old = (tmp_path / name for name in ("new", "same", "old"))
        same.write_text("same\n")
        old.write_text("old")
        before = same.stat().st_mtime_ns
        assert write_maps({new: "new", same: "same\n", old: "other"}) == [new, old]
        assert (new.read_text(), old.read_text()) == ("new", "other")
        assert same.stat().st_mtime_ns == before
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "new",
            "old",
            "same",
        ]


def test_the_package_gives_what_it_names():
    for name in controlmap.__all__:
        given = getattr(controlmap, name)
        assert given.__name__ == name
        assert isinstance(given, type | types.FunctionType)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = controlmap.nothing


def test_a_page_is_up_to_date_only_byte_for_byte(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(b"one\r\ntwo\n")
    assert not is_up_to_date(page, "one\ntwo\n")
    page.write_bytes(b"\xff")
    assert not is_up_to_date(page, "one\ntwo\n")
    assert write_maps({page: "one\ntwo\n"}) == [page]
    assert is_up_to_date(page, "one\ntwo\n")


class TestHearing:
    def test_a_page_says_whose_reports_it_is_made_from(self, recipe):
        assert how_told() == ""
        text = recipe.read_text("utf-8")
        more = 'perspective = ["independent"]\npolicy = "adverse"\n'
        recipe.write_text(text + more, "utf-8")
        built = build_map(DATA, recipe)
        told = (
            "Two holders Only sources of these perspectives: independent. "
            "A party&#39;s outlet counts only against its own side, unless others tell "
            "the same."
        )
        assert f'<p dir="auto">{told}</p>' in built.html

    def test_all_that_may_be_said(self):
        heard = {"only_sources": ("a", "b"), "perspective": ("red", "chain:wire")}
        assert how_told(**heard, policy="corroborated") == (
            "Only these sources: a, b. "
            "Only sources of these perspectives: red, chain:wire. "
            "A place changes hands only where sources of different perspectives say "
            "so, or the side that loses it."
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("policy", POLICIES)
    def test_it_is_said_in_the_language_of_the_page(self, language, policy):
        heard = {"only_sources": ("a", "b"), "perspective": ("chain:{names}",)}
        told = how_told(**heard, policy=policy, language=language)
        words = messages(language)
        assert told.startswith(words["told_sources"].replace("{names}", "a, b"))
        assert "chain:{names}" in told
        assert told.endswith(words.get(f"told_policy.{policy}", "chain:{names}."))
