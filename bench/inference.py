"""How often each rule of inference is wrong: each observed place left out in turn.

On every 45th day from October 2017 to March 2020 each observed place of the zone is
inferred from all others, and compared by bloc with its own answer. A place is prone to
change if it has more than one holder by then or in the next 90 days. Prints the error
of each class of firmness, its share of the cases, and the accuracy of both rules.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from controlmap.build import Atlas
from controlmap.geometry.inference import (
    RULES,
    InferenceParameters,
    Observations,
    infer_at,
)
from controlmap.geometry.observed import Observers
from controlmap.io.dataset import read_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST, STEP = date(2017, 10, 1), date(2020, 3, 6), timedelta(45)
MARGIN = timedelta(90)


def without(seen: Observations, left_out: int) -> Observations:
    """The observations but one."""
    kept = np.delete(np.arange(len(seen.holder)), left_out)
    return Observations(
        seen.points[kept],
        seen.names,
        seen.holder[kept],
        seen.through[kept],
        seen.is_old[kept],
    )


def holders_about(observers: Observers, place_id: str, day: date) -> set[str]:
    """Leading blocs of a place up to a day and some time after it."""
    return {
        observers.dataset.alliances.bloc_of(state.sides[0][0], day)
        for start, state in observers.spells[place_id]
        if state.sides and start <= day + MARGIN
    }


def cases(
    observers: Observers, inside: np.ndarray, rule: str
) -> Iterator[tuple[str, bool, bool]]:
    """Firmness, whether right, and whether prone to change, of each case."""
    parameters = InferenceParameters(rule=rule)
    day = FIRST
    while day <= LAST:
        seen = observers.observations(observers.rows_on(day))
        for index in np.flatnonzero((seen.holder >= 0) & inside):
            found = infer_at(
                seen.points[[index]],
                without(seen, index),
                parameters,
                day=day.toordinal(),
            )
            prone = len(holders_about(observers, observers.place_ids[index], day)) > 1
            is_right = found.holders[0] == seen.names[seen.holder[index]]
            yield found.firmness[0] or "no data", is_right, prone
        day += STEP


def main() -> None:
    """Print a table for both rules."""
    dataset = read_dataset("data")
    atlas = Atlas(dataset, zone=next(iter(dataset.zones)))
    observers = Observers.of(dataset, atlas.study_area, (FIRST, LAST), by="bloc")
    inside = atlas.study_area.covers(observers.points)
    print("| rule | firmness | cases | share | wrong |")
    print("|---|---|---:|---:|---:|")
    for rule in RULES:
        counts: Counter[tuple[str, bool, bool]] = Counter(
            cases(observers, inside, rule)
        )
        total = sum(counts.values())
        for level in ("firm", "likely", "uncertain", "no data"):
            ours = {key: n for key, n in counts.items() if key[0] == level}
            n, right = sum(ours.values()), sum(m for k, m in ours.items() if k[1])
            wrong = "" if level == "no data" or not n else f"{1 - right / n:.1%}"
            print(f"| {rule} | {level} | {n:,} | {n / total:.0%} | {wrong} |")
        told = {k: n for k, n in counts.items() if k[0] != "no data"}
        for words, wanted in (("all", None), ("prone to change", True)):
            these = {k: n for k, n in told.items() if wanted in (None, k[2])}
            n, right = sum(these.values()), sum(m for k, m in these.items() if k[1])
            print(
                f"| {rule} | {words} | {n:,} | {n / total:.0%} | {1 - right / n:.1%} |"
            )


if __name__ == "__main__":
    main()
