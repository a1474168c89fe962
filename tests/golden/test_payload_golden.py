"""The payload of a small war, byte for byte: a page written today must open tomorrow.

After a wanted change, raise the version where old pages no longer hold, write the
golden files anew with ``CONTROLMAP_UPDATE_GOLDEN=1 pytest tests/golden``, and read the
difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from controlmap.render.payload import make_payload
from controlmap.render.style import MapStyle
from controlmap.render.view import make_view
from unit.render.synthetic import FIRST, make_series

GOLDEN = Path(__file__).parent
MUST_WRITE = os.environ.get("CONTROLMAP_UPDATE_GOLDEN") == "1"


def check(name, text):
    """Compare a text with its golden file, or write it."""
    path = GOLDEN / name
    if MUST_WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        f"{name} differs; see {Path(__file__).name}"
    )


def lines(data):
    """JSON with one line for each entry and row."""
    rows = []
    for key, value in data.items():
        if isinstance(value, list) and any(isinstance(row, list) for row in value):
            inner = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            rows.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(rows) + "\n}\n"


def small_series():
    return make_series(14, 8)


def test_payload():
    check("payload.json", lines(make_payload(small_series())))


def test_view():
    view = make_view(make_payload(small_series()), MapStyle(start=FIRST))
    del view["messages"]
    check("view.json", lines(view))
