"""How well an answer is supported, and how old that support is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.answer import Certainty, Freshness
from controlmap.domain.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from controlmap.domain.model import Source
    from controlmap.domain.reports import Report

STALE_DAYS = 180
"""A state carried for more days than this is stale."""

STALE_CONTESTED_DAYS = 60
"""A contested state carried for more days than this is stale."""

PRESUMED_DAYS = 365
"""A state carried for more days than this is only presumed."""


def stale_after(status: Status) -> int:
    """Days after which a carried state of this status is stale."""
    return STALE_CONTESTED_DAYS if status is Status.CONTESTED else STALE_DAYS


def freshness(age_days: int, status: Status) -> Freshness:
    """Freshness of a carried state by the days since its last supporting report."""
    if age_days > PRESUMED_DAYS:
        return Freshness.PRESUMED
    if age_days > stale_after(status):
        return Freshness.STALE
    return Freshness.FRESH


def certainty(
    sources: Iterable[Source], gaining: frozenset[str], losing: frozenset[str]
) -> Certainty:
    """How well the control of a place is supported.

    Confirmed by two chains of different perspectives, or by a source whose bloc
    loses by it and doesn't gain; reported where only chains of one perspective say
    so that doesn't gain; claimed where only the gaining side does.

    Parameters
    ----------
    sources : iterable of Source
        Sources of the supporting records.
    gaining, losing : frozenset of str
        Blocs of the holder, and of the holder before.
    """
    voices = {(source.perspective, source.chain) for source in sources}
    concedes = any(bloc in losing and bloc not in gaining for bloc, _ in voices)
    agree = any(
        bloc != other and chain != other_chain
        for bloc, chain in voices
        for other, other_chain in voices
    )
    if concedes or agree:
        return Certainty.CONFIRMED
    if any(bloc not in gaining for bloc, _ in voices):
        return Certainty.REPORTED
    return Certainty.CLAIMED


def reported_through(reports: Iterable[Report], day: date) -> date | None:
    """Last day that the reports begun by a day speak of; it may lie after the day."""
    return max((r.last for r in reports if r.first <= day), default=None)
