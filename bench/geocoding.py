"""How well names find their places, and how fast.

On every alternate spelling of the gazetteer, near three of its neighbours; and on the
hand-checked spellings of the record, near the other places of their reports. The index
of the gazetteer is that of the product, so a spelling that the gazetteer lists is
exact: for it the work is to tell the namesakes apart.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from controlmap.domain.gazetteer import Gazetteer
from controlmap.domain.joint import Query, match_together
from controlmap.domain.matching import Matcher
from controlmap.domain.rating import Context
from controlmap.domain.spelling import spelling_of
from controlmap.io.gazetteer import read_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.gazetteer import Entry

ROOT = Path(__file__).parent.parent
GAZETTEER = ROOT / "data" / "gazetteer.csv"
SPELLINGS = ROOT / "tests" / "data" / "geocoding" / "spellings.csv"
NAMES = 10_000
NEIGHBOURS = 3
KM_A_DEGREE = 111.2

Case = tuple[str, Context, frozenset[str]]


def record_cases(gazetteer: Gazetteer, half: str) -> list[Case]:
    """Hand-checked spellings of one half, each with its context and right answers."""
    with SPELLINGS.open(encoding="utf-8", newline="") as rows:
        return [
            (
                row["name"],
                Context(points(gazetteer, row["near"])),
                frozenset(filter(None, row["gazetteer_id"].split(";"))),
            )
            for row in csv.DictReader(rows)
            if row["half"] == half
        ]


def points(gazetteer: Gazetteer, ids: str) -> tuple[tuple[float, float], ...]:
    """Points of the entries of some identifiers."""
    entries = [gazetteer.by_id[each] for each in ids.split(";") if each]
    return tuple((entry.lon or 0.0, entry.lat or 0.0) for entry in entries)


def alternate_cases(entries: Iterable[Entry], *, hidden: bool) -> list[Case]:
    """Alternate spellings, each near neighbours of its entry.

    Those of a spelling that the gazetteer lists are hidden from it, if that is asked:
    then the spelling has to be recognised by the others.
    """
    listed = [entry for entry in entries if entry.is_located]
    places = np.array([(entry.lon, entry.lat) for entry in listed])
    flat = places * KM_A_DEGREE * np.array([np.cos(np.radians(35.5)), 1.0])
    _, near = cKDTree(flat).query(flat, k=4 + NEIGHBOURS)
    drawn = random.Random(1)
    cases: list[Case] = []
    for at, entry in enumerate(listed):
        others = [name for name in entry.names[1:] if is_other(entry, name)]
        if not others or (hidden and len(entry.names) < 3):
            continue
        around = [tuple(places[each]) for each in near[at][4:]]
        answer = frozenset({entry.entry_id})
        cases.append((drawn.choice(others), Context(tuple(around)), answer))
    return cases


def is_other(entry: Entry, name: str) -> bool:
    """Whether a name is more than the main one without its marks."""
    return spelling_of(name).sound != spelling_of(entry.name).sound


def without(entries: Iterable[Entry], cases: list[Case]) -> Gazetteer:
    """Gazetteer that lacks the spellings of the cases."""
    gone = {next(iter(ids)): name for name, _, ids in cases}
    return Gazetteer(
        replace(
            entry,
            names=tuple(n for n in entry.names if n != gone.get(entry.entry_id)),
        )
        for entry in entries
    )


def together(gazetteer: Gazetteer, half: str) -> None:
    """Print how well the names of a report place each other, nothing else known."""
    with SPELLINGS.open(encoding="utf-8", newline="") as rows:
        told = [row for row in csv.DictReader(rows) if row["half"] == half]
    size = Counter(row["report"] for row in told)
    told = [row for row in told if size[row["report"]] > 1]
    queries = [Query(row["name"], report=row["report"]) for row in told]
    matches = match_together(queries, Matcher(gazetteer).match)
    seen: Counter[str] = Counter()
    for row, match in zip(told, matches, strict=True):
        right = set(filter(None, row["gazetteer_id"].split(";")))
        seen["has"] += bool(right)
        seen["accepted"] += match.entry is not None
        seen["right"] += match.entry is not None and match.entry.entry_id in right
    print(
        f"{f'record, {half}, names of a report alone':42} {len(told):6} names"
        f"  accepted and right {seen['right'] / seen['has']:.3f}"
        f"  precision {seen['right'] / seen['accepted']:.4f}"
    )


def report(title: str, matcher: Matcher, cases: list[Case]) -> None:
    """Print how well some cases come out, and how long they took."""
    seen: Counter[str] = Counter()
    start = time.perf_counter()
    for name, context, right in cases:
        match = matcher.match(name, context)
        ids = [each.entry.entry_id for each in match.candidates]
        seen["has"] += bool(right)
        seen["at 1"] += bool(right & set(ids[:1]))
        seen["at 5"] += bool(right & set(ids[:5]))
        seen[match.reason] += 1
        seen["right"] += match.entry is not None and match.entry.entry_id in right
    seconds = time.perf_counter() - start
    has, accepted = max(seen["has"], 1), max(seen["accepted"], 1)
    print(
        f"{title:42} {len(cases):6} names  recall at 1 {seen['at 1'] / has:.3f}"
        f"  at 5 {seen['at 5'] / has:.3f}  accepted and right {seen['right'] / has:.3f}"
        f"  precision {seen['right'] / accepted:.4f}"
        f"  ambiguous {seen['ambiguous']:4}  weak {seen['weak']:4}"
        f"  {1000 * seconds / len(cases):.2f} ms a name"
    )


def main() -> None:
    """Print accuracy and times."""
    start = time.perf_counter()
    entries = read_gazetteer(GAZETTEER)
    gazetteer = Gazetteer(entries)
    seconds = time.perf_counter() - start
    print(f"gazetteer: {len(gazetteer)} entries loaded in {seconds:.2f} s")
    for half in ("tune", "test"):
        cases = record_cases(gazetteer, half)
        matcher = Matcher(gazetteer)
        report(
            f"record, {half}, with context", matcher, [c for c in cases if c[1].near]
        )
        report(
            f"record, {half}, without any", matcher, [c for c in cases if not c[1].near]
        )
        together(gazetteer, half)
    listed = alternate_cases(entries, hidden=False)
    report("alternate spellings, listed", Matcher(gazetteer), listed)
    hidden = alternate_cases(entries, hidden=True)
    report(
        "alternate spellings, hidden from the index",
        Matcher(without(entries, hidden)),
        hidden,
    )
    many = [*listed, *hidden]
    many = (many * (1 + NAMES // len(many)))[:NAMES]
    start = time.perf_counter()
    matcher = Matcher(without(entries, hidden))
    for name, context, _ in many:
        matcher.match(name, context)
    print(f"{NAMES} names geocoded in {time.perf_counter() - start:.1f} s on one core")


if __name__ == "__main__":
    main()
