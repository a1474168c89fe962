"""How far two coders agree: the record, and a random tenth of its pages coded again.

Reads `data/control_changes.csv` and `data/second_coding.csv`, whose coder did not see
the first. Records are of the same thing where they are of one page and one place; where
a page has several of one place on either hand, those that agree most are paired. Prints
the table of `data/README.md`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.domain.dates import parse_window
from controlmap.io.dataset import read_dataset

if TYPE_CHECKING:
    from datetime import date

    from controlmap.domain.actors import Alliances

DATA = Path("data")
Row = dict[str, str]
ALIKE = {"recaptured": "captured", "entered_by_agreement": "handed_over"}
"""Events that differ in their story, not in who holds the place after."""


def rows_by_page(name: str) -> dict[str, dict[str, list[Row]]]:
    """Rows of a file by page, then place."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            page = row["source"].split("[")[0]
            found[page][row["place_id"] or row["place"]].append(row)
    return found


def last_day(row: Row) -> date | None:
    """Latest day of a row's window."""
    return parse_window(row["valid"]).latest


def lead(row: Row) -> str:
    """Leading party of the last side, or of the only one."""
    return row["controllers"].split(";")[-1].split("+")[0]


class Comparison:
    """What is the same in two rows of one page and place."""

    def __init__(self, alliances: Alliances) -> None:
        self._alliances = alliances

    def of(self, one: Row, other: Row) -> dict[str, bool]:
        """Whether event, holder and date are the same, by several measures."""
        first, second = last_day(one), last_day(other)
        apart = abs((first - second).days) if first and second else 9999
        events = [ALIKE.get(row["event"], row["event"]) for row in (one, other)]
        sides = [
            {
                party
                for side in row["controllers"].split(";")
                for party in side.split("+")
            }
            for row in (one, other)
        ]
        day = first or second
        blocs = [
            self._alliances.bloc_of(lead(row), day) if lead(row) and day else ""
            for row in (one, other)
        ]
        return {
            "same event": one["event"] == other["event"],
            "same event, captured and recaptured as one": events[0] == events[1],
            "a party in common, or none on either hand": bool(sides[0] & sides[1]),
            "same bloc of the holder": blocs[0] == blocs[1],
            "same last day": apart == 0,
            "last day within one": apart <= 1,
            "last day within three": apart <= 3,
        }


def pairs(firsts: list[Row], seconds: list[Row], comparison: Comparison) -> list[dict]:
    """Comparisons of the rows of one page and place, best pairs first."""
    scored = sorted(
        (
            (-sum(comparison.of(a, b).values()), i, j)
            for i, a in enumerate(firsts)
            for j, b in enumerate(seconds)
        ),
    )
    found, used_first, used_second = [], set(), set()
    for _, i, j in scored:
        if i not in used_first and j not in used_second:
            used_first.add(i)
            used_second.add(j)
            found.append(comparison.of(firsts[i], seconds[j]))
    return found


def main() -> None:
    """Print the agreement."""
    comparison = Comparison(read_dataset(DATA).alliances)
    first, second = (
        rows_by_page("control_changes.csv"),
        rows_by_page("second_coding.csv"),
    )
    compared: list[dict[str, bool]] = []
    counts: Counter[str] = Counter()
    for page, places in second.items():
        ours = first[page]
        counts["places in the first coding"] += len(ours)
        counts["places in the second coding"] += len(places)
        counts["places in both"] += len(ours.keys() & places.keys())
        for place in sorted(ours.keys() & places.keys()):
            compared += pairs(ours[place], places[place], comparison)
    print(f"pages coded twice: {len(second)}; pairs of records: {len(compared)}")
    for name, count in counts.items():
        print(f"{name}: {count}")
    print()
    print("| of the pairs | share |")
    print("|---|---:|")
    for name in compared[0]:
        share = sum(each[name] for each in compared) / len(compared)
        print(f"| {name} | {share:.0%} |")


if __name__ == "__main__":
    main()
