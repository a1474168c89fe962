"""``controlmap layers``: the layers of a day as GIS files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    By,
    Data,
    Day,
    OnlySources,
    Zone,
    check_choice,
    load,
    read_day,
    read_optional_day,
    zone_of,
)

_FORMATS = ("geojson", "gpkg", "geoparquet")


def layers(
    on: Day,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the files.")
    ],
    file_format: Annotated[
        str, typer.Option("--format", help="geojson, gpkg or geoparquet.")
    ] = "geojson",
    as_of: AsOf = "",
    by: By = "actor",
    zone: Zone = "",
    only_sources: OnlySources = "",
    data: Data = DATA,
) -> None:
    """Write places, cells, territories and fronts of a day as GIS files."""
    check_choice(file_format, _FORMATS, "--format")
    check_choice(by, ("actor", "bloc"), "--by")
    day, known = read_day(on, "--on"), read_optional_day(as_of, "--as-of")
    dataset = load(data, only_sources)
    from controlmap.build import Atlas
    from controlmap.io.layers import write_layers

    made = Atlas(dataset, zone=zone_of(dataset, zone)).layers(day, as_of=known, by=by)
    for path in write_layers(made, output, file_format):
        print(path)
