"""What a page has to infer cells by: the rule's numbers, and limits near its places."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from itertools import accumulate

from shapely.geometry import LineString, MultiLineString, mapping

from builders import change, dataset, place
from controlmap.domain.model import Limit
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span, build_series
from controlmap.render.payload import make_payload
from unit.geometry.plane import flat_zone
from unit.render import decoded

DAY = date(2019, 6, 1)
PLACES = (
    place("west", 36.45, 35.5),
    place("east", 36.55, 35.5),
    place("south", 36.5, 35.45),
    place("near", 36.7, 35.5),
    place("far", 36.9, 35.5),
)


def payload_of(*lines, **numbers):
    limits = [
        Limit(f"l{n}", f"L{n}", "border", "test", mapping(line))
        for n, line in enumerate(lines)
    ]
    changes = [
        change(p.place_id, "2019-05-01", "held", "red", place=p.place_id)
        for p in PLACES
    ]
    data = replace(
        dataset(changes, PLACES), limits={each.limit_id: each for each in limits}
    )
    area = StudyArea.of(flat_zone(), limits)
    span = Span(DAY, DAY, inference=InferenceParameters(**numbers))
    return make_payload(
        build_series(data, area, tessellate(data.places.values(), area), span)
    )


def runs(payload):
    """Each run of limits as corners in degrees."""
    return [
        list(
            zip(
                *(
                    [units / 100_000 for units in accumulate(axis)]
                    for axis in zip(*decoded.pairs(decoded.numbers(run)), strict=True)
                ),
                strict=True,
            )
        )
        for run in payload["limits"]
    ]


def test_the_numbers_of_the_rule_are_those_of_the_series():
    numbers = {"rule": "nearest-with-age", "neighbours": 5, "cap_m": 7_000.0}
    payload = payload_of(**numbers)
    given = asdict(InferenceParameters(**numbers))
    assert payload["rule"] == given.pop("rule")
    assert payload["inference"] == {"centre": [36.5, 35.5], "grid_m": 0.01, **given}
    assert payload["limits"] == []


def test_limits_between_the_places_are_there_and_no_others():
    border = [(36.0, 35.6), (36.3, 35.5), (36.5, 35.48), (36.6, 35.47), (37, 35.3)]
    abroad = LineString([(37, 35), (37.1, 35.5)])
    assert runs(payload_of(LineString(border), abroad)) == [border[1:4]]


def test_a_line_that_comes_back_is_there_in_parts():
    first, gap, last = (36.4, 35.52), (36.6, 36.5), (36.6, 35.43)
    loop = [(36.6, 35.495), first, (36.0, 36.0), gap, (36.65, 35.9), (36.65, 35.48)]
    other = [last, (36.4, 35.5)]
    assert runs(payload_of(MultiLineString([loop, other]))) == [
        loop[:2],
        loop[4:],
        other,
    ]


def test_corners_are_in_whole_units_and_run_through_outside_corners():
    across = LineString([(35.1234567, 35.48), (38, 35.48)])
    assert runs(payload_of(across)) == [[(35.12346, 35.48), (38.0, 35.48)]]
