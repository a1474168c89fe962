"""The records: places, sources, actors, and what one source reports of one place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from controlmap.domain.dates import Window

Side = tuple[str, ...]
"""Parties of one side, as actor ids; the first one leads it."""


class Status(StrEnum):
    """Control of a place, as a record says it or as an answer gives it.

    A record has one of the first five; an answer is never ``PRESENCE``, and may
    be one of the last three, which no record says.
    """

    CONTROLLED = "controlled"
    CONTESTED = "contested"
    SHARED = "shared"
    PRESENCE = "presence"
    UNKNOWN = "unknown"
    CHANGING = "changing"
    DISPUTED = "disputed"
    NO_RECORD = "no_record"


class Event(StrEnum):
    """What a record says that happened, or was so."""

    CAPTURED = "captured"
    RECAPTURED = "recaptured"
    HANDED_OVER = "handed_over"
    ENTERED_BY_AGREEMENT = "entered_by_agreement"
    ENTERED_PARTLY = "entered_partly"
    WITHDREW = "withdrew"
    ATTACK_REPELLED = "attack_repelled"
    HELD = "held"
    CLASHES = "clashes"
    PRESENCE_ESTABLISHED = "presence_established"
    AIRSTRIKE = "airstrike"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class EventMeaning:
    """How an event is read.

    Attributes
    ----------
    label : str
        Words for people, in lower case.
    is_span : bool
        True where the valid window is a span in which the thing was so; False
        where it is doubt about the day of a moment.
    sets_control : bool
        Whether an exact record of this event says who controls the place.
    default_status : Status
        Status of such a record where the coder has no reason for another.
    acled : str
        Nearest sub-event type of the ACLED codebook, for exchange; may be empty.
    """

    label: str
    is_span: bool
    sets_control: bool
    default_status: Status
    acled: str


EVENTS: Mapping[Event, EventMeaning] = {
    Event.CAPTURED: EventMeaning(
        "captured",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="Non-state actor overtakes territory",
    ),
    Event.RECAPTURED: EventMeaning(
        "recaptured",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="Government regains territory",
    ),
    Event.HANDED_OVER: EventMeaning(
        "handed over",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="Non-violent transfer of territory",
    ),
    Event.ENTERED_BY_AGREEMENT: EventMeaning(
        "entered by agreement",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="Non-violent transfer of territory",
    ),
    Event.ENTERED_PARTLY: EventMeaning(
        "entered in part",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTESTED,
        acled="Armed clash",
    ),
    Event.WITHDREW: EventMeaning(
        "withdrew",
        is_span=False,
        sets_control=True,
        default_status=Status.UNKNOWN,
        acled="Non-violent transfer of territory",
    ),
    Event.ATTACK_REPELLED: EventMeaning(
        "attack repelled",
        is_span=False,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="Armed clash",
    ),
    Event.HELD: EventMeaning(
        "held",
        is_span=True,
        sets_control=True,
        default_status=Status.CONTROLLED,
        acled="",
    ),
    Event.CLASHES: EventMeaning(
        "clashes",
        is_span=True,
        sets_control=True,
        default_status=Status.CONTESTED,
        acled="Armed clash",
    ),
    Event.PRESENCE_ESTABLISHED: EventMeaning(
        "presence established",
        is_span=True,
        sets_control=False,
        default_status=Status.PRESENCE,
        acled="Headquarters or base established",
    ),
    Event.AIRSTRIKE: EventMeaning(
        "airstrike",
        is_span=True,
        sets_control=False,
        default_status=Status.UNKNOWN,
        acled="Air/drone strike",
    ),
    Event.INCIDENT: EventMeaning(
        "incident",
        is_span=True,
        sets_control=False,
        default_status=Status.UNKNOWN,
        acled="Other",
    ),
}

SETTLEMENT_KINDS = frozenset({"city", "town", "village"})


@dataclass(frozen=True, slots=True)
class Place:
    """A named place.

    Attributes
    ----------
    place_id : str
        Slug, unique.
    lon, lat : float or None
        WGS84 degrees; None where ``location_precision`` is parent or none.
    """

    place_id: str
    name: str
    kind: str
    location_precision: str
    lon: float | None = None
    lat: float | None = None
    name_ar: str = ""
    aliases: tuple[str, ...] = ()
    part_of: str = ""
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    external_ids: tuple[tuple[str, str], ...] = ()
    located_by: str = ""
    note: str = ""
    line: int = 0

    @property
    def is_located(self) -> bool:
        """Whether the place has a point of its own."""
        return self.lon is not None and self.lat is not None

    @property
    def is_settlement(self) -> bool:
        """Whether the place counts in settlement counts."""
        return self.kind in SETTLEMENT_KINDS


@dataclass(frozen=True, slots=True)
class Source:
    """A publication; ``published`` is None where no day was seen."""

    source_id: str
    publisher: str
    title: str
    perspective: str
    chain: str
    url: str = ""
    published: Window | None = None
    accessed: Window | None = None
    language: str = ""
    licence: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """A party, or a bloc of parties; ``colour`` is ``#rrggbb``."""

    actor_id: str
    name: str
    colour: str
    name_ar: str = ""
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class ActorLink:
    """A relation of two parties over a window of days."""

    actor_id: str
    relation: str
    target_id: str
    valid: Window
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source and the part of it that is meant: ``source_id[locator]``."""

    source_id: str
    locator: str = ""

    def __str__(self) -> str:
        return f"{self.source_id}[{self.locator}]" if self.locator else self.source_id


@dataclass(frozen=True, slots=True)
class ControlChange:
    """What one source reports of one place.

    Attributes
    ----------
    valid : Window
        Days in the world: doubt about a moment, or the span of a state.
    sequence : int or None
        Order inside one day.
    controllers : tuple of Side
        Sides, each a tuple of actor ids with its leader first.
    previous : Side
        The holder that the report says lost the place; empty if none is named.
    reported : Window or None
        When it was reported; None where neither row nor source gives a date.
    """

    change_id: str
    place_id: str
    valid: Window
    event: Event
    status: Status
    source: SourceRef
    confidence: str
    place_precision: str
    outcome: str
    controllers: tuple[Side, ...] = ()
    previous: Side = ()
    sequence: int | None = None
    also_at: tuple[str, ...] = ()
    reported: Window | None = None
    claimed_by: str = ""
    denied_by: str = ""
    supersedes: str = ""
    note: str = ""
    line: int = 0

    @property
    def sets_control(self) -> bool:
        """Whether the record says who controls the place."""
        return (
            self.place_precision == "exact"
            and self.status is not Status.PRESENCE
            and EVENTS[self.event].sets_control
        )


@dataclass(frozen=True, slots=True)
class AreaClaim:
    """A reported total; listed, never painted on a map."""

    claim_id: str
    quantity: str
    value: float
    unit: str
    valid: Window
    source: SourceRef
    actor_id: str = ""
    area_name: str = ""
    reported: Window | None = None
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    """A study area; ``geometry`` is a GeoJSON geometry in WGS84."""

    zone_id: str
    name: str
    method: str
    source: str
    geometry: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across which nothing is inferred, a state border or a river.

    Attributes
    ----------
    kind : str
        ``border`` or ``river``.
    geometry : mapping
        GeoJSON LineString or MultiLineString in WGS84.
    """

    limit_id: str
    name: str
    kind: str
    source: str
    geometry: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """A feature of the basemap, which is drawn below a map and means nothing more.

    Attributes
    ----------
    kind : str
        ``country`` or ``sea``, polygons; ``state-border``, ``governorate-border`` or
        ``coast``, lines.
    geometry : mapping
        GeoJSON geometry in WGS84.
    """

    basemap_id: str
    name: str
    kind: str
    source: str
    licence: str
    geometry: Mapping[str, Any]
    name_ar: str = ""
    line: int = 0
