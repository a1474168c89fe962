from datetime import date

import pytest

from builders import change, dataset, link, place
from controlmap.domain.actors import Alliances
from controlmap.domain.answer import Freshness, Holding, PlaceState, Rule
from controlmap.domain.model import Status
from controlmap.geometry.cell_state import (
    NO_DATA,
    CellState,
    holder_names,
    observed_cell,
)
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.observed import Observers
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from unit.geometry.plane import SQUARE_KM, flat_area, place_at

DAY = date(2019, 12, 1)
ALLIANCES = Alliances.of(
    [
        link("red-army", "in_bloc", "red", "2010/2019-12-01"),
        link("red-army", "in_bloc", "green", "2019-12-02/.."),
        link("blue-army", "in_bloc", "blue"),
        link("blue-guard", "in_bloc", "blue"),
        link("blue-brigade", "member_of", "blue-army"),
    ]
)
BY_ACTOR = holder_names(ALLIANCES, "actor", DAY)
BY_BLOC = holder_names(ALLIANCES, "bloc", DAY)


def answer(status, *sides, **more):
    holding = Holding(Status(status), tuple((side,) for side in sides))
    return PlaceState("village", DAY, None, holding, Rule.CARRIED, **more)


def held(*sides):
    return Holding(Status.CONTROLLED, tuple((side,) for side in sides))


def both(state):
    return observed_cell(state, BY_ACTOR), observed_cell(state, BY_BLOC)


def cell(status, *controllers, freshness="fresh"):
    return CellState(status, controllers, "observed", "", freshness)


def test_a_side_goes_by_its_lead_or_the_bloc_of_its_lead_on_that_day():
    assert BY_ACTOR(("red-army", "blue-army")) == "red-army"
    assert BY_BLOC(("red-army", "blue-army")) == "red"
    assert BY_BLOC(("blue-brigade",)) == "blue"
    assert holder_names(ALLIANCES, "bloc", date(2019, 12, 2))(("red-army",)) == "green"
    assert BY_BLOC(("nobody-knows",)) == "nobody-knows"


@pytest.mark.parametrize("status", ["unknown", "no_record"])
def test_without_an_answer_of_its_own_it_is_no_data(status):
    assert both(answer(status)) == (NO_DATA, NO_DATA)


@pytest.mark.parametrize("freshness", Freshness)
def test_a_controlled_place(freshness):
    drawn = both(answer("controlled", "red-army", freshness=freshness))
    assert drawn == (
        cell("controlled", "red-army", freshness=freshness.value),
        cell("controlled", "red", freshness=freshness.value),
    )


@pytest.mark.parametrize("status", ["contested", "shared", "disputed"])
def test_a_place_of_several_sides_names_them_in_order(status):
    assert both(answer(status, "red-army", "blue-brigade")) == (
        cell(status, "blue-brigade", "red-army"),
        cell(status, "blue", "red"),
    )


@pytest.mark.parametrize("status", ["contested", "shared", "disputed"])
def test_what_is_between_two_of_a_bloc_is_the_blocs(status):
    assert both(answer(status, "blue-guard", "blue-brigade")) == (
        cell(status, "blue-brigade", "blue-guard"),
        cell("controlled", "blue"),
    )


def test_of_three_sides_two_of_a_bloc_make_one():
    state = answer("contested", "red-army", "blue-guard", "blue-brigade")
    assert both(state)[1] == cell("contested", "blue", "red")


@pytest.mark.parametrize(
    ("before", "after", "by_actor", "by_bloc"),
    [
        (
            held("red-army"),
            held("blue-guard"),
            cell("changing", "red-army", "blue-guard"),
            cell("changing", "red", "blue"),
        ),
        (
            held("blue-guard"),
            held("blue-brigade"),
            cell("changing", "blue-guard", "blue-brigade"),
            cell("controlled", "blue"),
        ),
        (
            None,
            held("red-army"),
            cell("changing", "", "red-army"),
            cell("changing", "", "red"),
        ),
        (
            held("red-army"),
            Holding(Status.UNKNOWN),
            cell("changing", "red-army", ""),
            cell("changing", "red", ""),
        ),
        (
            Holding(Status.CONTESTED, (("red-army",), ("blue-guard",))),
            held("blue-guard"),
            cell("changing", "", "blue-guard"),
            cell("changing", "", "blue"),
        ),
        (
            None,
            Holding(Status.UNKNOWN),
            cell("changing", "", ""),
            cell("changing", "", ""),
        ),
    ],
)
def test_a_changing_place_names_what_was_and_what_comes(
    before, after, by_actor, by_bloc
):
    state = answer("changing", before=before, after=after)
    assert both(state) == (by_actor, by_bloc)


