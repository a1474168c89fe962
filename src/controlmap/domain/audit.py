"""What the record holds of each publisher: an audit of the record, not of the outlet.

Which reports were found, read and entered decides every figure here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from controlmap.domain.control_claim import (
    Fate,
    StepKind,
    days_between,
    sources_of,
    told_on,
)
from controlmap.domain.delays import delay_of, moments_of
from controlmap.domain.history import JOIN_DAYS
from controlmap.domain.knowledge import is_known
from controlmap.domain.model import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from controlmap.domain.control_claim import ControlClaim
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ControlChange

CAVEAT = (
    "This measures the record, not the outlet: which reports were found and entered "
    "decides every figure."
)

GROUPINGS = ("publisher", "chain", "perspective")
"""What sources are grouped by."""


_REFUTATIONS = frozenset({StepKind.DENIED, StepKind.PREMATURE})


class OwnFate(StrEnum):
    """What became of a claim that a source made for its own side.

    ``DENIED``: denied or premature. ``CONTRADICTED``: within 30 days another holder
    is named and no record tells of a change. ``CONFIRMED``: by another perspective,
    or by the side that lost. ``OPEN``: in dispute, claimed by the other side too, or
    less than 30 days old at the end of what is known. ``STOOD``: 30 days without a
    word against it, and confirmed by nobody. The first that holds is given.
    """

    STOOD = "stood"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    CONTRADICTED = "contradicted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SourceAudit:
    """What the record holds of one publisher, chain or perspective.

    Attributes
    ----------
    name : str
    perspectives, publishers, chains : tuple of str
        Those of its sources.
    publications, records : int
        Sources, and records that cite them.
    claims : int
        Events and denied reports that it tells of, each once.
    own_gains, own_losses : int
        Events that it reports by which its own side gained, or lost.
    known_gains, known_losses : int
        Such events in the whole record, whoever reports them.
    contradicted : int
        Claims that were denied, premature, or contradicted within 30 days.
    median_delay : float or None
        Of its first report of each event, in days.
    own_fates : tuple of (OwnFate, int)
        What became of the claims that it made for its own side.
    """

    name: str
    perspectives: tuple[str, ...]
    publishers: tuple[str, ...]
    chains: tuple[str, ...]
    publications: int
    records: int
    claims: int
    own_gains: int
    own_losses: int
    known_gains: int
    known_losses: int
    contradicted: int
    median_delay: float | None
    own_fates: tuple[tuple[OwnFate, int], ...]

    @property
    def own_gain_share(self) -> float | None:
        """Share of gains in the events of its own side that it reports."""
        return _share(self.own_gains, self.own_gains + self.own_losses)

    @property
    def known_gain_share(self) -> float | None:
        """The same share in the whole record, to compare it with."""
        return _share(self.known_gains, self.known_gains + self.known_losses)

    @property
    def contradicted_share(self) -> float | None:
        """Share of its claims that were later contradicted."""
        return _share(self.contradicted, self.claims)


def audit(
    dataset: Dataset,
    claims: Sequence[ControlClaim],
    *,
    by: str = "publisher",
    as_of: date | None = None,
) -> tuple[SourceAudit, ...]:
    """Audit of each publisher, chain or perspective that a record cites.

    Each event counts once for each of them, whatever the number of its reports.

    Parameters
    ----------
    dataset : Dataset
    claims : sequence of ControlClaim
        All claims of the data set, as known on the same day.
    by : str
        ``publisher``, ``chain`` or ``perspective``.
    as_of : date or None
        What was known at the end of that day; None for all that is known.

    Returns
    -------
    tuple of SourceAudit
        Those with the most records first, then by name.
    """
    known = [c for c in dataset.changes if is_known(c.reported, as_of)]
    horizon = as_of or max(filter(None, map(told_on, known)), default=None)
    records: dict[str, list[ControlChange]] = {}
    for change in known:
        records.setdefault(_name(dataset, change, by), []).append(change)
    followed = [claim for claim in claims if claim.fate is not Fate.CORRECTED]
    told: dict[str, list[_Told]] = {name: [] for name in records}
    for claim in followed:
        for name, reports in _reports_by(dataset, claim, by).items():
            told[name].append(_Told.of(dataset, claim, reports))
    rows = [
        _row(dataset, name, (records[name], told[name], followed), horizon)
        for name in records
    ]
    return tuple(sorted(rows, key=lambda row: (-row.records, row.name)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What one group of sources says of one claim."""

    claim: ControlClaim
    counted: tuple[ControlChange, ...]
    perspectives: frozenset[str]

    @classmethod
    def of(
        cls, dataset: Dataset, claim: ControlClaim, reports: Sequence[ControlChange]
    ) -> _Told:
        perspectives = {s.perspective for s in sources_of(dataset, reports)}
        counted = tuple(c for c in reports if c in claim.counted)
        return cls(claim, counted, frozenset(perspectives))

    @property
    def is_gain(self) -> bool:
        """Whether its own side gains by it."""
        return _gains(self.claim, self.perspectives)

    @property
    def is_loss(self) -> bool:
        """Whether its own side loses by it."""
        return _loses(self.claim, self.perspectives)

    @property
    def is_contradicted(self) -> bool:
        """Whether it was denied, premature, or contradicted soon after."""
        return not self.counted or bool(self.claim.contradicted_by)

    @property
    def delay(self) -> int | None:
        """Days from the event to its first report of it."""
        moments = moments_of(self.claim)
        return delay_of(self.claim, [c for c in self.counted if c in moments])

    def fate(self, horizon: date | None) -> OwnFate:
        """What became of it by a day."""
        if not self.counted:
            return OwnFate.DENIED
        if self.claim.contradicted_by:
            return OwnFate.CONTRADICTED
        if self.claim.fate is Fate.CONFIRMED:
            return OwnFate.CONFIRMED
        age = days_between(told_on(self.counted[0]) or self.claim.day, horizon)
        is_open = self.claim.fate in {Fate.DISPUTED, Fate.CLAIMED_BY_BOTH}
        return OwnFate.OPEN if is_open or (age or 0) < JOIN_DAYS else OwnFate.STOOD


