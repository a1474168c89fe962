"""The committed maps are what their own manifests say, and only from these data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from controlmap.verify import verify

ROOT = Path(__file__).parent.parent
MAPS = sorted(path.with_suffix(".html") for path in (ROOT / "maps").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_a_committed_map_is_what_its_inputs_give(path):
    assert verify(path, ROOT / "data").reasons == ()


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_one_byte_of_the_inputs_is_enough_for_a_no(path, tmp_path):
    for each in (ROOT / "data").iterdir():
        shutil.copy(each, tmp_path)
    changed = tmp_path / "control_changes.csv"
    content = changed.read_bytes()
    other = b"!" if content[-2:-1] != b"!" else b"."
    changed.write_bytes(content[:-2] + other + content[-1:])
    assert verify(path, tmp_path).reasons == (f"inputs differ: {changed}",)
