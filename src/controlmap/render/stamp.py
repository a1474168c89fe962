"""What Matplotlib's files must leave out to be the same from run to run."""

from __future__ import annotations

from typing import Any

NO_STAMP: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""Metadata of each format, without time or version."""
