"""``controlmap changes``: what changed hands between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    MERGED,
    AsOf,
    Data,
    LastDay,
    OnlySources,
    Perspective,
    Policy,
    check_policy,
    load,
    read_optional_day,
    read_range,
)
from controlmap.cli.output import AsCsv, AsJson, check_one_output, print_csv, print_json

if TYPE_CHECKING:
    from controlmap.domain.answer import PlaceState
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.transitions import Transition


def changes(
    first_day: Annotated[str, typer.Option("--from", help="Day before, YYYY-MM-DD.")],
    last_day: LastDay,
    as_of: AsOf = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    data: Data = DATA,
) -> None:
    """List what changed hands after one day and up to the end of another."""
    first, last = read_range(first_day, last_day)
    known = read_optional_day(as_of, "--as-of")
    check_one_output(as_csv=as_csv, as_json=as_json)
    check_policy(policy)
    dataset = load(data, only_sources, perspective)
    from controlmap.domain.transitions import transitions

    rows = [
        _row(dataset, transition)
        for transition in transitions(dataset, first, last, as_of=known, policy=policy)
    ]
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(rows, _FIELDS)
    else:
        _print_lines(dataset, rows)


_FIELDS = (
    "day",
    "place_id",
    "name",
    "status_before",
    "controllers_before",
    "status",
    "controllers",
    "certainty",
    "rule",
    "evidence",
)


def _row(dataset: Dataset, transition: Transition) -> dict[str, Any]:
    before, after = transition.before, transition.after
    return {
        "day": transition.day.isoformat(),
        "place_id": after.place_id,
        "name": dataset.places[after.place_id].name,
        "status_before": before.status.value,
        "controllers_before": _controllers(before),
        "status": after.status.value,
        "controllers": _controllers(after),
        "certainty": after.certainty.value if after.certainty else None,
        "rule": after.rule.value,
        "evidence": list(after.evidence),
    }


def _controllers(state: PlaceState) -> list[str]:
    """Leading parties; of a changing place those before and after."""
    if state.status != "changing":
        return list(state.controllers)
    ends = [holding for holding in (state.before, state.after) if holding]
    return [lead for holding in ends for lead in holding.leads]


def _print_lines(dataset: Dataset, rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for row in rows:
        before = _words(dataset, row["status_before"], row["controllers_before"])
        after = _words(dataset, row["status"], row["controllers"])
        console.print(Text(f"{row['day']}  {row['name']}: {before} → {after}"))
    if not rows:
        console.print(Text("nothing changed hands"))


def _words(dataset: Dataset, status: str, controllers: list[str]) -> str:
    names = [dataset.actors[actor] for actor in controllers]
    listed = " | ".join(actor.abbreviation or actor.name for actor in names)
    return " ".join(filter(None, (status.replace("_", " "), listed)))
