"""What of the ground a page carries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.render.basemap import MOST_TOWNS, SCALE, basemap_columns
from unit.render.decoded import numbers as read_numbers
from unit.render.ground import with_ground
from unit.render.synthetic import make_series

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def series():
    return with_ground(make_series(14, 3))


def points_of(text):
    """Degrees of a run."""
    numbers = read_numbers(text)
    lon = lat = 0
    points = []
    for step_lon, step_lat in zip(numbers[::2], numbers[1::2], strict=True):
        lon, lat = lon + step_lon, lat + step_lat
        points.append((lon / SCALE, lat / SCALE))
    return points


def test_shapes_are_clipped_to_the_surroundings(series):
    shapes = dict(basemap_columns(series)["shapes"])
    assert list(shapes) == ["coast", "sea", "state-border"]
    (shore,) = shapes["coast"]
    assert points_of(shore)[:2] == [(36.0, 35.5), (36.0, 36.0)]
    assert max(lat for _, lat in points_of(shore)) < 37.2
    (border,) = shapes["state-border"]
    assert points_of(border) == [(36.2, 36.1), (37.4, 36.2)]
    (sea,) = shapes["sea"]
    assert points_of(sea)[0] == points_of(sea)[-1]


def test_countries_with_room_and_towns_without_a_cell_are_named(series):
    labels = basemap_columns(series)["labels"]
    names = [label[0] for label in labels]
    assert names[:3] == ["Land", "Water", "Metropolis"]
    assert len(names) == 2 + MOST_TOWNS
    assert not {"Corner", "Abroad", "Lost", "Hamlet"} & set(names)
    assert not {p.name for p in make_series(14, 3).dataset.places.values()} & set(names)
    kinds = {label[0]: label[2] for label in labels}
    assert (kinds["Land"], kinds["Water"], kinds["Metropolis"]) == (
        "country",
        "sea",
        "city",
    )


def test_whom_to_thank_is_said(series):
    assert basemap_columns(series)["credits"] == ["a survey: CC0"]


def test_data_without_a_basemap_have_none():
    columns = basemap_columns(make_series(14, 3))
    assert columns == {"scale": SCALE, "shapes": [], "labels": [], "credits": []}


@pytest.mark.slow
def test_the_ground_of_each_study_area_is_small():
    dataset = read_dataset(ROOT / "data")
    for zone in dataset.zones:
        series = Atlas(dataset, zone=zone).timeline("2019-12-01", "2019-12-02")
        text = json.dumps(basemap_columns(series), ensure_ascii=False)
        assert len(text.encode()) < 15_000
        assert "state-border" in text
