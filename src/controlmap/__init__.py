"""Dated, sourced reports of who holds which place, turned into maps."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from controlmap.build import Atlas
    from controlmap.domain.dataset import ControlState, Dataset
    from controlmap.errors import ControlMapError, DatasetError, Issue
    from controlmap.io.dataset import check_dataset, read_dataset
    from controlmap.io.geocode.offline import GazetteerGeocoder
    from controlmap.io.layers import write_layers
    from controlmap.render.card import card
    from controlmap.render.page import ControlTimeline
    from controlmap.render.style import MapStyle
    from controlmap.timelines import Timeline, save_map

__all__ = [
    "Atlas",
    "ControlMapError",
    "ControlState",
    "ControlTimeline",
    "Dataset",
    "DatasetError",
    "GazetteerGeocoder",
    "Issue",
    "MapStyle",
    "Timeline",
    "card",
    "check_dataset",
    "read_dataset",
    "save_map",
    "write_layers",
]

_HOMES = {
    "Atlas": "controlmap.build",
    "ControlMapError": "controlmap.errors",
    "ControlState": "controlmap.domain.dataset",
    "ControlTimeline": "controlmap.render.page",
    "Dataset": "controlmap.domain.dataset",
    "DatasetError": "controlmap.errors",
    "GazetteerGeocoder": "controlmap.io.geocode.offline",
    "Issue": "controlmap.errors",
    "MapStyle": "controlmap.render.style",
    "Timeline": "controlmap.timelines",
    "card": "controlmap.render.card",
    "check_dataset": "controlmap.io.dataset",
    "read_dataset": "controlmap.io.dataset",
    "save_map": "controlmap.timelines",
    "write_layers": "controlmap.io.layers",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first used, so that the package loads at once."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'controlmap' has no attribute {name!r}")
