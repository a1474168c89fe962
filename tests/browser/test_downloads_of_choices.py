"""Files that are saved say by which choice, and of which day, they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from browser.test_downloads import CHANGES, LAYERS, PICTURE, save
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle
from unit.render.synthetic import make_series

pytestmark = pytest.mark.browser

DAY = "2019-12-05"
PUBLISHED = {"policy": "merged", "perspectives": [], "as_of": None, "by": "actor"}
CHOICES = [
    ({}, "policy=merged; perspective=all; as_of=all; by=actor"),
    ({"policy": "adverse"}, "policy=adverse; perspective=all; as_of=all; by=actor"),
    (
        {"policy": "corroborated", "perspectives": ["independent", "reds"]},
        "policy=corroborated; perspective=independent; perspective=reds; as_of=all; "
        "by=actor",
    ),
    (
        {"asOf": "2019-12-02", "by": "bloc"},
        "policy=merged; perspective=all; as_of=2019-12-02; by=bloc",
    ),
    (
        {"along": "reported", "lag": 3},
        "policy=merged; perspective=all; along=reported; lag=3; by=actor",
    ),
]


@pytest.fixture(scope="module")
def series():
    return make_series(60, 21)


@pytest.fixture(scope="module")
def html(series):
    return render_page(series, MapStyle(title="The War"))


@pytest.fixture
def chosen(html, open_map):
    """A page of a day on which a choice is made."""

    def choose(choice):
        page = open_map(html)
        page.ask("setDate", DAY)
        page.evaluate("(choice) => controlmap.setChoice(choice)", choice)
        return page

    return choose


def texts_of(png):
    """Texts in a PNG file, each chunk of which has its right sum."""
    Image.open(io.BytesIO(png)).verify()
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        return dict(picture.text)


@pytest.mark.parametrize(("choice", "told"), CHOICES)
def test_a_picture_says_it(chosen, tmp_path, choice, told):
    page = chosen(choice)
    texts = texts_of(save(page, PICTURE, tmp_path)[1])
    assert texts["Title"] == "The War"
    assert texts["Copyright"] == "Invented records, CC BY 4.0"
    day, *note, plain = texts["Description"].splitlines()
    assert day == "5 December 2019"
    assert note == [page.page.locator(".cm-choice-note").inner_text()] * bool(choice)
    assert plain == f"date={DAY}; {told}"


def test_a_picture_of_two_days_names_both(html, open_map, tmp_path):
    page = open_map(html, address="#date=2019-12-14&compare=2019-11-24")
    texts = texts_of(save(page, PICTURE, tmp_path)[1])
    assert "\ndate=2019-12-14; compare=2019-11-24; policy=" in texts["Description"]


@pytest.mark.parametrize(("choice", "told"), CHOICES)
def test_layers_say_it(chosen, tmp_path, choice, told):
    layers = json.loads(save(chosen(choice), LAYERS, tmp_path)[1])
    as_named = {{"asOf": "as_of"}.get(key, key): value for key, value in choice.items()}
    wanted = {**PUBLISHED, "along": "valid", "lag": 0, **as_named}
    assert layers["date"] == DAY
    assert {key: layers[key] for key in wanted} == wanted
    assert f"policy={layers['policy']}" in told


@pytest.mark.parametrize(("choice", "told"), CHOICES)
def test_changes_say_it(chosen, tmp_path, choice, told):
    text = save(chosen(choice), CHANGES, tmp_path)[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) > 1
    assert {row["choice"] for row in rows} == {told}
    assert all(date.fromisoformat(row["day"]) for row in rows)


def test_what_a_page_was_made_with_is_said_too(series, open_map, tmp_path):
    made = replace(series, policy="adverse", as_of=date(2019, 12, 10))
    page = open_map(render_page(made, MapStyle(title="The War")))
    told = "policy=adverse; perspective=all; as_of=2019-12-10; by=actor"
    assert texts_of(save(page, PICTURE, tmp_path)[1])["Description"].endswith(told)
    text = save(page, CHANGES, tmp_path)[1].decode("utf-8-sig")
    assert all(line.endswith(told) for line in text.splitlines()[1:])


def test_any_text_of_a_title_is_kept_in_the_picture(series, open_map, tmp_path):
    title = "\u0643\u0641\u0631 <b> \U0001f600 \u202e \u00e9" + "x" * 3000
    page = open_map(render_page(series, MapStyle(title=title)))
    texts = texts_of(save(page, PICTURE, tmp_path)[1])
    assert texts["Title"] == title
