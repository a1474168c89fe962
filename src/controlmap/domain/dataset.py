"""A whole data set, checked: places, actors, sources, records, zones, claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from controlmap.domain.actors import Alliances
from controlmap.domain.dates import parse_day
from controlmap.domain.disagreements import disagreements_on
from controlmap.domain.names import NameIndex
from controlmap.domain.policies import MERGED, policy_named
from controlmap.domain.selection import heard_alone, sources_named, sources_of
from controlmap.domain.states import PlaceHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from controlmap.domain.answer import PlaceState
    from controlmap.domain.disagreements import Disagreement
    from controlmap.domain.model import (
        Actor,
        ActorLink,
        AreaClaim,
        ControlChange,
        Ground,
        Limit,
        Place,
        Source,
        Zone,
    )


@dataclass(frozen=True)
class Dataset:
    """Records that have passed every rule.

    Attributes
    ----------
    title : str
    licences : tuple of str
        Attribution lines of the data, for maps and exports.
    places, actors, sources, zones, limits, basemap : mapping of str to record
        By identifier, in file order.
    changes : tuple of ControlChange
    links : tuple of ActorLink
    claims : tuple of AreaClaim
    inputs : mapping of str to str
        SHA-256 of each file that it was read from, by name.
    only_sources : tuple of str
        The sources that it was narrowed to; empty if it was not.
    """

    title: str = ""
    licences: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    changes: tuple[ControlChange, ...] = ()
    links: tuple[ActorLink, ...] = ()
    claims: tuple[AreaClaim, ...] = ()
    zones: Mapping[str, Zone] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    basemap: Mapping[str, Ground] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    only_sources: tuple[str, ...] = ()

    @cached_property
    def alliances(self) -> Alliances:
        """Dated relations of the parties."""
        return Alliances.of(self.links)

    @cached_property
    def changes_by_place(self) -> Mapping[str, tuple[ControlChange, ...]]:
        """Records of each place that has any."""
        by_place: dict[str, list[ControlChange]] = defaultdict(list)
        for change in self.changes:
            by_place[change.place_id].append(change)
        return {place_id: tuple(rows) for place_id, rows in by_place.items()}

    @cached_property
    def changes_by_id(self) -> Mapping[str, ControlChange]:
        """Records by their identifier."""
        return {change.change_id: change for change in self.changes}

    @cached_property
    def by_perspective(self) -> Mapping[str, Dataset]:
        """Data set of each perspective that any record is of, by its name."""
        heard = {self.sources[c.source.source_id].perspective for c in self.changes}
        return {each: self.only(perspectives=[each]) for each in sorted(heard)}

    @cached_property
    def names(self) -> NameIndex:
        """Index of the names of places."""
        return NameIndex(self.places, self.changes_by_place, self.actors)

    def only(
        self,
        *,
        sources: Iterable[str] | None = None,
        perspectives: Iterable[str] | None = None,
    ) -> Dataset:
        """Data set with the records and claims of some sources alone.

        What the others say is as unheard: a record that one of them denies or
        supersedes stands.

        Parameters
        ----------
        sources : iterable of str or None
            Identifiers; None for all.
        perspectives : iterable of str or None
            Blocs or ``independent``; a text ``publisher:NAME`` or ``chain:NAME`` means
            the sources of one publisher or chain. None for all. With ``sources`` too,
            those that are of both count.

        Raises
        ------
        UnknownNameError
            If a source is not in the data set, or none has a perspective.
        """
        if sources is None and perspectives is None:
            return self
        wanted = frozenset(self.sources)
        if sources is not None:
            wanted &= sources_named(self.sources, sources)
        if perspectives is not None:
            wanted &= sources_of(self.sources, perspectives)
        return replace(
            self,
            changes=heard_alone(self.changes, wanted),
            claims=tuple(c for c in self.claims if c.source.source_id in wanted),
            only_sources=tuple(sorted(wanted)),
        )

    def history(
        self, place_id: str, *, as_of: date | None = None, policy: str = MERGED
    ) -> PlaceHistory:
        """History of one place, as known at the end of a day, under a policy."""
        return PlaceHistory(
            place_id,
            self.changes_by_place.get(place_id, ()),
            self.sources,
            self.alliances,
            as_of=as_of,
            policy=policy,
        )

    def state_on(
        self,
        day: date | str,
        *,
        as_of: date | str | None = None,
        policy: str = MERGED,
    ) -> ControlState:
        """Control of all places at the end of a day.

        Parameters
        ----------
        day : date or str
            Day in the world; a text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.

        Raises
        ------
        UnknownNameError
            If there is no such policy.
        """
        policy_named(policy)
        return ControlState(
            self,
            parse_day(day) if isinstance(day, str) else day,
            parse_day(as_of) if isinstance(as_of, str) else as_of,
            policy,
        )

    def disagreements(
        self, day: date | str, *, as_of: date | str | None = None
    ) -> tuple[Disagreement, ...]:
        """Places on which the perspectives differ at the end of a day, by identifier.

        Parameters
        ----------
        day : date or str
            Day in the world; a text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        """
        states = self.state_on(day, as_of=as_of)
        return disagreements_on(self, states.on, as_of=states.as_of)


@dataclass(frozen=True)
class ControlState:
    """Control of all places at the end of one day, worked out where it is asked."""

    dataset: Dataset
    on: date
    as_of: date | None = None
    policy: str = MERGED

    def of(self, name: str) -> PlaceState:
        """State of the place that a name means.

        Raises
        ------
        UnknownNameError
            If the name leads to no single place.
        """
        return self.at(self.dataset.names.resolve(name).place_id)

    def at(self, place_id: str) -> PlaceState:
        """State of the place with an identifier."""
        history = self.dataset.history(place_id, as_of=self.as_of, policy=self.policy)
        return history.on(self.on)

    def __iter__(self) -> Iterator[PlaceState]:
        """States of the places with records, by identifier."""
        for place_id in sorted(self.dataset.changes_by_place):
            yield self.at(place_id)
