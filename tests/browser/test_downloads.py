"""Files that the page gives: picture, layers, changes, and what a frame forbids."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from html import escape

import pytest
import shapely
from matplotlib.image import imread

from browser.conftest import DESKTOP, PHONE
from controlmap.geometry.crs import to_degrees
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle
from unit.render.expected import cell_polygons, states_on
from unit.render.synthetic import FIRST, make_hostile_series, make_series

pytestmark = pytest.mark.browser

VIEWS = pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
PICTURE = "View as picture (PNG)"
LAYERS = "Places and cells of this day (GeoJSON)"
CHANGES = "All changes (CSV)"


@pytest.fixture(scope="module")
def series():
    return make_series(60, 21)


@pytest.fixture(scope="module")
def html(series):
    return render_page(series, MapStyle(title="The War: a map"))


def save(page, label, tmp_path):
    """Name and bytes of a file that is asked for."""
    fold = page.page.locator(".cm-download")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    with page.page.expect_download() as found:
        page.page.get_by_role("button", name=label).click()
    path = tmp_path / "saved"
    found.value.save_as(path)
    return found.value.suggested_filename, path.read_bytes()


@VIEWS
def test_the_view_is_saved_as_a_picture(html, open_map, tmp_path, view):
    page = open_map(html, view=view)
    page.ask("setDate", "2019-12-03")
    name, data = save(page, PICTURE, tmp_path)
    assert name == "the-war-a-map-2019-12-03.png"
    picture = imread(io.BytesIO(data))
    box = page.page.locator(".cm-map").bounding_box()
    assert picture.shape[1] == round(box["width"])
    assert picture.shape[0] > box["height"] + 80
    assert len(set(map(tuple, picture[::7, ::7].reshape(-1, picture.shape[2])))) > 20
    assert save(page, PICTURE, tmp_path) == (name, data)
    said = page.page.locator(".cm-download [role=status]").inner_text()
    assert said == f"{name} was handed to the browser."


def test_a_picture_of_two_days_has_both(html, open_map, tmp_path):
    page = open_map(html, address="#date=2019-12-14&compare=2019-11-24")
    _, both = save(page, PICTURE, tmp_path)
    page.page.get_by_role("button", name="End comparison").click()
    _, one = save(page, PICTURE, tmp_path)
    both, one = (imread(io.BytesIO(data))[:, :, :3] for data in (both, one))
    middle = one.shape[1] // 2
    rows = slice(90, 500)
    assert (both[rows, middle + 10 :] == one[rows, middle + 10 :]).mean() > 0.99
    assert (both[rows, : middle - 10] != one[rows, : middle - 10]).mean() > 0.03


def test_the_layers_of_the_day_are_saved(series, html, open_map, tmp_path):
    page = open_map(html)
    page.ask("setDate", "2019-12-03")
    name, data = save(page, LAYERS, tmp_path)
    assert name == "the-war-a-map-2019-12-03.geojson"
    layers = json.loads(data)
    assert layers["date"] == "2019-12-03"
    assert layers["licences"] == ["Invented records, CC BY 4.0"]
    by_layer = {"cell": {}, "place": {}}
    for feature in layers["features"]:
        told = feature["properties"]
        by_layer[told["layer"]][told["place_id"]] = feature
    states = states_on(series, FIRST + timedelta(days=9))
    polygons = cell_polygons(series.tessellation)
    for place_id, polygon in zip(series.tessellation.place_ids, polygons, strict=True):
        told = by_layer["cell"][place_id]["properties"]
        state = states[place_id]
        assert told["status"] == state.status
        assert told["controllers"] == ";".join(state.controllers)
        assert (told["basis"], told["firmness"], told["freshness"]) == (
            state.basis,
            state.firmness,
            state.freshness,
        )
        drawn = shapely.geometry.shape(by_layer["cell"][place_id]["geometry"])
        meant = shapely.transform(
            polygon, lambda xy: to_degrees(xy, series.tessellation.crs)
        )
        assert drawn.is_valid
        assert drawn.exterior.is_ccw
        assert shapely.hausdorff_distance(drawn, meant) < 3e-5
    located = [p for p in series.answers if series.dataset.places[p].is_located]
    for place_id in located:
        place = series.dataset.places[place_id]
        feature = by_layer["place"][place_id]
        assert feature["geometry"]["coordinates"] == pytest.approx(
            [place.lon, place.lat], abs=1e-5
        )
        answer = [
            a for on, a in series.answers[place_id] if on <= FIRST + timedelta(days=9)
        ][-1]
        assert feature["properties"]["status"] == answer.status
        assert feature["properties"]["rule"] == answer.rule
    assert save(page, LAYERS, tmp_path)[1] == data


def test_the_changes_are_saved(series, html, open_map, tmp_path):
    page = open_map(html)
    name, data = save(page, CHANGES, tmp_path)
    assert name == "the-war-a-map-changes.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    for row in rows:
        log = series.answers[row["place_id"]]
        after = next(a for on, a in log if on.isoformat() == row["day"])
        before = [a for on, a in log if on.isoformat() < row["day"]][-1]
        assert (row["status_before"], row["status"]) == (before.status, after.status)
        assert row["name"] == series.dataset.places[row["place_id"]].name
        assert row["rule"] == after.rule
        if after.status == "controlled":
            assert row["controllers"] == after.controllers[0]
        for record in after.evidence:
            change = series.dataset.changes_by_id[record]
            source = series.dataset.sources[change.source.source_id]
            assert (source.url or source.publisher) in row["sources"]
    page.page.keyboard.press("End")
    assert save(page, CHANGES, tmp_path)[1] == data


def test_hostile_text_stays_text_in_the_files(open_map, tmp_path):
    page = open_map(render_page(make_hostile_series(), MapStyle(title="=1+1")))
    name, data = save(page, CHANGES, tmp_path)
    assert name == "1-1-changes.csv"
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert len(row) == 14
        assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row)
    layers = json.loads(save(page, LAYERS, tmp_path)[1])
    assert layers["name"] == "=1+1"
    save(page, PICTURE, tmp_path)


@pytest.mark.parametrize("rights", ["allow-scripts", "allow-scripts allow-downloads"])
def test_a_sandboxed_frame_is_told_what_it_may_forbid(html, open_map, tmp_path, rights):
    article = (
        '<!DOCTYPE html><meta charset="utf-8"><iframe width="900" height="600" '
        f'sandbox="{rights}" srcdoc="{escape(html)}"></iframe>'
    )
    page = open_map(article)
    frame = page.page.frames[1]
    frame.locator(".cm-download summary").click()
    note = frame.locator(".cm-download .cm-quiet").first
    assert note.inner_text().startswith("This frame may forbid downloads.")
    button = frame.get_by_role("button", name=CHANGES)
    if "downloads" in rights:
        with page.page.expect_download() as found:
            button.click()
        assert found.value.suggested_filename == "the-war-a-map-changes.csv"
    else:
        button.click()
    frame.get_by_text("If it was not saved, this frame forbids downloads").wait_for()
    page.problems[:] = [
        p for p in page.problems if "about:srcdoc" not in p and "sandboxed" not in p
    ]


def test_a_page_of_its_own_and_a_plain_frame_have_no_such_note(html, open_map):
    page = open_map(html)
    assert page.page.locator(".cm-blocked-note").count() == 0
    framed = open_map(
        '<!DOCTYPE html><meta charset="utf-8"><iframe width="900" height="600" '
        f'srcdoc="{escape(html)}"></iframe>'
    )
    assert framed.page.frames[1].locator(".cm-blocked-note").count() == 0
    framed.problems[:] = [p for p in framed.problems if "about:srcdoc" not in p]
