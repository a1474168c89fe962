"""``controlmap delays``: how long after an event it was first reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    Data,
    EventFrom,
    EventTo,
    OnlySources,
    Perspective,
    check_choice,
    load,
    read_optional_day,
    read_optional_range,
    zone_of,
)
from controlmap.cli.output import (
    AsCsv,
    AsJson,
    check_one_output,
    print_columns,
    print_csv,
    print_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from controlmap.domain.control_claim import ControlClaim
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.delays import Delays


def delays(
    first_day: EventFrom = "",
    last_day: EventTo = "",
    zone: Annotated[str, typer.Option(help="Only events in this study area.")] = "",
    as_of: AsOf = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw it: a .png, .svg or .pdf to write.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Say how many days after an event it was first reported, and by whom."""
    check_one_output(as_csv=as_csv, as_json=as_json)
    known = read_optional_day(as_of, "--as-of")
    is_asked = read_optional_range(first_day, last_day)
    if plot is not None:
        check_choice(plot.suffix, (".png", ".svg", ".pdf"), "--plot")
    dataset = load(data, only_sources, perspective)
    from controlmap.domain.claims import all_claims
    from controlmap.domain.delays import delays as delays_of

    is_inside = _inside(dataset, zone)
    claims = all_claims(dataset, as_of=known)
    asked = [c for c in claims if is_asked(c.day) and is_inside(c.place_id)]
    found = delays_of(asked, dataset.sources)
    if plot is not None:
        from controlmap.io.files import write_bytes
        from controlmap.render.delay_chart import delay_chart

        form = plot.suffix.removeprefix(".")
        told = _description(dataset, asked, zone, known, form)
        print(write_bytes(plot, delay_chart(found, dataset, form, description=told)))
    elif as_json:
        print_json([_row(group) for group in found])
    elif as_csv:
        print_csv([_row(group) for group in found], _FIELDS)
    else:
        print_columns(_HEADINGS, [_cells(_row(group)) for group in found], texts=2)


def _description(
    dataset: Dataset,
    asked: Sequence[ControlClaim],
    zone: str,
    known: date | None,
    form: str,
) -> str:
    """Manifest of the events that a chart is drawn of; empty where none has a day."""
    from controlmap.domain.model import Zone
    from controlmap.geometry.timeline import Span
    from controlmap.io.manifest import manifest_of_day

    days = [claim.day for claim in asked if claim.day]
    if not days:
        return ""
    manifest = manifest_of_day(
        dataset,
        dataset.zones[zone] if zone else Zone("", "all places", "", "", {}),
        Span(min(days), max(days), known),
        [change.change_id for claim in asked for change in claim.reports],
        kind="delays",
    ).with_output(format=form)
    return json.dumps(manifest.to_dict(), separators=(",", ":"))


def _inside(dataset: Dataset, zone: str) -> Callable[[str], bool]:
    """Whether a place lies in a zone; any does where none is named."""
    if not zone:
        return lambda place_id: place_id in dataset.places
    inside = zone_of(dataset, zone).place_ids(dataset.places.values())
    return lambda place_id: place_id in inside


_SHARES = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "p90": 0.9}
_FIELDS = ("by", "name", "events", *_SHARES, "max", "undated")
_HEADINGS = (
    "by",
    "first report by",
    "events",
    "25 %",
    "median",
    "75 %",
    "90 %",
    "most",
    "undated",
)


def _row(group: Delays) -> dict[str, Any]:
    shares = {name: group.quantile(share) for name, share in _SHARES.items()}
    return {
        "by": group.by,
        "name": group.name,
        "events": group.count,
        **{
            name: None if days is None else round(days, 2)
            for name, days in shares.items()
        },
        "max": max(group.days, default=None),
        "undated": group.undated,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    """Texts of a row; days without decimals that say nothing."""
    plain = {k: f"{v:g}" if isinstance(v, float) else v for k, v in row.items()}
    return ["–" if plain[name] is None else str(plain[name]) for name in _FIELDS]
