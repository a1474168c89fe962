import math
from dataclasses import replace

import numpy as np
import pytest

from controlmap.geometry.inference import (
    InferenceParameters,
    Observations,
    infer_at,
)

HERE = np.zeros((1, 2))
EDGE = 1e-6
DAY = 737_000


def observed(*rows):
    """Observations of (east, north, holder) with, if named, a day and an age."""
    full = [(*row, *(DAY, False)[len(row) - 3 :]) for row in rows]
    return Observations.of(
        np.array([row[:2] for row in full], dtype=float).reshape(-1, 2),
        [row[2] for row in full],
        np.array([row[3] for row in full], dtype=np.int64),
        np.array([row[4] for row in full], dtype=bool),
    )


def at_origin(*rows):
    """Holder and firmness that some observations suggest for (0, 0)."""
    found = infer_at(HERE, observed(*rows))
    return found.holders[0], found.firmness[0]


def ring(radius, count, holder=""):
    """Observations all around, just as far away."""
    angles = np.arange(count) * 2 * math.pi / count + 0.1
    return [(radius * math.cos(a), radius * math.sin(a), holder) for a in angles]


def spacing(d_k, k=8):
    return math.sqrt(math.pi * d_k**2 / k)


def test_nothing_observed_is_no_data():
    found = infer_at(np.zeros((2, 2)), observed())
    assert found.holders == found.firmness == ("", "")
    assert found.nearest.tolist() == [-1, -1]
    assert np.isinf(found.distance_m).all()


def test_no_point_asked_is_no_answer():
    found = infer_at(np.empty((0, 2)), observed((0, 0, "red")))
    assert found.holders == found.firmness == ()
    assert len(found.nearest) == len(found.distance_m) == 0


def test_the_nearest_that_lends_is_named_with_its_distance():
    found = infer_at(HERE, observed((100, 0, ""), (300, 400, "red"), (0, 900, "red")))
    assert found.holders == ("red",)
    assert found.nearest.tolist() == [1]
    assert found.distance_m.tolist() == [500]


def test_contested_and_shared_places_lend_nothing():
    assert at_origin((10, 0, ""), (20, 0, "")) == ("", "")
    assert at_origin((10, 0, ""), (20, 0, "red"))[0] == "red"


class TestCap:
    def test_ten_kilometres(self):
        assert at_origin((10_000, 0, "red"))[0] == "red"
        assert at_origin((10_000 + EDGE, 0, "red")) == ("", "")

    def test_three_spacings_where_that_is_less(self):
        # The eight nearest observed places lend nothing, but they make the spacing.
        cap = 3 * spacing(100)
        assert cap < 200
        assert at_origin(*ring(100, 8), (cap - EDGE, 0, "red"))[0] == "red"
        assert at_origin(*ring(100, 8), (cap + EDGE, 0, "red")) == ("", "")

    def test_beyond_it_the_nearest_is_told_all_the_same(self):
        found = infer_at(HERE, observed((10_001, 0, "red")))
        assert found.nearest.tolist() == [0]
        assert found.distance_m.tolist() == [10_001]

    def test_at_the_very_place_of_eight_observed(self):
        same = [(0, 0, "red")] * 8
        assert at_origin(*same) == ("red", "likely")


class TestSpacing:
    """Read from the cap of three spacings and from margins."""

    def test_it_is_of_the_eighth_nearest(self):
        # Seven are near, the eighth is the lender itself, the others far.
        rows = [*ring(10, 7), (1_000, 0, "red"), *ring(5_000, 5)]
        assert at_origin(*rows)[0] == "red"
        rows = [*ring(10, 8), (1_000, 0, "red"), *ring(5_000, 5)]
        assert at_origin(*rows)[0] == ""

    @pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
    def test_with_fewer_than_eight_the_farthest_counts(self, count):
        half = 0.5 * spacing(1_000, count)
        for other, word in [(half - EDGE, "uncertain"), (half + EDGE, "likely")]:
            rows = [(10, 0, "red"), (10 + other, 0, "blue"), *ring(1_000, count - 2)]
            assert at_origin(*rows) == ("red", word)

    def test_with_two_the_farther_counts(self):
        # d - 10 = 0.5 * sqrt(pi / 2) * d
        border = 10 / (1 - 0.5 * math.sqrt(math.pi / 2))
        for other, word in [(border - EDGE, "uncertain"), (border + EDGE, "likely")]:
            assert at_origin((10, 0, "red"), (0, other, "blue")) == ("red", word)

    def test_contested_places_count_for_it(self):
        # 100 m against 160 m: firm among the near, uncertain where all is wide.
        holders = [(100, 0, "red"), (0, 160, "blue")]
        assert at_origin(*holders, *ring(2_000, 6))[1] == "uncertain"
        assert at_origin(*holders, *ring(60, 8))[1] == "firm"


