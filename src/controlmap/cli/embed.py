"""``controlmap embed``: what an article needs to frame a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import read_optional_day


def embed(
    file: Annotated[
        str, typer.Argument(help="Page of a map; what follows a # in it is kept.")
    ],
    date: Annotated[str, typer.Option(help="Day that the frame shows first.")] = "",
    height: Annotated[int, typer.Option(help="Height of the frame in pixels.")] = 600,
    base_url: Annotated[
        str, typer.Option(help="Address of the folder that the page will lie in.")
    ] = "",
) -> None:
    """Print the HTML that frames a page in an article."""
    name, _, fragment = file.partition("#")
    name, _, query = name.partition("?")
    day = read_optional_day(date, "--date")
    if height < 1:
        raise typer.BadParameter(f"{height} is no height", param_hint="--height")
    from controlmap.errors import RecipeError
    from controlmap.render.social import address_in, iframe_snippet, read_facts

    path = Path(name)
    try:
        facts = read_facts(path.read_text("utf-8"))
    except (RecipeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: no page that 'controlmap' has made") from error
    parts = [part for part in fragment.split("&") if part]
    if day is not None:
        others = [part for part in parts if not part.startswith("date=")]
        parts = [f"date={day.isoformat()}", *others]
    address = address_in(base_url, path.name)
    address += (f"?{query}" if query else "") + (f"#{'&'.join(parts)}" if parts else "")
    print(iframe_snippet(facts, address, height=height))
    print(_about_card(facts.card), file=sys.stderr)


def _about_card(card: str) -> str:
    """Where the page's picture for social networks is, or how it gets one."""
    if not card:
        return "no picture for links: name a day as card in its recipe, and build it"
    if "//" not in card:
        return (
            f"picture for links: {card}; most networks want its whole address: "
            "name the folder of the page as base_url in its recipe"
        )
    return f"picture for links: {card}"