class TestObservers:
    PLACES = (
        place_at("held", 0, 0),
        place_at("clash", 1_000, 0),
        place_at("quiet", 2_000, 0),
        place_at("abroad", 19_990, 0),
        place_at("far", 20_010, 0),
        place("unlocated", None, None),
        place_at("region", 500, 500, kind="area"),
        place_at("left", 3_000, 0),
    )
    CHANGES = (
        change("1", "2019-11-01", "captured", "red-army", place="held"),
        change("2", "2019-11-20", "clashes", "red-army;blue-army", place="clash"),
        change("3", "2019-11-02", "held", "blue-army", place="abroad"),
        change("4", "2019-11-03", "held", "blue-army", place="unlocated"),
        change("5", "2019-11-03", "held", "blue-army", place="region"),
        change("6", "2019-11-03", "withdrew", "", place="left"),
        change("7", "2019-11-03", "airstrike", "", place="quiet"),
        change("8", "2019-11-03", "held", "blue-army", place="far"),
    )

    def on(self, day=DAY, by="actor"):
        data = dataset(self.CHANGES, self.PLACES)
        return Observers.of(data, flat_area(), (day, day), by=by)

    def said(self, day=DAY, by="actor"):
        """Place, holder, day of the last report and age of those that observe."""
        seen = self.on(day, by)
        found = seen.observations(seen.rows_on(day))
        return [
            (
                place_id,
                found.names[holder] if holder >= 0 else "",
                date.fromordinal(through),
                is_old,
            )
            for place_id, holder, through, is_old in zip(
                seen.place_ids,
                found.holder.tolist(),
                found.through.tolist(),
                found.is_old.tolist(),
                strict=True,
            )
            if holder > -2
        ]

    def test_those_with_a_point_and_an_answer_observe_in_and_near_the_zone(self):
        assert self.said() == [
            ("abroad", "blue-army", date(2019, 11, 2), False),
            ("clash", "", date(2019, 11, 20), False),
            ("held", "red-army", date(2019, 11, 1), False),
        ]
        seen = self.on()
        assert seen.place_ids == ("abroad", "clash", "held", "left", "quiet")
        assert seen.points[1] == pytest.approx([1_000, 0], abs=0.6)
        assert (
            seen.points
            == flat_area().grid_points_of(
                seen.dataset.places[place_id] for place_id in seen.place_ids
            )
        ).all()

    def test_from_another_area_others_are_near(self):
        seen = self.on()
        around = seen.seen_from(flat_area(SQUARE_KM.buffer(1_000)))
        assert set(around.place_ids) == {*seen.place_ids, "far"}
        nowhere = seen.seen_from(StudyArea.around(36.5, 35.5))
        assert nowhere.place_ids == around.place_ids
        assert around.seen_from(flat_area()).place_ids == seen.place_ids

    def test_by_bloc_they_lend_blocs(self):
        assert [row[1] for row in self.said(by="bloc")] == ["blue", "", "red"]

    def test_over_a_year_without_a_report_is_old(self):
        # 2020 is a leap year: 365 days after 1 November 2019 is 31 October 2020.
        for day, is_old in [
            (date(2020, 10, 31), [False, False, False]),
            (date(2020, 11, 1), [False, False, True]),
            (date(2020, 11, 2), [True, False, True]),
        ]:
            assert [row[3] for row in self.said(day)] == is_old

    def drawn(self, changes):
        """State of each cell, by place."""
        data, area = dataset(changes, self.PLACES), flat_area()
        made = tessellate(data.places.values(), area)
        seen = Observers.of(data, area, (DAY, DAY))
        drawing = Drawing(seen, area, made, InferenceParameters())
        states = [drawing.states[n] for n in drawing.start(DAY).tolist()]
        return dict(zip(made.place_ids, states, strict=True))

    def test_cells_are_observed_or_inferred(self):
        drawn = self.drawn(self.CHANGES)
        assert set(drawn) == {"held", "clash", "quiet", "left"}
        assert drawn["quiet"] == CellState(
            "controlled", ("red-army",), "inferred", "likely"
        )
        assert drawn["held"] == cell("controlled", "red-army")
        assert drawn["left"].basis == "inferred"

    def test_without_records_nothing_is_drawn(self):
        assert set(self.drawn(()).values()) == {NO_DATA}
        # What is far away is nobody's reason.
        assert set(self.drawn(self.CHANGES[2:3]).values()) == {NO_DATA}
