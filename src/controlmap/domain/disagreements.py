"""Where perspectives differ: the answers that each one's own sources give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from controlmap.domain.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from controlmap.domain.answer import Holding, PlaceState
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Side
    from controlmap.domain.states import PlaceHistory

Reading = frozenset[frozenset[str]]
"""One way to read an answer: the blocs of each side that is at a place."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The answer for a place by the sources of one perspective alone.

    Attributes
    ----------
    perspective : str
    state : PlaceState
    readings : frozenset of Reading
        Whom it says to hold the place: one way to read it, several where it is itself
        in doubt (changing, disputed).
    """

    perspective: str
    state: PlaceState
    readings: frozenset[Reading]

    @property
    def begin(self) -> date:
        """First day that the answer speaks of."""
        if self.state.since is None and self.state.last_report is None:
            return self.state.on
        return self.state.since or date.min

    @property
    def end(self) -> date:
        """Last day, up to that asked for, that a report of it speaks of."""
        return self.state.last_report or self.state.on


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place on which two perspectives or more name different holders on a day.

    Attributes
    ----------
    place_id : str
    on : date
    voices : tuple of Voice
        All that name a holder, by perspective; some of them may agree.
    is_contradicted : bool
        Whether two that differ each have a report of the days of the other's answer.
        If not, one of them has only not spoken since things were otherwise.
    """

    place_id: str
    on: date
    voices: tuple[Voice, ...]
    is_contradicted: bool


@dataclass(frozen=True, slots=True)
class DisagreementCount:
    """From ``day`` on, so many settlements are spoken of, and differently.

    Attributes
    ----------
    day : date
    settlements : int
        Those for which any perspective names a holder.
    compared : int
        Those for which two or more do.
    differing : int
        Those of them on which they differ.
    contradicted : int
        Those of these that are contradicted, not only left behind.
    """

    day: date
    settlements: int
    compared: int
    differing: int
    contradicted: int

    @property
    def share(self) -> float:
        """Share of the settlements spoken of on which perspectives differ, 0 to 1."""
        return self.differing / self.settlements if self.settlements else 0.0


def readings_of(
    holding: Holding, blocs_of: Callable[[Side], frozenset[str]]
) -> frozenset[Reading]:
    """Ways to read a holding; none where it names nobody.

    Sides of one bloc are one: a clash inside a bloc leaves the bloc its holder.
    """
    sides = [blocs_of(side) for side in holding.sides]
    if holding.status is Status.DISPUTED:
        return frozenset(frozenset([side]) for side in sides)
    return frozenset([frozenset(sides)]) if sides else frozenset()


def agree(ones: Iterable[Reading], others: Iterable[Reading]) -> bool:
    """Whether two answers can be read so that they name the same holders.

    Each side in the one must have a bloc in common with a side in the other.
    """
    others = tuple(others)
    return any(_match(a, b) and _match(b, a) for a in ones for b in others)


def _match(ones: Reading, others: Reading) -> bool:
    return all(any(a & b for b in others) for a in ones)


def voice(dataset: Dataset, perspective: str, state: PlaceState) -> Voice:
    """Voice of an answer; without a reading where it names no holder."""
    ends = (state.before, state.after) if state.status is Status.CHANGING else ()

    def blocs_of(side: Side) -> frozenset[str]:
        return dataset.alliances.blocs_of(side, state.on)

    readings = (readings_of(h, blocs_of) for h in (state.holding, *ends) if h)
    return Voice(perspective, state, frozenset[Reading]().union(*readings))


def compare(voices: Sequence[Voice]) -> tuple[bool, bool]:
    """Whether any two voices differ, and whether two that do contradict each other."""
    differing = [
        (one, other)
        for one, other in combinations(voices, 2)
        if not agree(one.readings, other.readings)
    ]
    contradicted = any(
        one.end >= other.begin and other.end >= one.begin for one, other in differing
    )
    return bool(differing), contradicted


