"""Whether a file is what its inputs give: built again from its own manifest."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlmap.build import Atlas
from controlmap.errors import ManifestError
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.timeline import Span
from controlmap.io.dataset import hash_inputs, read_dataset
from controlmap.io.layers import write_layers
from controlmap.io.manifest import read_manifest, sha256_of, without_manifest
from controlmap.render.coverage_page import render_coverage
from controlmap.render.style import MapStyle, Phase, SocialCard
from controlmap.timelines import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from controlmap.domain.manifest import Manifest
    from controlmap.geometry.disagreement_layers import DisagreementLayers
    from controlmap.geometry.layers import Layers

_DAYS = frozenset({"first_day", "last_day", "as_of", "start", "day"})
_PAGES = frozenset({"page", "coverage"})
"""Kinds of a page, which has its own hash without the manifest that it carries."""

_OTHER_BUILD = (
    "the same inputs and version give other bytes here: the code or a library under "
    "it is another build"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file is what its inputs give.

    Attributes
    ----------
    reasons : tuple of str
        Why it is not; empty where it is.
    """

    reasons: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether building again gives the same bytes."""
        return not self.reasons


def verify(
    path: Path | str,
    folder: Path | str,
    *,
    on_day: Callable[[int, int], None] = quiet,
) -> Verdict:
    """Whether building again from the same inputs gives the same bytes.

    It is built again only where inputs and version are those of the manifest, and the
    file is as it was written: the bytes differ otherwise.

    Parameters
    ----------
    path : Path or str
        A page, a GeoPackage, or another file with a ``manifest.json`` beside it.
    folder : Path or str
        The data.
    on_day : callable
        Told after each change day how many are done, of how many.

    Raises
    ------
    ManifestError
        If it carries no manifest, or one that cannot be carried out.
    DatasetError
        If the data are the same and break a rule.
    """
    path = Path(path)
    manifest = read_manifest(path)
    reasons = (
        *_changed_files(path, manifest),
        *_changed_inputs(path, manifest, Path(folder)),
    )
    if reasons:
        return Verdict(reasons)
    try:
        made = _Again(manifest, Path(folder), on_day)
        is_same = made.is_same(path)
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestError(f"{path}: a manifest that asks for {error}") from error
    if is_same:
        return Verdict()
    if manifest.files:
        return Verdict((_OTHER_BUILD,))
    return Verdict((f"the file was changed, or {_OTHER_BUILD}",))


def _changed_files(path: Path, manifest: Manifest) -> Iterator[str]:
    """What is not as it was written."""
    for name, digest in manifest.files.items():
        if manifest.kind in _PAGES and name == "page":
            content = without_manifest(path.read_bytes().decode("utf-8", "replace"))
            if sha256_of(content.encode()) != digest:
                yield "the file was changed since it was written"
            continue
        beside = path.with_name(Path(name).name)
        if not beside.is_file():
            yield f"{beside.name} is missing"
        elif sha256_of(beside.read_bytes()) != digest:
            yield f"{beside.name} was changed since it was written"


def _changed_inputs(path: Path, manifest: Manifest, folder: Path) -> Iterator[str]:
    """Which inputs are not those of the manifest; whether the version is another."""
    now = hash_inputs(folder)
    for name in sorted({*now, *manifest.inputs}):
        if name not in now:
            yield f"inputs differ: {folder / name} is missing"
        elif name not in manifest.inputs:
            yield f"inputs differ: {folder / name} was not there"
        elif now[name] != manifest.inputs[name]:
            yield f"inputs differ: {folder / name}"
    if manifest.recipe:
        recipe = path.with_name(Path(str(manifest.recipe.get("file"))).name)
        digest = manifest.recipe.get("sha256")
        if recipe.is_file() and sha256_of(recipe.read_bytes()) != digest:
            yield f"inputs differ: {recipe}"
    if manifest.controlmap != version("controlmap"):
        yield (
            f"version differs: made with controlmap {manifest.controlmap}, this is "
            f"{version('controlmap')}"
        )


class _Again:
    """Builds what a manifest speaks of once more."""

    def __init__(
        self, manifest: Manifest, folder: Path, on_day: Callable[[int, int], None]
    ) -> None:
        self._manifest = manifest
        self._on_day = on_day
        wanted = dict(manifest.parameters)
        only = wanted.pop("only_sources", ())
        dataset = read_dataset(folder)
        if only:
            dataset = dataset.only(sources=only)
        self._span = Span(**_values(Span, wanted))
        self._atlas = Atlas(dataset, zone=manifest.zone, inference=self._span.inference)

    def is_same(self, path: Path) -> bool:
        """Whether a file, and what goes with it, has the same bytes."""
        kinds = {"page": self._page, "coverage": self._coverage}
        return kinds.get(self._manifest.kind, self._layers)(path)

    def _coverage(self, path: Path) -> bool:
        """Whether a page of coverage has the same bytes."""
        span, output = self._span, self._manifest.output
        coverage = self._atlas.coverage(
            span.first_day,
            span.last_day,
            on=output["on"],
            as_of=span.as_of,
            by=span.by,
            policy=span.policy,
        )
        manifest = self._atlas.coverage_manifest(coverage, by=span.by)
        manifest = manifest.with_output(format=output["format"])
        page = render_coverage([coverage], manifest=manifest)
        return path.read_bytes() == page.encode()

    def _page(self, path: Path) -> bool:
        """Whether a page has the same bytes."""
        timeline = self._atlas.timeline_of(self._span, on_day=self._on_day)
        output, recipe = dict(self._manifest.output), self._manifest.recipe
        assets = output.pop("assets", "inline")
        style = MapStyle(**_values(MapStyle, output))
        if assets == "inline":
            page = timeline.to_html(style=style, recipe=recipe)
            return path.read_bytes() == page.encode()
        (name,) = (n for n in self._manifest.files if n.endswith(".js"))
        stem = name.removesuffix(".js")
        made = timeline.to_sidecar(stem, style=style, recipe=recipe)
        page = made.pop(f"{stem}.html")
        return path.read_bytes() == page.encode() and all(
            path.with_name(name).read_bytes() == text.encode()
            for name, text in made.items()
        )

    def _layers(self, path: Path) -> bool:
        """Whether all files of layers have the same bytes."""
        layers: Layers | DisagreementLayers
        if self._manifest.kind == "layers-of-day":
            layers = self._atlas.layers_of(self._span)
        elif self._manifest.kind == "disagreements":
            layers = self._atlas.disagreements_of(self._span)
        elif self._manifest.kind == "layers-of-range":
            series = self._atlas.timeline_of(self._span, on_day=self._on_day)
            layers = series.layers()
        else:
            raise ValueError(f"a {self._manifest.kind!r}")
        with tempfile.TemporaryDirectory(prefix="controlmap-verify-") as scratch:
            form = str(self._manifest.output["format"])
            made = write_layers(layers, scratch, form)
            return all(
                path.with_name(each.name).is_file()
                and path.with_name(each.name).read_bytes() == each.read_bytes()
                for each in made
            )


def _values(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a dataclass's fields, as it wants them."""
    known = {each.name for each in fields(kind)}
    if unknown := sorted(set(given) - known):
        raise ValueError(f"{', '.join(unknown)}, which this controlmap does not know")
    return {name: _value(name, value) for name, value in given.items()}


def _value(name: str, value: object) -> object:
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    if name == "inference" and isinstance(value, dict):
        return InferenceParameters(**value)
    if name == "card" and isinstance(value, dict):
        return SocialCard(**_values(SocialCard, value))
    if name == "phases" and isinstance(value, list):
        return tuple(Phase(**_values(Phase, each)) for each in value)
    return tuple(value) if isinstance(value, list) else value
