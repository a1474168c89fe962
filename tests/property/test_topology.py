"""The cells of a page are those of the tessellation, whatever places and zone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from controlmap.geometry.crs import UNITS_A_DEGREE, to_degrees
from controlmap.render.topology import make_topology, point_columns
from property.test_tessellation import points, tessellation_of, zones
from unit.render import decoded


def arc_of(left, right, run):
    """An arc with the lower cell on the left, and outside on the right."""
    if left < 0 or 0 <= right < left:
        left, right, run = right, left, run[::-1]
    return left, right, tuple(map(tuple, run))


def read_back(topology):
    """Payload that holds the topology and its places."""
    return {
        "topology": topology.to_columns(),
        "places": point_columns(topology.points),
    }


@settings(deadline=None)
@given(points, zones)
def test_arcs_and_areas_come_back(positions, zone):
    made, spots = tessellation_of(positions, zone)
    topology = make_topology(made, to_degrees(spots, made.crs))
    payload = read_back(topology)
    rank = {int(cell): n for n, cell in enumerate(topology.order)} | {-1: -1}
    units = np.rint(to_degrees(made.vertices, made.crs) * UNITS_A_DEGREE).astype(int)
    offsets = made.arc_offsets
    wanted = [
        arc_of(
            rank[left],
            rank[right],
            units[made.arc_vertices[offsets[i] : offsets[i + 1]]].tolist(),
        )
        for i, (left, right) in enumerate(
            zip(made.left.tolist(), made.right.tolist(), strict=True)
        )
    ]
    found = [arc_of(*arc) for arc in decoded.unit_arcs(payload)]
    assert sorted(found) == sorted(wanted)
    areas = made.area_km2[topology.order]
    assert decoded.areas(payload) == pytest.approx(1000 * areas, abs=0.5001)
    assert decoded.points(payload) == list(map(tuple, topology.points.tolist()))
