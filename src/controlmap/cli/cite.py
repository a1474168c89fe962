"""``controlmap cite``: how to cite a map or an export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.output import AsJson, print_json


def cite(
    file: Annotated[
        Path, typer.Argument(help="A page, a GeoPackage, or a file of layers.")
    ],
    as_bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the line to cite a map or an export by, or its BibTeX or CSL-JSON."""
    if as_bibtex and as_json:
        raise typer.BadParameter("--bibtex or --json, not both", param_hint="--bibtex")
    from controlmap.domain.citation import bibtex, citation_line, csl_item
    from controlmap.io.manifest import read_manifest

    manifest = read_manifest(file)
    if as_json:
        print_json([csl_item(manifest)])
    else:
        print(bibtex(manifest) if as_bibtex else citation_line(manifest))
