"""Recipes of maps: what a file may say, and what is said of every fault."""

from __future__ import annotations

import re
from datetime import date

import pytest

from controlmap.errors import RecipeError
from controlmap.io.recipes import Recipe, read_recipe

NEEDED = """
zone = "square"
from = 2019-12-01
to = 2019-12-31
title = "December"
"""


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "december.toml"

    def read(text):
        path.write_text(text, "utf-8")
        return read_recipe(path)

    return read


def test_a_recipe_with_what_it_needs(recipe):
    assert recipe(NEEDED) == Recipe(
        "december", "square", date(2019, 12, 1), date(2019, 12, 31), "December"
    )


def test_a_recipe_with_all_it_can_say(recipe):
    read = recipe(
        NEEDED
        + """
description = "What changed"
start = 2019-12-05
as_of = 2020-01-31
by = "actor"
bounds = [36, 35, 36.5, 35.5]
language = "ar"
only_sources = ["neutral", "red-press"]
days_per_second = 3
basemap = "osm"
card = 2019-12-31
base_url = "https://example.org/maps"
"""
    )
    assert read == Recipe(
        name="december",
        zone="square",
        first_day=date(2019, 12, 1),
        last_day=date(2019, 12, 31),
        title="December",
        description="What changed",
        start=date(2019, 12, 5),
        as_of=date(2020, 1, 31),
        by="actor",
        bounds=(36, 35, 36.5, 35.5),
        language="ar",
        only_sources=("neutral", "red-press"),
        days_per_second=3,
        basemap="osm",
        card=date(2019, 12, 31),
        base_url="https://example.org/maps",
    )


def test_a_recipe_of_one_day(recipe):
    read = recipe(NEEDED.replace("12-31", "12-01"))
    assert read.first_day == read.last_day


FAULTS = [
    ("zone = 3", "zone: 3 is no text"),
    ('from = "2019-12-01"', "from: '2019-12-01' is no day such as 2019-12-01"),
    (
        "to = 2019-12-31T10:00:00",
        "to: datetime.datetime(2019, 12, 31, 10, 0) is no day such as 2019-12-01",
    ),
    ("start = 2019", "start: 2019 is no day such as 2019-12-01"),
    ("as_of = true", "as_of: True is no day such as 2019-12-01"),
    ("title = []", "title: [] is no text"),
    ("description = 1.5", "description: 1.5 is no text"),
    ("language = false", "language: False is no text"),
    ('basemap = "bing"', "basemap: 'bing' is no plain or osm"),
    ('by = "party"', "by: 'party' is no actor or bloc"),
    ('by = ["actor"]', "by: ['actor'] is no actor or bloc"),
    ("by = {}", "by: {} is no actor or bloc"),
    (
        'bounds = "36,35,37,36"',
        "bounds: '36,35,37,36' is no [west, south, east, north]",
    ),
    ("bounds = [36, 35, 37]", "bounds: [36, 35, 37] is no [west, south, east, north]"),
    (
        "bounds = [36, 35, 37, true]",
        "bounds: [36, 35, 37, True] is no [west, south, east, north]",
    ),
    (
        'bounds = [36, 35, 37, "36"]',
        "bounds: [36, 35, 37, '36'] is no [west, south, east, north]",
    ),
    (
        "bounds = [37, 35, 36, 36]",
        "bounds: [37, 35, 36, 36] is no [west, south, east, north]",
    ),
    (
        "bounds = [36, 36, 37, 35]",
        "bounds: [36, 36, 37, 35] is no [west, south, east, north]",
    ),
    (
        "bounds = [nan, 35, 37, 36]",
        "bounds: [nan, 35, 37, 36] is no [west, south, east, north]",
    ),
    ('only_sources = "neutral"', "only_sources: 'neutral' is no list of source ids"),
    ("only_sources = [1]", "only_sources: [1] is no list of source ids"),
    ("card = 'soon'", "card: 'soon' is no day such as 2019-12-01"),
    ("card = 2020-01-01", "card: 2020-01-01 is not a day of 2019-12-01 to 2019-12-31"),
    *(
        (
            f"base_url = {text!r}",
            f"base_url: {text!r} is no address such as https://example.org/",
        )
        for text in ("example.org", "javascript:x", "http://a b", "https://x/?q", "")
    ),
    ("base_url = 7", "base_url: 7 is no address such as https://example.org/"),
    ("days_per_second = 0", "days_per_second: 0 is no count"),
    ("days_per_second = 1.5", "days_per_second: 1.5 is no count"),
    ("days_per_second = true", "days_per_second: True is no count"),
    ("tittle = 3", "tittle: no such key; did you mean 'title'?"),
    ("name = 3", "name: no such key"),
    ("first_day = 2019-12-01", "first_day: no such key"),
    ("colour = 3", "colour: no such key"),
    ('policy = "all"', "policy: 'all' is no merged or corroborated or adverse"),
    ('perspective = "red"', "perspective: 'red' is no list of perspectives"),
    ("[by]\nwhom = 3", "by: {'whom': 3} is no actor or bloc"),
    ("phases = 3", "phases: 3 is no list of tables, [[phases]]"),
    (
        "[[phases]]",
        "phases: phase 1: the key 'name' is missing; the key 'from' is missing; "
        "the key 'to' is missing",
    ),
    (
        '[[phases]]\nname = "a"\nfrom = 2019-12-02\nto = 2019-12-01',
        "phases: phase 1: 2019-12-01 is before 2019-12-02",
    ),
    (
        '[[phases]]\nname = 1\nfrom = "x"\nto = 2019-12-01\nkind = "war"\nend = 3',
        "phases: phase 1: no such key 'end'; 'x' is no day such as 2019-12-01; "
        "1 is no text; 'war' is no phase or ceasefire",
    ),
    ('rule = "guess"', "rule: 'guess' is no nearest-place or nearest-with-age"),
]


