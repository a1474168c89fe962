"""``controlmap check``: every problem of the data."""

from __future__ import annotations

from typing import Annotated

import typer

from controlmap.cli.options import DATA, Data


def check(
    data: Data = DATA,
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
    if checked.errors:
        raise typer.Exit(1)


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _print_schemas() -> None:
    import json

    from controlmap.io.tables import schema_descriptors

    print(json.dumps(schema_descriptors(), ensure_ascii=False, indent=2))
