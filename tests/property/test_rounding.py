"""What is inferred goes by whole units of a degree, as a page has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, mapping

from builders import change, dataset, place
from controlmap.domain.model import Limit
from controlmap.geometry.crs import UNITS_A_DEGREE
from controlmap.geometry.inference import RULES, InferenceParameters
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span, build_series
from unit.geometry.plane import flat_zone

DAY = date(2019, 6, 1)
RIVER = LineString([(36.4, 35.4), (36.51, 35.52), (36.6, 35.55)])
AREA = StudyArea.of(
    flat_zone(), [Limit("river", "River", "river", "test", mapping(RIVER))]
)
SPOTS = st.tuples(st.integers(-90, 90), st.integers(-80, 80))
LESS = st.floats(-0.49, 0.49)
HOLDERS = st.sampled_from(["", "red", "blue", "green"])


def drawn(places, holders, rule):
    changes = [
        change(each.place_id, "2019-05-01", "held", holder, place=each.place_id)
        for each, holder in zip(places, holders, strict=True)
        if holder
    ]
    data = dataset(changes, places)
    span = Span(DAY, DAY, inference=InferenceParameters(rule=rule))
    series = build_series(data, AREA, tessellate(places, AREA), span)
    states = (series.states[number] for number in series.initial)
    return dict(zip(series.tessellation.place_ids, states, strict=True))


@pytest.mark.parametrize("rule", RULES)
@settings(deadline=None)
@given(st.dictionaries(SPOTS, st.tuples(HOLDERS, LESS, LESS), min_size=1, max_size=12))
def test_less_than_half_a_unit_changes_no_state(rule, war):
    places = [
        place(f"p{n}", round(36.5 + east / 1000, 3), round(35.5 + north / 1000, 3))
        for n, (east, north) in enumerate(war)
    ]
    holders = [holder for holder, _, _ in war.values()]
    moved = [
        replace(
            each,
            lon=each.lon + east / UNITS_A_DEGREE,
            lat=each.lat + north / UNITS_A_DEGREE,
        )
        for each, (_, east, north) in zip(places, war.values(), strict=True)
    ]
    assert drawn(moved, holders, rule) == drawn(places, holders, rule)
