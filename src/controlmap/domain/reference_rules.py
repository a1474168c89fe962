"""Rules of references: every identifier that a row names stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.rule_basis import (
    CHANGES,
    CLAIMS,
    INDEPENDENT,
    LINKS,
    PLACES,
    SOURCES,
    Known,
    missing,
)
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ActorLink, AreaClaim, ControlChange


def unknown_place(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name a place of places.geojson by its place_id, or add the place there."""
    for change in dataset.changes:
        if message := missing("place", change.place_id, known.places):
            if change.place_id in (known.actors or ()):
                message = f"{change.place_id!r} is an actor, not a place"
            yield Issue(CHANGES, change.line, "place_id", message, "unknown-place")
    for place in dataset.places.values():
        if message := missing("place", place.part_of, known.places):
            yield Issue(PLACES, place.line, "part_of", message, "unknown-place")


def unknown_source(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name a source of sources.csv by its source_id, or add the source there."""
    named = [
        *((CHANGES, c.line, "source", c.source.source_id) for c in dataset.changes),
        *((CHANGES, c.line, "denied_by", c.denied_by) for c in dataset.changes),
    ]
    named += [(CLAIMS, c.line, "source", c.source.source_id) for c in dataset.claims]
    named += [(LINKS, k.line, "source", k.source) for k in dataset.links]
    for file, line, column, source_id in named:
        if message := missing("source", source_id, known.sources):
            yield Issue(file, line, column, message, "unknown-source")


def unknown_actor(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name an actor of actors.csv by its actor_id, or add the actor there."""
    named = [
        *_parties_named(dataset.changes),
        *_link_ends(dataset.links),
        *_claimants(dataset.claims),
        *(
            (SOURCES, source.line, "perspective", source.perspective)
            for source in dataset.sources.values()
            if source.perspective != INDEPENDENT
        ),
    ]
    for file, line, column, actor_id in named:
        if message := missing("actor", actor_id, known.actors):
            yield Issue(file, line, column, message, "unknown-actor")


def _parties_named(
    changes: Iterable[ControlChange],
) -> Iterator[tuple[str, int, str, str]]:
    for change in changes:
        for side in change.controllers:
            for party in side:
                yield CHANGES, change.line, "controllers", party
        for party in change.previous:
            yield CHANGES, change.line, "previous", party


def _link_ends(links: Iterable[ActorLink]) -> Iterator[tuple[str, int, str, str]]:
    for link in links:
        yield LINKS, link.line, "actor_id", link.actor_id
        yield LINKS, link.line, "target_id", link.target_id


def _claimants(claims: Iterable[AreaClaim]) -> Iterator[tuple[str, int, str, str]]:
    for claim in claims:
        if claim.actor_id:
            yield CLAIMS, claim.line, "actor_id", claim.actor_id


def unknown_change(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Let supersedes name another record of the same place by its change_id."""
    for change in dataset.changes:
        if not change.supersedes:
            continue
        message = missing("record", change.supersedes, known.changes)
        other = dataset.changes_by_id.get(change.supersedes)
        if _leads_back(change, dataset):
            message = "leads back to the record itself, so that none of them counts"
        elif other and other.place_id != change.place_id:
            message = (
                f"{change.supersedes!r} is of another place, {other.place_id!r}; "
                "a record supersedes one of its own place"
            )
        if message:
            yield Issue(CHANGES, change.line, "supersedes", message, "unknown-change")


def _leads_back(change: ControlChange, dataset: Dataset) -> bool:
    """Whether a record supersedes itself, directly or through others."""
    seen: set[str] = set()
    current = change.supersedes
    while current in dataset.changes_by_id and current not in seen:
        seen.add(current)
        current = dataset.changes_by_id[current].supersedes
    return change.change_id in seen
