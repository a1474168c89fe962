"""Changes of control between two days, read from the histories of the places."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from controlmap.domain.policies import MERGED

if TYPE_CHECKING:
    from datetime import date

    from controlmap.domain.answer import Holding, PlaceState
    from controlmap.domain.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Transition:
    """From one day on, a place has another answer.

    Attributes
    ----------
    day : date
        First day at whose end the new answer holds.
    before, after : PlaceState
        The answers that hold before and from that day on, each as on the first day
        that it holds for in the range asked.
    """

    day: date
    before: PlaceState
    after: PlaceState


def transitions(
    dataset: Dataset,
    first: date,
    last: date,
    *,
    as_of: date | None = None,
    policy: str = MERGED,
) -> tuple[Transition, ...]:
    """Changes of status or sides after the end of one day and up to the end of another.

    A state that only grows older, or better supported, is no change. The first report
    of a place is one.

    Parameters
    ----------
    dataset : Dataset
    first, last : date
        Not before ``first``; none if they are the same day.
    as_of : date or None
        What was known at the end of that day; None for all that is known.
    policy : str
        How differing reports settle.

    Returns
    -------
    tuple of Transition
        By day, then place.
    """
    found = [
        Transition(day, before, after)
        for place_id in sorted(dataset.changes_by_place)
        for (_, before), (day, after) in pairwise(
            dataset.history(place_id, as_of=as_of, policy=policy).spells(first, last)
        )
        if _said(before) != _said(after)
    ]
    return tuple(sorted(found, key=lambda t: (t.day, t.after.place_id)))


def _said(state: PlaceState) -> tuple[Holding | None, ...]:
    """What an answer says of the holders."""
    return state.holding, state.before, state.after
