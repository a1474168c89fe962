from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from shapely import LineString, union_all
from shapely.geometry import box

from builders import SOURCES, change, dataset, link, place, source
from controlmap.errors import GeometryError
from controlmap.geometry.cell_state import NO_DATA, CellState
from controlmap.geometry.inference import RULES, InferenceParameters, infer_at
from controlmap.geometry.layers import make_layers
from controlmap.geometry.observed import Observers
from controlmap.geometry.study_area import NEAR_M
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span, build_series
from unit.geometry.plane import flat_area, place_at

FIRST, LAST = date(2019, 1, 1), date(2020, 12, 31)
STRIP = box(0, 0, 8_000, 1_000)
ONE_DAY = timedelta(1)
PLACES = tuple(
    place_at(f"p{n}", 500 + 1_000 * n + 10 * (n == 1), 500) for n in range(8)
)
LINKS = (
    link("red-army", "in_bloc", "red"),
    link("blue-army", "in_bloc", "blue", "2010/2020-07-31"),
    link("blue-army", "in_bloc", "green", "2020-08-01/.."),
    link("blue-brigade", "member_of", "blue-army"),
)
CHANGES = (
    change("a", "2018-06-01", "held", "red-army", place="p0"),
    change("b", "2019-02-01/2019-02-20", "captured", "blue-brigade", place="p0"),
    change("c", "2019-03-03", "captured", "blue", place="p2", previous="red-army"),
    change("d", "2019-03-10", "clashes", "blue;red-army", place="p2"),
    change("e", "2019-03-05/2019-03-20", "held", "red-army", place="p5"),
    change("f", "2019-05-01/2019-05-09", "handed_over", "green", place="p5"),
    change("g", "2019-05-05", "captured", "green", place="p5", source="second-neutral"),
    change("h", "2019-06-01", "withdrew", "", place="p7"),
    change("i", "2019-04-01", "held", "red-army", place="p7"),
    change("j", "2019-07-01", "held", "blue;green", place="p3", status="shared"),
)


WALL = LineString([(2_200, -5_000), (2_200, 9_000)])
"""A limit between p1 and p2."""


def series_of(changes, places=PLACES, *, polygon=STRIP, links=LINKS, limits=(), **span):
    sources = (*SOURCES, source("late", published="2020-02-01"))
    data = dataset(changes, places, links=links, sources=sources)
    area = replace(flat_area(polygon), limits=union_all(list(limits)))
    made = tessellate(data.places.values(), area)
    span = Span(**{"first_day": FIRST, "last_day": LAST, **span})
    return build_series(data, area, made, span), data, area, made


def drawn_on(series, day):
    """State of each cell on a day, as a page replays it."""
    state = series.initial.copy()
    for each in series.changes:
        if each.day <= day:
            state[each.cell] = each.state
    return [series.states[number] for number in state]


def cells_of_layers(layers):
    columns = ["status", "controllers", "basis", "firmness", "freshness"]
    return [tuple(row) for row in layers.cells[columns].itertuples(index=False)]


def as_rows(states):
    return [
        (s.status, ";".join(s.controllers), s.basis, s.firmness, s.freshness)
        for s in states
    ]


def days_to_look_at(series):
    days = {each.day for each in series.changes} | {series.first_day, series.last_day}
    days |= {day for spells in series.answers.values() for day, _ in spells}
    days |= {day - ONE_DAY for day in days}
    return sorted(day for day in days if series.first_day <= day <= series.last_day)


def drawn_alone(data, area, made, day, **more):
    """State of each cell on a day, by nothing but the records."""
    inference = more.pop("inference", None)
    seen = Observers.of(data, area, (day, day), **more)
    rows = seen.rows_on(day)
    own = dict(
        zip(seen.place_ids, (seen.cells[seen.cell[r]] for r in rows), strict=True)
    )
    points = area.points_of(data.places[p] for p in made.place_ids)
    found = infer_at(
        points,
        seen.observations(rows),
        inference,
        day=day.toordinal(),
        limits=area.limits,
    )
    drawn = []
    for place_id, holder, firmness in zip(
        made.place_ids, found.holders, found.firmness, strict=True
    ):
        state = own.get(place_id, NO_DATA)
        if state == NO_DATA and holder:
            state = CellState("controlled", (holder,), "inferred", firmness)
        drawn.append(state)
    return drawn


