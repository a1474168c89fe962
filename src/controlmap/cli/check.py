"""``controlmap check``: every problem of the data, and what the data hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.columns import print_table
from controlmap.cli.options import DATA, Data

if TYPE_CHECKING:
    from controlmap.domain.dataset import Dataset
    from controlmap.io.dataset import Checked


def check(
    data: Data = DATA,
    report: Annotated[
        bool,
        typer.Option(
            "--report", help="List places without a point too, and count the records."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print problems and report as JSON.")
    ] = False,
    schemas: Annotated[
        bool,
        typer.Option(
            "--schemas", help="Print the Table Schema of each file, and stop."
        ),
    ] = False,
) -> None:
    """Check every rule of the data; exit 1 if one is broken."""
    if schemas:
        _print_schemas()
        return
    from controlmap.io.dataset import check_dataset

    checked = check_dataset(data)
    if as_json:
        print(json.dumps(_as_json(checked), ensure_ascii=False, indent=2))
    else:
        _print_issues(checked)
        if report:
            _print_report(checked.dataset)
    if checked.errors:
        raise typer.Exit(1)


def _print_issues(checked: Checked) -> None:
    for issue in checked.issues:
        print(f"{issue}{' (warning)' if issue.is_warning else ''}")
    dataset = checked.dataset
    with_point = sum(place.is_located for place in dataset.places.values())
    print(
        f"{len(dataset.places)} places ({with_point} with a point), "
        f"{len(dataset.changes)} records on {len(dataset.changes_by_place)} places "
        f"from {len(dataset.sources)} sources: "
        f"{_count(len(checked.errors), 'error')}, "
        f"{_count(len(checked.warnings), 'warning')}"
    )


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _print_schemas() -> None:
    from controlmap.io.tables import schema_descriptors

    print(json.dumps(schema_descriptors(), ensure_ascii=False, indent=2))


def _as_json(checked: Checked) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "errors": len(checked.errors),
        "warnings": len(checked.warnings),
        "issues": [asdict(issue) for issue in checked.issues],
        "unlocated": _unlocated(checked.dataset),
        "records": _record_counts(checked.dataset),
    }


def _unlocated(dataset: Dataset) -> list[dict[str, Any]]:
    """Places with records and without a point, ready for JSON."""
    from controlmap.domain.unlocated import unlocated

    return [
        {
            "place_id": each.place.place_id,
            "name": each.place.name,
            "kind": each.place.kind,
            "location_precision": each.place.location_precision,
            "whereabouts": each.whereabouts,
            "candidates": list(each.candidates),
            "note": each.place.note,
            "records": each.records,
        }
        for each in unlocated(dataset)
    ]


def _record_counts(dataset: Dataset) -> dict[str, dict[str, int]]:
    """Number of records by each of the words that tell them apart."""
    from controlmap.domain.tally import grouped, month_of, perspective_of

    keys = {
        "event": lambda change: change.event.value,
        "outcome": lambda change: change.outcome,
        "perspective": lambda change: perspective_of(change, dataset.sources),
        "month": month_of,
    }
    return {
        name: {word: len(rows) for word, rows in grouped(dataset.changes, key).items()}
        for name, key in keys.items()
    }


def _print_report(dataset: Dataset) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    places = _unlocated(dataset)
    rows = [
        (p["name"], p["kind"], str(p["records"]), p["whereabouts"], p["note"])
        for p in places
    ]
    console.print()
    print_table(
        console,
        f"{_count(len(places), 'place')} with records and without a point",
        ("place", "kind", "records", "whereabouts", "note"),
        rows,
    )
    for name, counts in _record_counts(dataset).items():
        console.print()
        told = [(word or "not known", str(number)) for word, number in counts.items()]
        print_table(console, f"records by {name}", (name, "records"), told)
