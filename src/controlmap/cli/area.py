"""``controlmap area``: how much each side held, over a range of days."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    MERGED,
    NEAREST_PLACE,
    AsOf,
    By,
    Data,
    FirstDay,
    InferenceRule,
    LastDay,
    OnlySources,
    Perspective,
    Policy,
    Zone,
    atlas_of,
    check_choice,
    check_policy,
    load,
    progress,
    read_optional_day,
    read_range,
)
from controlmap.cli.output import AsCsv, print_columns, print_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.area import AreaSeries, Extent
    from controlmap.geometry.stream import Key


def area(
    first_day: FirstDay,
    last_day: LastDay,
    as_csv: AsCsv = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw it: a .png, .svg or .pdf to write.")
    ] = None,
    as_of: AsOf = "",
    by: By = "bloc",
    rule: InferenceRule = NEAREST_PLACE,
    zone: Zone = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    data: Data = DATA,
) -> None:
    """Print areas and settlements of each side on the first and the last day.

    With --csv, those of all days: a row where anything of a side changes, which holds
    until its next.
    """
    check_choice(by, ("actor", "bloc"), "--by")
    first, last = read_range(first_day, last_day)
    known = read_optional_day(as_of, "--as-of")
    if plot is not None:
        check_choice(plot.suffix, (".png", ".svg", ".pdf"), "--plot")
    check_policy(policy)
    dataset = load(data, only_sources, perspective)
    atlas = atlas_of(dataset, zone, rule)
    with progress("days") as on_day:
        timeline = atlas.timeline(
            first, last, as_of=known, by=by, policy=policy, on_day=on_day
        )
    areas = timeline.areas()
    if plot is not None:
        from controlmap.io.files import write_bytes
        from controlmap.render.chart import area_chart

        form = plot.suffix.removeprefix(".")
        manifest = timeline.manifest("areas", output={"format": form})
        description = json.dumps(manifest.to_dict(), separators=(",", ":"))
        chart = area_chart(areas, dataset, form, description=description)
        print(write_bytes(plot, chart))
    elif as_csv:
        print_csv(_changed(areas), ("day", "status", "controllers", *_FIELDS))
    else:
        _print_table(areas, dataset)


_FIELDS = ("low_km2", "best_km2", "high_km2", "settlements")


def _changed(areas: AreaSeries) -> Iterator[dict[str, Any]]:
    """A row for each status and its controllers on each day that changes any of it."""
    nothing = (0.0, 0.0, 0.0, 0)
    last: dict[Key, tuple[float, ...]] = {}
    for row, day in enumerate(areas.days):
        for column, key in enumerate(areas.keys):
            extent = areas.extent(row, column)
            values = tuple(getattr(extent, field) for field in _FIELDS)
            if values != last.get(key, nothing):
                last[key] = values
                yield {
                    "day": day.isoformat(),
                    "status": key[0],
                    "controllers": list(key[1]),
                    **{f: f"{getattr(extent, f):.3f}" for f in _FIELDS[:3]},
                    "settlements": extent.settlements,
                }


def _print_table(areas: AreaSeries, dataset: Dataset) -> None:
    before, after = areas.on(0), areas.on(-1)
    days = (areas.days[0], areas.last_day)
    rows = []
    for key in sorted({*before, *after}, key=lambda k: (k[0] != "controlled", k)):
        ends = [found.get(key) for found in (before, after)]
        change = sum(s * e.best_km2 for s, e in zip((-1, 1), ends, strict=True) if e)
        counts = " → ".join(str(e.settlements if e else 0) for e in ends)
        rows.append(
            (_words(dataset, key), *map(_range, ends), f"{change:+.0f}", counts)
        )
    headings = ("side", *(f"km² on {day}" for day in days), "change", "settlements")
    print_columns(headings, rows)


def _range(extent: Extent | None) -> str:
    """Best area with its range; a dash where there is none."""
    if extent is None:
        return "–"
    return f"{extent.best_km2:.0f} ({extent.low_km2:.0f}–{extent.high_km2:.0f})"


def _words(dataset: Dataset, key: Key) -> str:
    status, controllers = key
    names = [dataset.actors[a].name if a else "unknown" for a in controllers]
    if status == "controlled":
        return names[0]
    return f"{status}: {(' → ' if status == 'changing' else ' | ').join(names)}"
