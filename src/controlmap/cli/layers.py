"""``controlmap layers``: the layers of a day, or of all days of a range, for a GIS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from controlmap.cli.options import (
    DATA,
    GIS_FORMATS,
    MERGED,
    NEAREST_PLACE,
    AsOf,
    By,
    Data,
    DayOrRange,
    GisFormat,
    InferenceRule,
    OnlySources,
    Perspective,
    Policy,
    RangeEnd,
    RangeStart,
    Zone,
    atlas_of,
    check_choice,
    check_policy,
    load,
    progress,
    read_day,
    read_optional_day,
    read_range,
)

if TYPE_CHECKING:
    from datetime import date


def layers(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the files.")
    ],
    on: DayOrRange = "",
    first_day: RangeStart = "",
    last_day: RangeEnd = "",
    file_format: GisFormat = "geojson",
    as_of: AsOf = "",
    by: By = "actor",
    rule: InferenceRule = NEAREST_PLACE,
    zone: Zone = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    data: Data = DATA,
) -> None:
    """Write places, cells, territories and fronts of a day as GIS files.

    With --from and --to every feature of the range is there once, with the days that
    it holds for: on START and after, before END.
    """
    check_choice(file_format, GIS_FORMATS, "--format")
    check_choice(by, ("actor", "bloc"), "--by")
    days = _days(on, first_day, last_day)
    known = read_optional_day(as_of, "--as-of")
    check_policy(policy)
    dataset = load(data, only_sources, perspective)
    atlas = atlas_of(dataset, zone, rule)
    from controlmap.io.layers import write_layers

    if on:
        made = atlas.layers(days[0], as_of=known, by=by, policy=policy)
    else:
        with progress("days") as on_day:
            made = atlas.timeline(
                *days, as_of=known, by=by, policy=policy, on_day=on_day
            ).layers()
    for path in write_layers(made, output, file_format):
        print(path)


def _days(on: str, first_day: str, last_day: str) -> tuple[date, date]:
    """The day, or the range, that is asked for."""
    if on and not (first_day or last_day):
        day = read_day(on, "--on")
        return day, day
    if on or not (first_day and last_day):
        raise typer.BadParameter("--on, or --from and --to", param_hint="--on")
    return read_range(first_day, last_day)
