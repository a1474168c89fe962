"""Parties and their dated relations: blocs, memberships, who is whose whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from controlmap.domain.dates import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.model import ActorLink, Side

_CONTAINS = frozenset({"member_of", "in_bloc"})


@dataclass(frozen=True, slots=True)
class Alliances:
    """Dated relations of parties, answered for a day.

    Parameters
    ----------
    links : iterable of ActorLink
    """

    links: tuple[ActorLink, ...]
    _wholes: dict[tuple[str, date], frozenset[str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _blocs: dict[tuple[str, date], str] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(cls, links: Iterable[ActorLink]) -> Alliances:
        """Alliances of the links, in an order that does not depend on theirs."""
        return cls(
            tuple(sorted(links, key=lambda k: (k.actor_id, k.relation, k.target_id)))
        )

    @property
    def change_days(self) -> frozenset[date]:
        """Days on which a relation begins, or is no longer."""
        starts = {k.valid.earliest for k in self.links if k.valid.earliest}
        ends = {k.valid.latest for k in self.links if k.valid.latest} - {date.max}
        return frozenset(starts | {end + ONE_DAY for end in ends})

    def bloc_of(self, actor_id: str, day: date) -> str:
        """Bloc of a party on a day: its own, else that of what it is a member of.

        A party that is in no bloc and a member of nothing is its own.
        """
        known = self._blocs.get((actor_id, day))
        if known is None:
            known = self._blocs[actor_id, day] = self._find_bloc(actor_id, day)
        return known

    def _find_bloc(self, actor_id: str, day: date) -> str:
        seen: list[str] = []
        current = actor_id
        while current not in seen:
            seen.append(current)
            blocs = self._targets(current, "in_bloc", day)
            if blocs:
                return blocs[0]
            wholes = self._targets(current, "member_of", day)
            if wholes:
                current = wholes[0]
        return current

    def blocs_of(self, side: Side, day: date) -> frozenset[str]:
        """Blocs of all parties of a side."""
        return frozenset(self.bloc_of(party, day) for party in side)

    def is_same_holder(self, one: Side, other: Side, day: date) -> bool:
        """Whether two sides name the same holder on a day.

        They do when they share a party, or when a party of one is a member, or the
        whole, of a party of the other.
        """
        if not set(one).isdisjoint(other):
            return True
        return any(
            theirs in self._wholes_of(ours, day) or ours in self._wholes_of(theirs, day)
            for ours in one
            for theirs in other
        )

    def are_same_holders(
        self, ones: tuple[Side, ...], others: tuple[Side, ...], day: date
    ) -> bool:
        """Whether each side on either hand is the same holder as one on the other."""
        if len(ones) != len(others):
            return False
        same = self.is_same_holder
        return all(any(same(a, b, day) for b in others) for a in ones) and all(
            any(same(a, b, day) for a in ones) for b in others
        )

    def _wholes_of(self, actor_id: str, day: date) -> frozenset[str]:
        """What a party is part of on a day, directly or through others."""
        known = self._wholes.get((actor_id, day))
        if known is None:
            found: set[str] = set()
            ring = {actor_id}
            while ring:
                ring = {
                    link.target_id
                    for link in self.links
                    if link.actor_id in ring
                    and link.relation in _CONTAINS
                    and link.valid.covers(day)
                } - found
                found |= ring
            known = self._wholes[actor_id, day] = frozenset(found)
        return known

    def _targets(self, actor_id: str, relation: str, day: date) -> tuple[str, ...]:
        return tuple(
            link.target_id
            for link in self.links
            if link.actor_id == actor_id
            and link.relation == relation
            and link.valid.covers(day)
        )
