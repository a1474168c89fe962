"""The nearest observed place to each cell, against all distances worked out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import change, dataset
from controlmap.geometry import nearby
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.observed import Observers
from controlmap.geometry.tessellation import tessellate
from unit.geometry.plane import flat_area, place_at

DAY = date(2019, 6, 1)
AREA = flat_area()
SPOTS = st.tuples(st.integers(-9, 9), st.integers(-9, 9))


@given(
    st.lists(st.tuples(SPOTS, st.sampled_from("ruh")), min_size=1, max_size=14),
    st.booleans(),
)
def test_it_is_the_nearest_of_those_with_an_answer(drawn, is_many):
    spots = dict(drawn)
    places = [
        place_at(f"p{n}", 1000 * east, 1000 * north)
        for n, (east, north) in enumerate(spots)
    ]
    events = {"r": ("held", "red"), "h": ("airstrike", "")}
    changes = [
        change(each.place_id, "2019-05-01", *events[kind], place=each.place_id)
        for each, kind in zip(places, spots.values(), strict=True)
        if kind in events
    ]
    data = dataset(changes, places)
    observers = Observers.of(data, AREA, (DAY, DAY))
    cells = tessellate(places, AREA)
    with pytest.MonkeyPatch.context() as patch:
        if is_many:
            patch.setattr(nearby, "FEW", 0)
            patch.setattr(nearby, "NEAREST", 2)
        drawing = Drawing(observers, AREA, cells, InferenceParameters())
        drawing.start(DAY)
        index, distance = drawing.nearest_observed()
    seen = [n for n, p in enumerate(observers.place_ids) if spots_of(spots, p) == "r"]
    points = AREA.grid_points_of(data.places[p] for p in cells.place_ids)
    for point, found, metres in zip(points, index, distance, strict=True):
        away = np.sqrt(((observers.points[seen] - point) ** 2).sum(axis=1))
        if not seen:
            assert (found, metres) == (-1, np.inf)
        else:
            assert found in seen
            assert metres == away.min() == away[seen.index(found)]


def spots_of(spots, place_id):
    """Kind of the record of a place."""
    return list(spots.values())[int(place_id.removeprefix("p"))]