def disagreements_on(
    dataset: Dataset, day: date, *, as_of: date | None = None
) -> tuple[Disagreement, ...]:
    """Places on which the perspectives differ at the end of a day, by identifier.

    The answer by a perspective is that of its own sources, by the rules for all. One
    that names no holder (no record, unknown) is silence and no disagreement; doubt
    (changing, disputed) differs only from what none of its holders can be. Holders are
    compared by the blocs of their parties on the day.

    Parameters
    ----------
    dataset : Dataset
    day : date
    as_of : date or None
        What was known at the end of that day; None for all that is known.
    """
    found = []
    for place_id in sorted(dataset.changes_by_place):
        histories = _histories(dataset, place_id, as_of)
        voices = _voices(dataset, histories, day)
        differ, is_contradicted = compare(voices)
        if differ:
            found.append(Disagreement(place_id, day, voices, is_contradicted))
    return tuple(found)


def count_disagreements(
    dataset: Dataset,
    first: date,
    last: date,
    *,
    as_of: date | None = None,
    place_ids: Iterable[str] | None = None,
) -> tuple[DisagreementCount, ...]:
    """Settlements that perspectives speak of and differ on, over a range of days.

    Parameters
    ----------
    dataset : Dataset
    first, last : date
        Both included.
    as_of : date or None
        What was known at the end of that day; None for all that is known.
    place_ids : iterable of str or None
        Places to count; None for all.

    Returns
    -------
    tuple of DisagreementCount
        The first day, then each on which a number changes.
    """
    wanted = set(dataset.changes_by_place)
    if place_ids is not None:
        wanted &= set(place_ids)
    moves: dict[date, list[int]] = {first: [0, 0, 0, 0]}
    for place_id in sorted(wanted):
        if not dataset.places[place_id].is_settlement:
            continue
        before = (0, 0, 0, 0)
        histories = _histories(dataset, place_id, as_of)
        for day in _days_to_ask(dataset, histories, first, last):
            now = _counts(_voices(dataset, histories, day))
            if now != before:
                total = moves.setdefault(day, [0, 0, 0, 0])
                total[:] = (
                    t + n - b for t, n, b in zip(total, now, before, strict=True)
                )
            before = now
    return _added_up(moves)


def _added_up(moves: Mapping[date, Sequence[int]]) -> tuple[DisagreementCount, ...]:
    rows: list[DisagreementCount] = []
    total = [0, 0, 0, 0]
    for day in sorted(moves):
        total = [t + m for t, m in zip(total, moves[day], strict=True)]
        if not rows or any(moves[day]):
            rows.append(DisagreementCount(day, *total))
    return tuple(rows)


def _counts(voices: Sequence[Voice]) -> tuple[int, int, int, int]:
    """What one settlement adds to each count."""
    differ, contradicted = compare(voices)
    return int(len(voices) > 0), int(len(voices) > 1), int(differ), int(contradicted)


def _histories(
    dataset: Dataset, place_id: str, as_of: date | None
) -> dict[str, PlaceHistory]:
    """History of a place by each perspective that has a record of it."""
    return {
        perspective: heard.history(place_id, as_of=as_of)
        for perspective, heard in dataset.by_perspective.items()
        if place_id in heard.changes_by_place
    }


def _voices(
    dataset: Dataset, histories: Mapping[str, PlaceHistory], day: date
) -> tuple[Voice, ...]:
    """Voices that name a holder on a day, by perspective."""
    voices = (
        voice(dataset, perspective, history.on(day))
        for perspective, history in histories.items()
    )
    return tuple(each for each in voices if each.readings)


def _days_to_ask(
    dataset: Dataset, histories: Mapping[str, PlaceHistory], first: date, last: date
) -> list[date]:
    """Days on which an answer, or the bloc of a party, can change."""
    days = {day for h in histories.values() for day, _ in h.spells(first, last)}
    blocs = dataset.alliances.change_days if len(histories) > 1 else frozenset[date]()
    return sorted(days | {day for day in blocs if first <= day <= last})
