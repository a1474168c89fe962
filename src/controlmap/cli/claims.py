"""``controlmap claims``: the life of each claim that a place changed hands."""

from __future__ import annotations

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
    load,
    read_optional_day,
    read_optional_range,
)
from controlmap.cli.output import AsCsv, AsJson, check_one_output, print_csv, print_json

if TYPE_CHECKING:
    from datetime import date

    from controlmap.domain.control_claim import ControlClaim, Step
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Side


def claims(
    place: Annotated[
        str, typer.Argument(help="Name or id of a place; all if none is named.")
    ] = "",
    first_day: EventFrom = "",
    last_day: EventTo = "",
    as_of: AsOf = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    data: Data = DATA,
) -> None:
    """Follow each claim that a place changed hands, from who said so to its fate."""
    check_one_output(as_csv=as_csv, as_json=as_json)
    known = read_optional_day(as_of, "--as-of")
    is_asked = read_optional_range(first_day, last_day)
    dataset = load(data, only_sources, perspective)
    from controlmap.domain.claims import all_claims, claims_of

    if place:
        place_id = dataset.names.resolve(place).place_id
        found = claims_of(dataset, place_id, as_of=known)
    else:
        found = all_claims(dataset, as_of=known)
    chosen = [claim for claim in found if is_asked(claim.day)]
    if as_json:
        print_json([_row(dataset, claim) for claim in chosen])
    elif as_csv:
        print_csv([_flat(dataset, claim) for claim in chosen], _FIELDS)
    else:
        _print_lives(dataset, chosen)


_STEPS = ("claimed", "confirmed", "denied", "premature", "corrected", "came_true")
_FIELDS = (
    "claim_id",
    "place_id",
    "name",
    "event",
    "day",
    "status",
    "controllers",
    "losers",
    "fate",
    "voices",
    "rivals",
    "contradicted_by",
    *(f"{step}_{part}" for step in _STEPS for part in ("on", "by", "days")),
)


def _row(dataset: Dataset, claim: ControlClaim) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "place_id": claim.place_id,
        "name": dataset.places[claim.place_id].name,
        "event": claim.event.value,
        "day": _iso(claim.day),
        "window": [_iso(day) for day in claim.window],
        "status": claim.holding.status.value,
        "controllers": ["+".join(side) for side in claim.holding.sides],
        "losers": ["+".join(side) for side in claim.losers],
        "fate": claim.fate.value,
        "voices": len(claim.chains),
        "chains": list(claim.chains),
        "rivals": list(claim.rivals),
        "contradicted_by": claim.contradicted_by or None,
        "records": [change.change_id for change in claim.reports],
        "steps": [_step(dataset, claim, step) for step in claim.steps],
    }


def _step(dataset: Dataset, claim: ControlClaim, step: Step) -> dict[str, Any]:
    source = dataset.sources.get(step.source_id)
    is_report = step.kind in {"claimed", "confirmed"}
    told = {c.change_id: c.claimed_by for c in claim.reports if is_report}
    return {
        "kind": step.kind.value,
        "on": _iso(step.day),
        "days": step.days,
        "source": step.source_id or None,
        "publisher": source.publisher if source else None,
        "perspective": source.perspective if source else None,
        "claimed_by": told.get(step.change_id) or None,
        "record": step.change_id,
    }


def _flat(dataset: Dataset, claim: ControlClaim) -> dict[str, Any]:
    """Row of the CSV: of each kind of step the first."""
    row = _row(dataset, claim)
    for step in reversed(row["steps"]):
        row[f"{step['kind']}_on"] = step["on"]
        row[f"{step['kind']}_by"] = step["source"]
        row[f"{step['kind']}_days"] = step["days"]
    return {name: row.get(name) for name in _FIELDS}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _print_lives(dataset: Dataset, found: list[ControlClaim]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for claim in found:
        console.print(Text(_heading(dataset, claim)))
        for step in claim.steps:
            line = _step_words(dataset, _step(dataset, claim, step))
            console.print(Text(f"  {line}", style="dim"))
        for rival in claim.rivals:
            words = f"  claimed by the other side too: {rival}"
            console.print(Text(words, style="dim"))
        if claim.contradicted_by:
            words = f"  contradicted soon after by {claim.contradicted_by}"
            console.print(Text(words, style="dim"))
    if not found:
        console.print(Text("no claim"))


def _heading(dataset: Dataset, claim: ControlClaim) -> str:
    from controlmap.domain.model import EVENTS

    joint = " | " if claim.holding.status == "contested" else " and "
    by = joint.join(_name(dataset, side) for side in claim.holding.sides)
    lost = " and ".join(_name(dataset, side) for side in claim.losers)
    said = " ".join(
        filter(
            None,
            (
                EVENTS[claim.event].label,
                by and f"by {by}",
                lost and f"from {lost}",
            ),
        )
    )
    fate = claim.fate.value.replace("_", " ")
    name = dataset.places[claim.place_id].name
    return f"{claim.day or 'undated'}  {name}: {said}: {fate}"


def _name(dataset: Dataset, side: Side) -> str:
    lead = dataset.actors[side[0]]
    more = " and others" if len(side) > 1 else ""
    return (lead.abbreviation or lead.name) + more


def _step_words(dataset: Dataset, step: dict[str, Any]) -> str:
    kind = step["kind"].replace("_", " ")
    if step["publisher"]:
        perspective = dataset.actors.get(step["perspective"])
        side = perspective.name if perspective else step["perspective"]
        by = f"{step['publisher']} ({side})"
    else:
        by = "nobody named"
    if step["claimed_by"]:
        by += f", citing {step['claimed_by']}"
    return f"{kind:<10} {step['on'] or 'undated':<10}  {by}{_after(step)}"


def _after(step: dict[str, Any]) -> str:
    """How long it took, after the event or after the claim."""
    if step["days"] is None:
        return ""
    since = "event" if step["kind"] == "claimed" else "claim"
    days = step["days"]
    count = "same day as" if days == 0 else f"{abs(days)} day{'s' * (abs(days) > 1)}"
    if days == 0:
        return f", {count} the {since}"
    return f", {count} {'after' if days > 0 else 'before'} the {since}"
