"""Pages taken apart into page, script and style."""

from __future__ import annotations

import folium
import pytest

from controlmap.errors import ControlMapError
from controlmap.render.bundle import leaflet_style, page_style
from controlmap.render.page import ControlTimeline, render_page, render_sidecar
from controlmap.render.sidecar import folium_apart, taken_apart
from controlmap.render.style import MapStyle
from hostile_strings import BREAKOUTS, SCRIPTS, TEMPLATES
from unit.render.synthetic import make_series


@pytest.fixture(scope="module")
def series():
    return make_series()


def folium_map(series, *others):
    made = folium.Map(location=[35.6, 36.75], tiles=None)
    for other in others:
        other.add_to(made)
    ControlTimeline(series).add_to(made)
    return made


def test_nothing_of_the_page_is_lost(series):
    files = render_sidecar(series, name="map")
    inline = render_page(series)
    assert "<style" not in files.page
    assert files.page.count("<script") == 2, "the data, and the script beside it"
    assert files.style == f"{leaflet_style()}\n{page_style()}\n"
    for rules in (leaflet_style(), page_style()):
        assert f"<style>{rules}</style>" in inline
    for rule in (".cm-main{", ".leaflet-container{"):
        assert rule in files.style
    assert files.script.index("leafletjs.com") < files.script.index("globalThis.Contr")
    assert files.script.rstrip().endswith("addTo(map_page);")
    assert "ControlMapStarter.start(" in inline
    assert "ControlMapStarter.start(" not in files.script


def test_a_page_says_which_script_it_wants(series):
    first = render_sidecar(series, name="a & b")
    assert 'src="a%20%26%20b.js?' in first.page
    (start,) = {digest[:8] for n, digest in first.hashes().items() if "js" in n}
    assert f".js?{start}" in first.page


def test_no_text_becomes_code(series):
    text = " ".join((*SCRIPTS, *BREAKOUTS, *TEMPLATES))
    files = render_sidecar(series, MapStyle(title=text, description=text), name="map")
    plain = render_sidecar(series, MapStyle(title="A map"), name="map")
    assert files.page.count("<script") == 2
    same = [
        line for line in files.script.splitlines() if "control_timeline" not in line
    ]
    assert same == [
        line for line in plain.script.splitlines() if "control_timeline" not in line
    ]


def test_a_folium_map_brings_leaflet_alone(series):
    circle = folium.CircleMarker([35.6, 36.7], tooltip="here")
    files = folium_apart(folium_map(series, circle), "map")
    assert "https://" not in files.page
    assert "L.circleMarker(" in files.script
    assert "html, body {" in files.style


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (lambda: folium.CircleMarker([35, 36], popup="x"), "jQuery, which folium's"),
        (lambda: folium.Marker([35, 36]), "the picture of a marker"),
        (lambda: folium.Marker([35, 36], icon=folium.Icon()), "AwesomeMarkers"),
    ],
)
def test_a_map_that_wants_more_is_refused(series, other, message):
    with pytest.raises(ControlMapError, match=message):
        folium_apart(folium_map(series, other()), "map")


@pytest.mark.parametrize(
    ("element", "message"),
    [
        ('<script src="https://a.example/x.js"></script>', "loads https://a.example/x"),
        ('<p style="color: red"></p>', "<p style>"),
        ('<p onclick="x()"></p>', "<p onclick>"),
        ('<script type="module">x()</script>', "<script>"),
        ('<style media="print">p {}</style>', "<style>"),
    ],
)
def test_code_that_would_stay_is_refused(element, message):
    page = f"<style>p {{}}</style><script>x()</script>{element}"
    with pytest.raises(ControlMapError, match=message):
        taken_apart(page, "map")