def _name(dataset: Dataset, change: ControlChange, by: str) -> str:
    name: str = getattr(dataset.sources[change.source.source_id], by)
    return name


def _reports_by(
    dataset: Dataset, claim: ControlClaim, by: str
) -> dict[str, list[ControlChange]]:
    """Reports that count or were refuted, by the name of the group that made them."""
    refuted = {step.change_id for step in claim.steps if step.kind in _REFUTATIONS}
    found: dict[str, list[ControlChange]] = {}
    for change in claim.reports:
        if change in claim.counted or change.change_id in refuted:
            found.setdefault(_name(dataset, change, by), []).append(change)
    return found


def _row(
    dataset: Dataset,
    name: str,
    found: tuple[Sequence[ControlChange], Sequence[_Told], Sequence[ControlClaim]],
    horizon: date | None,
) -> SourceAudit:
    records, told, claims = found
    sources = sources_of(dataset, records)
    sides = frozenset(source.perspective for source in sources)
    delays = [delay for each in told if (delay := each.delay) is not None]
    fates = [each.fate(horizon) for each in told if each.is_gain]
    return SourceAudit(
        name=name,
        perspectives=tuple(sorted(sides)),
        publishers=tuple(sorted({source.publisher for source in sources})),
        chains=tuple(sorted({source.chain for source in sources})),
        publications=len({source.source_id for source in sources}),
        records=len(records),
        claims=len(told),
        own_gains=sum(each.is_gain for each in told),
        own_losses=sum(each.is_loss for each in told),
        known_gains=sum(_gains(claim, sides) for claim in claims),
        known_losses=sum(_loses(claim, sides) for claim in claims),
        contradicted=sum(each.is_contradicted for each in told),
        median_delay=float(median(delays)) if delays else None,
        own_fates=tuple((fate, fates.count(fate)) for fate in OwnFate),
    )


def _gains(claim: ControlClaim, blocs: frozenset[str]) -> bool:
    """Whether one of these blocs wins the place, and was not there before."""
    is_event = not EVENTS[claim.event].is_span
    return is_event and not blocs.isdisjoint(claim.gaining - claim.losing)


def _loses(claim: ControlClaim, blocs: frozenset[str]) -> bool:
    """Whether one of these blocs loses the place, and has no part in it after."""
    is_event = not EVENTS[claim.event].is_span
    return is_event and not blocs.isdisjoint(claim.losing - claim.gaining)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
