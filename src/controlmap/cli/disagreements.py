"""``controlmap disagreements``: where perspectives differ, and who says what."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    GIS_FORMATS,
    AsOf,
    Data,
    DayOrRange,
    GisFormat,
    RangeEnd,
    RangeStart,
    Zone,
    atlas_of,
    check_choice,
    load,
    read_day,
    read_optional_day,
    read_range,
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
    from controlmap.build import Atlas
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.disagreements import Disagreement, DisagreementCount, Voice
    from controlmap.geometry.disagreement_layers import DisagreementLayers


def disagreements(
    on: DayOrRange = "",
    first_day: RangeStart = "",
    last_day: RangeEnd = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw the range: a .png, .svg or .pdf to write."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for GIS files of the day."),
    ] = None,
    file_format: GisFormat = "geojson",
    as_of: AsOf = "",
    zone: Zone = "",
    data: Data = DATA,
) -> None:
    """List places and areas on which perspectives differ on a day, with who says what.

    With --from and --to, how many settlements they differ on, over time.
    """
    check_one_output(as_csv=as_csv, as_json=as_json)
    check_choice(file_format, GIS_FORMATS, "--format")
    known = read_optional_day(as_of, "--as-of")
    is_day = bool(on) and not (first_day or last_day or plot)
    if not is_day and (on or output or not (first_day and last_day)):
        message = "--on with or without -o, or --from and --to with or without --plot"
        raise typer.BadParameter(message, param_hint="--on")
    if plot is not None:
        check_choice(plot.suffix, (".png", ".svg", ".pdf"), "--plot")
    days = (read_day(on, "--on"),) * 2 if is_day else read_range(first_day, last_day)
    atlas = atlas_of(load(data), zone)
    if is_day and output is not None:
        _write_layers(atlas, days[0], known, output, file_format)
    elif is_day:
        _print_day(atlas, days[0], known, as_csv=as_csv, as_json=as_json)
    else:
        counts = _count(atlas, days, known, is_in_zone=bool(zone))
        if plot is not None:
            _draw(atlas, counts, days, known, plot)
        else:
            _print_counts(counts, as_csv=as_csv, as_json=as_json)


def _write_layers(
    atlas: Atlas, day: date, known: date | None, output: Path, file_format: str
) -> None:
    from controlmap.io.layers import write_layers

    made = atlas.disagreements(day, as_of=known)
    for path in write_layers(made, output, file_format):
        print(path)


def _print_day(
    atlas: Atlas, day: date, known: date | None, *, as_csv: bool, as_json: bool
) -> None:
    """Print the places of a day, and the areas where they are no CSV."""
    dataset = atlas.dataset
    found = dataset.disagreements(day, as_of=known)
    if as_csv:
        print_csv((row for each in found for row in _rows(dataset, each)), _FIELDS)
        return
    areas = _areas(atlas.disagreements(day, as_of=known))
    if as_json:
        print_json(
            {
                "on": day.isoformat(),
                "as_of": known.isoformat() if known else None,
                "zone": atlas.study_area.zone.zone_id,
                "places": [_place(dataset, each) for each in found],
                "areas": areas,
            }
        )
        return
    _print_places(dataset, found, day, known)
    _print_areas(atlas, areas)


def _count(
    atlas: Atlas, days: tuple[date, date], known: date | None, *, is_in_zone: bool
) -> tuple[DisagreementCount, ...]:
    """Counts over a range, of all places or of those of the study area."""
    from controlmap.domain.disagreements import count_disagreements

    places = atlas.tessellation.place_ids if is_in_zone else None
    return count_disagreements(atlas.dataset, *days, as_of=known, place_ids=places)


def _draw(
    atlas: Atlas,
    counts: tuple[DisagreementCount, ...],
    days: tuple[date, date],
    known: date | None,
    plot: Path,
) -> None:
    from controlmap.io.files import write_bytes
    from controlmap.render.disagreement_chart import disagreement_chart

    form = plot.suffix.removeprefix(".")
    manifest = atlas.counts_manifest(*days, known).with_output(format=form)
    description = json.dumps(manifest.to_dict(), separators=(",", ":"))
    chart = disagreement_chart(
        counts, days[1], atlas.dataset, form, description=description
    )
    print(write_bytes(plot, chart))


def _place(dataset: Dataset, found: Disagreement) -> dict[str, Any]:
    return {
        "place_id": found.place_id,
        "name": dataset.places[found.place_id].name,
        "contradicted": found.is_contradicted,
        "voices": [_voice(dataset, voice) for voice in found.voices],
    }


def _voice(dataset: Dataset, voice: Voice) -> dict[str, Any]:
    """Answer by a perspective, with the records that it rests on."""
    state = voice.state
    records = [dataset.changes_by_id[change_id] for change_id in state.evidence]
    ends = [holding for holding in (state.before, state.after) if holding]
    leads = state.controllers or [lead for end in ends for lead in end.leads]
    blocs = [dataset.alliances.bloc_of(lead, state.on) for lead in leads]
    return {
        "perspective": voice.perspective,
        "status": state.status.value,
        "controllers": list(leads),
        "blocs": list(dict.fromkeys(blocs)),
        "since": state.since.isoformat() if state.since else None,
        "last_report": state.last_report.isoformat() if state.last_report else None,
        "certainty": state.certainty.value if state.certainty else None,
        "evidence": [
            {
                "change_id": record.change_id,
                "valid": record.valid.text,
                "publisher": dataset.sources[record.source.source_id].publisher,
                "reported": record.reported.text if record.reported else None,
                "source": str(record.source),
                "url": dataset.sources[record.source.source_id].url or None,
            }
            for record in records
        ],
    }


_FIELDS = (
    "place_id",
    "name",
    "contradicted",
    "perspective",
    "status",
    "controllers",
    "blocs",
    "since",
    "last_report",
    "certainty",
    "evidence",
)


def _rows(dataset: Dataset, found: Disagreement) -> list[dict[str, Any]]:
    """A row for each voice of a place."""
    place = _place(dataset, found)
    rows = []
    for voice in place.pop("voices"):
        evidence = [record["change_id"] for record in voice["evidence"]]
        rows.append({**place, **voice, "evidence": evidence})
    return rows


def _areas(made: DisagreementLayers) -> list[dict[str, Any]]:
    return [
        {
            "perspectives": list(each.perspectives),
            "observed_km2": round(each.observed_km2, 3),
            "high_km2": round(each.high_km2, 3),
        }
        for each in made.extents
    ]


def _print_places(
    dataset: Dataset, found: tuple[Disagreement, ...], day: date, known: date | None
) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    title = f"end of {day}" + (f", as known on {known}" if known else "")
    contradicted = sum(each.is_contradicted for each in found)
    places = f"{len(found)} place{'' if len(found) == 1 else 's'}"
    counts = f"{places}, {contradicted} of them contradicted"
    console.print(Text(f"{title}: perspectives differ on {counts}", style="bold"))
    for each in sorted(found, key=lambda f: (not f.is_contradicted, f.place_id)):
        place = _place(dataset, each)
        how = "contradicted" if each.is_contradicted else "one has not spoken since"
        console.print(Text(f"{place['name']} ({each.place_id}), {how}"))
        for voice in place["voices"]:
            console.print(Text(f"  {_words(dataset, voice)}"))


def _words(dataset: Dataset, voice: dict[str, Any]) -> str:
    """Who says what, and where."""
    actor = dataset.actors.get(voice["perspective"])
    whose = actor.name if actor else voice["perspective"]
    between = {"changing": " → ", "shared": " and "}.get(voice["status"], " | ")
    actors = [dataset.actors[lead] for lead in voice["controllers"]]
    held = between.join(each.abbreviation or each.name for each in actors)
    status = "" if voice["status"] == "controlled" else f"{voice['status']}: "
    since = f" since {voice['since']}" if voice["since"] else ""
    who = ", ".join(dict.fromkeys(each["publisher"] for each in voice["evidence"]))
    return f"{whose}: {status}{held}{since} ({who})"


def _print_areas(atlas: Atlas, areas: list[dict[str, Any]]) -> None:
    zone = atlas.study_area.zone.name
    for each in areas:
        pair = " and ".join(each["perspectives"])
        print(
            f"{zone}: {pair} differ on {each['observed_km2']:.0f} km² observed, "
            f"{each['high_km2']:.0f} km² with what they infer"
        )


_COUNTS = ("day", "settlements", "compared", "differing", "contradicted", "share")


def _print_counts(
    rows: tuple[DisagreementCount, ...], *, as_csv: bool, as_json: bool
) -> None:
    told = [
        {**asdict(row), "day": row.day.isoformat(), "share": round(row.share, 4)}
        for row in rows
    ]
    if as_json:
        print_json(told)
    elif as_csv:
        print_csv(told, _COUNTS)
    else:
        texts = [[str(row[field]) for field in _COUNTS] for row in told]
        print_columns(_COUNTS, texts)
