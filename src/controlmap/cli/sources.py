"""``controlmap sources``: what the record holds of each publisher."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    Data,
    OnlySources,
    Perspective,
    check_choice,
    load,
    read_optional_day,
)
from controlmap.cli.output import (
    AsCsv,
    AsJson,
    check_one_output,
    print_columns,
    print_csv,
    print_json,
)

if TYPE_CHECKING:
    from controlmap.domain.audit import SourceAudit


def sources(
    by: Annotated[
        str, typer.Option(help="List each publisher, chain or perspective.")
    ] = "publisher",
    as_of: AsOf = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    data: Data = DATA,
) -> None:
    """List the publishers, with what the record holds of each and what became of it.

    It measures the record, not the outlet.
    """
    check_choice(by, ("publisher", "chain", "perspective"), "--by")
    check_one_output(as_csv=as_csv, as_json=as_json)
    known = read_optional_day(as_of, "--as-of")
    dataset = load(data, only_sources, perspective)
    from controlmap.domain.audit import CAVEAT, audit
    from controlmap.domain.claims import all_claims

    found = audit(dataset, all_claims(dataset, as_of=known), by=by, as_of=known)
    rows = [_row(row) for row in found]
    if as_json:
        print_json({"by": by, "as_of": as_of or None, "caveat": CAVEAT, "rows": rows})
        return
    if as_csv:
        print_csv(rows, list(rows[0]) if rows else [by])
        print(CAVEAT, file=sys.stderr)
        return
    headings = (by, *_HEADINGS)
    print_columns(headings, [_cells(row) for row in found], texts=2)
    print(CAVEAT)


_HEADINGS = (
    "perspective",
    "publications",
    "records",
    "claims",
    "own gains : losses",
    "in the record",
    "contradicted",
    "median delay",
    "own claims: stood, confirmed, denied, contradicted, open",
)


def _row(found: SourceAudit) -> dict[str, Any]:
    return {
        "name": found.name,
        "perspectives": list(found.perspectives),
        "publishers": list(found.publishers),
        "chains": list(found.chains),
        "publications": found.publications,
        "records": found.records,
        "claims": found.claims,
        "own_gains": found.own_gains,
        "own_losses": found.own_losses,
        "own_gain_share": _rounded(found.own_gain_share),
        "known_gains": found.known_gains,
        "known_losses": found.known_losses,
        "known_gain_share": _rounded(found.known_gain_share),
        "contradicted": found.contradicted,
        "contradicted_share": _rounded(found.contradicted_share),
        "median_delay_days": found.median_delay,
        **{f"own_{fate.value}": count for fate, count in found.own_fates},
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _cells(found: SourceAudit) -> tuple[str, ...]:
    delay = found.median_delay
    return (
        found.name,
        ", ".join(found.perspectives),
        str(found.publications),
        str(found.records),
        str(found.claims),
        _against(found.own_gains, found.own_losses, found.own_gain_share),
        _against(found.known_gains, found.known_losses, found.known_gain_share),
        _of(found.contradicted, found.contradicted_share),
        "–" if delay is None else f"{delay:g}",
        ", ".join(str(count) for _, count in found.own_fates),
    )


def _against(gains: int, losses: int, share: float | None) -> str:
    return "–" if share is None else f"{gains} : {losses} ({share:.0%})"


def _of(count: int, share: float | None) -> str:
    return "–" if share is None else f"{count} ({share:.0%})"
