"""``controlmap verify``: whether files are what their inputs give."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import DATA, Data, progress


def verify(
    files: Annotated[
        list[Path], typer.Argument(help="Pages, GeoPackages, or files of layers.")
    ],
    data: Data = DATA,
) -> None:
    """Build files again from their inputs and say whether the bytes are the same.

    Exit 1 if one is not the same, and say why.
    """
    from controlmap.verify import verify as verify_file

    is_same = True
    for file in files:
        with progress(str(file)) as on_day:
            verdict = verify_file(file, data, on_day=on_day)
        is_same &= verdict.is_same
        print(f"{file}: {'yes, the same bytes' if verdict.is_same else 'no'}")
        for reason in verdict.reasons:
            print(f"  {reason}")
    if not is_same:
        raise typer.Exit(1)
