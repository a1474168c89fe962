"""Some of the sources: by identifier, perspective, publisher or chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from controlmap.domain.names import close_matches
from controlmap.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controlmap.domain.model import ControlChange, Source


def sources_named(
    sources: Mapping[str, Source], names: Iterable[str]
) -> frozenset[str]:
    """Identifiers of sources, each of which is there.

    Raises
    ------
    UnknownNameError
        If one is not.
    """
    wanted = frozenset(names)
    for source_id in sorted(wanted - set(sources)):
        near = close_matches(source_id, sources)
        reason = "no source of this id; did you mean" if near else "no such source"
        raise UnknownNameError(source_id, reason, near)
    return wanted


def sources_of(
    sources: Mapping[str, Source], perspectives: Iterable[str]
) -> frozenset[str]:
    """Identifiers of the sources of any of some perspectives.

    Parameters
    ----------
    sources : mapping of str to Source
    perspectives : iterable of str
        Blocs or ``independent``; ``publisher:NAME`` and ``chain:NAME`` mean one
        publisher or chain, as it is written in the data.

    Raises
    ------
    UnknownNameError
        If no source is of one of them.
    """
    return frozenset[str]().union(*(_sources_of(sources, p) for p in perspectives))


def _sources_of(sources: Mapping[str, Source], perspective: str) -> frozenset[str]:
    prefix, colon, name = perspective.partition(":")
    field = prefix if colon and prefix in {"publisher", "chain"} else "perspective"
    wanted = name.strip() if field != "perspective" else perspective
    found = frozenset(
        s for s, each in sources.items() if getattr(each, field) == wanted
    )
    if not found:
        known = {getattr(each, field) for each in sources.values()}
        near = known if field == "perspective" else close_matches(wanted, known)
        reason = f"no source has this {field}"
        if near:
            reason += "; there is" if field == "perspective" else "; did you mean"
        raise UnknownNameError(wanted, reason, sorted(near))
    return found


def heard_alone(
    changes: Iterable[ControlChange], wanted: frozenset[str]
) -> tuple[ControlChange, ...]:
    """Records of some sources; what another source denies stands among them.

    Parameters
    ----------
    changes : iterable of ControlChange
    wanted : frozenset of str
        Identifiers of sources.
    """
    return tuple(
        change
        if not change.denied_by or change.denied_by in wanted
        else replace(change, outcome="stands", denied_by="")
        for change in changes
        if change.source.source_id in wanted
    )