@pytest.mark.parametrize("by", ["actor", "bloc"])
@pytest.mark.parametrize("as_of", [None, date(2019, 3, 6)])
def test_it_draws_what_each_day_gives_alone(by, as_of):
    changes = [replace(c, reported=c.valid) for c in CHANGES]
    series, *rest = series_of(changes, by=by, as_of=as_of)
    days = days_to_look_at(series)
    assert len(days) > 10
    for day in days:
        alone = drawn_alone(*rest, day, as_of=as_of, by=by)
        assert drawn_on(series, day) == alone, day


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("limits", [(), (WALL,)])
def test_each_rule_draws_what_each_day_gives_alone(rule, limits):
    inference = InferenceParameters(rule=rule, decay_days=90)
    series, data, area, made = series_of(CHANGES, limits=limits, inference=inference)
    days = days_to_look_at(series)
    for day in days:
        alone = drawn_alone(data, area, made, day, inference=inference)
        assert drawn_on(series, day) == alone, day
    assert len(days) > 10


@pytest.mark.parametrize(
    ("limits", "holder"), [((), "blue"), ((WALL,), "blue-brigade")]
)
def test_nothing_is_inferred_across_a_limit(limits, holder):
    # p0 and p2 are observed, and p1 lies between them, nearer to p2.
    series, *_ = series_of(CHANGES[:3], limits=limits)
    drawn = drawn_on(series, date(2019, 3, 4))
    assert drawn[1].controllers == (holder,)
    assert drawn[3].controllers == ("blue",)


@pytest.mark.parametrize("by", ["actor", "bloc"])
def test_it_draws_the_layers_of_a_day(by):
    series, *rest = series_of(CHANGES, by=by)
    for day in (FIRST, date(2019, 2, 19), date(2019, 2, 20), date(2019, 5, 4), LAST):
        layers = make_layers(*rest, Span(day, day, by=by))
        assert as_rows(drawn_on(series, day)) == cells_of_layers(layers), day


def test_it_answers_as_the_dataset_does():
    series, data, *_ = series_of(CHANGES)
    assert set(series.answers) == {"p0", "p2", "p3", "p5", "p7"}
    for day in days_to_look_at(series):
        for place_id, spells in series.answers.items():
            told = spells[bisect_right([d for d, _ in spells], day) - 1][1]
            asked = data.state_on(day).at(place_id)
            aged = replace(told, on=day, last_report=asked.last_report)
            assert aged == asked, (place_id, day)


def test_changes_are_changes_in_order():
    series, *_ = series_of(CHANGES)
    keys = [(each.day, each.cell) for each in series.changes]
    assert keys == sorted(set(keys))
    assert all(FIRST < day <= LAST for day, _ in keys)
    state = series.initial.copy()
    for each in series.changes:
        assert state[each.cell] != each.state
        state[each.cell] = each.state
    used = {*series.initial.tolist(), *(each.state for each in series.changes)}
    assert used == set(range(len(series.states)))
    assert series.states == tuple(sorted(set(series.states)))
    assert series.initial.dtype == np.int32
    assert all(spells[0][0] == FIRST for spells in series.answers.values())


def test_a_bloc_that_changes_after_the_last_report_is_drawn():
    # The last change of any answer is on 2 June 2019, when the record is a year old.
    changes = [change("a", "2018-06-01", "held", "blue-army", place="p0")]
    series, *_ = series_of(changes, by="bloc")
    for day, bloc in [(date(2020, 7, 31), "blue"), (date(2020, 8, 1), "green")]:
        assert {state.controllers for state in drawn_on(series, day)} == {(bloc,)}


