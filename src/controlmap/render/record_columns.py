"""Columns of a payload that say who reports what: the records in order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from controlmap.domain.dates import ONE_DAY
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from controlmap.domain.dates import Window
    from controlmap.domain.model import ControlChange, Source
    from controlmap.render.numbering import Numbering
    from controlmap.render.sides import SidesTable

    Words = Mapping[str, Sequence[str]]

ONE, CLOSED, OPEN_START, OPEN_END = range(4)
"""Forms of a window: one day, two days, until a day, from a day on."""

NOT_GIVEN, OTHER = 1, 2
"""Forms of a day of report that is not one day."""

_NOTHING: tuple[object, ...] = ("", [], None)


class Span(NamedTuple):
    """A window in days of the map; None for an open end."""

    earliest: int | None
    latest: int | None

    @classmethod
    def of(cls, window: Window, names: Numbering) -> Span:
        """Span of a window."""
        return cls(names.day(window.earliest), names.day(window.latest))

    @property
    def form(self) -> int:
        """``ONE``, ``CLOSED``, ``OPEN_START`` or ``OPEN_END``."""
        if self.earliest is None:
            return OPEN_START
        if self.latest is None:
            return OPEN_END
        return ONE if self.earliest == self.latest else CLOSED

    @property
    def day(self) -> int:
        """The first of its ends that is known."""
        return self.ends[0]

    @property
    def ends(self) -> tuple[int, ...]:
        """Its ends that are known: one, or both."""
        return tuple(end for end in (self.earliest, self.latest) if end is not None)

    def text(self, first_day: date) -> str:
        """EDTF as it is usually written."""
        first = _iso(first_day, self.earliest)
        if self.earliest == self.latest:
            return first
        return f"{first}/{_iso(first_day, self.latest)}"


@cache
def _iso(first_day: date, end: int | None) -> str:
    return ".." if end is None else (first_day + end * ONE_DAY).isoformat()


def spans_of(records: Iterable[ControlChange], names: Numbering) -> list[Span]:
    """Window of each record."""
    return [Span.of(record.valid, names) for record in records]


def record_columns(
    records: Sequence[ControlChange],
    spans: Sequence[Span],
    names: Numbering,
    sides: SidesTable,
    words: Words,
) -> dict[str, object]:
    """What the picture and the list of changes need of the records.

    ``places`` is, for each place with records, its number less that of the one before,
    and how many it has. ``day`` starts anew with each place.
    """
    places: list[int] = []
    days: list[int] = []
    last_place = last_day = 0
    for record, span in zip(records, spans, strict=True):
        place = names.places[record.place_id]
        if not places or place != last_place:
            places += (place - last_place, 0)
            last_place, last_day = place, 0
        places[-1] += 1
        days.append(span.day - last_day)
        last_day = span.day
    closed = (span.ends for span in spans if span.form == CLOSED)
    previous = ((r.previous,) if r.previous else () for r in records)
    return {
        "places": encode_vlq(places),
        "event": encode_vlq(words["event"].index(r.event) for r in records),
        "status": encode_vlq(words["status"].index(r.status) for r in records),
        "sides": encode_vlq(sides.number(r.controllers) for r in records),
        "previous": encode_vlq(sides.number(each) for each in previous),
        "form": encode_vlq(span.form for span in spans),
        "day": encode_vlq(days),
        "length": encode_vlq(latest - earliest for earliest, latest in closed),
    }


def evidence_columns(
    records: Sequence[ControlChange],
    spans: Sequence[Span],
    names: Numbering,
    words: Words,
    sources: Mapping[str, Source],
) -> dict[str, object]:
    """What only the evidence cards and the page's own answers need of the records.

    What few records have are rows of a record and its value: ``valid``, where the
    window is not written in the usual way, ``reported``, where it is not one day, and
    its last day, ``also_at``, ``claimed_by``, ``denied_by``, the day by which that was
    published, ``sequence`` and ``supersedes``.
    """

    def codes(word_of: Callable[[ControlChange], str], column: str) -> str:
        return encode_vlq(words[column].index(word_of(record)) for record in records)

    forms = [_reported_form(record.reported, names) for record in records]
    days = [names.day(r.reported.latest) if r.reported else None for r in records]
    usual = [span.text(names.first_day) for span in spans]
    return {
        "source": encode_vlq(names.sources[r.source.source_id] for r in records),
        "locator": [record.source.locator for record in records],
        "note": [record.note for record in records],
        "confidence": codes(lambda r: r.confidence, "confidence"),
        "outcome": codes(lambda r: r.outcome, "outcome"),
        "place_precision": codes(lambda r: r.place_precision, "place_precision"),
        "reported_form": encode_vlq(forms),
        "reported_day": encode_vlq(
            day - span.day
            for form, day, span in zip(forms, days, spans, strict=True)
            if form == ONE and day is not None
        ),
        "reported": [
            [i, record.reported.text]
            for i, record in enumerate(records)
            if record.reported and forms[i] == OTHER
        ],
        "reported_latest": [
            [i, day]
            for i, day in enumerate(days)
            if forms[i] == OTHER and day is not None
        ],
        "valid": [
            [i, record.valid.text]
            for i, record in enumerate(records)
            if record.valid.text != usual[i]
        ],
        **_rare_columns(records, names, sources),
    }


def _rare_columns(
    records: Sequence[ControlChange], names: Numbering, sources: Mapping[str, Source]
) -> dict[str, list[list[object]]]:
    """Rows of what few records have."""

    def rows(value_of: Callable[[ControlChange], object]) -> list[list[object]]:
        values = enumerate(map(value_of, records))
        return [[record, value] for record, value in values if value not in _NOTHING]

    def denied_on(record: ControlChange) -> int | None:
        denial = sources.get(record.denied_by)
        published = denial.published if denial else None
        return names.day(published.latest) if published else None

    return {
        "also_at": rows(lambda r: [names.source(other) for other in r.also_at]),
        "claimed_by": rows(lambda r: names.actor(r.claimed_by)),
        "denied_by": rows(lambda r: names.source(r.denied_by)),
        "denied_on": rows(denied_on),
        "sequence": rows(lambda r: r.sequence),
        "supersedes": rows(lambda r: names.record(r.supersedes)),
    }


def _reported_form(reported: Window | None, names: Numbering) -> int:
    if reported is None:
        return NOT_GIVEN
    span = Span.of(reported, names)
    is_usual = reported.text == span.text(names.first_day)
    return ONE if span.form == ONE and is_usual else OTHER
