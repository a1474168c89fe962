"""Rows of a payload that say who reports what: sources, actors, links, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from controlmap.render.palette import conventional_colours, safe_colours
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.dates import Window
    from controlmap.render.numbering import Numbering


def source_rows(dataset: Dataset, names: Numbering) -> list[list[object]]:
    """One row a source that is cited, in the order of their numbers."""
    return [
        [
            source.publisher,
            source.title,
            safe_url(source.url),
            _text(source.published),
            names.actor(source.perspective),
            source.licence,
        ]
        for source in (dataset.sources[key] for key in names.sources)
    ]


def chain_columns(dataset: Dataset, names: Numbering) -> dict[str, object]:
    """Chains that sources are of, and a column that says which each source is of."""
    told = [dataset.sources[key].chain for key in names.sources]
    chains = sorted(set(told))
    number = {chain: i for i, chain in enumerate(chains)}
    return {"chains": chains, "chain": encode_vlq(number[chain] for chain in told)}


def link_rows(dataset: Dataset, names: Numbering) -> list[list[object]]:
    """One row a relation of two parties, in the order in which they are looked up."""
    return [
        [
            names.actor(link.actor_id),
            link.relation,
            names.actor(link.target_id),
            names.day(link.valid.earliest),
            names.day(link.valid.latest),
        ]
        for link in dataset.alliances.links
    ]


def actor_rows(dataset: Dataset, names: Numbering) -> list[list[object]]:
    """One row an actor that is named, in the order of their numbers.

    Raises
    ------
    RecipeError
        If a colour is not written ``#rrggbb``.
    """
    safe, conventional = safe_colours(dataset), conventional_colours(dataset)
    rows: list[list[object]] = []
    for key in names.actors:
        actor = dataset.actors[key]
        rows.append(
            [
                actor.actor_id,
                actor.name,
                actor.name_ar,
                actor.abbreviation,
                safe[key],
                conventional[key],
            ]
        )
    return rows


def claim_rows(dataset: Dataset, names: Numbering) -> list[list[object]]:
    """One row a reported total, in file order."""
    return [
        [
            names.actor(claim.actor_id),
            claim.quantity,
            claim.value,
            claim.unit,
            claim.area_name,
            claim.valid.text,
            _text(claim.reported),
            names.source(claim.source.source_id),
            claim.source.locator,
            claim.note,
        ]
        for claim in dataset.claims
    ]


def safe_url(url: str) -> str:
    """Give the URL if it is http or https and plainly written, else nothing.

    Examples
    --------
    >>> safe_url("https://example.org/a?b=1")
    'https://example.org/a?b=1'
    >>> safe_url("javascript:alert(1)")
    ''
    """
    if any(character.isspace() or not character.isprintable() for character in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _text(window: Window | None) -> str:
    return "" if window is None else window.text
