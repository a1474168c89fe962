"""How to cite a map or an export: a line, BibTeX, and CSL-JSON, from its manifest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from controlmap.domain.manifest import Manifest

_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "{}%&#_$"},
}
_NOT_PRINTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+"
)
_DIGITS = 12
"""Of a hash, so many are printed: enough to tell two states of the data apart."""


def citation_line(manifest: Manifest) -> str:
    """One line that says what it is, of which days, from which data, made by what."""
    return f"{_title(manifest)}. {_note(manifest)}."


def bibtex(manifest: Manifest) -> str:
    """BibTeX entry of the type ``misc``."""
    entry = {"title": f"{{{_escaped(_title(manifest))}}}"}
    entry["howpublished"] = _escaped(f"Made with controlmap {manifest.controlmap}")
    entry["note"] = _escaped(_note(manifest))
    lines = (f"  {name} = {{{_printed(value)}}}" for name, value in entry.items())
    return f"@misc{{{_key(manifest)},\n" + ",\n".join(lines) + "\n}"


def csl_item(manifest: Manifest) -> dict[str, Any]:
    """Item of CSL-JSON.

    References
    ----------
    https://github.com/citation-style-language/schema
    """
    return {
        "id": _key(manifest),
        "type": "map" if manifest.kind == "page" else "dataset",
        "title": _title(manifest),
        "version": manifest.inputs_sha256[:_DIGITS],
        "note": f"{_note(manifest)}.",
    }


def _title(manifest: Manifest) -> str:
    return _printed(manifest.title or manifest.dataset or manifest.zone_name)


def _note(manifest: Manifest) -> str:
    first, last = manifest.days
    days = first if first == last else f"{first} to {last}"
    known = f", as known on {manifest.as_of}" if manifest.as_of else ""
    data = f"data: {manifest.dataset}, " if manifest.dataset else "data: "
    count = sum(len(row.get("ids", ())) for row in manifest.sources)
    return _printed(
        f"{manifest.zone_name}, {days}{known}; {data}"
        f"{count} source{'' if count == 1 else 's'}, "
        f"SHA-256 {manifest.inputs_sha256[:_DIGITS]}; "
        f"controlmap {manifest.controlmap}, policy {manifest.policy}"
    )


def _key(manifest: Manifest) -> str:
    first, last = manifest.days
    zone = re.sub(r"[^A-Za-z0-9-]", "-", manifest.zone)
    return f"controlmap-{zone}-{first}-{last}-{manifest.inputs_sha256[:8]}"


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in text)


def _printed(text: str) -> str:
    """Text without what is no letter or would act on a terminal."""
    return _NOT_PRINTED.sub(" ", text).strip()
