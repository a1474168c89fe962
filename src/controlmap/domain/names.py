"""From a name, as somebody writes it, to the one place that it means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from controlmap.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controlmap.domain.model import Actor, Place

_NOT_WORD = re.compile(r"[\W_]+")
_LIKE = 70
"""Least similarity, of 100, of a name that is offered as a candidate."""


def name_key(name: str) -> str:
    """Name as an identifier is written: small letters and digits with hyphens.

    Diacritics go; Arabic letters stay. (The key is our own because a slug library
    transliterates, which takes a second for the names of a gazetteer.)

    Examples
    --------
    >>> name_key("The Upper Village")
    'the-upper-village'
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    )
    return _NOT_WORD.sub("-", plain.casefold()).strip("-")


def close_matches(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Known words most like one, best first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        word, sorted(known), scorer=fuzz.ratio, limit=limit, score_cutoff=_LIKE
    )
    return [match for match, _, _ in found]


class NameIndex:
    """Names, aliases and identifiers of places.

    Parameters
    ----------
    places : mapping of str to Place
    with_records : collection of str
        Identifiers of the places that any record names.
    actors : mapping of str to Actor
        Their names are no places.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        with_records: Iterable[str],
        actors: Mapping[str, Actor],
    ) -> None:
        self._places = places
        self._with_records = frozenset(with_records)
        self._actors = actors

    @cached_property
    def _by_key(self) -> Mapping[str, set[str]]:
        by_key: dict[str, set[str]] = defaultdict(set)
        for place in self._places.values():
            for name in (place.name, place.name_ar, *place.aliases):
                if name:
                    by_key[name_key(name)].add(place.place_id)
        return by_key

    @cached_property
    def _actor_keys(self) -> Mapping[str, str]:
        return {
            name_key(name): actor.actor_id
            for actor in self._actors.values()
            for name in (actor.actor_id, actor.name, actor.name_ar, *actor.aliases)
            if name
        }

    def resolve(self, name: str) -> Place:
        """Place that a name means.

        In this order: the place with this identifier, or whose identifier the name
        is when written as one; the only place of that name with records; the only
        place of that name.

        Raises
        ------
        UnknownNameError
            If the name is nobody's, several places', or an actor's.
        """
        key = name_key(name)
        for place_id in (name, key):
            if place_id in self._places:
                return self._places[place_id]
        named = self._by_key.get(key, set())
        for candidates in (named & self._with_records, named):
            if len(candidates) == 1:
                return self._places[min(candidates)]
        if named:
            raise UnknownNameError(name, "several places have this name", sorted(named))
        if key in self._actor_keys:
            raise UnknownNameError(
                name, f"an actor ({self._actor_keys[key]}), not a place"
            )
        near = [
            *close_matches(key, self._places),
            *(
                place_id
                for match in close_matches(key, self._by_key)
                for place_id in sorted(self._by_key[match])
            ),
        ]
        reason = "no place of this name; did you mean" if near else "no such place"
        raise UnknownNameError(name, reason, dict.fromkeys(near))
