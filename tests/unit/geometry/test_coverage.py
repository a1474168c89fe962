from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from shapely import LineString
from shapely.geometry import box

from builders import SOURCES, change, dataset, place, source
from controlmap.domain.tally import Count, Silence
from controlmap.errors import GeometryError
from controlmap.geometry.coverage import (
    GRADES,
    INFERRED,
    OBSERVED,
    Standing,
    extent,
    make_coverage,
    records_inside,
)
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from unit.geometry.plane import flat_area, place_at

STRIP = box(0, 0, 8_000, 1_000)
AREA = flat_area(STRIP)
PLACES = (
    *(place_at(f"p{n}", 500 + 1_000 * n, 500, admin1="Plain") for n in range(8)),
    place_at("hill", 7_900, 500, kind="hill"),
    place_at("outside", 4_000, 3_000),
    place("quarter", None, None, part_of="p0"),
    place("lost", None, None, admin1="Plain"),
    place("elsewhere", None, None, admin1="Mountains"),
)
CHANGES = (
    change("a", "2019-06-20", "held", "red-army", place="p0"),
    change("b", "2018-11-01", "held", "blue", place="p2", source="blue-press"),
    change("c", "2018-01-01", "held", "red-army", place="p5", source="blue-press"),
    change("d", "2019-05-03/2019-05-05", "incident", place="quarter"),
    change("e", "2019-05-20", "airstrike", place="lost", source="red-press"),
    change("f", "2019-05-21", "held", "blue", place="elsewhere"),
    change("g", "2019-05-22", "held", "blue", place="outside"),
)
ON = date(2019, 6, 30)
SPAN = Span(date(2019, 5, 1), ON, by="bloc")


def coverage_of(changes=CHANGES, *, on=ON, span=SPAN, area=AREA, places=PLACES):
    data = dataset(changes, places, sources=(*SOURCES, source("undated")))
    return make_coverage(data, area, tessellate(places, area), span, on=on)


def by_place(coverage, values):
    return dict(zip(coverage.tessellation.place_ids, values.tolist(), strict=True))


class TestRecords:
    def test_those_of_the_places_inside_and_of_the_range_count(self):
        coverage = coverage_of()
        assert coverage.tally.total == Count(records=3, places=3, sources=2)
        assert coverage.tally.by_perspective == {
            "independent": Count(2, 2, 1),
            "red": Count(1, 1, 1),
        }
        assert coverage.perspectives == ("independent", "red")

    def test_every_month_is_there(self):
        span = Span(date(2019, 4, 15), ON)
        coverage = coverage_of(span=span)
        counts = {month: t.total.records for month, t in coverage.months.items()}
        assert counts == {"2019-04": 0, "2019-05": 2, "2019-06": 1}
        assert [s.day for s in coverage.course] == [
            date(2019, 4, 30),
            date(2019, 5, 31),
            date(2019, 6, 30),
        ]

    def test_the_last_month_ends_with_the_range(self):
        coverage = coverage_of(span=Span(date(2019, 5, 1), date(2019, 6, 10)))
        assert [s.day.day for s in coverage.course] == [31, 10]
        assert coverage.tally.total.records == 2

    def test_silences_are_of_the_days_that_nothing_inside_speaks_of(self):
        coverage = coverage_of()
        assert coverage.silences == (
            Silence(date(2019, 5, 21), date(2019, 6, 19)),
            Silence(date(2019, 5, 6), date(2019, 5, 19)),
            Silence(date(2019, 6, 21), ON),
            Silence(date(2019, 5, 1), date(2019, 5, 2)),
        )
        assert coverage.spoken.count(False) == 30 + 14 + 10 + 2

    def test_what_is_replaced_or_not_yet_known_is_left_out(self):
        changes = (
            change("old", "2019-05-02", "held", "red", place="p0", reported="2019-05"),
            change(
                "new",
                "2019-05-03",
                "held",
                "red",
                place="p0",
                reported="2019-07-01",
                supersedes="old",
            ),
            change("denied", "2019-05-04", "held", "red", place="p1", outcome="denied"),
        )
        data = dataset(changes, PLACES)
        cells = tessellate(PLACES, AREA)

        def ids(as_of):
            return [c.change_id for c in records_inside(data, AREA, cells, as_of)]

        assert ids(None) == ["new", "denied"]
        assert ids(date(2019, 6, 1)) == ["old"]
        assert ids(date(2019, 7, 1)) == ["new"]
        known = coverage_of(changes, span=replace(SPAN, as_of=date(2019, 6, 1)))
        assert known.tally.total.records == 1
        assert known.standing.count(OBSERVED) == 1

    def test_the_extent_is_that_of_the_days_that_records_are_counted_by(self):
        assert extent(CHANGES) == (date(2018, 1, 1), date(2019, 6, 20))
        assert extent(()) is None