def test_a_change_inside_a_bloc_is_dated_by_its_window_on_every_day():
    links = [link(a, "in_bloc", "blue") for a in ("blue-army", "blue-brigade")]
    changes = (
        change("a", "2018-12-01", "held", "blue-army", place="p0"),
        change("b", "2019-02-01/2019-02-20", "captured", "blue-brigade", place="p0"),
        change("c", "2019-01-10/2019-02-10", "held", "red", place="p7"),
        *(
            change(f"d{n}", "2019-01-01", "clashes", "red;green", place=f"p{n}")
            for n in range(1, 7)
        ),
    )
    places = (*PLACES, place_at("quiet", 600, 600))
    series, *rest = series_of(changes, places, by="bloc", links=links)
    for day in (date(2019, 2, 1) + n * ONE_DAY for n in range(22)):
        assert drawn_on(series, day) == drawn_alone(*rest, day, by="bloc"), day
    quiet = drawn_on(series, date(2019, 2, 5))[rest[-1].place_ids.index("quiet")]
    # What is inside a bloc until 20 February is no older than red's of 10 February.
    assert quiet == CellState("controlled", ("blue",), "inferred", "firm")


def test_of_one_day():
    series, *_ = series_of(CHANGES, first_day=LAST, last_day=LAST)
    assert series.changes == ()
    assert (series.first_day, series.last_day) == (LAST, LAST)


def test_without_records_or_without_places():
    bare, *_ = series_of(())
    assert [state.status for state in bare.states] == ["no_data"]
    assert (bare.changes, dict(bare.answers)) == ((), {})
    empty, *_ = series_of((), ())
    assert (empty.states, empty.initial.tolist(), empty.changes) == ((), [], ())


def test_a_range_that_ends_before_it_starts_is_refused():
    with pytest.raises(GeometryError, match="ends on 2019-01-01, before it starts"):
        series_of(CHANGES, first_day=LAST, last_day=FIRST)


def test_progress_is_told_for_each_day():
    series, data, area, made = series_of(CHANGES)
    told = []
    build_series(
        data, area, made, Span(FIRST, LAST), on_day=lambda *counts: told.append(counts)
    )
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
    assert len(told) >= len({each.day for each in series.changes}) + 1


class TestPlacesOfTheMap:
    """Which answers a map shows, beside those of its cells."""

    def shown(self, *places):
        changes = [
            change(f"r{n}", "2019-02-02", "held", "red", place=p.place_id)
            for n, p in enumerate(places)
        ]
        inside = place_at("p0", 500, 500, admin1="Idlib", admin2="Ariha")
        series, *_ = series_of(changes, (inside, *places))
        return sorted(series.answers)

    def test_within_ten_kilometres_of_the_zone(self):
        near = place_at("near", 8_000 + NEAR_M - 1, 500)
        far = place_at("far", 8_000 + NEAR_M + 1, 500)
        assert NEAR_M == 10_000
        assert self.shown(near, far) == ["near"]

    def test_without_a_point_those_that_are_part_of_a_place_with_a_cell(self):
        assert self.shown(
            place("quarter", None, None, part_of="p0"),
            place("other", None, None, part_of="elsewhere"),
            place("loose", None, None),
        ) == ["quarter"]

    def test_without_a_point_those_in_a_district_with_cells(self):
        assert self.shown(
            place("same", None, None, admin1="Idlib", admin2="Ariha"),
            place("other", None, None, admin1="Idlib", admin2="Harem"),
            place("namesake", None, None, admin1="Hama", admin2="Ariha"),
        ) == ["same"]

    def test_without_a_district_those_in_a_province_with_cells(self):
        assert self.shown(
            place("same", None, None, admin1="Idlib"),
            place("other", None, None, admin1="Hama"),
        ) == ["same"]

    def test_an_area_goes_by_its_district_not_by_its_point(self):
        assert self.shown(
            place_at("hills", 100, 100, kind="area"),
            place_at("plain", 90_000, 100, kind="area", admin1="Idlib"),
        ) == ["plain"]

    def test_a_place_of_the_district_far_away_but_located_is_not_shown(self):
        far = place_at("far", 60_000, 500, admin1="Idlib", admin2="Ariha")
        assert self.shown(far) == []

    def test_a_place_without_records_has_no_answer(self):
        assert self.shown() == []
