"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from controlmap.domain.dates import parse_day
from controlmap.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from controlmap.build import Atlas
    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.study_area import StudyArea

Data = Annotated[
    Path, typer.Option("--data", help="Folder of the data package.", metavar="DIR")
]
Day = Annotated[str, typer.Option("--on", help="Day in the world, YYYY-MM-DD.")]
AsOf = Annotated[
    str, typer.Option(help="Only what was known on that day.", metavar="DATE")
]
By = Annotated[str, typer.Option(help="Name the actor or its bloc.", metavar="WHAT")]
OnlySources = Annotated[
    str,
    typer.Option(help="Only these sources: ids, with commas between.", metavar="IDS"),
]
Perspective = Annotated[
    str,
    typer.Option(
        help="Only sources of these perspectives: blocs, independent, publisher:NAME "
        "or chain:NAME, with commas between.",
        metavar="WHOSE",
    ),
]
Policy = Annotated[
    str,
    typer.Option(
        help="How differing reports settle: merged, corroborated, adverse.",
        metavar="POLICY",
    ),
]
Zone = Annotated[
    str, typer.Option(help="Study area; the first of zone.geojson if not named.")
]
FirstDay = Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")]
LastDay = Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")]
DayOrRange = Annotated[str, typer.Option("--on", help="Day in the world, YYYY-MM-DD.")]
RangeStart = Annotated[
    str, typer.Option("--from", help="First day of a range, instead of --on.")
]
RangeEnd = Annotated[
    str, typer.Option("--to", help="Last day of the range, YYYY-MM-DD.")
]
GisFormat = Annotated[
    str, typer.Option("--format", help="geojson, gpkg or geoparquet.")
]
GIS_FORMATS = ("geojson", "gpkg", "geoparquet")
EventFrom = Annotated[
    str, typer.Option("--from", help="Only events of that day or later.")
]
EventTo = Annotated[
    str, typer.Option("--to", help="Only events of that day or earlier.")
]
InferenceRule = Annotated[
    str,
    typer.Option(
        "--rule",
        help="How cells without a report are inferred: nearest-place, nearest-with-age.",
        metavar="RULE",
    ),
]
Language = Annotated[
    str,
    typer.Option(help="Language of the page: en, ar, fr or tr.", metavar="LANGUAGE"),
]
Assets = Annotated[
    str,
    typer.Option(
        help="Script and style inline, or as files beside the page: inline, sidecar.",
        metavar="WHERE",
    ),
]
NEAREST_PLACE = "nearest-place"
DATA = Path("data")
MERGED = "merged"


def read_day(text: str, option: str) -> date:
    """Day of an option.

    Raises
    ------
    typer.BadParameter
        If it is no day.
    """
    try:
        return parse_day(text)
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def read_optional_day(text: str, option: str) -> date | None:
    """Day of an option that may be left out."""
    return read_day(text, option) if text else None


def read_range(first_day: str, last_day: str) -> tuple[date, date]:
    """First and last day of a range.

    Raises
    ------
    typer.BadParameter
        If one is no day, or the last is before the first.
    """
    first, last = read_day(first_day, "--from"), read_day(last_day, "--to")
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")
    return first, last


def read_optional_range(first_day: str, last_day: str) -> Callable[[date | None], bool]:
    """Whether a day lies in a range either end of which may be left out.

    What has no day lies in none but the whole.

    Raises
    ------
    typer.BadParameter
        If one is no day, or the last is before the first.
    """
    first = read_optional_day(first_day, "--from")
    last = read_optional_day(last_day, "--to")
    if first and last and last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")

    def is_inside(day: date | None) -> bool:
        if day is None:
            return first is None and last is None
        return (first is None or first <= day) and (last is None or day <= last)

    return is_inside


def check_choice(value: str, choices: tuple[str, ...], option: str) -> str:
    """Value of an option that has a few.

    Raises
    ------
    typer.BadParameter
        If it is none of them.
    """
    if value not in choices:
        message = f"{value!r} is not one of {', '.join(choices)}"
        raise typer.BadParameter(message, param_hint=option)
    return value


def check_policy(policy: str) -> str:
    """Policy of an option.

    Raises
    ------
    typer.BadParameter
        If there is no such policy.
    """
    from controlmap.domain.policies import POLICIES

    return check_choice(policy, tuple(POLICIES), "--policy")


def load(folder: Path, only_sources: str = "", perspective: str = "") -> Dataset:
    """Checked data set, of some sources or perspectives alone if they are named.

    Meanwhile the garbage collector rests: it would look through all records again and
    again, which takes a fifth of the time, and none of them is garbage.
    """
    gc.disable()
    try:
        from controlmap.io.dataset import read_dataset

        dataset = read_dataset(folder)
    finally:
        gc.freeze()
        gc.enable()
    sources, perspectives = split_list(only_sources), split_list(perspective)
    return dataset.only(sources=sources or None, perspectives=perspectives or None)


def split_list(text: str) -> list[str]:
    """Parts of an option that takes several, with commas between."""
    return [part.strip() for part in text.split(",") if part.strip()]


def atlas_of(dataset: Dataset, zone: str, rule: str = NEAREST_PLACE) -> Atlas:
    """Atlas of the zone that is meant: the one named, else the first.

    Raises
    ------
    typer.BadParameter
        If there is no such rule of inference.
    """
    from controlmap.build import Atlas
    from controlmap.geometry.inference import RULES, InferenceParameters

    check_choice(rule, tuple(RULES), "--rule")
    return Atlas(
        dataset,
        zone=zone or next(iter(dataset.zones), ""),
        inference=InferenceParameters(rule=rule),
    )


def zone_of(dataset: Dataset, zone: str) -> StudyArea:
    """Study area of the zone that is named.

    Raises
    ------
    RecipeError
        If there is no such zone.
    """
    return atlas_of(dataset, zone).study_area


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Progress bar on standard error, told how many are done, of how many.

    Where nobody looks, in a log or a pipe, there is none.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
