"""A text in the metadata of a GeoPackage, by its metadata extension.

GDAL's own way to write metadata makes every reader leave an ``.aux.xml`` file beside
the package, so the two tables are written as the standard has them.

References
----------
https://www.geopackage.org/spec131/#extension_metadata
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from controlmap.errors import ManifestError

if TYPE_CHECKING:
    from pathlib import Path

STANDARD = "urn:controlmap:manifest:1"
"""What says that a row of metadata is a manifest of controlmap."""

_TABLES = """
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL,
  table_name TEXT,
  column_name TEXT,
  row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
"""
_EXTENSION = "http://www.geopackage.org/spec131/#extension_metadata"
_MOMENT = "1970-01-01T00:00:00.000Z"


def put_metadata(path: Path, text: str) -> None:
    """Give a GeoPackage without metadata one row of it, JSON, of the whole package.

    Its time stamp is fixed, so that same input is same bytes.
    """
    with closing(sqlite3.connect(path)) as package, package:
        package.executescript(_TABLES)
        package.execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
            (STANDARD, text),
        )
        package.execute(
            "INSERT INTO gpkg_metadata_reference "
            "VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
            (_MOMENT,),
        )
        package.executemany(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, ?)",
            [
                (table, _EXTENSION, "read-write")
                for table in ("gpkg_metadata", "gpkg_metadata_reference")
            ],
        )


def metadata_of(path: Path) -> str:
    """Text that `put_metadata` left in a GeoPackage; empty if there is none.

    Raises
    ------
    ManifestError
        If the file is no GeoPackage.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as package:
            tables = package.execute("SELECT name FROM sqlite_master").fetchall()
            names = {name for (name,) in tables}
            if "gpkg_contents" not in names:
                raise ManifestError("no GeoPackage")
            if "gpkg_metadata" not in names:
                return ""
            found = package.execute(
                "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?",
                (STANDARD,),
            ).fetchone()
    except sqlite3.DatabaseError:
        raise ManifestError("no GeoPackage") from None
    return str(found[0]) if found else ""
