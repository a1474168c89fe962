"""How long after an event it was first reported.

The delay of a report is the number of days from the last day of the event's tightest
window to the day by which the report was published. A report made before that day
tightens the window itself, so that no delay is below 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.domain.control_claim import days_between, told_on
from controlmap.domain.model import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.control_claim import ControlClaim
    from controlmap.domain.model import ControlChange, Source

GROUPINGS = ("all", "event", "perspective", "publisher")
"""What delays are grouped by: nothing, kind of event, perspective, publisher."""


@dataclass(frozen=True, slots=True)
class Delays:
    """Delays of the first reports of events, by one group of sources.

    Attributes
    ----------
    by : str
        One of `GROUPINGS`.
    name : str
        Event, perspective or publisher; empty for all.
    days : tuple of int
        Delay of the group's first report of each event, ascending.
    undated : int
        Events that the group reports, but without a day of report: left out.
    """

    by: str
    name: str
    days: tuple[int, ...]
    undated: int

    @property
    def count(self) -> int:
        """Number of events."""
        return len(self.days)

    def quantile(self, share: float) -> float | None:
        """Delay that a share of the events does not exceed; None without any.

        Between two events it is interpolated (type 7 of
        https://doi.org/10.1080/00031305.1996.10473566).
        """
        if not self.days:
            return None
        place = share * (len(self.days) - 1)
        low, high = math.floor(place), math.ceil(place)
        return self.days[low] + (place - low) * (self.days[high] - self.days[low])


def delays(
    claims: Iterable[ControlClaim], sources: Mapping[str, Source]
) -> tuple[Delays, ...]:
    """Delays by each grouping: all, then events, perspectives, publishers.

    Of each event every group counts once, with its first report: a repost adds
    nothing. Denied, premature and superseded reports tell of no event, and a report
    that a place is held tells of none either.

    Parameters
    ----------
    claims : iterable of ControlClaim
    sources : mapping of str to Source

    Returns
    -------
    tuple of Delays
        Within a grouping, the most frequent first, then by name.
    """
    events = [claim for claim in claims if moments_of(claim)]
    return tuple(found for by in GROUPINGS for found in _grouped(events, by, sources))


def moments_of(claim: ControlClaim) -> tuple[ControlChange, ...]:
    """Reports of a claim that count and tell that it happened, by day of report."""
    return tuple(c for c in claim.counted if not EVENTS[c.event].is_span)


def delay_of(claim: ControlClaim, reports: Sequence[ControlChange]) -> int | None:
    """Days from an event to the first of some reports of it; None without a day."""
    told = [day for day in map(told_on, reports) if day]
    return days_between(claim.day, min(told)) if told else None


def _grouped(
    events: Iterable[ControlClaim],
    by: str,
    sources: Mapping[str, Source],
) -> list[Delays]:
    days: dict[str, list[int]] = {}
    undated: dict[str, int] = {}
    for claim in events:
        reports: dict[str, list[ControlChange]] = {}
        for change in moments_of(claim):
            name = _name(claim, sources[change.source.source_id], by)
            reports.setdefault(name, []).append(change)
        for name, told in reports.items():
            delay = delay_of(claim, told)
            days.setdefault(name, []).extend([] if delay is None else [delay])
            undated[name] = undated.get(name, 0) + (delay is None)
    found = [
        Delays(by, name, tuple(sorted(days[name])), undated[name]) for name in days
    ]
    return sorted(found, key=lambda d: (-d.count, d.name))


def _name(claim: ControlClaim, source: Source, by: str) -> str:
    """Name of the group that a report of a claim belongs to."""
    if by == "all":
        return ""
    return claim.event.value if by == "event" else str(getattr(source, by))
