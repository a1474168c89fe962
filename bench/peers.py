"""The same wars as folium's own time layers show them, tuned as well as they can be.

``Timeline``: one feature for each cell and interval of one holder, five decimals, on
canvas. ``TimestampedGeoJson``: the territories of each day, dissolved by the quickest
method that there is, five decimals, the day once for each part, without which the
plugin drops parts. What these pages load from elsewhere is answered from npm packages.
"""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
import shapely
from folium.plugins import Timeline, TimelineSlider, TimestampedGeoJson
from folium.utilities import JsCode
from records import COLOURS, FIRST
from shapely.geometry import mapping

from controlmap.geometry.crs import to_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthetic import War

PACKAGES = Path("build/bench/node_modules")
CONTESTED_COLOUR = "#888888"

ASSETS = {
    "leaflet@1.9.3/dist/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet@1.9.3/dist/leaflet.css": "leaflet/dist/leaflet.css",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "3.7.1/jquery.min.js": "jquery/dist/jquery.min.js",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    "all.min.css": "@fortawesome/fontawesome-free/css/all.min.css",
    "moment.min.js": "moment/min/moment.min.js",
    "leaflet.timeline.min.js": "leaflet.timeline/dist/leaflet.timeline.js",
    "iso8601.min.js": "iso8601-js-period/iso8601.js",
    "leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timedimension.control.css": "leaflet-timedimension/dist/leaflet.timedimension.control.min.css",
}
"""File of an installed package for the end of each address; else nothing is there."""


def install_assets() -> None:
    """Packages of ``bench/package.json``, by the npm of the checks."""
    if PACKAGES.is_dir():
        return
    PACKAGES.parent.mkdir(parents=True, exist_ok=True)
    own = Path(__file__).with_name("package.json").read_text()
    (PACKAGES.parent / "package.json").write_text(own)
    npm = Path(".venv/bin/npm").resolve()
    options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([npm, "install", *options], cwd=PACKAGES.parent, check=True)


def asset(url: str) -> bytes:
    """What stands at an address that a page of folium asks for."""
    for end, name in ASSETS.items():
        if url.endswith(end):
            return (PACKAGES / name).read_bytes()
    return b""


def empty_page() -> str:
    """A folium map without anything."""
    return _map().get_root().render()


def timeline_page(made: War) -> str:
    """A tuned ``Timeline``; the layer is the global ``peer``."""
    polygons = _in_degrees(made, np.array(made.tessellation.cells()))
    shapes = [mapping(polygon) for polygon in polygons]
    features = [
        {
            "type": "Feature",
            "geometry": shapes[cell],
            "properties": {"start": start, "end": end, "c": _colour(group)},
        }
        for cell, group, start, end in _intervals(made)
    ]
    style = JsCode(
        "function (feature) { return {stroke: false, fillOpacity: 0.7,"
        " fillColor: feature.properties.c}; }"
    )
    layer = Timeline({"type": "FeatureCollection", "features": features}, style=style)
    page = _map(prefer_canvas=True)
    layer.add_to(page)
    slider = TimelineSlider(auto_play=False, show_ticks=False)
    slider.add_timelines(layer).add_to(page)
    return _with_step(page, f"(ms) => {layer.get_name()}.setTime(ms)")


def timestamped_page(made: War) -> str:
    """A tuned ``TimestampedGeoJson``."""
    cells = gpd.GeoSeries(made.tessellation.cells(), crs=made.tessellation.crs)
    features = []
    for day, groups in _days(made):
        frame = gpd.GeoDataFrame({"group": groups}, geometry=cells)
        for group, row in frame.dissolve("group", method="coverage").iterrows():
            shape = _in_degrees(made, np.array([row.geometry]))[0]
            parts = len(shapely.get_parts(shape))
            rings = sum(1 + len(part.interiors) for part in shapely.get_parts(shape))
            style = {"stroke": False, "fillOpacity": 0.7, "fillColor": _colour(group)}
            times = [_iso(day)] * (parts if parts > 1 else rings)
            features.append(
                {
                    "type": "Feature",
                    "geometry": mapping(shape),
                    "properties": {"times": times, "style": style},
                }
            )
    page = _map(prefer_canvas=True)
    layer = TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features},
        period="P1D",
        duration="PT1H",
        auto_play=False,
    )
    layer.add_to(page)
    step = f"(ms) => {page.get_name()}.timeDimension.setCurrentTime(ms)"
    return _with_step(page, step)


def _map(**options: bool) -> folium.Map:
    return folium.Map([35.5, 36.5], zoom_start=8, tiles=None, **options)


def _with_step(page: folium.Map, step: str) -> str:
    html = page.get_root().render()
    end = html.rindex("</script>")
    return f"{html[:end]}\nwindow.peer = {step};\n{html[end:]}"


def _in_degrees(made: War, shapes: np.ndarray) -> np.ndarray:
    crs = made.tessellation.crs
    return shapely.transform(shapes, lambda xy: to_degrees(xy, crs).round(5))


def _colour(group: int) -> str:
    return (*COLOURS, CONTESTED_COLOUR)[group]


def _iso(day: int) -> str:
    return (FIRST + timedelta(day)).isoformat()


def _intervals(made: War) -> Iterator[tuple[int, int, str, str]]:
    """Cell, group, first day and the last one of each spell."""
    since = dict.fromkeys(range(len(made.groups)), 0)
    groups = made.groups.tolist()
    changes = zip(
        made.day.tolist(), made.cell.tolist(), made.group.tolist(), strict=True
    )
    for day, cell, group in changes:
        if day > since[cell]:
            yield cell, groups[cell], _iso(since[cell]), _iso(day - 1)
        since[cell], groups[cell] = day, group
    for cell, group in enumerate(groups):
        yield cell, group, _iso(since[cell]), _iso(made.n_days)


def _days(made: War) -> Iterator[tuple[int, np.ndarray]]:
    """Each day and the groups of the cells on it."""
    groups, at = made.groups.copy(), 0
    for day in range(made.n_days):
        until = int(np.searchsorted(made.day, day, "right"))
        groups[made.cell[at:until]] = made.group[at:until]
        at = until
        yield day, groups
