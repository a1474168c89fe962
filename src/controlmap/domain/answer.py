"""What is answered when somebody asks for the control of a place on a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from controlmap.domain.actors import Alliances
    from controlmap.domain.model import Side, Status


class Certainty(StrEnum):
    """How well the control of a place is supported."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    CLAIMED = "claimed"


class Freshness(StrEnum):
    """How old the last supporting report is."""

    FRESH = "fresh"
    STALE = "stale"
    PRESUMED = "presumed"


class Rule(StrEnum):
    """The rule that decided an answer.

    ``ON_THE_DAY``: a record of this state covers the day. ``CARRIED``: the last
    known state is carried forward. ``INSIDE_WINDOW``: the day of a change is in
    doubt. ``INFERRED_BACKWARDS``: the day before the first event, from the holder
    that it names as having lost the place. ``UNREPORTED_CHANGE``: the day before an
    event whose loser is not the holder carried. ``TIE``: reports of different
    holders that no rule can order. ``NO_RECORD``: nothing known of the place then.
    """

    ON_THE_DAY = "on-the-day"
    CARRIED = "carried"
    INSIDE_WINDOW = "inside-window"
    INFERRED_BACKWARDS = "inferred-backwards"
    UNREPORTED_CHANGE = "unreported-change"
    TIE = "tie"
    NO_RECORD = "no-record"


@dataclass(frozen=True, slots=True)
class Holding:
    """A status and its sides, as one event leaves a place."""

    status: Status
    sides: tuple[Side, ...] = ()

    @property
    def leads(self) -> tuple[str, ...]:
        """The leading party of each side."""
        return tuple(side[0] for side in self.sides)

    def is_same(self, other: Holding, day: date, alliances: Alliances) -> bool:
        """Whether another names the same holders on a day, in the same status."""
        return self.status is other.status and alliances.are_same_holders(
            self.sides, other.sides, day
        )


@dataclass(frozen=True, slots=True)
class Presence:
    """Forces or a post at a place, without control of it.

    ``since`` is the first day of the report, ``last_report`` its last one up to the
    day asked for, ``reported_through`` its last one even after it.
    """

    side: Side
    since: date
    last_report: date
    change_id: str
    place_precision: str
    reported_through: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The control of one place at the end of one day, as known on another.

    Attributes
    ----------
    place_id : str
    on : date
        The day asked for; the answer is for its end.
    as_of : date or None
        What was known on that day; None for all that is known.
    holding : Holding
        Status and sides. A changing, unknown or unrecorded place has no sides; a
        disputed one has a side for each holder in dispute.
    rule : Rule
        What decided.
    before, after : Holding or None
        What a change leads from and to, where the status is changing.
    since : date or None
        Day from which this state is in force without a known break; for a changing
        place the first day of the window. None where nobody says.
    window : tuple of date or None
        First and last day on which the event that brought the state, or will bring
        it, may have happened, None for an end that is open; empty where there is no
        such event.
    certainty : Certainty or None
        For a controlled place.
    last_report : date or None
        Last day, up to ``on``, that a supporting record speaks of.
    reported_through : date or None
        Last day that the supporting records begun by ``on`` speak of, even after it.
    freshness : Freshness or None
        How old ``last_report`` is; None where nothing is carried.
    is_broken : bool
        True where a report names a loser other than the holder carried before: a
        change went unreported.
    presence : tuple of Presence
        Stands beside the answer and decides nothing.
    evidence, against : tuple of str
        Identifiers of the records for the answer, and of those that contradict it,
        by valid time.
    set_aside : tuple of str
        Identifiers of the records since the start of this answer that the policy does
        not count, by valid time; those that contradict it stand in ``against`` too.
    """

    place_id: str
    on: date
    as_of: date | None
    holding: Holding
    rule: Rule
    before: Holding | None = None
    after: Holding | None = None
    since: date | None = None
    window: tuple[date | None, ...] = ()
    certainty: Certainty | None = None
    last_report: date | None = None
    reported_through: date | None = None
    freshness: Freshness | None = None
    is_broken: bool = False
    presence: tuple[Presence, ...] = ()
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """Status of the answer."""
        return self.holding.status

    @property
    def sides(self) -> tuple[Side, ...]:
        """Sides of the answer, each with its leader first."""
        return self.holding.sides

    @property
    def controllers(self) -> tuple[str, ...]:
        """The leading party of each side."""
        return self.holding.leads

    @property
    def age_days(self) -> int | None:
        """Days since the last supporting report; None where there is none."""
        return None if self.last_report is None else (self.on - self.last_report).days
