"""``controlmap build``: the pages of the recipes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import DATA, Data, load, progress

_MAPS = Path("maps")


def build(
    recipes: Annotated[
        list[Path] | None,
        typer.Argument(help="TOML files; all of maps/ if none is named."),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 if a page would differ."),
    ] = False,
    data: Data = DATA,
) -> None:
    """Build the pages of recipes; of all of maps/, their coverage and index too."""
    chosen = recipes or sorted(_MAPS.glob("*.toml"))
    if not chosen:
        raise typer.BadParameter(f"no recipe named, and none in {_MAPS}/")
    dataset = load(data)
    from controlmap.pages import build_coverage, build_index, build_map, write_maps

    pages: dict[Path, str | bytes] = {}
    built = []
    for recipe in chosen:
        with progress(str(recipe)) as on_day:
            built.append(build_map(dataset, recipe, on_day=on_day))
        pages |= built[-1].files()
    if not recipes:
        coverage = build_coverage(dataset, chosen, _MAPS / "coverage.html")
        pages[coverage.path] = coverage.html
        built.append(coverage)
        pages[_MAPS / "index.html"] = build_index(built)
    if check:
        _compare(pages)
        return
    written = set(write_maps(pages))
    for path, content in pages.items():
        size = len(content.encode() if isinstance(content, str) else content) / 1000
        print(f"{path}  {size:.0f} kB{'' if path in written else '  unchanged'}")


def _compare(pages: dict[Path, str | bytes]) -> None:
    """Say which pages on disk are not what the recipes give; exit 1 if any is."""
    from controlmap.pages import is_up_to_date

    differing = [path for path, made in pages.items() if not is_up_to_date(path, made)]
    for path in differing:
        print(f"{path}: not what its recipe and the data give; run 'controlmap build'")
    if differing:
        raise typer.Exit(1)
    print(f"{len(pages)} pages are up to date")
