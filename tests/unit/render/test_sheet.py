"""Stills: what is drawn is what the series says, and always the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from controlmap.domain.model import Ground, Limit
from controlmap.errors import GeometryError, RecipeError
from controlmap.render.looks import OBSERVED_SHARE
from controlmap.render.payload import colours_of
from controlmap.render.scene import Scenes
from controlmap.render.sheet.canvas import Canvas
from controlmap.render.sheet.ground import draw_areas, draw_lines
from controlmap.render.sheet.labels import lay_out_labels
from controlmap.render.sheet.legend import legend_of, rows_of
from controlmap.render.sheet.marks import draw_marks, flag_boxes
from controlmap.render.sheet.sheet import Sheet, render_sheet
from controlmap.render.sheet.size import parse_size
from controlmap.render.sheet.text import width_of
from controlmap.render.sheet.view import View
from controlmap.render.style import MapStyle, mix, parse_colour
from unit.render.expected import legend_on, looks_on, sample_points
from unit.render.synthetic import FIRST, HOSTILE, make_hostile_series, make_series

SMALL = parse_size("900x600")
DAYS = [FIRST + timedelta(days=days) for days in (0, 7, 20)]


@pytest.fixture(scope="module")
def series():
    return make_series()


def opened(content):
    return Image.open(io.BytesIO(content))


def words_of(content):
    """Text of a PDF, as a reader finds it."""
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()


class TestFiles:
    @pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
    def test_twice_the_same_bytes(self, series, file_format):
        one, other = (
            render_sheet(series, DAYS[1], MapStyle(), SMALL, file_format)
            for _ in range(2)
        )
        assert one == other
        next_day = render_sheet(series, DAYS[2], MapStyle(), SMALL, file_format)
        assert next_day != one

    @pytest.mark.parametrize(
        ("size", "dpi", "pixels"),
        [
            ("1200x630", 0, (1200, 630)),
            ("a4", 100, (1169, 827)),
            ("a4-portrait", 60, (496, 702)),
            ("800x800", 0, (800, 800)),
        ],
    )
    def test_a_png_has_its_pixels(self, series, size, dpi, pixels):
        style = MapStyle()
        content = render_sheet(series, FIRST, style, parse_size(size, dpi), "png")
        picture = opened(content)
        assert picture.size == pixels
        assert picture.getpixel((2, 2))[:3] == (255, 255, 255)

    def test_a_pdf_has_its_paper_and_its_text(self, series):
        style = MapStyle(title="Who held what")
        content = render_sheet(series, FIRST, style, parse_size("a4"), "pdf")
        reader = PdfReader(io.BytesIO(content))
        page = reader.pages[0]
        assert float(page.mediabox.width) == pytest.approx(841.89, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(595.28, abs=0.1)
        assert reader.metadata.title == "Who held what, 2019-11-24"
        assert reader.metadata.creation_date is None
        assert "Who held what" in words_of(content)
        assert "24 November 2019" in words_of(content)

    def test_an_svg_is_xml_and_asks_for_nothing(self, series):
        content = render_sheet(series, FIRST, MapStyle(), SMALL, "svg").decode()
        root = ET.fromstring(content)
        assert root.tag.endswith("svg")
        links = [
            value
            for element in root.iter()
            for name, value in element.attrib.items()
            if name.endswith("href")
        ]
        assert links
        assert all(link.startswith("#") for link in links)
        assert not [e for e in root.iter() if e.tag.endswith(("script", "image"))]

    def test_another_format(self, series):
        with pytest.raises(RecipeError, match=r"png, svg, pdf, not 'tiff'"):
            render_sheet(series, FIRST, MapStyle(), SMALL, "tiff")

    def test_no_room_for_a_map(self, series):
        upright = parse_size("390x350", 100)
        with pytest.raises(RecipeError, match="leaves no room for the map"):
            render_sheet(series, FIRST, MapStyle(), upright, "png")

    def test_a_zone_without_places(self, series):
        empty = replace(
            series.tessellation,
            place_ids=(),
            area_km2=np.empty(0),
            vertices=np.empty((0, 2)),
        )
        with pytest.raises(GeometryError, match="no place lies in the study area"):
            View.of(empty, (0, 0, 100, 100), None)


class TestGround:
    @pytest.mark.parametrize("day", DAYS)
    def test_cells_have_the_colours_of_their_looks(self, series, day):
        sheet = Sheet(series, MapStyle(), SMALL, day=day)
        canvas = Canvas(SMALL)
        sheet.draw_paper(canvas)
        scenes = Scenes(series)
        draw_areas(canvas, sheet.view, scenes, scenes.on(day))
        pixels = canvas.pixels()
        looks = looks_on(series, day)
        paper = tuple(parse_colour("#f4f1ea"))
        seen = {}
        for place, spots in sample_points(series).items():
            for lat, lon in spots:
                colour = pixel_at(pixels, sheet.view, lon, lat)
                look = looks[place]
                if look is None:
                    assert colour == paper
                elif not look.pattern:
                    assert colour == parse_colour(look.colours[0]), place
                else:
                    seen.setdefault(look, []).append(colour)
        for look, colours in seen.items():
            own = np.array([parse_colour(colour) for colour in look.colours])
            drawn = np.array(colours)
            assert (drawn >= own.min(axis=0) - 8).all(), look
            assert (drawn <= own.max(axis=0) + 8).all(), look
            if len(colours) >= 25 and look.pattern != "uncertain":
                for colour in own:
                    assert (np.abs(drawn - colour).max(axis=1) < 12).any(), look

    def test_a_front_line_is_dark_and_its_ends_are_in_the_view(self, series):
        sheet = Sheet(series, MapStyle(), SMALL, day=FIRST)
        canvas = Canvas(SMALL)
        scenes = Scenes(series)
        scene = scenes.on(FIRST)
        draw_lines(canvas, sheet.view, scenes, scene)
        pixels = canvas.pixels()
        firm = sorted(set(scene.fronts.tolist()) - set(scene.guesses.tolist()))
        assert firm
        offsets = series.tessellation.arc_offsets
        for arc in firm:
            run = series.tessellation.arc_vertices[offsets[arc] : offsets[arc + 1]]
            ends = series.tessellation.vertices[run[:2]]
            x, y = sheet.view.points(ends.mean(axis=0)[None])[0] * SMALL.dpi / 72
            around = pixels[
                SMALL.pixels[1] - int(y) - 2 : SMALL.pixels[1] - int(y) + 2,
                int(x) - 1 : int(x) + 2,
                :3,
            ]
            assert around.min() < 90

    def test_dots_have_the_colours_of_the_sides(self, series):
        sheet = Sheet(series, MapStyle(), SMALL, day=FIRST)
        canvas = Canvas(SMALL)
        marks = Scenes(series).marks_on(FIRST)
        colours = colours_of(series)
        draw_marks(canvas, sheet.spots, marks, colours, sheet.view.box)
        pixels = canvas.pixels()
        alone = [m for m in marks if len(m.sides) == 1 and m.place_id in series.answers]
        assert len(alone) > 10
        for mark in alone:
            place = series.dataset.places[mark.place_id]
            colour = pixel_at(pixels, sheet.view, place.lon, place.lat)
            assert colour == parse_colour(colours[mark.sides[0]])

    def test_bounds_are_in_view(self, series):
        bounds = (36.6, 35.5, 36.8, 35.7)
        sheet = Sheet(series, MapStyle(bounds=bounds), SMALL, day=FIRST)
        seen = sheet.view.bounds()
        assert seen[0] <= bounds[0] < bounds[2] <= seen[2]
        assert seen[1] <= bounds[1] < bounds[3] <= seen[3]
        assert seen[3] - seen[1] < 1.3 * (bounds[3] - bounds[1])

    def test_a_border_in_view_is_drawn_and_named(self, series):
        line = {"type": "LineString", "coordinates": [[36.5, 35.3], [37.0, 35.9]]}
        border = Limit("edge", "Edge", "border", "test", line)
        far = {"type": "LineString", "coordinates": [[10.0, 35.3], [10.5, 35.9]]}
        river = Limit("river", "River", "river", "test", far)
        data = replace(series.dataset, limits={"edge": border, "river": river})
        with_border = replace(series, dataset=data)
        texts = [
            words_of(render_sheet(each, FIRST, MapStyle(), SMALL, "pdf"))
            for each in (series, with_border)
        ]
        assert ["State border" in text for text in texts] == [False, True]
        assert "River" not in texts[1]

    def test_borders_of_governorates_are_drawn(self, series):
        line = {"type": "LineString", "coordinates": [[36.5, 35.3], [37.0, 35.9]]}
        pictures = []
        for kind in ("state-border", "governorate-border"):
            ground = Ground("edge", "Edge", kind, "test", "CC0", line)
            data = replace(series.dataset, basemap={"edge": ground})
            other = replace(series, dataset=data)
            content = render_sheet(other, FIRST, MapStyle(), SMALL, "png")
            pictures.append(np.asarray(opened(content)))
        apart = (pictures[0] != pictures[1]).any(axis=2)
        assert 0.0005 < apart.mean() < 0.01


def pixel_at(pixels, view, lon, lat):
    """Colour at a position in degrees."""
    x, y = view.points_of([lon], [lat])[0] * SMALL.dpi / 72
    return tuple(int(c) for c in pixels[SMALL.pixels[1] - 1 - int(y), int(x), :3])


class TestLegend:
    @pytest.mark.parametrize("day", DAYS)
    def test_its_numbers_are_the_extents(self, series, day):
        scenes = Scenes(series)
        legend = legend_of(series, scenes.states_on(day), *rows_of(scenes, day))
        wanted = legend_on(series, day)
        assert {
            actor: (e.low_km2, e.best_km2, e.high_km2, e.settlements)
            for actor, e in legend.holders
        } == {a: pytest.approx(row, abs=0.05) for a, row in wanted["holders"].items()}
        assert {s: (e.high_km2, e.settlements) for s, e in legend.mixed} == {
            s: pytest.approx(row, abs=0.05) for s, row in wanted["mixed"].items()
        }
        assert legend.no_data_km2 == pytest.approx(wanted["no_data"], abs=0.05)
        best = [extent.best_km2 for _, extent in legend.holders]
        assert best == sorted(best, reverse=True)

    def test_the_sheet_says_them(self, series):
        text = words_of(render_sheet(series, DAYS[1], MapStyle(), SMALL, "pdf"))
        scenes = Scenes(series)
        legend = legend_of(series, scenes.states_on(DAYS[1]), *rows_of(scenes, DAYS[1]))
        for actor, extent in legend.holders:
            assert series.dataset.actors[actor].name in text
            assert f"{round(extent.best_km2):,}" in text
            assert f"{round(extent.low_km2):,}–{round(extent.high_km2):,}" in text

    def test_its_samples_have_the_colours_of_the_ground(self, series):
        number = [state.firmness for state in series.states].index("firm")
        inferred = replace(
            series, initial=np.full_like(series.initial, number), changes=()
        )
        svg = render_sheet(inferred, FIRST, MapStyle(), SMALL, "svg").decode()
        actor = series.states[number].controllers[0]
        fresh = OBSERVED_SHARE["fresh"]
        assert mix(colours_of(series)[actor], fresh) in svg
        assert mix(series.dataset.actors[actor].colour, fresh) not in svg

    def test_rows_of_a_film_stay(self, series):
        scenes = Scenes(series)
        holders, mixed = rows_of(scenes, None)
        for day in DAYS:
            held, hatched = rows_of(scenes, day)
            assert set(held) <= set(holders)
            assert set(hatched) <= set(mixed)

    def test_many_holders_share_a_last_row_that_adds_them_up(self, series):
        style, size = MapStyle(title="T"), parse_size("640x330", 100)
        text = words_of(render_sheet(series, DAYS[1], style, size, "pdf"))
        assert "Others (" in text


class TestLabels:
    @pytest.mark.parametrize("size", ["900x600", "a4", "1080x1080"])
    def test_they_meet_neither_each_other_nor_scale_and_flags(self, series, size):
        sheet = Sheet(series, MapStyle(), parse_size(size), day=FIRST)
        flags = flag_boxes(series, sheet.spots)
        labels = lay_out_labels(
            series, sheet.view, sheet.spots, sheet.words, taken=flags
        )
        assert labels
        boxes = []
        for label in labels:
            x, y = label.spot
            width = width_of(label.text, label.size, bold=label.bold)
            boxes.append((x, y - 0.2 * label.size, x + width, y + 0.75 * label.size))
        frame = sheet.view.box
        for i, box in enumerate(boxes):
            assert frame[0] < box[0] < box[2] < frame[2]
            assert frame[1] < box[1] < box[3] < frame[3]
            assert not any(meet(box, other) for other in boxes[:i] + flags)

    def test_arabic_names_where_they_are_known(self, series):
        sheet = Sheet(series, MapStyle(language="ar"), SMALL, day=FIRST)
        labels = lay_out_labels(series, sheet.view, sheet.spots, sheet.words)
        known = {p.name_ar for p in series.dataset.places.values() if p.name_ar}
        assert known & {label.text for label in labels}


def meet(one, other):
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


class TestWords:
    def test_what_it_is_drawn_from(self, series):
        text = " ".join(
            words_of(render_sheet(series, FIRST, MapStyle(), SMALL, "pdf")).split()
        )
        assert "not surveyed lines" in text
        assert "Reports: " in text
        assert "most often " in text
        assert "Licences: Invented records, CC BY 4.0." in text

    def test_as_known_on_a_day(self, series):
        known = replace(series, as_of=FIRST)
        text = words_of(render_sheet(known, FIRST, MapStyle(), SMALL, "pdf"))
        assert "As known on 24 November 2019." in " ".join(text.split())

    def test_arabic_is_set_from_right_to_left(self, series):
        sheets = [
            Sheet(series, MapStyle(language=language), SMALL, day=FIRST)
            for language in ("en", "ar")
        ]
        assert sheets[0].layout.panel[0] > sheets[0].layout.map[2]
        assert sheets[1].layout.panel[2] < sheets[1].layout.map[0]
        one, other = (
            render_sheet(series, FIRST, MapStyle(language=language), SMALL, "png")
            for language in ("en", "ar")
        )
        assert one != other

    @pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
    def test_hostile_texts_are_text(self, file_format):
        series = make_hostile_series()
        for number in range(0, len(HOSTILE), 4):
            title, description = HOSTILE[number], HOSTILE[-1 - number]
            style = MapStyle(title=title, description=description)
            content = render_sheet(series, FIRST, style, SMALL, file_format)
            if file_format == "svg":
                root = ET.fromstring(content)
                tags = {element.tag.rpartition("}")[2] for element in root.iter()}
                assert not tags & {"script", "img", "image", "foreignObject", "a"}

    @pytest.mark.parametrize(
        "title",
        [
            "$\\frac{1}{$",
            "a\x00b\x0bc\ud800",
            "\u202eabc\u202c",
            "字 😀",
            "x" * 4000,
            "\n",
        ],
    )
    @pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
    def test_a_title_that_no_formula_or_file_may_read(self, series, title, file_format):
        style = MapStyle(title=title)
        content = render_sheet(series, FIRST, style, SMALL, file_format)
        if file_format == "svg":
            ET.fromstring(content)
