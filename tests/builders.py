"""Small records for tests: only what a test names matters, the rest is plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.dataset import Dataset
from controlmap.domain.dates import parse_window
from controlmap.domain.model import (
    EVENTS,
    Actor,
    ActorLink,
    ControlChange,
    Event,
    Place,
    Source,
    SourceRef,
    Status,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]
    ],
}


def sides(text: str) -> tuple[tuple[str, ...], ...]:
    """Sides as the tables write them: ``a+b;c``."""
    return tuple(tuple(side.split("+")) for side in text.split(";") if side)


def change(
    change_id: str,
    valid: str,
    event: str,
    controllers: str = "",
    *,
    previous: str = "",
    source: str = "neutral",
    place: str = "village",
    reported: str = "",
    **more: object,
) -> ControlChange:
    """A record; its status is the event's usual one unless named."""
    kind = Event(event)
    values: dict[str, object] = {
        "confidence": "high",
        "place_precision": "exact",
        "outcome": "stands",
        "status": EVENTS[kind].default_status,
        **more,
    }
    values["status"] = Status(values["status"])
    return ControlChange(
        change_id,
        place,
        parse_window(valid),
        kind,
        source=SourceRef(source),
        controllers=sides(controllers),
        previous=tuple(previous.split("+")) if previous else (),
        reported=parse_window(reported) if reported else None,
        **values,
    )


def source(
    source_id: str,
    perspective: str = "independent",
    chain: str = "",
    published: str = "",
) -> Source:
    """A source; its chain is its own unless named."""
    return Source(
        source_id,
        source_id.title(),
        f"Report of {source_id}",
        perspective,
        chain or source_id,
        url=f"https://example.org/{source_id}",
        published=parse_window(published) if published else None,
    )


def link(actor: str, relation: str, target: str, valid: str = "2010/..") -> ActorLink:
    """A relation of two parties."""
    return ActorLink(actor, relation, target, parse_window(valid))


SOURCES = (
    source("neutral"),
    source("second-neutral"),
    source("red-press", "red"),
    source("blue-press", "blue"),
)
LINKS = (
    link("red-army", "in_bloc", "red"),
    link("blue-army", "in_bloc", "blue"),
    link("blue-brigade", "member_of", "blue-army"),
)
ACTORS = ("red", "red-army", "blue", "blue-army", "blue-brigade", "green")


def place(
    place_id: str,
    lon: float | None = 36.5,
    lat: float | None = 35.5,
    *,
    kind: str = "village",
    **more: object,
) -> Place:
    """A place; without a point its precision is none."""
    precision = "none" if lon is None else "exact"
    return Place(
        place_id,
        place_id.replace("-", " ").title(),
        kind,
        more.pop("location_precision", precision),
        lon=lon,
        lat=lat,
        **more,
    )


def dataset(
    changes: Iterable[ControlChange] = (),
    places: Iterable[Place] | None = None,
    *,
    sources: Iterable[Source] = SOURCES,
    links: Iterable[ActorLink] = LINKS,
    zones: Iterable[Zone] = (Zone("square", "Square", "drawn", "test", SQUARE),),
) -> Dataset:
    """A data set; without places, one at the middle of the square for each record."""
    rows = tuple(changes)
    if places is None:
        places = [place(p) for p in sorted({row.place_id for row in rows})]
    return Dataset(
        title="Test",
        places={p.place_id: p for p in places},
        actors={a: Actor(a, a.replace("-", " ").title(), "#336699") for a in ACTORS},
        sources={s.source_id: s for s in sources},
        changes=rows,
        links=tuple(links),
        zones={z.zone_id: z for z in zones},
    )
