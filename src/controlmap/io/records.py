"""From rows to records: dates, lists, sides and source references read once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from controlmap.domain.dates import Window, parse_window
from controlmap.domain.model import (
    Actor,
    ActorLink,
    AreaClaim,
    ControlChange,
    Event,
    Ground,
    Limit,
    Place,
    Side,
    Source,
    SourceRef,
    Status,
    Zone,
)
from controlmap.errors import DateError, Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from controlmap.io.tables import Row, Table

_T = TypeVar("_T")
_SOURCE_REF = re.compile(r"([^\[\]]+)(?:\[([^\[\]]+)\])?")


class RecordReader:
    """Builds the records of one data set and keeps what was wrong in them.

    Attributes
    ----------
    issues : list of Issue
    """

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def places(self, table: Table) -> dict[str, Place]:
        """Places by identifier."""
        return _by_id((_place(row) for row in table.sound), lambda p: p.place_id)

    def zones(self, table: Table) -> dict[str, Zone]:
        """Study areas by identifier."""
        zones = (
            Zone(
                row.text("zone_id"),
                row.text("name"),
                row.text("method"),
                row.text("source"),
                row.values["geometry"] or {},
                row.line,
            )
            for row in table.sound
        )
        return _by_id(zones, lambda z: z.zone_id)

    def limits(self, table: Table) -> dict[str, Limit]:
        """Lines across which nothing is inferred, by identifier."""
        limits = (
            Limit(
                row.text("limit_id"),
                row.text("name"),
                row.text("kind"),
                row.text("source"),
                row.values["geometry"] or {},
                row.line,
            )
            for row in table.sound
        )
        return _by_id(limits, lambda limit: limit.limit_id)

    def basemap(self, table: Table) -> dict[str, Ground]:
        """Features of the ground that maps lie on, by identifier."""
        grounds = (
            Ground(
                row.text("basemap_id"),
                row.text("name"),
                row.text("kind"),
                row.text("source"),
                row.text("licence"),
                row.values["geometry"] or {},
                name_ar=row.text("name_ar"),
                line=row.line,
            )
            for row in table.sound
        )
        return _by_id(grounds, lambda ground: ground.basemap_id)

    def actors(self, table: Table) -> dict[str, Actor]:
        """Actors by identifier."""
        actors = (
            Actor(
                row.text("actor_id"),
                row.text("name"),
                row.text("colour"),
                name_ar=row.text("name_ar"),
                abbreviation=row.text("abbreviation"),
                aliases=read_list(row.text("aliases")),
                line=row.line,
            )
            for row in table.sound
        )
        return _by_id(actors, lambda a: a.actor_id)

    def sources(self, table: Table) -> dict[str, Source]:
        """Sources by identifier."""
        sources = (
            Source(
                row.text("source_id"),
                row.text("publisher"),
                row.text("title"),
                row.text("perspective"),
                row.text("chain"),
                url=row.text("url"),
                published=self._window(table, row, "published_on"),
                accessed=self._window(table, row, "accessed_on"),
                language=row.text("language"),
                licence=row.text("licence"),
                line=row.line,
            )
            for row in table.sound
        )
        return _by_id(sources, lambda s: s.source_id)

    def links(self, table: Table) -> tuple[ActorLink, ...]:
        """Relations of actors whose dates are readable."""
        return tuple(
            ActorLink(
                row.text("actor_id"),
                row.text("relation"),
                row.text("target_id"),
                valid,
                row.text("source"),
                row.line,
            )
            for row in table.sound
            if (valid := self._window(table, row, "valid"))
        )

    def claims(
        self, table: Table, sources: Mapping[str, Source]
    ) -> tuple[AreaClaim, ...]:
        """Reported totals whose dates are readable."""
        return tuple(
            AreaClaim(
                row.text("claim_id"),
                row.text("quantity"),
                float(row.values["value"]),
                row.text("unit"),
                valid,
                source := read_source_ref(row.text("source")),
                actor_id=row.text("actor_id"),
                area_name=row.text("area_name"),
                reported=self._reported(table, row, source, sources),
                note=row.text("note"),
                line=row.line,
            )
            for row in table.sound
            if (valid := self._window(table, row, "valid"))
        )

    def changes(
        self, table: Table, sources: Mapping[str, Source]
    ) -> tuple[ControlChange, ...]:
        """Reports of control whose dates are readable."""
        return tuple(
            self._change(table, row, valid, sources)
            for row in table.sound
            if (valid := self._window(table, row, "valid"))
        )

    def _change(
        self, table: Table, row: Row, valid: Window, sources: Mapping[str, Source]
    ) -> ControlChange:
        source = read_source_ref(row.text("source"))
        return ControlChange(
            row.text("change_id"),
            row.text("place_id"),
            valid,
            Event(row.text("event")),
            Status(row.text("status")),
            source,
            row.text("confidence"),
            row.text("place_precision"),
            row.text("outcome"),
            controllers=tuple(map(read_side, read_list(row.text("controllers")))),
            previous=read_side(row.text("previous")),
            sequence=row.values["sequence"],
            also_at=read_list(row.text("also_at")),
            reported=self._reported(table, row, source, sources),
            claimed_by=row.text("claimed_by"),
            denied_by=row.text("denied_by"),
            supersedes=row.text("supersedes"),
            note=row.text("note"),
            line=row.line,
        )

    def _reported(
        self, table: Table, row: Row, ref: SourceRef, sources: Mapping[str, Source]
    ) -> Window | None:
        """When it was reported: the row's own date, else the source's."""
        if row.text("reported_on"):
            return self._window(table, row, "reported_on")
        source = sources.get(ref.source_id)
        return source.published if source else None

    def _window(self, table: Table, row: Row, name: str) -> Window | None:
        """Window of a field; None where it is empty or not readable."""
        text = row.text(name)
        if not text:
            return None
        try:
            window = parse_window(text)
        except DateError as error:
            self.issues.append(Issue(table.file, row.line, name, str(error), "edtf"))
            return None
        if window.earliest and window.latest and window.latest < window.earliest:
            message = f"{text!r} ends before it starts; the earlier day comes first"
            self.issues.append(
                Issue(table.file, row.line, name, message, "window-reversed")
            )
            return None
        return window


def _place(row: Row) -> Place:
    values: Mapping[str, Any] = row.values
    lon, lat = values["lon"], values["lat"]
    ids: Mapping[str, object] = values["external_ids"] or {}
    return Place(
        row.text("place_id"),
        row.text("name"),
        row.text("kind"),
        row.text("location_precision"),
        lon=None if lon is None else float(lon),
        lat=None if lat is None else float(lat),
        name_ar=row.text("name_ar"),
        aliases=tuple(map(str, values["aliases"] or ())),
        part_of=row.text("part_of"),
        admin1=row.text("admin1"),
        admin2=row.text("admin2"),
        admin3=row.text("admin3"),
        external_ids=tuple(sorted((key, str(value)) for key, value in ids.items())),
        located_by=row.text("located_by"),
        note=row.text("note"),
        line=row.line,
    )


def _by_id(records: Iterable[_T], key: Callable[[_T], str]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for record in records:
        found.setdefault(key(record), record)
    return found


def read_list(text: str) -> tuple[str, ...]:
    """Items of a text, separated by ``;``."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_side(text: str) -> Side:
    """Parties of a text, separated by ``+``."""
    return tuple(party.strip() for party in text.split("+") if party.strip())


def read_source_ref(text: str) -> SourceRef:
    """Source and locator of a text, ``source_id[locator]``."""
    match = _SOURCE_REF.fullmatch(text)
    return SourceRef(match[1], match[2] or "") if match else SourceRef(text)
