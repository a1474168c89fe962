"""Columns of a payload that say what is answered: each answer by the records it names.

Most answers of a war say the same thing of another record: held since its day, stale so
many days after it. So an answer is one of a few *kinds*, and a kind means days and
sides by the records that the answer names, its evidence, those against it and those of
presence, in this order. The first of them is the *base* of the answer.

A day is ``[end, more]``: the ends of the windows of the records named, both ends of
the first, then of the next, and days after it; end -1 is the first day of the map.
Sides are a number of the table of sides, or ``-1 - n`` for those of the record named
*n*-th.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from controlmap.domain.answer import Holding, PlaceState, Presence
    from controlmap.domain.model import ControlChange, Side
    from controlmap.geometry.timeline import Series
    from controlmap.render.numbering import Numbering
    from controlmap.render.sides import SidesTable

    Words = Mapping[str, Sequence[str]]

Kind = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of a place, from a day of the map on."""

    place: int
    day: int
    answer: PlaceState


def answers_in_order(series: Series, names: Numbering) -> list[Told]:
    """Answers of all places, by place, then day."""
    by_place = sorted((names.places[p], spells) for p, spells in series.answers.items())
    first = series.first_day.toordinal()
    return [
        Told(place, day.toordinal() - first, answer)
        for place, spells in by_place
        for day, answer in spells
    ]


class AnswerColumns:
    """Finds the kinds of the answers of a map.

    Parameters
    ----------
    records : sequence of ControlChange
        In the order of their numbers.
    names, sides, words
        As elsewhere in a payload.
    """

    def __init__(
        self,
        records: Sequence[ControlChange],
        names: Numbering,
        sides: SidesTable,
        words: Words,
    ) -> None:
        self._names = names
        self._sides = sides
        self._codes: dict[str, dict[str | None, int]] = {
            column: {word: i for i, word in enumerate(words[column])} | {None: -1}
            for column in (
                "status",
                "certainty",
                "freshness",
                "rule",
                "place_precision",
            )
        }
        self._controllers = [record.controllers for record in records]
        self._windows = [(r.valid.earliest, r.valid.latest) for r in records]
        self._last: tuple[tuple[str, ...], _ByRecords]
        self._last = (), _ByRecords(names.first_day, [], [], [])
        self._first: dict[int, int] = {}
        for number, record in enumerate(records):
            self._first.setdefault(names.places[record.place_id], number)

    def encode(self, told: Sequence[Told]) -> dict[str, object]:
        """Columns ``places``, ``kinds`` and ``kind``.

        ``places`` is, for each place with answers, its number less that of the one
        before, and how many it has; ``kinds`` are the rows of the kinds, the most
        frequent one first, and ``kind`` says which each answer is.
        """
        places: list[int] = []
        kinds: list[Kind] = []
        last_place = base = 0
        for each in told:
            is_first = not places or each.place != last_place
            if is_first:
                places += (each.place - last_place, 0)
                last_place, base = each.place, self._first.get(each.place, 0)
            places[-1] += 1
            kind, base = self._kind(each, base, is_first=is_first)
            kinds.append(kind)
        counts = Counter(kinds)
        ranked = sorted(counts, key=lambda kind: (-counts[kind], repr(kind)))
        number = {kind: i for i, kind in enumerate(ranked)}
        return {
            "places": encode_vlq(places),
            "kinds": ranked,
            "kind": encode_vlq(number[kind] for kind in kinds),
        }

    def _kind(self, told: Told, last_base: int, *, is_first: bool) -> tuple[Kind, int]:
        """Kind of an answer, and its base."""
        answer, codes = told.answer, self._codes
        by = self._by_records(answer)
        base = by.records[0] if by.records else last_base
        kind = (
            None if is_first else by.day_number(told.day),
            base - last_base,
            len(answer.evidence),
            len(answer.against),
            by.named,
            tuple([self._presence(each, by) for each in answer.presence]),
            codes["status"][answer.status],
            self._side_list(answer.sides, by),
            self._holding(answer.before, by),
            self._holding(answer.after, by),
            by.days[answer.since],
            tuple([by.days[day] for day in answer.window]),
            codes["certainty"][answer.certainty],
            by.days[answer.last_report],
            by.days[answer.reported_through],
            codes["freshness"][answer.freshness],
            codes["rule"][answer.rule],
            int(answer.is_broken),
        )
        return kind, base

    def _by_records(self, answer: PlaceState) -> _ByRecords:
        """Give days and sides by the records of an answer, often those of the last."""
        posts = tuple(presence.change_id for presence in answer.presence)
        keys = (*answer.evidence, *answer.against, *posts)
        if keys != self._last[0]:
            named = [self._names.records[key] for key in keys]
            windows = [self._windows[record] for record in named]
            controllers = [self._controllers[record] for record in named]
            by = _ByRecords(self._names.first_day, named, windows, controllers)
            self._last = keys, by
        return self._last[1]

    def _side_list(self, sides: tuple[Side, ...], by: _ByRecords) -> int:
        """Number of a list of sides, or the record named that has it."""
        if sides in by.controllers:
            return -1 - by.controllers.index(sides)
        return self._sides.number(sides)

    def _holding(self, holding: Holding | None, by: _ByRecords) -> Kind | None:
        if holding is None:
            return None
        status = self._codes["status"][holding.status]
        return (status, self._side_list(holding.sides, by))

    def _presence(self, presence: Presence, by: _ByRecords) -> Kind:
        return (
            self._sides.number((presence.side,)),
            by.days[presence.since],
            by.days[presence.reported_through or presence.last_report],
            self._codes["place_precision"][presence.place_precision],
        )


class _Days(dict[date | None, tuple[int, int] | None]):
    """Days by the windows of some records, worked out when first asked for."""

    def __init__(self, by: _ByRecords) -> None:
        super().__init__({None: None})
        self._by = by

    def __missing__(self, day: date | None) -> tuple[int, int]:
        assert day is not None  # noqa: S101 - that is known
        found = self[day] = self._by.day_number(day.toordinal() - self._by.first_day)
        return found


class _ByRecords:
    """Days and sides by the records that an answer names."""

    __slots__ = ("_ends", "controllers", "days", "first_day", "named", "records")

    def __init__(
        self,
        first_day: date,
        records: list[int],
        windows: list[tuple[date | None, date | None]],
        controllers: list[tuple[Side, ...]],
    ) -> None:
        self.first_day = first_day.toordinal()
        self.days = _Days(self)
        self._ends = [
            (2 * n + side, end.toordinal() - self.first_day)
            for n, window in enumerate(windows)
            for side, end in enumerate(window)
            if end is not None
        ]
        self.controllers = controllers
        self.records = records
        self.named = tuple([record - records[0] for record in records])

    def day_number(self, day: int) -> tuple[int, int]:
        """Give a day of the map by the nearest end, the first of several as near."""
        nearest, more = -1, day
        if self._ends:
            nearest, end = self._ends[0]
            more = day - end
            for index, other in self._ends[1:]:
                if abs(day - other) < abs(more):
                    nearest, more = index, day - other
        return nearest, more
