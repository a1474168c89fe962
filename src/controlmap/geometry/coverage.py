"""How well the records cover a study area: where, since when, and for how long not."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.knowledge import is_known
from controlmap.domain.policies import MERGED
from controlmap.domain.tally import (
    Count,
    day_of,
    grouped,
    month_of,
    months,
    perspective_of,
    silences,
    spoken_days,
)
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.observed import Observers
from controlmap.geometry.tessellation import takes_part
from controlmap.geometry.timeline import belonging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ControlChange, Zone
    from controlmap.domain.tally import Silence
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Span

OBSERVED = ("fresh", "stale", "presumed")
INFERRED = ("firm", "likely", "uncertain")
NONE = "no_data"
GRADES = (*OBSERVED, *INFERRED, NONE)
"""What the state of a cell rests on, from the best to nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the states of the settlements of a study area rest on at the end of a day.

    Attributes
    ----------
    day : date
    counts : mapping of str to int
        Settlements by each of ``GRADES``: by the freshness of their own answer, by the
        firmness of what their surroundings suggest, and those without data.
    """

    day: date
    counts: Mapping[str, int]

    @property
    def settlements(self) -> int:
        """All settlements with a cell."""
        return sum(self.counts.values())

    def count(self, grades: Iterable[str]) -> int:
        """Settlements of some grades."""
        return sum(self.counts[grade] for grade in grades)

    def share(self, grades: Iterable[str]) -> float:
        """Share of the settlements, 0 to 1, that are of some grades."""
        return self.count(grades) / max(self.settlements, 1)


@dataclass(frozen=True, slots=True)
class Reach:
    """How near each cell is to what is observed on a day, and how old that is.

    Attributes
    ----------
    distance_m : ndarray of float, shape (n_cells,)
        From the cell's place to the nearest with an answer of its own, 0 where it has
        one; infinite where there is none on this side of the limits.
    age_days : ndarray of int, shape (n_cells,)
        Days since the last report of that nearest place; -1 where there is none.
    is_settlement : ndarray of bool, shape (n_cells,)
    """

    distance_m: NDArray[np.float64]
    age_days: NDArray[np.int64]
    is_settlement: NDArray[np.bool_]

    @property
    def median_km(self) -> float | None:
        """Median distance of the settlements; None where most reach nothing."""
        return _median_km(self.distance_m[self.is_settlement])

    @property
    def median_km_beyond(self) -> float | None:
        """The same of the settlements that have no answer of their own."""
        return _median_km(
            self.distance_m[self.is_settlement & (self.distance_m > 0)],
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Records counted together, and by the perspective of their sources."""

    total: Count
    by_perspective: Mapping[str, Count]

    @classmethod
    def of(cls, changes: Iterable[ControlChange], dataset: Dataset) -> Tally:
        """Tally of some records."""
        rows = tuple(changes)
        groups = grouped(rows, lambda each: perspective_of(each, dataset.sources))
        counts = {name: Count.of(group) for name, group in groups.items()}
        return cls(Count.of(rows), counts)


@dataclass(frozen=True)
class Coverage:
    """What the records of a study area tell between two days, and what they do not.

    Attributes
    ----------
    dataset : Dataset
    zone : Zone
    tessellation : Tessellation
    first_day, last_day : date
        Range of the records, both included.
    as_of : date or None
        What was known on that day; None for all that is known.
    tally : Tally
        Of the records whose last day lies in the range.
    months : mapping of str to Tally
        The same by that day's month, ``YYYY-MM``; every month of the range is there.
    spoken : tuple of bool
        Whether any record speaks of each day of the range.
    silences : tuple of Silence
        Days in a row that none speaks of, the longest first.
    standing : Standing
        Of the day that is asked for, which may lie outside the range.
    reach : Reach
        Of the same day.
    course : tuple of Standing
        Of the last day of each month, or of the range.
    policy : str
        How differing reports settle in those states.
    """

    dataset: Dataset
    zone: Zone
    tessellation: Tessellation
    first_day: date
    last_day: date
    as_of: date | None
    tally: Tally
    months: Mapping[str, Tally]
    spoken: tuple[bool, ...]
    silences: tuple[Silence, ...]
    standing: Standing
    reach: Reach
    course: tuple[Standing, ...]
    policy: str = MERGED

    @property
    def perspectives(self) -> tuple[str, ...]:
        """Perspectives of the records, that with most of them first."""
        counts = self.tally.by_perspective
        return tuple(sorted(counts, key=lambda name: (-counts[name].records, name)))


