"""What is said to have happened to a place: a claim, its steps and its fate.

The words are those of ``docs/explanation/sources.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from controlmap.domain.answer import Holding
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ControlChange, Event, Side, Source


class Fate(StrEnum):
    """What a claim has come to.

    ``CONFIRMED``, ``REPORTED``, ``CLAIMED``: it stands, so well supported.
    ``CLAIMED_BY_BOTH``: two sides each claim the place for themselves for the same
    days, and nobody else says which. ``DISPUTED``: reports of the same day name other
    holders, and nothing decides. ``DENIED``, ``PREMATURE``, ``CORRECTED``: none of its
    reports counts any more.
    """

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    CLAIMED = "claimed"
    CLAIMED_BY_BOTH = "claimed_by_both"
    DISPUTED = "disputed"
    DENIED = "denied"
    PREMATURE = "premature"
    CORRECTED = "corrected"


class StepKind(StrEnum):
    """What happened to a claim on a day, in the order in which one day has them."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    PREMATURE = "premature"
    CORRECTED = "corrected"
    CAME_TRUE = "came_true"


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a claim.

    Attributes
    ----------
    kind : StepKind
    day : date or None
        Day by which it was published; None where no day is known.
    days : int or None
        Days since the claim was first made; of that itself, since the event.
    source_id : str
        Who said so; empty where nobody is named.
    change_id : str
        The record that says so; of a denial, the record that is denied.
    """

    kind: StepKind
    day: date | None
    days: int | None
    source_id: str
    change_id: str


@dataclass(frozen=True, slots=True)
class ControlClaim:
    """What is said to have happened to one place, and what became of that.

    Attributes
    ----------
    claim_id : str
        The record that said so first.
    place_id : str
    event : Event
    holding : Holding
        What the place is said to be left as.
    losers : tuple of Side
        Who held it before.
    window : tuple of (date or None, date or None)
        Days between which it happened, by the tightest of the reports that count.
    day : date or None
        Day by which it was over: the last of the window, and not after the first
        report. None where both are open.
    reports : tuple of ControlChange
        All reports, by the day on which they were made.
    counted : tuple of ControlChange
        Those of them that count, in the same order.
    chains : tuple of str
        Chains of those that count: each is one voice, however many its outlets.
    gaining, losing : frozenset of str
        Blocs that win and lose by it.
    fate : Fate
    steps : tuple of Step
        By day.
    rivals : tuple of str
        Claims by which another side has the place for itself on the same days.
    contradicted_by : str
        Record soon after that names another holder and tells of no change; may be
        empty.
    """

    claim_id: str
    place_id: str
    event: Event
    holding: Holding
    losers: tuple[Side, ...]
    window: tuple[date | None, date | None]
    day: date | None
    reports: tuple[ControlChange, ...]
    counted: tuple[ControlChange, ...]
    chains: tuple[str, ...]
    gaining: frozenset[str]
    losing: frozenset[str]
    fate: Fate
    steps: tuple[Step, ...]
    rivals: tuple[str, ...] = ()
    contradicted_by: str = ""

    @property
    def is_refuted(self) -> bool:
        """Whether all that is left of it was denied or came too early."""
        return self.fate in {Fate.DENIED, Fate.PREMATURE}

    def step(self, kind: StepKind) -> Step | None:
        """First step of a kind."""
        return next((step for step in self.steps if step.kind is kind), None)


def told_on(change: ControlChange) -> date | None:
    """Day by which a record was published; None where no day is known."""
    return change.reported.latest if change.reported else None


def days_between(start: date | None, end: date | None) -> int | None:
    """Days from one day to another; None where either is not known."""
    return None if start is None or end is None else (end - start).days


def sources_of(dataset: Dataset, changes: Iterable[ControlChange]) -> list[Source]:
    """Source of each record."""
    return [dataset.sources[change.source.source_id] for change in changes]
