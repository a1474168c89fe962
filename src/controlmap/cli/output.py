"""Rows as CSV or JSON on standard output, and the options that ask for them."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def check_one_output(*, as_csv: bool, as_json: bool) -> None:
    """Refuse a call for both.

    Raises
    ------
    typer.BadParameter
        If both are asked for.
    """
    if as_csv and as_json:
        raise typer.BadParameter("--csv or --json, not both", param_hint="--csv")


def print_json(value: object) -> None:
    """Print plain values as JSON, indented."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_csv(rows: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> None:
    """Print some fields of the rows under a header; ``;`` between values of a list."""
    writer = csv.DictWriter(
        sys.stdout, fields, extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()}
        )


def print_columns(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1
) -> None:
    """Print a table in columns, the first ones as texts, the others as numbers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        is_text = number < texts
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(width=_WIDTH, highlight=False).print(table)


_WIDTH = 240
"""Columns that a table may take: what is cut off cannot be read anywhere."""
