"""Writing files whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def replace_file(source: Path, target: Path) -> Path:
    """Target, replaced by the source in one step; both on one file system."""
    return source.replace(target)


def write_text(path: Path | str, text: str) -> Path:
    """File with this text, UTF-8, written beside it first and then renamed."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path | str, content: bytes) -> Path:
    """File with this content, written beside it first and then renamed."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as scratch:
        draft = Path(scratch) / path.name
        draft.write_bytes(content)
        return replace_file(draft, path)
