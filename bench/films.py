"""How long stills and films of the zone take: seconds a picture, and a frame.

Each runs on the series of one winter, made before the clock starts. The ground of a
frame is drawn anew only where it changes: for comparison some of the same days are
drawn as stills, which draw everything.
"""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.render.film import Film
from controlmap.render.sheet.size import parse_size
from controlmap.render.style import MapStyle

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMES = 60
STILLS = (("a4", "png"), ("a4", "svg"), ("a4", "pdf"), ("1200x630", "png"))
SIZE = parse_size("1280x720")


def seconds(work: Callable[[], object]) -> float:
    """Wall time of a call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each way."""
    dataset = read_dataset("data")
    atlas = Atlas(dataset, zone=next(iter(dataset.zones)))
    series = atlas.timeline("2020-01-08", "2020-03-07")
    days = [series.first_day + timedelta(days=number) for number in range(FRAMES)]
    series.to_still(days[0])  # fonts and letters are read once
    for size, file_format in STILLS:
        took = seconds(
            lambda s=size, f=file_format: series.to_still(
                days[0], size=s, file_format=f
            )
        )
        print(f"still {size} {file_format:8} {took:6.2f} s")
    film = Film(series, MapStyle(), SIZE)
    took = seconds(lambda: [film.frame(day) for day in days])
    stills = seconds(
        lambda: [series.to_still(day, size=SIZE) for day in days[:: FRAMES // 6]]
    )
    print(f"frame 1280x720       {took / FRAMES:6.3f} s a frame, of {FRAMES}")
    print(f"the same as stills   {stills / 6:6.3f} s each")
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("gif", "mp4", "webm"):
            path = Path(folder) / f"film.{ending}"
            took = seconds(lambda p=path: series.to_film(p))
            size_kb = path.stat().st_size / 1000
            print(
                f"film of {FRAMES} frames, {ending:4} {took / FRAMES:6.3f} s a frame, "
                f"{size_kb:.0f} kB"
            )


if __name__ == "__main__":
    main()
