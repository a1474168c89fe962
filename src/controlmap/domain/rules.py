"""The rules that a data set must keep, beside types and constraints.

Each rule is a function of the records that gives what breaks it; its identifier is
the function's name with hyphens, its docstring says the fix.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from controlmap.domain.history import Chronicle, Report
from controlmap.domain.knowledge import records_that_count
from controlmap.domain.model import EVENTS, Event, Status
from controlmap.domain.names import close_matches, name_key
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ActorLink, AreaClaim, ControlChange, Place

PLACES = "places.geojson"
CHANGES = "control_changes.csv"
SOURCES = "sources.csv"
ACTORS = "actors.csv"
LINKS = "actor_links.csv"
CLAIMS = "area_claims.csv"

INDEPENDENT = "independent"
"""Perspective of a source that takes no bloc's view."""

_SIDES: Mapping[Status, tuple[int, int, str]] = {
    Status.CONTROLLED: (1, 1, "one side"),
    Status.PRESENCE: (1, 1, "one side"),
    Status.CONTESTED: (2, 99, "two sides or more, separated by ;"),
    Status.SHARED: (2, 99, "two sides or more, separated by ;"),
    Status.UNKNOWN: (0, 0, "no side"),
}

_TAKES = frozenset({Status.CONTROLLED, Status.SHARED})
_STATUSES: Mapping[Event, frozenset[Status]] = {
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


@dataclass(frozen=True, slots=True)
class Known:
    """Identifiers of all rows, of those too that could not be read as records.

    None stands for a file that could not be read: what it holds is not known, and
    nobody is told that something isn't in it. ``gazetteer`` gives the (lon, lat) of each gazetteer record.
    """

    places: frozenset[str] | None = frozenset()
    actors: frozenset[str] | None = frozenset()
    sources: frozenset[str] | None = frozenset()
    changes: frozenset[str] | None = frozenset()
    gazetteer: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def check(dataset: Dataset, known: Known) -> list[Issue]:
    """Every breach of every rule, in order of file and line."""
    return sorted(issue for rule in RULES for issue in rule(dataset, known))


def _missing(kind: str, name: str, known: frozenset[str] | None) -> str:
    """What to say of a name that is not known; empty if it is, or nobody can tell."""
    if known is None or name in known:
        return ""
    near = close_matches(name, known)
    hint = "; did you mean " + " or ".join(map(repr, near)) + "?" if near else ""
    return f"no {kind} {name!r}{hint}"


def unknown_place(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Name a place of places.geojson by its place_id, or add the place there."""
    for change in dataset.changes:
        if message := _missing("place", change.place_id, known.places):
            if change.place_id in (known.actors or ()):
                message = f"{change.place_id!r} is an actor, not a place"
            yield Issue(CHANGES, change.line, "place_id", message, "unknown-place")
    for place in dataset.places.values():
        message = _missing("place", place.part_of, known.places)
        if place.part_of and message:
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
        message = _missing("source", source_id, known.sources)
        if source_id and message:
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
        if message := _missing("actor", actor_id, known.actors):
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
        message = _missing("record", change.supersedes, known.changes)
        other = dataset.changes_by_id.get(change.supersedes)
        if other is change:
            message = "a record cannot supersede itself"
        elif other and other.place_id != change.place_id:
            message = (
                f"{change.supersedes!r} is of another place, {other.place_id!r}; "
                "a record supersedes one of its own place"
            )
        if message:
            yield Issue(CHANGES, change.line, "supersedes", message, "unknown-change")


def status_of_event(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give a status that the event can have, such as contested for clashes."""
    for change in dataset.changes:
        allowed = _STATUSES[change.event]
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
        least, most, words = _SIDES[change.status]
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
    for change in dataset.changes:
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


def point_and_precision(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give an exact or approximate place a point, a parent or none place no point."""
    for place in dataset.places.values():
        needs_point = place.location_precision in {"exact", "approximate"}
        if needs_point != place.is_located:
            message = (
                f"is {place.location_precision} but has no point; add it, or say "
                "'parent' or 'none'"
                if needs_point
                else f"is {place.location_precision} but has a point; remove the point"
            )
            yield Issue(
                PLACES, place.line, "location_precision", message, "point-and-precision"
            )


def swapped_lon_lat(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Write a point as [lon, lat], as GeoJSON does; lat comes second."""
    box = _usual_box(dataset.places.values())
    for place in dataset.places.values():
        if place.lon is None or place.lat is None:
            continue
        lon, lat = place.lon, place.lat
        record = known.gazetteer.get(place.located_by)
        is_swapped = (
            _far(lon, lat, record) and not _far(lat, lon, record)
            if record
            else box is not None
            and not _inside(lon, lat, box)
            and _inside(lat, lon, box)
        )
        if is_swapped:
            message = f"[{lon}, {lat}] looks like lat, lon; write [lon, lat]"
            yield Issue(PLACES, place.line, "geometry", message, "swapped-lon-lat")


def _far(lon: float, lat: float, record: tuple[float, float]) -> bool:
    return abs(lon - record[0]) > 0.1 or abs(lat - record[1]) > 0.1


def _inside(lon: float, lat: float, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def _usual_box(places: Iterable[Place]) -> tuple[float, float, float, float] | None:
    """Box (west, south, east, north) of all but the outermost places, and a degree."""
    points = [(p.lon, p.lat) for p in places if p.lon is not None and p.lat is not None]
    if len(points) < 4:
        return None
    lons, lats = (sorted(values) for values in zip(*points, strict=True))
    edge = max(1, len(points) // 50)
    return lons[edge] - 1, lats[edge] - 1, lons[-1 - edge] + 1, lats[-1 - edge] + 1


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


def actor_as_place(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Remove the place: its name is that of an actor."""
    names = {
        name_key(name): actor
        for actor in dataset.actors.values()
        for name in (actor.actor_id, actor.name, *actor.aliases)
    }
    for place in dataset.places.values():
        actor = names.get(name_key(place.name)) or names.get(place.place_id)
        if actor:
            message = f"{place.name!r} is the actor {actor.actor_id!r}, not a place"
            yield Issue(PLACES, place.line, "name", message, "actor-as-place")


def part_of_itself(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Let part_of lead to a larger place and never back."""
    for place in dataset.places.values():
        seen = {place.place_id}
        parent = dataset.places.get(place.part_of)
        while parent and parent.place_id not in seen:
            seen.add(parent.place_id)
            parent = dataset.places.get(parent.part_of)
        if parent and parent.place_id == place.place_id:
            message = "leads back to the place itself"
            yield Issue(PLACES, place.line, "part_of", message, "part-of-itself")


def loser_not_carried(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check who held the place before: a change may be missing, or previous wrong."""
    for place_id, reports in _counted(dataset):
        if _missing("place", place_id, known.places):
            continue
        happenings = Chronicle(reports, dataset.alliances).happenings
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
                    yield _warning(
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
                    yield _warning(
                        CHANGES, other.line, "sequence", message, "sequence-needed"
                    )


def reported_before(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check both dates: a report cannot come before what it reports."""
    for change in dataset.changes:
        told = change.reported.latest if change.reported else None
        if told and change.valid.earliest and told < change.valid.earliest:
            message = f"begins after it was reported, on {told.isoformat()}"
            yield _warning(CHANGES, change.line, "valid", message, "reported-before")


def places_close(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check that the two are not one place: they lie within 50 m of each other."""
    grid: dict[tuple[int, int], list[tuple[float, float, Place]]] = {}
    for place in dataset.places.values():
        if place.lon is None or place.lat is None:
            continue
        point = (place.lon, place.lat)
        column, row = round(place.lon * 1000), round(place.lat * 1000)
        for key in _AROUND:
            for lon, lat, near in grid.get((column + key[0], row + key[1]), ()):
                metres = _metres_between(point, (lon, lat))
                if metres < _CLOSE_M:
                    message = (
                        f"lies {metres:.0f} m from {near.place_id!r} "
                        f"(line {near.line}); are they one place?"
                    )
                    yield _warning(
                        PLACES, place.line, "geometry", message, "places-close"
                    )
        grid.setdefault((column, row), []).append((*point, place))


_CLOSE_M = 50.0
_AROUND = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def _metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two positions (lon, lat) near each other, on a sphere."""
    north = math.radians(one[1] - other[1])
    east = math.radians(one[0] - other[0]) * math.cos(math.radians(one[1]))
    return 6_371_000 * math.hypot(north, east)


def _warning(file: str, line: int, column: str, message: str, rule: str) -> Issue:
    return Issue(file, line, column, message, rule, is_warning=True)


def unlinked_url(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give an http or https address; any other is shown as text and never linked."""
    for source in dataset.sources.values():
        if source.url and not source.url.startswith(("http://", "https://")):
            message = f"{source.url!r} is no http(s) address; it will not be linked"
            yield _warning(SOURCES, source.line, "url", message, "unlinked-url")


RULES: tuple[Callable[[Dataset, Known], Iterator[Issue]], ...] = (
    unknown_place,
    unknown_source,
    unknown_actor,
    unknown_change,
    status_of_event,
    sides_of_status,
    loser_not_holder,
    outcome_and_denial,
    duplicate_record,
    point_and_precision,
    swapped_lon_lat,
    chain_perspectives,
    actor_as_place,
    part_of_itself,
    loser_not_carried,
    sequence_needed,
    reported_before,
    places_close,
    unlinked_url,
)
