"""Rules of records and sources: what a row may say, and what contradicts another."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from controlmap.domain.history import Chronicle
from controlmap.domain.knowledge import records_that_count
from controlmap.domain.model import EVENTS, Event, Status
from controlmap.domain.reports import Report
from controlmap.domain.rule_basis import CHANGES, SOURCES, Known, missing, warning
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ControlChange

SIDES_OF: Mapping[Status, tuple[int, int, str]] = {
    Status.CONTROLLED: (1, 1, "one side"),
    Status.PRESENCE: (1, 1, "one side"),
    Status.CONTESTED: (2, 99, "two sides or more, separated by ;"),
    Status.SHARED: (2, 99, "two sides or more, separated by ;"),
    Status.UNKNOWN: (0, 0, "no side"),
}
"""Least and most sides that a status has, and how to say so."""

_TAKES = frozenset({Status.CONTROLLED, Status.SHARED})
STATUSES: Mapping[Event, frozenset[Status]] = {
    Event.CAPTURED: _TAKES,
    Event.RECAPTURED: _TAKES,
    Event.HANDED_OVER: _TAKES,
    Event.ENTERED_BY_AGREEMENT: _TAKES,
    Event.ENTERED_PARTLY: frozenset({Status.CONTESTED}),
    Event.WITHDREW: frozenset({Status.UNKNOWN, Status.PRESENCE, *_TAKES}),
    Event.ATTACK_REPELLED: _TAKES,
    Event.HELD: frozenset({Status.UNKNOWN, Status.CONTESTED, *_TAKES}),
    Event.CLASHES: frozenset({Status.CONTESTED}),
    Event.PRESENCE_ESTABLISHED: frozenset({Status.PRESENCE}),
    Event.AIRSTRIKE: frozenset({Status.UNKNOWN, Status.PRESENCE}),
    Event.INCIDENT: frozenset({Status.UNKNOWN, Status.PRESENCE}),
}
"""Statuses that a record of each event may have."""


def status_of_event(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give a status that the event can have, such as contested for clashes."""
    for change in dataset.changes:
        allowed = STATUSES[change.event]
        if change.status not in allowed:
            usual = EVENTS[change.event].default_status
            others = ", ".join(sorted(allowed - {usual}))
            message = (
                f"{change.status.value!r} does not fit the event "
                f"{change.event.value!r}; usual is {usual.value}"
                + (f", possible too: {others}" if others else "")
            )
            yield Issue(CHANGES, change.line, "status", message, "status-of-event")


def sides_of_status(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name as many sides as the status has: one, two or more, or none."""
    for change in dataset.changes:
        least, most, words = SIDES_OF[change.status]
        if change.event is Event.ENTERED_PARTLY:
            least, words = 1, "the entrant, or two sides or more, separated by ;"
        if change.event is Event.ATTACK_REPELLED:
            least, words = 0, "the holder, or nobody"
        count = len(change.controllers)
        if not least <= count <= most:
            message = (
                f"names {count or 'no'} side{'s' * (count > 1)}, but "
                f"{change.status.value} has {words}"
            )
            yield Issue(CHANGES, change.line, "controllers", message, "sides-of-status")


def loser_not_holder(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Let previous name who lost the place, never one who holds it after."""
    for change in dataset.changes:
        for side in change.controllers:
            both = sorted(set(side) & set(change.previous))
            if both:
                message = (
                    f"{', '.join(both)} stands in controllers too; previous is only "
                    "who lost the place"
                )
                yield Issue(
                    CHANGES, change.line, "previous", message, "loser-not-holder"
                )


def outcome_and_denial(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name a denial only where the outcome is denied or premature."""
    for change in dataset.changes:
        if change.denied_by and change.outcome == "stands":
            message = (
                "names a denial, but the outcome is 'stands'; make it 'denied' or "
                "'premature', or remove the denial"
            )
            yield Issue(CHANGES, change.line, "outcome", message, "outcome-and-denial")


def duplicate_record(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Keep one record of what one part of a source says of one place."""
    lines: dict[object, int] = {}
    superseded = {change.supersedes for change in dataset.changes}
    for change in dataset.changes:
        if change.change_id in superseded:
            continue
        said = (
            change.place_id,
            change.valid.text,
            change.sequence,
            change.event,
            change.controllers,
            change.place_precision,
            change.source,
        )
        line = lines.setdefault(said, change.line)
        if line != change.line:
            message = f"says the same as line {line}; remove one of them"
            yield Issue(CHANGES, change.line, "", message, "duplicate-record")


def chain_perspectives(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give all sources of one chain the same perspective."""
    first: dict[str, tuple[str, int]] = {}
    for source in dataset.sources.values():
        perspective, line = first.setdefault(
            source.chain, (source.perspective, source.line)
        )
        if perspective != source.perspective:
            message = (
                f"{source.perspective!r}, but line {line} gives the chain "
                f"{source.chain!r} the perspective {perspective!r}"
            )
            yield Issue(
                SOURCES, source.line, "perspective", message, "chain-perspectives"
            )


def loser_not_carried(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check who held the place before: a change may be missing, or previous wrong."""
    for place_id, reports in _counted(dataset):
        if missing("place", place_id, known.places):
            continue
        happenings = Chronicle(reports, dataset.alliances, dataset.sources).happenings
        for before, happening in pairwise(happenings):
            if not happening.is_broken:
                continue
            held = " and ".join("+".join(side) for side in before.holding.sides)
            for report in happening.openers:
                change = report.change
                if change.previous:
                    message = (
                        f"names {'+'.join(change.previous)} as the loser, but the "
                        f"records before leave the place with {held}"
                    )
                    yield warning(
                        CHANGES, change.line, "previous", message, "loser-not-carried"
                    )


def _counted(dataset: Dataset) -> Iterator[tuple[str, list[Report]]]:
    """Reports of each place that set control and count today."""
    for place_id, changes in sorted(dataset.changes_by_place.items()):
        counted = records_that_count(changes, dataset.sources)
        yield place_id, [Report.of(c) for c in counted if c.sets_control]


def sequence_needed(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give the records of one chain on one place and day a sequence."""
    for _, reports in _counted(dataset):
        groups: dict[object, list[ControlChange]] = defaultdict(list)
        for report in reports:
            source = dataset.sources.get(report.change.source.source_id)
            if source and report.first == report.last:
                groups[source.chain, report.last].append(report.change)
        for changes in groups.values():
            for one, other in combinations(changes, 2):
                if one.controllers != other.controllers and not (
                    one.sequence and other.sequence
                ):
                    message = (
                        f"names another holder than line {one.line} on the same day "
                        "and from the same chain; give both a sequence"
                    )
                    yield warning(
                        CHANGES, other.line, "sequence", message, "sequence-needed"
                    )


def reported_before(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check both dates: a report cannot come before what it reports."""
    for change in dataset.changes:
        told = change.reported.latest if change.reported else None
        if told and change.valid.earliest and told < change.valid.earliest:
            message = f"begins after it was reported, on {told.isoformat()}"
            yield warning(CHANGES, change.line, "valid", message, "reported-before")


def unlinked_url(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give an http or https address; any other is shown as text and never linked."""
    for source in dataset.sources.values():
        if source.url and not source.url.startswith(("http://", "https://")):
            message = f"{source.url!r} is no http(s) address; it will not be linked"
            yield warning(SOURCES, source.line, "url", message, "unlinked-url")
