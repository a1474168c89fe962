"""Places that records name and that have no point: what is known of where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Place

_CANDIDATES = re.compile(r"\bcandidates?:\s*(.+?)\.?\s*$", re.IGNORECASE | re.DOTALL)
_COMMA_OUTSIDE_BRACKETS = re.compile(r",\s*(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A place with records and without a point.

    Attributes
    ----------
    place : Place
    whereabouts : str
        The place that it is part of, then its districts, the smallest first.
    candidates : tuple of str
        Places that it may be, of its note.
    records : int
        How many records name it.
    """

    place: Place
    whereabouts: str
    candidates: tuple[str, ...]
    records: int


def unlocated(dataset: Dataset) -> tuple[Unlocated, ...]:
    """Places with records and without a point, those with most records first."""
    found = (
        Unlocated(
            place,
            whereabouts(place, dataset.places),
            candidates(place.note),
            len(records),
        )
        for place_id, records in dataset.changes_by_place.items()
        if (place := dataset.places.get(place_id)) and not place.is_located
    )
    return tuple(sorted(found, key=lambda each: (-each.records, each.place.place_id)))


def whereabouts(place: Place, places: Mapping[str, Place]) -> str:
    """What is known of where a place lies, in words: from the smallest to the largest.

    Examples
    --------
    >>> from controlmap.domain.model import Place
    >>> whereabouts(Place("q", "Quarter", "hill", "none", admin1="North"), {})
    'North'
    """
    whole = places.get(place.part_of)
    names = (whole.name if whole else "", place.admin3, place.admin2, place.admin1)
    return ", ".join(dict.fromkeys(filter(None, names)))


def candidates(note: str) -> tuple[str, ...]:
    """Places that a note ends with after ``Candidates:``, parted by ``;`` or ``,``.

    Examples
    --------
    >>> candidates("Not one place. Candidates: Upper Mill (7, east); Lower Mill.")
    ('Upper Mill (7, east)', 'Lower Mill')
    """
    listed = _CANDIDATES.search(note)
    if not listed:
        return ()
    parts = (
        listed[1].split(";")
        if ";" in listed[1]
        else _COMMA_OUTSIDE_BRACKETS.split(listed[1])
    )
    return tuple(part.strip() for part in parts if part.strip())
