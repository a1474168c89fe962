"""Manifests: made of a series or layers, and read back from what carries them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlmap.domain.manifest import MANIFEST_ID, Manifest, plain, source_lines
from controlmap.errors import ManifestError
from controlmap.geometry.timeline import Series, Span
from controlmap.io.geopackage import metadata_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Zone

SIDECAR = "manifest.json"
"""Manifest beside files that have no room for it."""

_BLOCK = re.compile(
    rf'<script type="application/json" id="{MANIFEST_ID}">(.*?)</script>\n', re.DOTALL
)


def sha256_of(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def manifest_of_series(
    series: Series, kind: str, *, title: str = "", output: object = None
) -> Manifest:
    """Manifest of what is made of a series.

    Parameters
    ----------
    series : Series
    kind : str
        As `Manifest` has it.
    title : str
        Title of the thing; that of the data set if empty.
    output : object
        What else was chosen, a dataclass or a mapping.
    """
    named = (
        change_id
        for spells in series.answers.values()
        for _, state in spells
        for change_id in (
            *state.evidence,
            *state.against,
            *(presence.change_id for presence in state.presence),
        )
    )
    return _manifest(
        series.dataset,
        series.zone,
        kind=kind,
        title=title or series.dataset.title,
        parameters=parameters_of(series),
        change_ids=named,
    ).with_output(**(plain(output) or {}))


def manifest_of_day(
    dataset: Dataset,
    zone: Zone,
    span: Span,
    evidence: Iterable[str],
    *,
    kind: str = "layers-of-day",
) -> Manifest:
    """Manifest of the layers of a day.

    Parameters
    ----------
    dataset : Dataset
    zone : Zone
    span : Span
    evidence : iterable of str
        For each place the records for its answer, with ``;`` between them.
    kind : str
        As `Manifest` has it.
    """
    return _manifest(
        dataset,
        zone,
        kind=kind,
        title=dataset.title,
        parameters=plain(span),
        change_ids=(i for text in evidence for i in text.split(";") if i),
    )


def parameters_of(series: Series) -> dict[str, Any]:
    """Fields of the span that a series was made for, as plain values.

    A field of `Span` that `Series` does not have stands with its default.
    """
    return {
        each.name: plain(getattr(series, each.name, None))
        if hasattr(series, each.name)
        else plain(None if each.default is MISSING else each.default)
        for each in fields(Span)
    }


def _manifest(
    dataset: Dataset,
    zone: Zone,
    *,
    kind: str,
    title: str,
    parameters: dict[str, Any],
    change_ids: Iterable[str],
) -> Manifest:
    cited = {dataset.changes_by_id[i].source.source_id for i in change_ids}
    cited |= {claim.source.source_id for claim in dataset.claims}
    return Manifest(
        kind=kind,
        title=title,
        dataset=dataset.title,
        zone=zone.zone_id,
        zone_name=zone.name,
        controlmap=version("controlmap"),
        parameters={**parameters, "only_sources": list(dataset.only_sources)},
        inputs=dict(sorted(dataset.inputs.items())),
        sources=source_lines(dataset.sources[source_id] for source_id in cited),
        licences=dataset.licences,
    )


def read_manifest(path: Path | str) -> Manifest:
    """Manifest that a page or a GeoPackage carries, or that lies beside a file.

    Raises
    ------
    ManifestError
        If there is none, or it cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise ManifestError(f"{path}: no such file")
    try:
        return Manifest.from_dict(_values(path))
    except ManifestError as error:
        raise ManifestError(f"{path}: {error}") from None


def without_manifest(page: str) -> str:
    """Text of a page without its manifest."""
    return _BLOCK.sub("", page, count=1)


def _values(path: Path) -> object:
    if path.suffix == ".html":
        found = _BLOCK.search(path.read_text("utf-8", errors="replace"))
        return _parsed(found[1] if found else "")
    if path.suffix == ".gpkg":
        return _parsed(metadata_of(path))
    beside = path if path.name == SIDECAR else path.with_name(SIDECAR)
    values = _parsed(beside.read_text("utf-8") if beside.is_file() else "")
    is_listed = isinstance(values, dict) and path.name in (values.get("files") or {})
    if path != beside and not is_listed:
        raise ManifestError(f"{beside.name} beside it does not speak of it")
    return values


def _parsed(text: str) -> object:
    if not text:
        raise ManifestError(
            f"it carries no manifest; pages, GeoPackages and what has a {SIDECAR} "
            "beside it do"
        )
    try:
        return json.loads(text)
    except ValueError:
        raise ManifestError("its manifest is no JSON") from None
