"""The animated page beside folium's own time layers, in one run.

Each page is built in a process of its own from a synthetic war, ours from its records
through Atlas, timeline and to_html; making the war is not counted. Then it is opened in
Chromium, without a network: time to the first picture, and script and main thread of 50
steps of a day each, as the browser itself counts them.

    python bench/page.py                 all sizes, about half an hour
    python bench/page.py 500 2000        these sizes
    python bench/page.py 7000x1500       this size and length
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from chromium import STEPS, Measured, Subject, measure, version
from engine import machine
from peers import asset, empty_page, install_assets, timeline_page, timestamped_page
from records import FIRST, reported_war
from synthetic import LENGTHS, SIZES

from controlmap.build import Atlas

if TYPE_CHECKING:
    from synthetic import War

    from controlmap.domain.dataset import Dataset

PAGES = Path("build/bench")
EMPTY = PAGES / "empty.html"
OURS = "(day) => controlmap.setDate(day)"
PEER = "(day) => window.peer(day)"
LARGEST_TIMESTAMPED = 7_000 * 365
WITH_TEXTS = (7_000, 1_500)

HEADING = (
    "page",
    "places",
    "days",
    "records",
    "bytes",
    "gzipped",
    "built (s)",
    "first picture (ms)",
    "whole page (ms)",
    "script a step (ms)",
    "main thread a step (ms)",
    "heap (MB)",
)


def build(kind: str, n_places: int, n_days: int) -> dict[str, float]:
    """Make a page and write it; seconds that it took, and what it shows."""
    has_texts = kind == "ours, 5,000 sources, Arabic"
    made, dataset = reported_war(
        n_places, n_days, n_sources=5_000 if has_texts else 1, arabic=has_texts
    )
    made.tessellation.cells()  # the peers are given the cells
    start = time.perf_counter()
    html = _page(kind, made, dataset)
    taken = time.perf_counter() - start
    path_of(kind, n_places, n_days).write_text(html, encoding="utf-8")
    return {"seconds": taken, "records": len(dataset.changes)}


def _page(kind: str, made: War, dataset: Dataset) -> str:
    if kind.startswith("ours"):
        last = FIRST + timedelta(made.n_days - 1)
        atlas = Atlas(dataset, zone="synthetic")
        return atlas.timeline(FIRST, last, by="actor").to_html()
    if kind == "Timeline":
        return timeline_page(made)
    return timestamped_page(made)


def path_of(kind: str, n_places: int, n_days: int) -> Path:
    """File of a page."""
    name = "-".join(filter(str.isalnum, kind.split(" "))) or kind.split(",")[0]
    return PAGES / f"{name.lower()}-{n_places}-{n_days}.html".replace(",", "")


def alone(kind: str, n_places: int, n_days: int) -> dict[str, float]:
    """Build in a process of its own."""
    ran = subprocess.run(
        [sys.executable, __file__, "build", kind, str(n_places), str(n_days)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def steps(kind: str, n_days: int) -> list[object]:
    """Days of the steps, in the middle of the war, as each page wants them."""
    first = max(0, n_days // 2 - STEPS // 2)
    days = [
        FIRST + timedelta(first + n) for n in range(min(STEPS, n_days - first - 1) + 1)
    ]
    if kind.startswith("ours"):
        return [day.isoformat() for day in days]
    return [
        1e3 * datetime(*day.timetuple()[:3], tzinfo=UTC).timestamp() for day in days
    ]


def subject(kind: str, n_places: int, n_days: int) -> Subject:
    """A page as it is to be measured."""
    step = OURS if kind.startswith("ours") else PEER
    path = path_of(kind, n_places, n_days).resolve()
    return Subject(path, step, steps(kind, n_days))


def row(
    kind: str, n_places: int, n_days: int, built: dict[str, float], seen: Measured
) -> str:
    """Line of the table for a page."""
    page = path_of(kind, n_places, n_days).read_bytes()
    cells = (
        kind,
        f"{n_places:,}",
        f"{n_days:,}",
        f"{built['records']:,}",
        f"{len(page):,}",
        f"{zipped(page):,}",
        f"{built['seconds']:.1f}",
        f"{seen.first_picture:.0f}",
        f"{seen.whole or seen.first_picture:.0f}",
        f"{seen.script:.1f} / {seen.script_95:.1f}",
        f"{seen.main:.1f} / {seen.main_95:.1f}",
        f"{seen.heap:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def zipped(page: bytes) -> int:
    """Bytes as a web server sends them."""
    return len(gzip.compress(page, 6, mtime=0))


def wars_of(chosen: list[str]) -> list[tuple[int, int]]:
    """Places and days of the wars that are asked for; all if none is."""
    wars = []
    for text in chosen or map(str, SIZES):
        n_places, _, n_days = text.partition("x")
        lengths = [int(n_days)] if n_days else LENGTHS
        wars += [(int(n_places), length) for length in lengths]
    return wars


def main(wars: list[tuple[int, int]]) -> None:
    """Print the table, then what ours is beside the best of the others."""
    PAGES.mkdir(parents=True, exist_ok=True)
    install_assets()
    EMPTY.write_text(empty_page(), encoding="utf-8")
    print(f"{machine()}, folium {folium.__version__}, {version()}")
    print("Of steps: median / 95th percentile.")
    print()
    print(f"| {' | '.join(HEADING)} |")
    print("|---" + "|---:" * (len(HEADING) - 1) + "|")
    ratios = [ratio for war in wars for ratio in compare(*war)]
    print()
    print("\n".join(ratios))


def compare(n_places: int, n_days: int) -> list[str]:
    """Print the lines of the table for one war; ratios as sentences."""
    kinds = ["ours", "Timeline"]
    if n_places * n_days <= LARGEST_TIMESTAMPED:
        kinds.append("TimestampedGeoJson")
    if (n_places, n_days) == WITH_TEXTS:
        kinds.append("ours, 5,000 sources, Arabic")
    built = [alone(kind, n_places, n_days) for kind in kinds]
    empty = Subject(EMPTY.resolve(), "() => {}", list(range(STEPS + 1)))
    pages = [subject(kind, n_places, n_days) for kind in kinds]
    nothing, *seen = measure([empty, *pages], asset)
    for kind, made, found in zip(kinds, built, seen, strict=True):
        print(row(kind, n_places, n_days, made, found), flush=True)
    mine = seen[0]
    ratios = [
        f"- {n_places:,} places, {n_days:,} days: first picture "
        f"{mine.first_picture / nothing.first_picture:.2f} times that of an empty map "
        f"({nothing.first_picture:.0f} ms; a step that does nothing takes "
        f"{nothing.main:.1f} ms of main thread, the heap is {nothing.heap:.1f} MB)."
    ]
    page = path_of("ours", n_places, n_days).read_bytes()
    for kind, found in zip(kinds[1:], seen[1:], strict=True):
        if kind.startswith("ours"):
            continue
        other = path_of(kind, n_places, n_days).read_bytes()
        ratios.append(
            f"  {kind}: {len(other) / len(page):.1f} times the bytes, "
            f"{zipped(other) / zipped(page):.1f} times gzipped, "
            f"{found.script / mine.script:.1f} times the script and "
            f"{found.main / mine.main:.1f} times the main thread a step, "
            f"{found.first_picture / mine.first_picture:.1f} times the time to the "
            "first picture."
        )
    return ratios


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", kind, size, length]:
            print(json.dumps(build(kind, int(size), int(length))))
        case chosen:
            main(wars_of(chosen))
