"""Days on which the answer of a place can be another than on the day before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from controlmap.domain.dates import ONE_DAY
from controlmap.domain.evidence import PRESUMED_DAYS, stale_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from controlmap.domain.happening import Happening
    from controlmap.domain.reports import Report


def days_to_ask(happenings: Sequence[Happening], beside: Iterable[Report]) -> set[date]:
    """Days on which something begins, ends or grows old; alliances apart.

    Parameters
    ----------
    happenings : sequence of Happening
        In order.
    beside : iterable of Report
        What else is shown with an answer: presence, reports against it.
    """
    days: set[date] = set()
    fresher: list[tuple[date, date]] = []
    for happening in reversed(happenings):
        days |= {happening.begin, happening.end}
        if happening.losers and happening.begin > date.min:
            days.add(happening.begin - ONE_DAY)
        fresher += [
            (max(report.first, happening.begin), report.last)
            for report in happening.reports
        ]
        days |= _days_of_age(happening, fresher)
    for report in beside:
        days |= {report.first, report.last}
    return days


def _days_of_age(
    happening: Happening, fresher: Sequence[tuple[date, date]]
) -> set[date]:
    """Days on which an answer grows old by the reports of an event.

    Not by one beside which another that has begun reaches farther: each of ``fresher``
    is when a report of this event or a later one begins to count, and its last day.
    """
    spans = (1, stale_after(happening.holding.status) + 1, PRESUMED_DAYS + 1)
    ages = [timedelta(span) for span in spans]
    days: set[date] = set()
    for report in happening.reports:
        counting = None
        for since, last in fresher:
            if last > report.last and (counting is None or since < counting):
                counting = since
        for age in ages:
            day = _later(report.last, age)
            if counting is None or day < counting:
                days.add(day)
    return days


def _later(day: date, age: timedelta) -> date:
    """Day so much later, at most the last one that a date can be."""
    return day if date.max - day < age else day + age
