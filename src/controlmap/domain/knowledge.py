"""Which records count, seen from a day on which somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from controlmap.domain.dates import Window
    from controlmap.domain.model import ControlChange, Source


def is_known(reported: Window | None, as_of: date | None) -> bool:
    """Whether something reported in a window is known at the end of a day.

    It is from the latest day of the window on; without such a day, only where all
    that is known is asked for.
    """
    if as_of is None:
        return True
    return (
        reported is not None
        and reported.latest is not None
        and reported.latest <= as_of
    )


def is_refuted(
    change: ControlChange, sources: Mapping[str, Source], as_of: date | None
) -> bool:
    """Whether a record is denied or premature, and that is known."""
    if change.outcome == "stands":
        return False
    denial = sources.get(change.denied_by)
    return is_known(denial.published if denial else None, as_of)


def records_that_count(
    changes: Iterable[ControlChange],
    sources: Mapping[str, Source],
    as_of: date | None = None,
) -> tuple[ControlChange, ...]:
    """Records known by a day, without the superseded, denied and premature ones.

    Parameters
    ----------
    changes : iterable of ControlChange
    sources : mapping of str to Source
        For the day on which a denial was published.
    as_of : date or None
        End of this day; None for all that is known.
    """
    known = [change for change in changes if is_known(change.reported, as_of)]
    superseded = {change.supersedes for change in known if change.supersedes}
    return tuple(
        change
        for change in known
        if change.change_id not in superseded and not is_refuted(change, sources, as_of)
    )