class TestFirmness:
    MARGIN_OF = staticmethod(lambda other: (other - 100) / spacing(other, 2))

    def level(self, other, **bounds):
        parameters = replace(InferenceParameters(newer_spacings=0.0), **bounds)
        rows = observed((100, 0, "red"), (other, 0, "blue"))
        return infer_at(HERE, rows, parameters).firmness[0]

    def test_thresholds_are_half_a_spacing_and_one_and_a_half(self):
        parameters = InferenceParameters()
        assert (parameters.uncertain_below, parameters.likely_below) == (0.5, 1.5)
        # Eight observed on 1,000 m: the spacing is that of 1,000 m throughout.
        for margin, word in [
            (0.5 - EDGE, "uncertain"),
            (0.5 + EDGE, "likely"),
            (1.5 - EDGE, "likely"),
            (1.5 + EDGE, "firm"),
        ]:
            other = 10 + margin * spacing(1_000)
            rows = [(10, 0, "red"), (other, 0, "blue"), *ring(1_000, 6)]
            assert at_origin(*rows) == ("red", word)

    def test_the_very_threshold_is_the_firmer_side(self):
        margin = self.MARGIN_OF(170)
        above = math.nextafter(margin, 9)
        assert self.level(170, uncertain_below=margin, likely_below=9) == "likely"
        assert self.level(170, uncertain_below=above, likely_below=9) == "uncertain"
        assert self.level(170, uncertain_below=0, likely_below=margin) == "firm"
        assert self.level(170, uncertain_below=0, likely_below=above) == "likely"

    def test_the_margin_is_to_the_nearest_of_any_other_holder(self):
        rows = [(10, 0, "red"), (900, 0, "green"), (20, 0, "blue"), *ring(1_000, 5)]
        assert at_origin(*rows) == ("red", "uncertain")

    def test_of_two_just_as_near_the_first_by_name_uncertain(self):
        for rows in (
            [(50, 0, "red"), (0, 50, "blue")],
            [(0, 50, "blue"), (50, 0, "red")],
        ):
            assert at_origin(*rows) == ("blue", "uncertain")

    def test_one_holder_only_is_never_firm(self):
        assert at_origin((1, 0, "red"), *ring(1_000, 9, "red")) == ("red", "likely")
        assert at_origin((1, 0, "red"), *ring(1_000, 9)) == ("red", "likely")


class TestHeldBack:
    """What forbids firm, where the margin alone would give it."""

    NEAR = 10

    def rows(self, *, own=(DAY, False), other=(DAY, False), at=990):
        return [
            (self.NEAR, 0, "red", *own),
            (at, 0, "blue", *other),
            *ring(1_000, 6),
        ]

    def test_it_is_firm_otherwise(self):
        assert at_origin(*self.rows()) == ("red", "firm")

    def test_an_old_record(self):
        assert at_origin(*self.rows(own=(DAY, True))) == ("red", "likely")
        assert at_origin(*self.rows(other=(DAY, True))) == ("red", "firm")

    def test_a_newer_record_of_another_holder(self):
        assert at_origin(*self.rows(other=(DAY + 1, False))) == ("red", "likely")
        assert at_origin(*self.rows(own=(DAY + 1, False))) == ("red", "firm")

    def test_only_within_three_spacings(self):
        # Eight near ones make the spacing small; blue lies beyond them.
        reach = 3 * spacing(100)
        for at, word in [(reach - EDGE, "likely"), (reach + EDGE, "firm")]:
            rows = [(1, 0, "red"), *ring(100, 7), (at, 0, "blue", DAY + 1, False)]
            assert at_origin(*rows) == ("red", word)

    def test_a_newer_record_that_lends_no_holder_forbids_nothing(self):
        rows = [*self.rows(), (20, 0, "", DAY + 9, False)]
        assert at_origin(*rows) == ("red", "firm")

    def test_a_newer_record_of_the_same_holder_forbids_nothing(self):
        rows = [*self.rows(), (20, 0, "red", DAY + 9, False)]
        assert at_origin(*rows) == ("red", "firm")

    def test_it_leaves_an_uncertain_cell_uncertain(self):
        rows = self.rows(own=(DAY, True), other=(DAY + 1, False), at=20)
        assert at_origin(*rows) == ("red", "uncertain")

    @pytest.mark.parametrize("way", [1, -1])
    def test_of_its_own_holders_records_just_as_near_the_newest_speaks(self, way):
        pair = [(10, 0, "red", DAY, True), (10, 0, "red", DAY + 400, False)][::way]
        rest = [(990, 0, "blue", DAY + 1, False), *ring(1_000, 6)]
        assert at_origin(*pair, *rest) == ("red", "firm")


def test_parameters_are_those_of_the_rule():
    assert InferenceParameters() == InferenceParameters(
        neighbours=8, cap_m=10_000, cap_spacings=3, newer_spacings=3
    )


def test_a_few_points_and_many_give_the_same():
    random = np.random.default_rng(3)
    places = random.uniform(-20_000, 20_000, (150, 2))
    rows = [
        (*place, "" if number % 9 == 0 else "red" if place[0] < 0 else "blue")
        for number, place in enumerate(places)
    ]
    rows += [(*random.uniform(-20_000, 20_000, 2), "green", DAY + 1, False)]
    rows += [(*random.uniform(0, 20_000, 2), "blue", DAY, True) for _ in range(20)]
    points = random.uniform(-35_000, 35_000, (300, 2))
    together = infer_at(points, observed(*rows))  # so many go by the tree
    for row, point in enumerate(points):
        alone = infer_at(point[None, :], observed(*rows))
        assert alone.holders[0] == together.holders[row]
        assert alone.firmness[0] == together.firmness[row]
        assert alone.nearest[0] == together.nearest[row]
        assert alone.distance_m[0] == pytest.approx(together.distance_m[row])
    assert set(together.firmness) == {"firm", "likely", "uncertain", ""}