@pytest.mark.parametrize(("line", "problem"), FAULTS)
def test_a_fault(recipe, tmp_path, line, problem):
    key = line.split(" =")[0]
    needed = re.sub(rf"^{re.escape(key)} = .*\n", "", NEEDED, flags=re.M)
    message = f"{tmp_path / 'december.toml'}:{problem}"
    with pytest.raises(RecipeError, match=f"^{re.escape(message)}$"):
        recipe(needed + line)


@pytest.mark.parametrize("key", ["zone", "from", "to", "title"])
def test_a_missing_key(recipe, tmp_path, key):
    left = re.sub(rf"^{key} = .*\n", "", NEEDED, flags=re.M)
    message = f"{tmp_path / 'december.toml'}:{key}: the key is missing"
    with pytest.raises(RecipeError, match=f"^{re.escape(message)}$"):
        recipe(left)


def test_all_faults_are_said_at_once(recipe, tmp_path):
    path = tmp_path / "december.toml"
    with pytest.raises(RecipeError, match="the key is missing") as caught:
        recipe('zone = 3\nfrom = 2019-12-01\nby = "party"')
    assert str(caught.value).splitlines() == [
        f"{path}:to: the key is missing",
        f"{path}:title: the key is missing",
        f"{path}:zone: 3 is no text",
        f"{path}:by: 'party' is no actor or bloc",
    ]


def test_an_end_before_the_start(recipe, tmp_path):
    path = tmp_path / "december.toml"
    message = f"{path}:to: 2019-11-30 is before 2019-12-01"
    with pytest.raises(RecipeError, match=f"^{re.escape(message)}$"):
        recipe(NEEDED.replace("2019-12-31", "2019-11-30"))


def test_no_such_recipe(tmp_path):
    path = tmp_path / "none.toml"
    with pytest.raises(RecipeError, match=f"^{re.escape(f'{path}: no such recipe')}$"):
        read_recipe(path)


@pytest.mark.parametrize("content", [b"zone = ", b"zone zone", b'zone = "\xff"'])
def test_no_toml(tmp_path, content):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    message = f"^{re.escape(f'{path}: not readable as TOML: ')}."
    with pytest.raises(RecipeError, match=message):
        read_recipe(str(path))
