"""The page of coverage, as a reader meets it: whole, quiet, and fit for a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.render.coverage_page import render_coverage

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT / "tests/data/hostile"
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def html():
    """Page of the zones of two recipes, one of them the whole war."""
    dataset = read_dataset(ROOT / "data")
    recipes = [
        read_recipe(ROOT / f"maps/{name}.toml")
        for name in ("idlib-zone", "ash-shafah-2019-01")
    ]
    return render_coverage(
        Atlas(dataset, zone=recipe.zone).coverage(recipe.first_day, recipe.last_day)
        for recipe in recipes
    )


def test_it_is_light(html):
    assert len(html.encode()) < MOST_BYTES


@pytest.mark.parametrize("size", SIZES)
def test_all_of_it_is_drawn_inside_the_window(html, open_map, size):
    width, height = SIZES[size]
    page = open_map(html, view={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    pictures = page.evaluate(
        """() => [...document.querySelectorAll("figure > svg")].map((svg) => {
            const box = svg.getBoundingClientRect();
            return [box.left, box.right, box.height];
        })"""
    )
    assert len(pictures) == 8
    for left, right, tall in pictures:
        assert left >= 0
        assert right <= width
        assert tall > 60
    display = "getComputedStyle(document.querySelector('.tiles')).display"
    assert page.evaluate(display) == "grid"  # the policy lets the style be
    text = page.page.locator("main").inner_text()
    assert "Median distance" in text
    assert "Longest silences" in text


@pytest.mark.parametrize("size", SIZES)
def test_words_in_the_pictures_can_be_read(html, open_map, size):
    width, height = SIZES[size]
    page = open_map(html, view={"width": width, "height": height})
    heights = page.evaluate(
        """() => [...document.querySelectorAll("figure > svg text")].map(
            (text) => text.getBoundingClientRect().height)"""
    )
    assert len(heights) > 40
    assert min(heights) >= 9


def test_the_table_opens_without_a_script(html, open_map):
    page = open_map(html)
    page.page.get_by_text("Records by month as a table").first.click()
    table = page.page.locator("details table").first
    assert table.is_visible()
    first, *_ = table.locator("tbody tr").all_inner_texts()
    assert first.startswith("2017-07")


def test_hostile_data_are_shown_as_text_and_do_nothing(open_map):
    dataset = read_dataset(HOSTILE)
    zone = next(iter(dataset.zones))
    coverage = Atlas(dataset, zone=zone).coverage("2019-01-01", "2019-03-05")
    page = open_map(render_coverage([coverage]))
    found = page.evaluate(
        """() => ({
            images: document.querySelectorAll("img").length,
            scripts: document.scripts.length,
            handlers: [...document.querySelectorAll("*")].filter((node) =>
                [...node.attributes].some((each) => each.name.startsWith("on"))).length,
        })"""
    )
    assert found == {"images": 0, "scripts": 0, "handlers": 0}
    assert dataset.zones[zone].name in page.evaluate("document.body.textContent")
