"""``controlmap add``: append a record, and its source where that is new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.models import OptionInfo

from controlmap.cli.options import DATA, Data


def _option(words: str) -> OptionInfo:
    option: OptionInfo = typer.Option(help=words)
    return option


def add(
    place: Annotated[str, _option("Place: an identifier, a name or an alias.")] = "",
    source: Annotated[str, _option("source_id[part], known or new.")] = "",
    valid: Annotated[str, _option("When in the world: EDTF, a day or A/B.")] = "",
    event: Annotated[str, _option("What is reported: captured, held, clashes …")] = "",
    status: Annotated[str, _option("Status; the event's usual one.")] = "",
    controllers: Annotated[str, _option("Sides, a+b;c.")] = "",
    previous: Annotated[str, _option("Who is said to have lost it.")] = "",
    sequence: Annotated[str, _option("Order inside one day.")] = "",
    place_precision: Annotated[str, _option("exact, near or area.")] = "",
    confidence: Annotated[str, _option("high, medium or low.")] = "",
    outcome: Annotated[str, _option("stands, denied or premature.")] = "",
    denied_by: Annotated[str, _option("Source of the denial.")] = "",
    claimed_by: Annotated[str, _option("Who claims it.")] = "",
    reported_on: Annotated[str, _option("If not the source's date, EDTF.")] = "",
    also_at: Annotated[str, _option("Reposts and wire copies.")] = "",
    supersedes: Annotated[str, _option("Record that it replaces.")] = "",
    note: Annotated[str, _option("Facts that have no field.")] = "",
    publisher: Annotated[str, _option("New source: its publisher.")] = "",
    title: Annotated[str, _option("New source: neutral title, our words.")] = "",
    url: Annotated[str, _option("New source: its address.")] = "",
    published_on: Annotated[str, _option("New source: its day, EDTF.")] = "",
    accessed_on: Annotated[str, _option("New source: day it was read.")] = "",
    perspective: Annotated[str, _option("New source: bloc, or independent.")] = "",
    chain: Annotated[str, _option("New source: those that repost it.")] = "",
    language: Annotated[str, _option("New source: two letters, such as en.")] = "",
    licence: Annotated[str, _option("New source: terms of use.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    data: Data = DATA,
) -> None:
    """Append one record, and its source if that is new; asks for what is not given.

    All data are checked with the rows in them; on an error nothing is written.
    """
    given = {k: v for k, v in locals().items() if isinstance(v, str) and v}
    try:
        _append(data, given, may_ask=not yes)
    except EOFError:
        print("controlmap: no answer; nothing was written", file=sys.stderr)
        raise typer.Exit(2) from None


def _append(data: Path, given: dict[str, str], *, may_ask: bool) -> None:
    """Ask for the rest, check it, append it, and say where it stands."""
    from controlmap.cli.record_form import RecordForm, fill_in
    from controlmap.errors import DatasetError
    from controlmap.io.additions import draft_addition
    from controlmap.io.dataset import check_dataset

    before = check_dataset(data)
    if before.errors:
        raise DatasetError(before.issues)
    form = RecordForm(before.dataset, given, may_ask=may_ask)
    rows = fill_in(form)
    addition = draft_addition(data, rows)
    new = [issue for issue in addition.checked.issues if issue not in before.issues]
    if addition.checked.errors:
        raise DatasetError(new)
    for issue in new:
        print(f"{issue} (warning)", file=sys.stderr)
    if form.has_asked and not form.agrees_to(rows):
        print("nothing was written", file=sys.stderr)
        raise typer.Exit(2)
    addition.write()
    for path, line in addition.lines.items():
        row = rows[path.stem]
        print(f"{path}:{line}: {row.get('change_id') or row['source_id']}")
