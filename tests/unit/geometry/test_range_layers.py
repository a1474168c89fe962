from datetime import date

import geopandas as gpd
import pytest

from builders import link
from controlmap.geometry.layers import make_layers
from controlmap.geometry.range_layers import make_range_layers
from controlmap.geometry.stream import stream
from controlmap.geometry.timeline import Span
from unit.geometry.test_series import (
    CHANGES,
    FIRST,
    LAST,
    LINKS,
    days_to_look_at,
    series_of,
)


def on_day(frame, day):
    """Features that hold on a day, as a GIS filters them."""
    noon = day.isoformat() + "T12:00:00Z"
    return frame[(frame["start"] <= noon) & (frame["end"] >= noon)]


def by_name(frame, *columns):
    """Sorted values of some columns."""
    return sorted(frame[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize("by", ["actor", "bloc"])
def test_each_day_has_the_features_of_its_own_layers(by):
    series, data, area, made = series_of(CHANGES, by=by)
    whole = make_range_layers(series)
    days = days_to_look_at(series)
    for day in days:
        layers = make_layers(data, area, made, Span(day, day, by=by))
        for name, columns in (
            ("cells", ("place_id", "status", "controllers", "basis", "firmness")),
            ("fronts", ("controller_a", "controller_b", "length_km")),
        ):
            found = on_day(getattr(whole, name), day)
            assert by_name(found, *columns) == by_name(getattr(layers, name), *columns)
        columns = ["place_id", "status", "controllers", "since", "rule", "evidence"]
        found = on_day(whole.places, day)
        assert by_name(found, *columns) == by_name(layers.places, *columns), day
        parts = on_day(whole.territories, day).dissolve(["status", "controllers"])
        wanted = layers.territories.set_index(["status", "controllers"]).sort_index()
        assert list(parts.index) == list(wanted.index)
        assert parts.geometry.geom_equals(wanted.geometry).all()
    assert len(days) > 20


def test_features_are_there_once_and_by_start():
    layers = make_range_layers(series_of(CHANGES)[0])
    for name, frame in layers.items():
        assert frame["start"].is_monotonic_increasing
        assert (frame["start"] < frame["end"]).all()
        assert frame["start"].min().date() >= FIRST
        assert frame["end"].max().date() <= LAST
        assert not frame.drop(columns="geometry").duplicated().any() or name in (
            "territories",  # two parts may come and go together
        )
    assert isinstance(layers.cells, gpd.GeoDataFrame)
    assert layers.territories.crs == "EPSG:4326"


def test_a_bloc_that_changes_is_another_feature_of_a_place():
    links = (*LINKS[:1], link("blue-army", "in_bloc", "blue", "2010/2019-05-31"))
    links = (*links, link("blue-army", "in_bloc", "green", "2019-06-01/.."))
    places = make_range_layers(
        series_of(CHANGES, links=(*links, LINKS[3]), by="actor")[0]
    ).places
    rows = places[places["place_id"] == "p0"]
    blocs = rows.set_index("start")["blocs"]
    assert blocs[:"2019-05-31"].iloc[-1] != blocs["2019-06-01":].iloc[0]


def test_the_first_day_alone():
    series, *rest = series_of(CHANGES, last_day=FIRST)
    layers = make_range_layers(series)
    assert set(layers.territories["end"].dt.date) == {FIRST}
    assert len(layers.cells) == 8
    alone = make_layers(*rest, Span(FIRST, FIRST))
    assert by_name(layers.cells, "place_id", "status") == by_name(
        alone.cells, "place_id", "status"
    )


def test_without_a_record_there_are_cells_and_no_territory():
    layers = make_range_layers(series_of(())[0])
    assert layers.territories.empty
    assert layers.fronts.empty
    assert set(layers.cells["status"]) == {"no_data"}
    assert str(layers.territories["start"].dtype) == "datetime64[ms, UTC]"


def test_a_stream_goes_by_day_and_keeps_what_did_not_change():
    series = series_of(CHANGES)[0]
    days = list(stream(series))
    assert [d.day for d in days] == sorted(
        {FIRST, *(change.day for change in series.changes)}
    )
    assert any(
        days[n].territories.get(key) is shape
        for n in range(1, len(days))
        for key, shape in days[n - 1].territories.items()
    )
    assert days[0].day == date(2019, 1, 1)
