"""The inference rule against one in plain Python, worked out place by place."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlmap.geometry import nearby
from controlmap.geometry.inference import Observations, infer_at


@dataclass(frozen=True)
class Seen:
    """An observed place; without a holder it lends none."""

    east: int
    north: int
    holder: str
    through: int

    @property
    def is_old(self):
        return self.through < 2


coordinates = st.integers(-120, 120).map(lambda step: step * 100)
near_ones = st.integers(-4, 4)
seen = st.builds(
    Seen,
    coordinates | near_ones,
    coordinates | near_ones,
    st.sampled_from(["", "red", "blue", "green"]),
    st.integers(0, 4),
)
places = st.lists(seen, max_size=25)
queries = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=8)


def distance(query, place):
    return float(np.hypot(query[0] - place.east, query[1] - place.north))


def expected(query, observed):
    """Holder, firmness, lender and its distance, as docs/explanation/areas.md says."""
    lenders = [place for place in observed if place.holder]
    if not lenders:
        return "", "", None, math.inf
    away = sorted(distance(query, place) for place in observed)
    k = min(8, len(away))
    spacing = math.sqrt(math.pi * away[k - 1] ** 2 / k)
    nearest = {}
    for place in lenders:
        rank = (distance(query, place), -place.through)
        best = nearest.get(place.holder)
        if best is None or rank < best[0]:
            nearest[place.holder] = (rank, place)
    own = min(nearest, key=lambda holder: (nearest[holder][0][0], holder))
    (metres, _), lender = nearest[own]
    others = [rank[0] for holder, (rank, _) in nearest.items() if holder != own]
    if metres > min(10_000, 3 * spacing):
        return "", "", lender, metres
    if not others:
        return own, "likely", lender, metres
    lead = min(others) - metres
    margin = 0 if lead == 0 else lead / spacing if spacing else math.inf
    if margin < 0.5:
        return own, "uncertain", lender, metres
    is_newer_near = any(
        place.holder != own
        and place.through > lender.through
        and distance(query, place) <= 3 * spacing
        for place in lenders
    )
    is_firm = margin >= 1.5 and not lender.is_old and not is_newer_near
    return own, "firm" if is_firm else "likely", lender, metres


def infer(points, observed):
    return infer_at(
        np.array(points, dtype=float),
        Observations.of(
            np.array([(p.east, p.north) for p in observed], float).reshape(-1, 2),
            [p.holder for p in observed],
            np.array([p.through for p in observed], dtype=np.int64),
            np.array([p.is_old for p in observed], dtype=bool),
        ),
    )


@pytest.fixture(params=[10**9, 0], ids=["table", "tree"], scope="module")
def way(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "FEW", request.param)
        patch.setattr(nearby, "NEAREST", 3)
        yield request.param


@settings(deadline=None)
@given(queries, places)
def test_it_is_the_rule_in_plain_python(way, points, observed):
    found = infer(points, observed)
    for row, query in enumerate(points):
        holder, firmness, lender, metres = expected(query, observed)
        assert found.holders[row] == holder
        assert found.firmness[row] == firmness
        assert found.distance_m[row] == pytest.approx(metres)
        if lender is None:
            assert found.nearest[row] == -1
        else:
            told = observed[found.nearest[row]]
            assert (told.holder, told.through) == (lender.holder, lender.through)


@settings(deadline=None)
@given(queries, places, st.randoms(use_true_random=False))
def test_the_order_of_what_is_observed_never_matters(way, points, observed, random):
    one = infer(points, observed)
    other = infer(points, random.sample(observed, len(observed)))
    assert one.holders == other.holders
    assert one.firmness == other.firmness
    assert (one.distance_m == other.distance_m).all()


@settings(deadline=None)
@given(queries, places, seen)
def test_more_that_lends_nothing_never_makes_it_anothers(points, observed, more):
    """A contested place changes the spacing, and so the cap and firmness, no more."""
    lending_nothing = Seen(more.east, more.north, "", more.through)
    before, after = infer(points, observed), infer(points, [*observed, lending_nothing])
    assert (before.distance_m == after.distance_m).all()
    for old, new in zip(before.holders, after.holders, strict=True):
        assert "" in {old, new} or old == new
