"""Rows of text in columns, for the tables that commands print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def in_columns(rows: Iterable[Sequence[str]]) -> list[str]:
    """Line of each row, its cells below those of the rows before it.

    The last column is as wide as it needs; letters that take two cells count as two.
    """
    from rich.cells import cell_len, set_cell_size

    lines = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(set_cell_size, line, widths)).rstrip() for line in lines]


def print_table(
    console: Console,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """Print rows under a title and the names of their columns, if there are any."""
    from rich.text import Text

    lines = in_columns([head, *rows])
    console.print(Text(title, style="bold"))
    if len(lines) > 1:
        console.print(Text(lines[0], style="italic"))
    for line in lines[1:]:
        console.print(Text(line))
