"""A folder of data with two places of which reports differ, each row with its address.

Places, parties and zones are those of ``data/``; the records are these alone, so that
the answers stay what they are while ``data/`` grows.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

TESTS = Path(__file__).parent
REPORTS = TESTS / "data" / "differing-reports"
DATA = TESTS.parent / "data"


def make_differing_data(folder: Path) -> Path:
    """Such a folder, newly made."""
    shutil.copytree(DATA, folder)
    shutil.copyfile(REPORTS / "control_changes.csv", folder / "control_changes.csv")
    _write_sources(folder / "sources.csv")
    claims = folder / "area_claims.csv"
    claims.write_text(claims.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    return folder


def _write_sources(path: Path) -> None:
    """Our sources beside those that the relations of the parties name."""
    named = {row["source"] for row in _rows(path.with_name("actor_links.csv"))}
    theirs = [row for row in _rows(path) if row["source_id"] in named]
    ours = _rows(REPORTS / "sources.csv")
    rows = {row["source_id"]: row for row in (*theirs, *ours)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ours[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
