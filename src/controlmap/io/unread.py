"""Stand-ins for rows that gave no record, so that they are checked all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from controlmap.domain.dataset import Dataset
from controlmap.domain.dates import Window
from controlmap.domain.model import (
    ActorLink,
    AreaClaim,
    ControlChange,
    Event,
    Place,
    Source,
    Status,
)
from controlmap.io.records import read_list, read_side, read_source_ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controlmap.io.tables import Row, Table

_NO_DAYS = Window("", None, None)


_SAID = frozenset(
    {"event", "status", "controllers", "previous", "outcome", "denied_by"}
)


def unread_statements(dataset: Dataset, changes: Table) -> Dataset:
    """Data set of stand-ins for rows that say what happened, but gave no record.

    Of no use but for the rules of what one record says: dates and places are blank.
    """
    rows = _unread(changes, dataset.changes)
    told = [row for row in rows if row.faults.isdisjoint(_SAID)]
    return Dataset(
        changes=tuple(
            replace(
                _change(row),
                event=Event(row.text("event")),
                status=Status(row.text("status")),
                outcome=row.text("outcome"),
            )
            for row in told
        )
    )


def unread_references(
    dataset: Dataset, tables: Mapping[str, Table], places: Table
) -> Dataset:
    """Data set of stand-ins for the rows that gave no record: their references alone.

    Of no use but for the rules of references: dates, events and all else are blank.
    """
    changes = _unread(tables["control_changes"], dataset.changes)
    sources = _unread(tables["sources"], dataset.sources.values())
    links = _unread(tables["actor_links"], dataset.links)
    claims = _unread(tables["area_claims"], dataset.claims)
    others = _unread(places, dataset.places.values())
    return Dataset(
        changes=tuple(map(_change, changes)),
        sources={str(row.line): _source(row) for row in sources},
        links=tuple(map(_link, links)),
        claims=tuple(map(_claim, claims)),
        places={str(row.line): _place(row) for row in others},
    )


def _unread(
    table: Table,
    records: Iterable[ControlChange | Source | ActorLink | AreaClaim | Place],
) -> list[Row]:
    read = {record.line for record in records}
    return [row for row in table.rows if row.line not in read]


def _change(row: Row) -> ControlChange:
    return ControlChange(
        row.text("change_id"),
        row.text("place_id"),
        _NO_DAYS,
        Event.INCIDENT,
        Status.UNKNOWN,
        read_source_ref(row.text("source")),
        confidence="",
        place_precision="",
        outcome="",
        controllers=tuple(map(read_side, read_list(row.text("controllers")))),
        previous=read_side(row.text("previous")),
        denied_by=row.text("denied_by"),
        line=row.line,
    )


def _source(row: Row) -> Source:
    perspective = row.text("perspective")
    return Source(row.text("source_id"), "", "", perspective, "", line=row.line)


def _link(row: Row) -> ActorLink:
    ends = row.text("actor_id"), row.text("target_id")
    return ActorLink(ends[0], "", ends[1], _NO_DAYS, row.text("source"), row.line)


def _claim(row: Row) -> AreaClaim:
    ref = read_source_ref(row.text("source"))
    actor = row.text("actor_id")
    return AreaClaim("", "", 0.0, "", _NO_DAYS, ref, actor_id=actor, line=row.line)


def _place(row: Row) -> Place:
    part_of = row.text("part_of")
    return Place(row.text("place_id"), "", "", "none", part_of=part_of, line=row.line)