def records_inside(
    dataset: Dataset,
    study_area: StudyArea,
    tessellation: Tessellation,
    as_of: date | None = None,
) -> tuple[ControlChange, ...]:
    """Records of the places inside a study area that are known and not superseded.

    A place without a point is inside where it belongs to the area
    (`controlmap.geometry.timeline.belonging`). Denied and premature records are there:
    they are reports all the same.
    """
    places = [dataset.places[place_id] for place_id in dataset.changes_by_place]
    located = [place for place in places if takes_part(place)]
    covered = study_area.covers(study_area.points_of(located).reshape(-1, 2))
    inside = {p.place_id for p, is_in in zip(located, covered, strict=True) if is_in}
    others = [place.place_id for place in places if not takes_part(place)]
    inside |= belonging(dataset, tessellation, others)
    known = [change for change in dataset.changes if is_known(change.reported, as_of)]
    superseded = {change.supersedes for change in known}
    return tuple(
        change
        for change in known
        if change.place_id in inside and change.change_id not in superseded
    )


def extent(changes: Iterable[ControlChange]) -> tuple[date, date] | None:
    """First and last of the days that records are counted by; None without any."""
    days = [day_of(change) for change in changes]
    return (min(days), max(days)) if days else None


def make_coverage(
    dataset: Dataset,
    study_area: StudyArea,
    tessellation: Tessellation,
    span: Span,
    *,
    on: date,
) -> Coverage:
    """Coverage of a study area by the records of a span, and on a day.

    Parameters
    ----------
    dataset, study_area, tessellation
    span : Span
        Range of the records, and by which rule cells are inferred.
    on : date
        Day of the standing and the reach.
    """
    first, last = span.first_day, span.last_day
    records = records_inside(dataset, study_area, tessellation, span.as_of)
    counted = [record for record in records if first <= day_of(record) <= last]
    by_month = grouped(counted, month_of)
    spoken = spoken_days(records, first, last)
    observers = Observers.of(
        dataset,
        study_area,
        (min(first, on), max(last, on)),
        as_of=span.as_of,
        by=span.by,
        policy=span.policy,
    )
    drawing = Drawing(observers, study_area, tessellation, span.inference)
    places = [dataset.places[place_id] for place_id in tessellation.place_ids]
    settles = np.array([place.is_settlement for place in places], dtype=bool)
    ends = [min(_month_end(month), last) for month in months(first, last)]
    return Coverage(
        dataset=dataset,
        zone=study_area.zone,
        tessellation=tessellation,
        first_day=first,
        last_day=last,
        as_of=span.as_of,
        tally=Tally.of(counted, dataset),
        months={
            month: Tally.of(by_month.get(month, ()), dataset)
            for month in months(first, last)
        },
        spoken=spoken,
        silences=silences(spoken, first),
        course=tuple(_standing(drawing, end, settles) for end in ends),
        standing=_standing(drawing, on, settles),
        reach=_reach(drawing, observers, on, settles),
        policy=span.policy,
    )


def _month_end(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def _standing(drawing: Drawing, day: date, settles: NDArray[np.bool_]) -> Standing:
    """Standing on a day, which is drawn anew."""
    drawn = drawing.start(day)[settles]
    states = drawing.states
    counts = Counter[str]()
    for number, cells in zip(*np.unique(drawn, return_counts=True), strict=True):
        state = states[number]
        counts[state.freshness or state.firmness or NONE] += int(cells)
    return Standing(day, {grade: counts[grade] for grade in GRADES})


def _reach(
    drawing: Drawing, observers: Observers, day: date, settles: NDArray[np.bool_]
) -> Reach:
    """Reach on the day that is drawn."""
    index, distance = drawing.nearest_observed()
    through = np.append(observers.through[observers.rows_on(day)], 0)
    age = np.maximum(day.toordinal() - through[index], 0)
    return Reach(distance, np.where(index < 0, -1, age), settles)


def _median_km(distance_m: NDArray[np.float64]) -> float | None:
    median = float(np.median(distance_m)) if len(distance_m) else np.inf
    return median / 1000 if np.isfinite(median) else None
