"""Rows appended to tables of a data folder, checked with all else before it is written.

A file keeps its bytes: the row goes behind them, in the file's own order of columns and
with its own line ends.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.errors import ControlMapError
from controlmap.io.dataset import Checked, check_dataset
from controlmap.io.files import replace_all

if TYPE_CHECKING:
    from collections.abc import Container, Mapping


_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Addition:
    """Files with a row more, not yet written, and what a check of all data says.

    Attributes
    ----------
    found, contents : mapping of Path to bytes
        What each file held, and what it is to hold.
    lines : mapping of Path to int
        Line on which the row of each file is to stand.
    checked : Checked
        The data set with the rows in it, and every problem of it.
    """

    found: Mapping[Path, bytes]
    contents: Mapping[Path, bytes]
    lines: Mapping[Path, int]
    checked: Checked

    def write(self) -> None:
        """Write the files: all of them, or on an error none.

        Raises
        ------
        ControlMapError
            If a file is no longer what it was when the rows were checked.
        """
        for path, content in self.found.items():
            if path.read_bytes() != content:
                raise ControlMapError(f"{path} has changed meanwhile; try again")
        replace_all(self.contents)


def draft_addition(folder: Path, rows: Mapping[str, Mapping[str, str]]) -> Addition:
    """Addition of a row to some tables of a data folder; nothing in it is written.

    Parameters
    ----------
    folder : Path
    rows : mapping of str to mapping
        By the name of the table, such as ``sources``, the values of the new row by
        column; those left out are empty.
    """
    found, contents, lines = {}, {}, {}
    for name, row in rows.items():
        path = folder / f"{name}.csv"
        found[path] = path.read_bytes()
        contents[path] = with_row(found[path], row)
        lines[path] = len(_LINE_END.findall(contents[path]))
    with tempfile.TemporaryDirectory() as scratch:
        for path in folder.iterdir():
            if path.is_file():
                shutil.copyfile(path, Path(scratch) / path.name)
        for path, content in contents.items():
            (Path(scratch) / path.name).write_bytes(content)
        checked = check_dataset(scratch)
    return Addition(found, contents, lines, checked)


def with_row(table: bytes, row: Mapping[str, str]) -> bytes:
    """Bytes of a CSV file with a row behind its last.

    Raises
    ------
    ControlMapError
        If a column is not in the file's header, or a value has a line break or cannot
        be written as UTF-8.
    """
    for column, value in row.items():
        if "\n" in value or "\r" in value:
            raise ControlMapError(f"{column}: has a line break; remove it")
    found = _LINE_END.search(table)
    line_end = found[0].decode() if found else "\n"
    first = (table[: found.start()] if found else table).decode("utf-8-sig")
    header = next(csv.reader([first]))
    written = io.StringIO(newline="")
    try:
        writer = csv.DictWriter(written, header, restval="", lineterminator=line_end)
        writer.writerow(row)
        added = written.getvalue().encode()
    except ValueError as error:  # another column, or a lone surrogate
        raise ControlMapError(f"the row cannot be written: {error}") from error
    is_open = not table.endswith((b"\n", b"\r"))
    return table + line_end.encode() * is_open + added


def make_change_id(
    source_id: str, place_id: str, event: str, taken: Container[str]
) -> str:
    """Identifier for a record that no other has.

    Examples
    --------
    >>> make_change_id("wire-2020", "upper-mill", "entered_partly", set())
    'wire-2020-upper-mill-entered-partly'
    >>> make_change_id("wire", "mill", "held", {"wire-mill-held", "wire-mill-held-2"})
    'wire-mill-held-3'
    """
    stem = f"{source_id}-{place_id}-{event.replace('_', '-')}"
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
