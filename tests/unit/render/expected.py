"""What a map of a series must show on a day, worked out in the plainest way."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely

from controlmap.geometry.crs import to_degrees
from controlmap.render.looks import look_of
from controlmap.render.payload import colours_of

MIXED = ("contested", "shared", "changing", "disputed")


def states_on(series, day):
    """State of each place with a cell."""
    ids = series.tessellation.place_ids
    now = {
        place: series.states[s] for place, s in zip(ids, series.initial, strict=True)
    }
    for change in series.changes:
        if change.day <= day:
            now[ids[change.cell]] = series.states[change.state]
    return now


def looks_on(series, day):
    """How each place's cell is painted; None for nothing."""
    colours = colours_of(series)
    return {p: look_of(state, colours) for p, state in states_on(series, day).items()}


def legend_on(series, day):
    """Areas and settlements of each holder, of each mixed status, and without data."""
    holders = defaultdict(lambda: [0, 0, 0, 0])
    mixed = defaultdict(lambda: [0, 0])
    no_data = 0
    states = states_on(series, day)
    for place, km2 in zip(
        series.tessellation.place_ids, series.tessellation.area_km2, strict=True
    ):
        area = round(km2 * 1000)
        state = states[place]
        counts = series.dataset.places[place].is_settlement
        counts = int(counts and state.basis == "observed")
        if state.status == "controlled":
            row = holders[state.controllers[0]]
            row[0] += area if state.firmness in {"", "firm"} else 0
            row[1] += area if state.firmness != "uncertain" else 0
            row[2] += area
            row[3] += counts
        elif state.status in MIXED:
            mixed[state.status][0] += area
            mixed[state.status][1] += counts
        else:
            no_data += area
    return {
        "holders": {
            a: (low / 1000, best / 1000, high / 1000, n)
            for a, (low, best, high, n) in holders.items()
        },
        "mixed": {s: (area / 1000, n) for s, (area, n) in mixed.items()},
        "no_data": no_data / 1000,
    }


def cell_polygons(tessellation):
    """Polygon of each cell in metres, from the arcs."""
    lines = defaultdict(list)
    offsets = tessellation.arc_offsets
    for i, pair in enumerate(zip(tessellation.left, tessellation.right, strict=True)):
        run = tessellation.arc_vertices[offsets[i] : offsets[i + 1]]
        line = shapely.LineString(tessellation.vertices[run])
        for cell in pair:
            lines[int(cell)].append(line)
    return [
        shapely.get_parts(shapely.polygonize(lines[cell]))[0]
        for cell in range(len(tessellation.place_ids))
    ]


def sample_points(series, *, per_cell=14, margin_m=500):
    """Points (lat, lon) inside each place's cell, away from its edges and its place."""
    tessellation = series.tessellation
    rng = np.random.default_rng(5)
    found = {}
    for place, polygon in zip(
        tessellation.place_ids, cell_polygons(tessellation), strict=True
    ):
        inner = polygon.buffer(-margin_m)
        west, south, east, north = inner.bounds
        points = rng.uniform((west, south), (east, north), (400, 2))
        points = points[shapely.contains_xy(inner, points[:, 0], points[:, 1])]
        lon_lat = to_degrees(points[:per_cell], tessellation.crs)
        found[place] = [(float(lat), float(lon)) for lon, lat in lon_lat]
    return found
