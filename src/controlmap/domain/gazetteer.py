"""A gazetteer: named points, and which of them a spelling may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from controlmap.domain.spelling import spelling_of, spellings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.model import Place
    from controlmap.domain.spelling import Spelling

_LIKE_KEY = 70.0
"""Least similarity, of 100, of the consonants of two spellings of one name."""
_LIKE = 0.7
"""Least likeness of a name, of 1."""
_REMEMBERED = 1_000
"""Spellings whose like names are kept: names of a report are looked up repeatedly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named point of a gazetteer, or a place that is known to have none.

    Attributes
    ----------
    entry_id : str
        Identifier in its gazetteer; of a place without a point its ``place_id``.
    name : str
        As the gazetteer writes it.
    names : tuple of str
        Every name, ``name`` first.
    kind : str
        As of a place; empty where it is not known.
    lon, lat : float or None
        WGS84 degrees; None where no point is known.
    admin : tuple of str
        Names of the areas that it lies in, the largest first.
    reach_km : float
        How far from it reports that name it usually are about.
    place_id : str
        Place of the data set that is located by it, if there is one.
    part_of : str
        Place that it is a part of.
    source : str
        Who says so, for attribution.
    """

    entry_id: str
    name: str
    names: tuple[str, ...]
    kind: str = ""
    lon: float | None = None
    lat: float | None = None
    admin: tuple[str, ...] = ()
    reach_km: float = 0.0
    place_id: str = ""
    part_of: str = ""
    source: str = ""

    @property
    def is_located(self) -> bool:
        """Whether it has a point."""
        return self.lon is not None and self.lat is not None


class Gazetteer:
    """Entries, found by the spelling of their names.

    Parameters
    ----------
    entries : iterable of Entry
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        names = [name for entry in self.entries for name in entry.names]
        spelled = iter(spellings_of(names))
        self._spellings = [
            tuple(dict.fromkeys(next(spelled) for _ in entry.names))
            for entry in self.entries
        ]
        by_key: dict[str, list[int]] = defaultdict(list)
        for index, spellings in enumerate(self._spellings):
            for key in dict.fromkeys(spelling.key for spelling in spellings):
                by_key[key].append(index)
        self._by_key = dict(by_key)
        self._alike = lru_cache(maxsize=_REMEMBERED)(self._look_for)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by their identifier, and by that of the place they locate."""
        by_place = {entry.place_id: entry for entry in self.entries if entry.place_id}
        return by_place | {entry.entry_id: entry for entry in self.entries}

    def same_key(self, spelling: Spelling) -> Sequence[tuple[Entry, float]]:
        """Entries with a name of this key, and how like their names are, to 1."""
        return self._rated(spelling, self._by_key.get(spelling.key, ()))

    def alike(self, spelling: Spelling) -> Sequence[tuple[Entry, float]]:
        """Entries with a name of the same or a like key, and how like they are."""
        return self._alike(spelling)

    def _look_for(self, spelling: Spelling) -> Sequence[tuple[Entry, float]]:
        found = process.extract_iter(
            spelling.key, self._keys, scorer=fuzz.ratio, score_cutoff=_LIKE_KEY
        )
        indices = {index for key, _, _ in found for index in self._by_key[key]}
        return self._rated(spelling, sorted(indices))

    @cached_property
    def _keys(self) -> Sequence[str]:
        return sorted(self._by_key)

    def _rated(
        self, spelling: Spelling, indices: Iterable[int]
    ) -> Sequence[tuple[Entry, float]]:
        rated = (
            (self.entries[index], _likeness_of_any(spelling, self._spellings[index]))
            for index in indices
        )
        return [each for each in rated if each[1] >= _LIKE]


def _likeness_of_any(asked: Spelling, names: Iterable[Spelling]) -> float:
    """Likeness of the most like name in the same script, else in the other."""
    same = [name for name in names if name.is_arabic == asked.is_arabic]
    return max(likeness(asked, name) for name in same or names)


def likeness(asked: Spelling, known: Spelling) -> float:
    """How like two spellings are, from 0 to 1.

    Consonants count somewhat more than sounds; of two scripts the consonants alone.
    What tells neighbours of one name apart counts when one name lacks it, and more when
    they differ.
    """
    same = fuzz.ratio(asked.key, known.key) / 100
    if asked.is_arabic != known.is_arabic:
        same *= _OTHER_SCRIPT
    elif asked.sound != known.sound:
        heard = fuzz.ratio(asked.sound, known.sound) / 100
        same = _KEY_WEIGHT * same + (1 - _KEY_WEIGHT) * heard
    if asked.qualifiers == known.qualifiers:
        return same
    is_left_out = not (asked.qualifiers and known.qualifiers)
    return same * (_QUALIFIER_LEFT_OUT if is_left_out else _QUALIFIER_DIFFERS)


_KEY_WEIGHT = 0.6
_OTHER_SCRIPT = 0.95
_QUALIFIER_LEFT_OUT = 0.9
_QUALIFIER_DIFFERS = 0.5


def with_places(entries: Iterable[Entry], places: Iterable[Place]) -> list[Entry]:
    """Entries with the names that a data set gives them, and its places without one.

    The names of a place have been looked at one by one, so they stand in for those of
    the gazetteer record that locates it; a wrong alias that the place lacks also goes
    from second records of it. A place without a point is an entry too, so that a report
    of it is not taken for one of a namesake.
    """
    located: dict[str, Place] = {}
    others: list[Place] = []
    for place in places:
        if place.located_by:
            located[place.located_by] = place
        else:
            others.append(place)
    known = list(entries)
    wrong = _wrong_aliases(known, located)
    named = [_named_by(each, located.pop(each.entry_id, None), wrong) for each in known]
    return named + [_entry_of(each) for each in (*located.values(), *others)]


def _wrong_aliases(
    entries: Iterable[Entry], located: Mapping[str, Place]
) -> dict[str, set[str]]:
    """Keys of aliases that places lack, by the key of the name of their record."""
    wrong: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        place = located.get(entry.entry_id)
        if place is not None and entry.reach_km:
            kept = {each.key for each in spellings_of(_names(place))}
            key, *keys = (each.key for each in spellings_of(entry.names))
            wrong[key] |= set(keys) - kept - {key}
    return wrong


def _named_by(
    entry: Entry, place: Place | None, wrong: Mapping[str, set[str]]
) -> Entry:
    if place is None:
        unwanted = wrong.get(spelling_of(entry.name).key, set()) if wrong else set()
        kept = [name for name in entry.names if spelling_of(name).key not in unwanted]
        return replace(entry, names=tuple(kept)) if unwanted else entry
    return replace(
        entry,
        names=tuple(dict.fromkeys((entry.name, *_names(place)))),
        kind=place.kind,
        place_id=place.place_id,
        part_of=place.part_of,
    )


def _entry_of(place: Place) -> Entry:
    return Entry(
        place.place_id,
        place.name,
        _names(place),
        place.kind,
        place.lon,
        place.lat,
        tuple(filter(None, (place.admin1, place.admin2, place.admin3))),
        place_id=place.place_id,
        part_of=place.part_of,
    )


def _names(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, (place.name, place.name_ar, *place.aliases)))
