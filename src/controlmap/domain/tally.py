"""How many records there are: of what, by whom, of which days, and of which not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from controlmap.domain.dates import ONE_DAY
from controlmap.domain.reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from controlmap.domain.model import ControlChange, Source


@dataclass(frozen=True, slots=True)
class Count:
    """How many records there are, on how many places, from how many sources."""

    records: int = 0
    places: int = 0
    sources: int = 0

    @classmethod
    def of(cls, changes: Iterable[ControlChange]) -> Count:
        """Count of some records."""
        rows = tuple(changes)
        return cls(
            len(rows),
            len({change.place_id for change in rows}),
            len({change.source.source_id for change in rows}),
        )


@dataclass(frozen=True, slots=True)
class Silence:
    """Days in a row, both ends included, that no record speaks of."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


def grouped(
    changes: Iterable[ControlChange], key: Callable[[ControlChange], str]
) -> dict[str, tuple[ControlChange, ...]]:
    """Records by a word of each, in order of the words."""
    groups: dict[str, list[ControlChange]] = defaultdict(list)
    for change in changes:
        groups[key(change)].append(change)
    return {word: tuple(groups[word]) for word in sorted(groups)}


def perspective_of(change: ControlChange, sources: Mapping[str, Source]) -> str:
    """Perspective of a record's source; empty where the source is not known."""
    source = sources.get(change.source.source_id)
    return source.perspective if source else ""


def day_of(change: ControlChange) -> date:
    """Last day that a record speaks of, by which it is counted.

    Of a moment after which all days are in doubt, it is the first of these.
    """
    last = Report.of(change).last
    return (change.valid.earliest or last) if last == date.max else last


def month_of(change: ControlChange) -> str:
    """Month of the last day that a record speaks of, ``YYYY-MM``."""
    return f"{day_of(change):%Y-%m}"


def months(first: date, last: date) -> tuple[str, ...]:
    """Every month from a day to another, ``YYYY-MM``.

    Examples
    --------
    >>> months(date(2019, 12, 31), date(2020, 1, 1))
    ('2019-12', '2020-01')
    """
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in span)


def spoken_days(
    changes: Iterable[ControlChange], first: date, last: date
) -> tuple[bool, ...]:
    """Whether any record speaks of each day from one to another, both included.

    A record of a span speaks of each of its days, one of a moment of the day by whose
    end it is over: doubt about the day is no news of all days in doubt.
    """
    start, end = first.toordinal(), last.toordinal()
    steps = [0] * (end - start + 2)
    for change in changes:
        report, day = Report.of(change), day_of(change)
        begin = (report.first if report.is_span else day).toordinal()
        if begin <= end and day.toordinal() >= start:
            steps[max(begin, start) - start] += 1
            steps[min(day.toordinal(), end) - start + 1] -= 1
    spoken, open_spans = [], 0
    for step in steps[:-1]:
        open_spans += step
        spoken.append(open_spans > 0)
    return tuple(spoken)


def silences(spoken: Sequence[bool], first: date) -> tuple[Silence, ...]:
    """Silences among the days from a first one on, the longest first, then by day."""
    found, at = [], 0
    for is_spoken, run in groupby(spoken):
        length = len(list(run))
        if not is_spoken:
            begin = first + at * ONE_DAY
            found.append(Silence(begin, begin + (length - 1) * ONE_DAY))
        at += length
    return tuple(sorted(found, key=lambda silence: (-silence.days, silence.first)))
