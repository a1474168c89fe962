"""``controlmap state``: who held places on a day."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.columns import in_columns
from controlmap.cli.options import (
    DATA,
    MERGED,
    AsOf,
    By,
    Data,
    Day,
    OnlySources,
    Perspective,
    Policy,
    check_choice,
    check_policy,
    load,
    read_day,
    read_optional_day,
)
from controlmap.cli.output import AsJson, print_json
from controlmap.errors import UnknownNameError

if TYPE_CHECKING:
    from controlmap.domain.dataset import ControlState, Dataset


def state(
    places: Annotated[list[str], typer.Argument(help="Names or ids of places.")],
    on: Day,
    as_of: AsOf = "",
    by: By = "actor",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="The evidence card of each place.")
    ] = False,
    as_json: AsJson = False,
    data: Data = DATA,
) -> None:
    """Say who held places at the end of a day, how sure that is, and who says so."""
    check_choice(by, ("actor", "bloc"), "--by")
    day, known = read_day(on, "--on"), read_optional_day(as_of, "--as-of")
    check_policy(policy)
    dataset = load(data, only_sources, perspective)
    found, is_complete = _resolve(dataset, places)
    states = dataset.state_on(day, as_of=known, policy=policy)
    if evidence:
        _print_cards(states, found, as_json=as_json)
    else:
        _print_states(states, found, by, as_json=as_json)
    if not is_complete:
        raise typer.Exit(2)


def _resolve(dataset: Dataset, names: list[str]) -> tuple[list[str], bool]:
    """Identifiers of the places that the names mean, and whether all mean one."""
    found: list[str] = []
    for name in names:
        try:
            found.append(dataset.names.resolve(name).place_id)
        except UnknownNameError as error:
            print(f"controlmap: {error}", file=sys.stderr)
    return found, len(found) == len(names)


def _print_cards(states: ControlState, found: list[str], *, as_json: bool) -> None:
    """Print the evidence card of each place."""
    from controlmap.domain.card import evidence_card

    cards = [evidence_card(states, place_id) for place_id in found]
    if as_json:
        print_json([card.to_dict() for card in cards])
        return
    from rich.console import Console

    from controlmap.render.card_text import card_lines
    from controlmap.render.palette import safe_colours

    colours = safe_colours(states.dataset)
    console = Console(soft_wrap=True, highlight=False)
    for number, card in enumerate(cards):
        if number:
            console.print()
        for line in card_lines(card, colours):
            console.print(line)


def _print_states(
    states: ControlState, found: list[str], by: str, *, as_json: bool
) -> None:
    """Print the answer for each place, with what its surroundings suggest."""
    from controlmap.geometry.place_report import place_reports

    reports = place_reports(states, found, by=by)
    if as_json:
        print_json(reports)
    elif reports:
        _print_table(states.dataset, reports, by)


_HEADINGS = (
    "place",
    "status",
    "held by",
    "since",
    "certainty",
    "last report",
    "rule",
)


def _print_table(dataset: Dataset, reports: list[dict[str, Any]], by: str) -> None:
    """Print a line for each answer, and what belongs to it on lines below."""
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    title = f"end of {reports[0]['on']}"
    if reports[0]["as_of"]:
        title += f", as known on {reports[0]['as_of']}"
    if reports[0]["policy"] != MERGED:
        title += f", policy {reports[0]['policy']}"
    rows = in_columns([_HEADINGS, *(_cells(dataset, report) for report in reports)])
    console.print(Text(title, style="bold"))
    console.print(Text(rows[0], style="italic"))
    for row, report in zip(rows[1:], reports, strict=True):
        console.print(Text(row))
        for note in _notes(dataset, report, by):
            console.print(Text(f"  {note}", style="dim"))


def _cells(dataset: Dataset, report: dict[str, Any]) -> tuple[str, ...]:
    age = report["age_days"]
    ago = (
        ""
        if age is None
        else "that day"
        if age == 0
        else f"{age} day{'s' * (age > 1)} before"
    )
    if report["freshness"] in {"stale", "presumed"}:
        ago += f" ({report['freshness']})"
    joint = " | " if report["status"] in {"contested", "disputed"} else " and "
    return (
        report["name"],
        report["status"].replace("_", " "),
        joint.join(_name(dataset, actor) for actor in report["controllers"]),
        report["since"] or "",
        report["certainty"] or "",
        ago,
        report["rule"],
    )


def _notes(dataset: Dataset, report: dict[str, Any], by: str) -> list[str]:
    """What stands on lines of its own below an answer."""
    notes = []
    if report["status"] == "changing":
        before = _holding_words(dataset, report["before"], by)
        after = _holding_words(dataset, report["after"], by)
        notes.append(f"changing {_window_words(*report['window'])}: {before} → {after}")
    notes += [_presence_words(dataset, presence) for presence in report["presence"]]
    if report["set_aside"]:
        ids = ", ".join(record["change_id"] for record in report["set_aside"])
        notes.append(f"set aside by the policy: {ids}")
    if report["inferred"] is not None:
        notes.append(_inferred_words(dataset, report["inferred"]))
    return notes


def _window_words(first: str | None, last: str | None) -> str:
    if first and last:
        return f"between {first} and {last}"
    return f"from {first} on" if first else f"some day up to {last}"


def _name(dataset: Dataset, actor_id: str) -> str:
    actor = dataset.actors[actor_id]
    return actor.abbreviation or actor.name


def _holding_words(dataset: Dataset, holding: dict[str, Any] | None, by: str) -> str:
    if holding is None or not holding["sides"]:
        return "unknown"
    leads = [side[0] for side in holding["sides"]]
    names = holding["blocs"] if by == "bloc" else leads
    return " and ".join(_name(dataset, each) for each in dict.fromkeys(names))


def _presence_words(dataset: Dataset, presence: dict[str, Any]) -> str:
    parties = ", ".join(_name(dataset, party) for party in presence["side"])
    return f"present, without control: {parties}, reported {presence['last_report']}"


def _inferred_words(dataset: Dataset, inferred: dict[str, Any]) -> str:
    if inferred["rule"] == "no-point":
        return "no point of its own, so its surroundings say nothing"
    if inferred["nearest"] is None:
        return "nothing is observed around it"
    near = dataset.places[inferred["nearest"]].name
    where = f"nearest observed place {near}, {inferred['distance_km']:.1f} km"
    if not inferred["controllers"]:
        return f"too far from what is observed to infer a holder ({where})"
    holder = _name(dataset, inferred["controllers"][0])
    return f"its surroundings suggest {holder}, {inferred['firmness']} ({where})"
