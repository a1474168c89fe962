"""The page as text: whole, escaped, the same each time, under its own policy."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from datetime import timedelta
from html import unescape
from pathlib import Path

import folium
import pytest

from controlmap.errors import ControlMapError
from controlmap.render.bundle import leaflet_script, script_texts
from controlmap.render.page import ControlTimeline, render_page
from controlmap.render.payload import make_payload
from controlmap.render.policy import content_policy, json_block
from controlmap.render.style import MapStyle
from unit.render.decoded import unpacked
from unit.render.synthetic import FIRST, HOSTILE, make_hostile_series, make_series

TESTS = Path(__file__).parents[2]
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
PACKED = re.compile(
    r'<script type="text/plain" id="controlmap_\w+">([\w+/=]+)</script>'
)
DATA = re.compile(
    r'<script type="application/json" id="[\w-]+">(.*?)</script>', re.DOTALL
)


@pytest.fixture(scope="module")
def page():
    return render_page(make_series(20, 6), MapStyle(title="A <b>map</b> & more"))


@pytest.fixture(scope="module")
def hostile_page():
    return render_page(make_hostile_series(), MapStyle(description=HOSTILE[1]))


def policy_of(page):
    text = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    return dict(part.split(" ", 1) for part in text.split("; "))


def sha256(text):
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_the_policy_names_every_script_and_style_by_hash(page):
    policy = policy_of(page)
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    scripts = [*SCRIPT.findall(page), leaflet_script(), *script_texts()]
    assert policy["script-src"].split() == [sha256(s) for s in scripts]
    assert policy["style-src"].split() == [sha256(s) for s in STYLE.findall(page)]


def test_the_policy_stands_before_what_it_rules(page):
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_nothing_is_linked_and_nothing_is_inline_that_no_hash_allows(page):
    markup = SCRIPT.sub("", STYLE.sub("", DATA.sub("", page)))
    assert not re.search(r"<link|<iframe|<img|src=|@import", markup)
    assert not re.search(r"\s(on\w+|style)=", markup)


def test_tiles_are_asked_for_only_where_they_are_on(page):
    assert "openstreetmap" not in page
    tiled = render_page(make_series(8, 2), MapStyle(tiles=True))
    assert policy_of(tiled)["img-src"] == "data: https://tile.openstreetmap.org"
    assert "tile.openstreetmap.org/{z}" in tiled


def test_the_document_has_language_title_heading_and_landmark(page):
    assert page.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">')
    assert "<title>A &lt;b&gt;map&lt;/b&gt; &amp; more</title>" in page
    assert '<h1 dir="auto">A &lt;b&gt;map&lt;/b&gt; &amp; more</h1>' in page
    assert '<main class="cm-main">' in page
    assert "<noscript>" in page
    assert "user-scalable" not in page


def test_an_arabic_page_runs_from_right_to_left():
    page = render_page(make_series(8, 2), MapStyle(language="ar"))
    assert '<html lang="ar" dir="rtl">' in page
    (text,) = DATA.findall(page)
    words = unpacked(json.loads(text)["main"])["view"]["messages"]
    assert words["zoom_in"] == "تكبير"


def test_no_hostile_text_reaches_the_markup(hostile_page):
    markup = SCRIPT.sub("", STYLE.sub("", DATA.sub("", hostile_page)))
    markup = re.sub("<noscript>.*</noscript>", "", markup, flags=re.DOTALL)
    # what is left of the hostile texts is title and description, as text
    for text in HOSTILE[:6]:
        assert text not in markup
    assert "49" not in re.search(r"<h1[^>]*>(.*?)</h1>", markup)[1]
    assert HOSTILE[1] in unescape(markup)


def test_data_come_back_as_they_were(hostile_page):
    (text,) = DATA.findall(hostile_page)
    assert not set(text) & set("<>&\u2028\u2029\u202e\u2066")
    data = json.loads(text)
    payload = unpacked(data["main"])["timeline"]
    assert set(HOSTILE) <= set(payload["places"]["name"])
    payload["evidence"] = unpacked(data["evidence"])
    assert payload == json.loads(
        json.dumps(
            make_payload(make_hostile_series(), MapStyle(description=HOSTILE[1]))
        )
    )


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800 alone", "{{ this }}{% if %}"])
def test_a_block_of_json_holds_any_text(text):
    block = json_block({"t": text})
    assert json.loads(block) == {"t": text}
    block.encode("utf-8")
    assert "<" not in block


def test_a_policy_without_scripts_allows_none():
    assert "script-src 'none'; style-src 'none'" in content_policy("<p>text</p>")


def test_two_processes_write_the_same_bytes(page):
    program = (
        "import hashlib; from controlmap.render.page import render_page;"
        "from controlmap.render.style import MapStyle;"
        "from unit.render.synthetic import make_series;"
        "page = render_page(make_series(20, 6), MapStyle(title='A <b>map</b> & more'));"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_folium_s_own_defaults_stay_as_they_are():
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    render_page(make_series(8, 2))
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert "cdn.jsdelivr.net" in folium.Map().get_root().render()


def test_the_layer_goes_on_any_folium_map():
    other = folium.Map(location=[35.6, 36.7])
    folium.Marker([35.6, 36.7]).add_to(other)
    layer = ControlTimeline(make_series(8, 2), MapStyle(title="War")).add_to(other)
    folium.LayerControl().add_to(other)
    other.fit_bounds(layer.get_bounds())
    html = other.get_root().render()
    assert html.count("globalThis.ControlMap=") == 1
    assert f"{layer.get_name()}.addTo({other.get_name()});" in html
    assert f'"War" : {layer.get_name()}' in html
    (south, west), (north, east) = layer.get_bounds()
    assert 35 < south < north < 36 < west < east < 38


def test_two_layers_on_one_map_share_the_script():
    other = folium.Map()
    for cells in (8, 9):
        ControlTimeline(make_series(cells, 2)).add_to(other)
    html = other.get_root().render()
    assert html.count("globalThis.ControlMap=") == 1
    assert len(set(DATA.findall(html))) == 2


def test_a_hostile_layer_is_no_template():
    other = folium.Map(tiles=None)
    ControlTimeline(make_hostile_series()).add_to(other)
    (text,) = DATA.findall(other.get_root().render())
    payload = unpacked(json.loads(text)["main"])["timeline"]
    assert any("{{ 7*7 }} {% raw %} {# x" in name for name in payload["places"]["name"])


def test_a_layer_takes_a_payload_too():
    series = make_series(8, 2)
    assert ControlTimeline(make_payload(series)).data == ControlTimeline(series).data


def test_a_layer_without_a_map_says_so():
    with pytest.raises(ControlMapError, match="add the timeline to a map"):
        ControlTimeline(make_series(8, 2)).render()


def test_the_view_starts_on_the_day_asked_for():
    style = MapStyle(start=FIRST + timedelta(days=3), bounds=(36.0, 35.0, 37.0, 36.0))
    view = ControlTimeline(make_series(8, 6), style).view
    assert view["start"] == 3
    assert view["bounds"] == [36.0, 35.0, 37.0, 36.0]


def test_it_is_small():
    page = render_page(make_series(60, 21))
    assert len(page.encode()) < 290_000


def test_the_scripts_are_packed_with_leaflets_licence_in_sight(page):
    packed = [
        zlib.decompress(base64.b64decode(each), wbits=-15).decode()
        for each in PACKED.findall(page)
    ]
    assert packed == [leaflet_script(), *script_texts()]
    assert "Redistribution and use in source and binary forms" in page
