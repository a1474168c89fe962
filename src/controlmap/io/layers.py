"""Layers of a day to GIS files."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.io.files import replace_file
from controlmap.io.geopackage import put_metadata
from controlmap.io.manifest import SIDECAR, sha256_of

if TYPE_CHECKING:
    from datetime import datetime

    from controlmap.domain.manifest import Manifest
    from controlmap.geometry.disagreement_layers import DisagreementLayers
    from controlmap.geometry.layers import Layers

FORMATS = ("geojson", "gpkg", "geoparquet")
"""Formats of ``write_layers``: RFC 7946, OGC GeoPackage, GeoParquet 1.1."""


def write_layers(
    layers: Layers | DisagreementLayers,
    folder: Path | str,
    file_format: str = "geojson",
) -> list[Path]:
    """Files of the layers, written whole or not at all.

    Parameters
    ----------
    layers : Layers or DisagreementLayers
    folder : Path or str
        Made if it is not there.
    file_format : str
        ``geojson`` or ``geoparquet`` make a file for each layer, ``gpkg`` one file,
        ``layers.gpkg``, with a layer each. The manifest of the layers, if they have
        one, is metadata of the GeoPackage, or ``manifest.json`` beside the others.

    Returns
    -------
    list of Path
        The files written.
    """
    if file_format not in FORMATS:
        raise ValueError(f"{file_format!r} is not one of {', '.join(FORMATS)}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".layers-") as scratch:
        made = _write(layers, Path(scratch), file_format)
        if layers.manifest is not None and file_format != "gpkg":
            manifest = layers.manifest.with_output(format=file_format)
            made.append(_write_sidecar(manifest, made))
        return [replace_file(path, folder / path.name) for path in made]


def _write(
    layers: Layers | DisagreementLayers, folder: Path, file_format: str
) -> list[Path]:
    if file_format == "gpkg":
        return [_write_geopackage(layers, folder / "layers.gpkg")]
    made: list[Path] = []
    for name, frame in layers.items():
        path = folder / f"{name}.{file_format.removeprefix('geo')}"
        if file_format == "geojson":
            path = folder / f"{name}.geojson"
            text = frame.to_json(
                drop_id=True, ensure_ascii=False, to_wgs84=False, default=_iso
            )
            path.write_text(text + "\n", "utf-8")
        else:
            frame.to_parquet(path, index=False, schema_version="1.1.0")
        made.append(path)
    return made


def _write_sidecar(manifest: Manifest, made: list[Path]) -> Path:
    """Manifest beside the files, with their hashes."""
    files = {path.name: sha256_of(path.read_bytes()) for path in made}
    path = made[0].with_name(SIDECAR)
    values = manifest.with_files(files).to_dict()
    text = json.dumps(values, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", "utf-8")
    return path


def _iso(moment: datetime) -> str:
    """RFC 3339 text of a moment, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_geopackage(layers: Layers | DisagreementLayers, path: Path) -> Path:
    """One GeoPackage; its time stamps are fixed, so that same input is same bytes."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1970-01-01T00:00:00.000Z"})
    try:
        for name, frame in layers.items():
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                promote_to_multi=name != "places",
                geometry_type=_GEOMETRY[name],
                use_arrow=True,  # keeps moments as such
            )
        if "start" in layers.places:
            _write_temporal_styles(path, [name for name, _ in layers.items()])
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
    if layers.manifest is not None:
        values = layers.manifest.with_output(format="gpkg").to_dict()
        put_metadata(path, json.dumps(values, ensure_ascii=False))
    return path


def _write_temporal_styles(path: Path, names: list[str]) -> None:
    """Default style of each layer, which has QGIS' temporal controller play it.

    QGIS reads it from the table ``layer_styles`` when a layer is opened.
    """
    import pandas as pd
    import pyogrio

    styles = pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": names,
            "f_geometry_column": "geom",
            "styleName": "temporal",
            "styleQML": _TEMPORAL,
            "styleSLD": "",
            "useAsDefault": True,
            "description": "from start to end",
            "owner": "",
            "ui": "",
            "update_time": "1970-01-01T00:00:00Z",
        }
    )
    pyogrio.write_dataframe(
        styles, path, layer="layer_styles", driver="GPKG", layer_options={"FID": "id"}
    )


_TEMPORAL = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Temporal">
  <temporal enabled="1" mode="2" limitMode="1" startField="start" endField="end"
    startExpression="" endExpression="" durationField="" durationUnit="d"
    fixedDuration="0" accumulate="0">
    <fixedRange><start></start><end></end></fixedRange>
  </temporal>
</qgis>
"""
"""Two fields with the first and the last moment of what a feature holds for."""

_GEOMETRY = {
    "places": "Point",
    "cells": "MultiPolygon",
    "territories": "MultiPolygon",
    "fronts": "MultiLineString",
    "areas": "MultiPolygon",
}
