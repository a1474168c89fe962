"""The manifest that a page carries, as data that no script is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from controlmap.domain.manifest import MANIFEST_ID
from controlmap.render.policy import json_block

if TYPE_CHECKING:
    from controlmap.domain.manifest import Manifest


def with_manifest(page: str, manifest: Manifest | None) -> str:
    """Give the page with its manifest after the title; as it is without one.

    The hash of the page itself, without the manifest, goes with those of other files.

    Parameters
    ----------
    page : str
        HTML whose title ends its line.
    manifest : Manifest or None
        What it is made from.
    """
    if manifest is None:
        return page
    digest = hashlib.sha256(page.encode()).hexdigest()
    files = {**manifest.files, "page": digest}
    block = json_block(manifest.with_files(files).to_dict())
    element = f'<script type="application/json" id="{MANIFEST_ID}">{block}</script>\n'
    return page.replace("</title>\n", f"</title>\n{element}", 1)
