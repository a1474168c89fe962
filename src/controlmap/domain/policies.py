"""Policies: which reports count where not all are believed alike.

A policy looks at one turn of control at a time, from the first on, and gives the
reports of it that are set aside. The history is then read again without them, until it
sets nothing more aside. So a policy only removes reports, and to apply it twice changes
nothing. Records that no longer count anyway (superseded, denied) never reach it, and
presence, which decides nothing, is none of its business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.answer import Certainty
from controlmap.domain.evidence import certainty
from controlmap.domain.history import Chronicle
from controlmap.domain.turns import Turn, turns
from controlmap.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from controlmap.domain.actors import Alliances
    from controlmap.domain.happening import Happening
    from controlmap.domain.model import Source
    from controlmap.domain.reports import Report
    from controlmap.domain.turns import Account

    Policy = Callable[[Turn], tuple[Report, ...]]

MERGED = "merged"


def merged(turn: Turn) -> tuple[Report, ...]:  # noqa: ARG001 - as every policy
    """All reports count, and the order of events alone settles what differs."""
    return ()


def corroborated(turn: Turn) -> tuple[Report, ...]:
    """Only confirmed changes flip a place.

    Reports that would end the holder carried are set aside unless they are confirmed,
    in the sense of `controlmap.domain.evidence.certainty`, by all that tell of this
    holder before another one comes. Reports of a dispute are weighed holder by holder.
    Where nothing is carried yet, the first report of a state (held, clashes) counts, as
    it changes nothing; a first change has to be confirmed like any other.
    """
    aside = [
        report
        for account in turn.accounts
        if turn.ends(account.holding) and not _is_confirmed(account, turn)
        for report in account.reports
    ]
    return tuple(r for r in aside if not (turn.is_first and r.is_span))


def adverse(turn: Turn) -> tuple[Report, ...]:
    """A party's outlet counts only against its own side.

    Reports of a source whose perspective is a bloc that gains by what they say are set
    aside, unless a source that does not gain tells the same event. An independent
    source gains by nothing. Who controls a place gains; where forces contest or share
    it, those do that did not hold it before.
    """
    return tuple(
        report
        for event in turn.events
        for account in turn.accounts_of(event.reports)
        if all(_gains(report, account, turn) for report in account.reports)
        for report in account.reports
    )


POLICIES: Mapping[str, Policy] = {
    MERGED: merged,
    "corroborated": corroborated,
    "adverse": adverse,
}
"""Every policy by its name, the default first."""


def policy_named(name: str) -> Policy:
    """Policy of a name.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if name not in POLICIES:
        raise UnknownNameError(name, "no such policy; there is", POLICIES)
    return POLICIES[name]


def settle(
    reports: Sequence[Report],
    sources: Mapping[str, Source],
    alliances: Alliances,
    policy: str = MERGED,
) -> tuple[tuple[Happening, ...], tuple[Report, ...]]:
    """Events of one place under a policy, and the reports that it sets aside.

    Parameters
    ----------
    reports : sequence of Report
        Those that set control and count.
    sources : mapping of str to Source
    alliances : Alliances
    policy : str
        One of ``POLICIES``.

    Returns
    -------
    happenings : tuple of Happening
        In order.
    aside : tuple of Report
        By valid time.

    Raises
    ------
    UnknownNameError
        If there is no such policy.
    """
    weigh = policy_named(policy)
    left = list(reports)
    aside: list[Report] = []
    while True:
        happenings = Chronicle(left, alliances, sources).happenings
        if weigh is merged:
            return happenings, ()
        found = _first_set_aside(turns(happenings, sources, alliances), weigh)
        if not found:
            return happenings, tuple(sorted(aside, key=lambda r: r.sort_key))
        aside += found
        gone = {report.change.change_id for report in found}
        left = [report for report in left if report.change.change_id not in gone]


def _first_set_aside(all_turns: Sequence[Turn], weigh: Policy) -> tuple[Report, ...]:
    """Reports of the first turn of which a policy sets any aside."""
    return next((found for turn in all_turns if (found := weigh(turn))), ())


def _is_confirmed(account: Account, turn: Turn) -> bool:
    voices = map(turn.source_of, account.reports)
    found = certainty(voices, account.gaining, account.losing)
    return found is Certainty.CONFIRMED


def _gains(report: Report, account: Account, turn: Turn) -> bool:
    """Whether a report's source speaks for a bloc that gains by what is told."""
    gaining = account.gaining
    if account.holding.status is report.change.status == "controlled":
        gaining |= turn.blocs(report.change.controllers)
    return turn.source_of(report).perspective in gaining