class TestStanding:
    def test_settlements_by_what_their_state_rests_on(self):
        standing = coverage_of().standing
        assert standing.day == ON
        assert standing.settlements == 8  # the hill is none
        assert [standing.counts[grade] for grade in OBSERVED] == [1, 1, 1]
        assert standing.count(INFERRED) == 5
        assert standing.share(GRADES) == 1
        assert standing.share(OBSERVED) == 3 / 8

    def test_without_records_there_is_no_data(self):
        coverage = coverage_of(())
        assert coverage.standing.counts["no_data"] == 8
        assert coverage.reach.median_km is None
        assert coverage.reach.median_km_beyond is None
        assert set(coverage.reach.age_days.tolist()) == {-1}
        assert coverage.perspectives == ()

    def test_a_share_of_nothing_is_nothing(self):
        assert Standing(ON, dict.fromkeys(GRADES, 0)).share(GRADES) == 0

    def test_the_day_may_lie_outside_the_range(self):
        before = coverage_of(on=date(2018, 11, 1)).standing
        assert before.counts["fresh"] == 1
        assert before.counts["stale"] == 1
        assert coverage_of(on=date(2025, 1, 1)).standing.counts["presumed"] == 3

    def test_the_course_is_what_each_day_alone_gives(self):
        span = Span(date(2018, 1, 1), ON, by="bloc")
        course = coverage_of(span=span).course
        assert len(course) == 18
        for standing in course:
            assert coverage_of(on=standing.day).standing == standing


class TestReach:
    def test_distance_and_age_of_the_nearest_observed_place(self):
        coverage = coverage_of()
        km = by_place(coverage, coverage.reach.distance_m / 1000)
        assert km == pytest.approx(
            {"p0": 0, "p1": 1, "p2": 0, "p3": 1, "p4": 1, "p5": 0, "p6": 1, "p7": 2}
            | {"hill": 2.4},
            abs=1e-3,
        )
        ages = by_place(coverage, coverage.reach.age_days)
        assert (ages["p0"], ages["p2"], ages["p3"]) == (10, 241, 241)
        assert ages["p4"] == ages["p7"] == (ON - date(2018, 1, 1)).days

    def test_medians_are_of_settlements(self):
        reach = coverage_of().reach
        assert reach.median_km == pytest.approx(1, abs=1e-3)
        assert reach.median_km_beyond == pytest.approx(1, abs=1e-3)
        all_seen = replace(reach, distance_m=np.zeros_like(reach.distance_m))
        assert (all_seen.median_km, all_seen.median_km_beyond) == (0, None)

    def test_no_distance_crosses_a_limit(self):
        wall = LineString([(4_000, -9_000), (4_000, 9_000)])
        area = replace(AREA, limits=wall)
        km = by_place(c := coverage_of(area=area), c.reach.distance_m / 1000)
        assert km["p4"] == pytest.approx(1, abs=1e-3)
        west = coverage_of(CHANGES[:2], area=area)
        km = by_place(west, west.reach.distance_m)
        assert [p for p, metres in km.items() if np.isinf(metres)] == [
            "hill",
            "p4",
            "p5",
            "p6",
            "p7",
        ]
        assert west.reach.median_km is None

    def test_a_report_of_the_days_to_come_has_no_age_below_nothing(self):
        span = change("a", "2019-06-01/2019-07-31", "held", "red", place="p0")
        assert set(coverage_of((span,)).reach.age_days.tolist()) == {0}


def test_a_range_that_ends_before_it_starts():
    with pytest.raises(GeometryError, match="before it starts"):
        Span(date(2019, 5, 2), date(2019, 5, 1))
