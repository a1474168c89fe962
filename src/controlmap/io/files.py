"""Writing files whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def replace_file(source: Path, target: Path) -> Path:
    """Target, replaced by the source in one step; both on one file system."""
    return source.replace(target)


def write_text(path: Path | str, text: str) -> Path:
    """File with this text, UTF-8, written beside it first and then renamed."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path | str, content: bytes) -> Path:
    """File with this content, written beside it first and then renamed."""
    with draft_of(path) as draft:
        draft.write_bytes(content)
    return Path(path)


@contextmanager
def draft_of(path: Path | str) -> Iterator[Path]:
    """Path beside a file, for its new content: it takes the file's place at the end.

    Where an error comes before the end, the file stays as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as scratch:
        draft = Path(scratch) / path.name
        yield draft
        replace_file(draft, path)


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Give some files new contents: all of them, or on an error none.

    Parameters
    ----------
    contents : mapping of Path to bytes
        Each is written beside its file before any is replaced, in this order.
    """
    with ExitStack() as scratch:
        moves = []
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-")
            folder = Path(scratch.enter_context(beside))
            new, old = folder / "new", folder / "old"
            new.write_bytes(content)
            if path.exists():
                old.write_bytes(path.read_bytes())
            moves.append((new, old, path))
        for done, (new, _, path) in enumerate(moves):
            try:
                replace_file(new, path)
            except OSError:
                for _, old, changed in moves[:done]:
                    _restore(old, changed)
                raise


def _restore(old: Path, changed: Path) -> None:
    """Give a file what it held before; nothing where it was not there."""
    if old.exists():
        replace_file(old, changed)
    else:
        changed.unlink()
