"""A ground for the invented war: a coast, a border, a sea, a neighbour, and towns."""

from __future__ import annotations

from dataclasses import replace

from controlmap.domain.model import Ground, Place
from controlmap.render.basemap import MOST_TOWNS


def with_ground(series):
    """The series on a ground, with more towns than a page names."""
    rows = [
        ("far", "coast", "LineString", [[50, 10], [51, 11]]),
        ("shore", "coast", "LineString", [[36.0, 35.5], [36.0, 36.0], [36.5, 39.0]]),
        ("ridge", "state-border", "MultiLineString", [[[36.2, 36.1], [37.4, 36.2]]]),
        ("water", "sea", "Polygon", box(34.0, 34.0, 36.0, 37.0)),
        ("land", "country", "Polygon", box(36.0, 36.2, 38.0, 37.0)),
        ("corner", "country", "Polygon", box(37.9, 36.4, 38.0, 36.5)),
    ]
    grounds = {
        key: Ground(
            key,
            key.title(),
            kind,
            "a survey",
            "CC0",
            {"type": shape, "coordinates": points},
        )
        for key, kind, shape, points in rows
    }
    towns = {
        f"town-{i:02}": Place(
            f"town-{i:02}", f"Town {i}", "town", "exact", 36.0 + i / 100, 35.0
        )
        for i in range(MOST_TOWNS + 5)
    }
    others = {
        "metropolis": Place("metropolis", "Metropolis", "city", "exact", 35.6, 35.0),
        "abroad": Place("abroad", "Abroad", "city", "exact", 45.0, 35.0),
        "lost": Place("lost", "Lost", "city", "none"),
        "hamlet": Place("hamlet", "Hamlet", "village", "exact", 36.0, 35.0),
    }
    places = dict(series.dataset.places) | towns | others
    dataset = replace(series.dataset, basemap=grounds, places=places)
    return replace(series, dataset=dataset)


def box(west, south, east, north):
    """Rings of a rectangle."""
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
