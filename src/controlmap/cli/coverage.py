"""``controlmap coverage``: how well the records cover a study area."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.columns import print_table
from controlmap.cli.options import (
    DATA,
    MERGED,
    AsOf,
    Data,
    OnlySources,
    Perspective,
    Policy,
    Zone,
    atlas_of,
    check_choice,
    check_policy,
    load,
    read_optional_day,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from controlmap.build import Atlas
    from controlmap.domain.tally import Count
    from controlmap.geometry.coverage import Coverage, Standing

_SILENCES = 5
_PICTURES = (".html", ".png", ".svg", ".pdf")


def coverage(
    on: Annotated[
        str, typer.Option("--on", help="Day of the states; the last of the range.")
    ] = "",
    first_day: Annotated[
        str, typer.Option("--from", help="First day; that of the first record.")
    ] = "",
    last_day: Annotated[
        str, typer.Option("--to", help="Last day; that of the last record.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print records by month as CSV.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw it: a .html, .png, .svg or .pdf to write."),
    ] = None,
    as_of: AsOf = "",
    zone: Zone = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    data: Data = DATA,
) -> None:
    """Say how many records there are, from whom and when, and what they leave open."""
    day = read_optional_day(on, "--on")
    first, last = _range(first_day, last_day)
    known = read_optional_day(as_of, "--as-of")
    _check_form(plot, as_csv=as_csv, as_json=as_json)
    check_policy(policy)
    atlas = atlas_of(load(data, only_sources, perspective), zone)
    found = atlas.coverage(first, last, on=day, as_of=known, policy=policy)
    if plot is not None:
        print(_draw(atlas, found, plot))
    elif as_json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    elif as_csv:
        _print_csv(found)
    else:
        _print_tables(found)


def _check_form(plot: Path | None, *, as_csv: bool, as_json: bool) -> None:
    if as_csv and as_json:
        raise typer.BadParameter("--csv or --json, not both", param_hint="--csv")
    if plot is not None:
        check_choice(plot.suffix, _PICTURES, "--plot")


def _range(first_day: str, last_day: str) -> tuple[date | None, date | None]:
    """First and last day, each None where it is left open."""
    first = read_optional_day(first_day, "--from")
    last = read_optional_day(last_day, "--to")
    if first and last and last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")
    return first, last


def _draw(atlas: Atlas, coverage: Coverage, path: Path) -> Path:
    """File with the picture: the page, or a chart."""
    from controlmap.io.files import write_bytes, write_text

    form = path.suffix.removeprefix(".")
    manifest = atlas.coverage_manifest(coverage).with_output(format=form)
    if form == "html":
        from controlmap.render.coverage_page import render_coverage

        return write_text(path, render_coverage([coverage], manifest=manifest))
    from controlmap.render.coverage_chart import coverage_chart

    description = json.dumps(manifest.to_dict(), separators=(",", ":"))
    chart = coverage_chart(coverage, form, description=description)
    return write_bytes(path, chart)


def _as_json(coverage: Coverage) -> dict[str, Any]:
    reach = coverage.reach
    return {
        "zone": coverage.zone.zone_id,
        "from": coverage.first_day.isoformat(),
        "to": coverage.last_day.isoformat(),
        "as_of": coverage.as_of.isoformat() if coverage.as_of else None,
        "policy": coverage.policy,
        **_counts(coverage.tally.total),
        "by_perspective": {
            name: _counts(coverage.tally.by_perspective[name])
            for name in coverage.perspectives
        },
        "months": [
            {
                "month": month,
                **_counts(tally.total),
                "by_perspective": {
                    name: _counts(count) for name, count in tally.by_perspective.items()
                },
            }
            for month, tally in coverage.months.items()
        ],
        "silences": [
            {
                "from": silence.first.isoformat(),
                "to": silence.last.isoformat(),
                "days": silence.days,
            }
            for silence in coverage.silences[:_SILENCES]
        ],
        "silent_days": coverage.spoken.count(False),
        "settlements": _standing(coverage.standing),
        "course": [_standing(standing) for standing in coverage.course],
        "median_distance_km": _rounded(reach.median_km),
        "median_distance_km_of_unobserved": _rounded(reach.median_km_beyond),
    }


def _counts(count: Count) -> dict[str, int]:
    return {
        "records": count.records,
        "places": count.places,
        "sources": count.sources,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    from controlmap.geometry.coverage import INFERRED, NONE, OBSERVED

    return {
        "on": standing.day.isoformat(),
        "total": standing.settlements,
        "observed": {grade: standing.counts[grade] for grade in OBSERVED},
        "inferred": {grade: standing.counts[grade] for grade in INFERRED},
        "no_data": standing.counts[NONE],
        "observed_share": _rounded(standing.share(OBSERVED)),
        "inferred_share": _rounded(standing.share(INFERRED)),
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


_FIELDS = ("month", "perspective", "records", "places", "sources")


def _rows(coverage: Coverage) -> Iterator[dict[str, Any]]:
    """A row for each month, of all perspectives together and then of each."""
    for month, tally in coverage.months.items():
        yield {"month": month, "perspective": "all", **_counts(tally.total)}
        for name in coverage.perspectives:
            if count := tally.by_perspective.get(name):
                yield {"month": month, "perspective": name, **_counts(count)}


def _print_csv(coverage: Coverage) -> None:
    writer = csv.DictWriter(sys.stdout, _FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(coverage))


def _title(coverage: Coverage) -> str:
    title = f"{coverage.zone.name}, {coverage.first_day} to {coverage.last_day}"
    if coverage.as_of:
        title += f", as known on {coverage.as_of}"
    if coverage.policy != MERGED:
        title += f", policy {coverage.policy}"
    return title


def _print_tables(coverage: Coverage) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    names, total = coverage.perspectives, coverage.tally.total
    counts = [("all", total), *((n, coverage.tally.by_perspective[n]) for n in names)]
    print_table(
        console,
        _title(coverage),
        ("perspective", "records", "places", "sources"),
        [(name, *map(str, _counts(count).values())) for name, count in counts],
    )
    console.print()
    rows = [
        (
            month,
            *map(str, _counts(tally.total).values()),
            *(
                str(tally.by_perspective[n].records)
                if n in tally.by_perspective
                else "–"
                for n in names
            ),
        )
        for month, tally in coverage.months.items()
    ]
    head = ("month", "records", "places", "sources", *names)
    print_table(console, "by month, and records of each perspective", head, rows)
    console.print()
    for line in _sentences(coverage):
        console.print(Text(line))


def _sentences(coverage: Coverage) -> Iterator[str]:
    """What the states rest on, how far reports are, and when there are none."""
    from controlmap.geometry.coverage import INFERRED, NONE, OBSERVED

    standing, reach = coverage.standing, coverage.reach
    yield f"on {standing.day}, of {standing.settlements} settlements"
    for word, grades in (("observed", OBSERVED), ("inferred", INFERRED)):
        parts = ", ".join(f"{standing.counts[grade]} {grade}" for grade in grades)
        count, share = standing.count(grades), standing.share(grades)
        yield f"  {word}  {count} ({share:.0%}): {parts}"
    share = standing.share((NONE,))
    yield f"  no data   {standing.counts[NONE]} ({share:.0%})"
    yield f"median distance to the nearest observed place: {_km(reach.median_km)}"
    yield f"  from a settlement not observed itself: {_km(reach.median_km_beyond)}"
    silent, days = coverage.spoken.count(False), len(coverage.spoken)
    yield f"days without any record: {silent} of {days}; the longest silences:"
    for silence in coverage.silences[:_SILENCES]:
        yield f"  {silence.first} to {silence.last}, {silence.days} days"


def _km(distance: float | None) -> str:
    return "none to reach" if distance is None else f"{distance:.1f} km"
