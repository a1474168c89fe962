"""``controlmap policies``: what each policy changes on some days."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    Data,
    Zone,
    atlas_of,
    load,
    read_day,
    read_optional_day,
    split_list,
)
from controlmap.cli.output import AsJson, print_columns, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.policy_effects import PolicyEffect


def policies(
    on: Annotated[
        str, typer.Option("--on", help="Days, YYYY-MM-DD, with commas between.")
    ],
    as_json: AsJson = False,
    page: Annotated[
        Path | None, typer.Option("--page", help="Markdown page to write instead.")
    ] = None,
    as_of: AsOf = "",
    zone: Zone = "",
    data: Data = DATA,
) -> None:
    """Say on how many places each policy gives another answer, and how much area."""
    days = [read_day(day, "--on") for day in split_list(on)]
    known = read_optional_day(as_of, "--as-of")
    if not days:
        raise typer.BadParameter("a day is needed", param_hint="--on")
    atlas = atlas_of(load(data), zone)
    rows = [
        _row(day.isoformat(), effect)
        for day in days
        for effect in atlas.policy_effects(day, as_of=known)
    ]
    if as_json:
        print_json(rows)
        return
    table = _table(atlas.dataset, rows)
    if page is None:
        print_columns(table[0], table[1:], texts=2)
        return
    from controlmap.io.files import write_text

    asked = f"controlmap policies --on {','.join(split_list(on))}"
    asked += f" --as-of {as_of}" * bool(as_of) + f" --zone {zone}" * bool(zone)
    told = {
        "command": f"{asked} --page {page.as_posix()}",
        "zone": atlas.study_area.zone.name,
        "data": _made_from(atlas.dataset, data),
    }
    print(write_text(page, _markdown(table, told)))


def _row(day: str, effect: PolicyEffect) -> dict[str, Any]:
    """Best areas of the blocs; what no one holds alone is one."""
    km2: dict[str, float] = defaultdict(float)
    for (status, controllers), extent in effect.extents.items():
        is_held = status == "controlled"
        km2[controllers[0] if is_held else ""] += extent.best_km2
    return {
        "day": day,
        "policy": effect.policy,
        "places": effect.places,
        "settlements": effect.settlements,
        "km2": {bloc: round(km2[bloc], 3) for bloc in sorted(km2) if bloc},
        "not_held_alone_km2": round(km2[""], 3),
    }


def _table(dataset: Dataset, rows: list[dict[str, Any]]) -> list[list[str]]:
    """Headings and rows as texts, a column for each bloc that holds anything."""
    blocs = sorted({bloc for row in rows for bloc in row["km2"]})
    names = [f"{dataset.actors[bloc].name}, km²" for bloc in blocs]
    headings = ["day", "policy", "places", "settlements", *names, "no one alone, km²"]
    return [headings] + [
        [
            *(row["day"], row["policy"], str(row["places"]), str(row["settlements"])),
            *(f"{row['km2'].get(bloc, 0):.0f}" for bloc in blocs),
            f"{row['not_held_alone_km2']:.0f}",
        ]
        for row in rows
    ]


def _made_from(dataset: Dataset, folder: Path) -> str:
    """The data in one line: records, sources, the last report, the hash of the file."""
    used = {change.source.source_id for change in dataset.changes}
    days = [c.reported.latest for c in dataset.changes if c.reported]
    last = max((day for day in days if day), default=None)
    content = (folder / "control_changes.csv").read_bytes()
    return (
        f"{len(dataset.changes)} records from {len(used)} sources, the last reported "
        f"{last or 'on a day not known'}; `control_changes.csv` with SHA-256 "
        f"`{hashlib.sha256(content).hexdigest()[:16]}…`"
    )


def _markdown(table: list[list[str]], told: Mapping[str, str]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    lines.insert(1, "|---|---|" + "---:|" * (len(table[0]) - 2))
    rows = "\n".join(lines)
    return f"""# What each policy changes

On each day: places of the data whose status or holders differ from those under `merged`,
settlements among them, and the best area of each bloc in one study area,
{told["zone"]}. {{doc}}`sources` says what each policy does.

{rows}

Made from {told["data"]}, by

```console
{told["command"]}
```
"""
