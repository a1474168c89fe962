from datetime import date

import numpy as np
import pytest

from controlmap.geometry.area import area_series, extents
from unit.geometry.test_series import (
    CHANGES,
    FIRST,
    LAST,
    days_to_look_at,
    drawn_on,
    series_of,
)


def row_of(areas, day):
    """Index of the last of the days not after one."""
    return max(n for n, each in enumerate(areas.days) if each <= day)


@pytest.mark.parametrize("by", ["actor", "bloc"])
def test_each_day_has_the_extents_of_its_cells(by):
    series, data, _, made = series_of(CHANGES, by=by)
    areas = area_series(series)
    settles = [data.places[p].is_settlement for p in made.place_ids]
    for day in days_to_look_at(series):
        wanted = extents(drawn_on(series, day), made.area_km2.tolist(), settles)
        found = areas.on(row_of(areas, day))
        assert set(found) == {key for key in wanted if key[0] != "no_data"}
        for key, extent in found.items():
            for name in ("low_km2", "best_km2", "high_km2", "settlements"):
                value = getattr(wanted[key], name)
                assert getattr(extent, name) == pytest.approx(value, abs=1e-6)


def test_days_are_the_first_and_those_of_a_change():
    series, *_ = series_of(CHANGES)
    areas = area_series(series)
    assert areas.days[0] == FIRST
    assert areas.last_day == LAST
    assert set(areas.days[1:]) <= {change.day for change in series.changes}
    later = areas.high_km2[1:], areas.low_km2[1:], areas.settlements[1:]
    earlier = areas.high_km2[:-1], areas.low_km2[:-1], areas.settlements[:-1]
    differs = [
        (a != b).any(axis=1) for a, b in zip(later, earlier, strict=True)
    ]  # best is between low and high, and may change alone
    assert np.any(differs, axis=0).sum() > 5


def test_nothing_is_left_over_when_a_holder_is_gone():
    series, *_ = series_of(CHANGES)
    areas = area_series(series)
    column = areas.keys.index(("contested", ("blue", "red-army")))
    assert areas.high_km2[:, column].max() > 0
    assert areas.high_km2[0, column] == 0.0
    total = areas.high_km2.sum(axis=1)
    assert (total <= 8 + 1e-9).all()


def test_without_a_record_there_is_one_day_and_no_column():
    areas = area_series(series_of(())[0])
    assert areas.days == (FIRST,)
    assert areas.keys == ()
    assert areas.on(0) == {}


def test_a_range_of_one_day():
    areas = area_series(series_of(CHANGES, last_day=FIRST)[0])
    assert areas.days == (date(2019, 1, 1),)
    assert areas.extent(0, 0).high_km2 > 0
