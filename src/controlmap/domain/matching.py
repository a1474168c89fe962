"""Which entry of a gazetteer a name means in its context, or why none is taken.

A name alone often means several places, and a like name may mean another. So each
candidate is scored by its name and by what else is known of the report: where its
other places lie, which area or zone it names, what kind of place it is of. The score
is the product of these parts. The best one is taken if it scores enough and far
enough above the next; else the candidates are listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.domain.rating import Context, rate, seen_from_far, without_doubles
from controlmap.domain.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.gazetteer import Entry, Gazetteer
    from controlmap.domain.model import Actor
    from controlmap.domain.rating import Candidate
    from controlmap.domain.spelling import Spelling


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a name.

    Attributes
    ----------
    name : str
        As asked.
    reason : str
        ``accepted``, or why nothing was: ``not-found``, ``weak``, ``ambiguous``,
        ``no-point``, ``actor``, ``no-context`` or ``no-name``.
    candidates : tuple of Candidate
        Best first; the first one is taken where the reason is ``accepted``.
    """

    name: str
    reason: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def entry(self) -> Entry | None:
        """The entry that is meant; None where nothing was accepted."""
        return self.candidates[0].entry if self.reason == "accepted" else None


@dataclass(frozen=True, slots=True)
class Limits:
    """When a candidate is taken.

    Attributes
    ----------
    score : float
        Least score.
    lead : float
        By how much the best score must exceed the next, as a ratio.
    listed : int
        Most candidates that a match carries.
    """

    score: float = 0.35
    lead: float = 1.15
    listed: int = 8


_NAME_POWER = 6
_INEXACT = 0.96
_ONLY_NAME = 0.9
"""Without context, none other may be as like as this."""


class Matcher:
    """Decides which entry of a gazetteer a name means.

    Parameters
    ----------
    gazetteer : Gazetteer
    actors : iterable of Actor
        Parties: their names are no places.
    limits : Limits
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        actors: Iterable[Actor] = (),
        limits: Limits | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.limits = limits or Limits()
        self._actors = {
            _exact(spelling_of(name))
            for actor in actors
            for name in (actor.actor_id, actor.name, actor.name_ar, *actor.aliases)
            if name
        }

    def match(self, name: str, context: Context | None = None) -> Match:
        """What a name means in a context."""
        context = context or Context()
        spelling = spelling_of(name)
        if not spelling.key:
            return Match(name, "no-name")
        ranked = self._rank(spelling, context, self.gazetteer.same_key(spelling))
        if not self._is_clear(ranked):
            ranked = self._rank(spelling, context, self.gazetteer.alike(spelling))
        reason = self._reason(spelling, context, ranked)
        return Match(name, reason, tuple(ranked[: self.limits.listed]))

    def _rank(
        self,
        spelling: Spelling,
        context: Context,
        found: Iterable[tuple[Entry, float]],
    ) -> list[Candidate]:
        """Candidates of any score, best first; of one place one record alone."""
        kind = spelling.kind or context.kind
        rated = [
            rate(entry, name if name == 1 else _INEXACT * name, kind, context)
            for entry, name in found
        ]
        rated = seen_from_far(each for each in rated if each.kind)
        rated.sort(key=lambda each: (-each.score, each.entry.entry_id))
        return without_doubles(rated[: 4 * self.limits.listed])

    def _is_clear(self, ranked: list[Candidate]) -> bool:
        """Whether names of the same key decide, so that like ones need no look."""
        return bool(ranked) and ranked[0].near > 0.5 and self._leads(ranked)

    def _leads(self, ranked: list[Candidate]) -> bool:
        best, *others = ranked
        enough = best.score >= self.limits.score
        return enough and (
            not others or best.score >= self.limits.lead * others[0].score
        )

    def _reason(
        self, spelling: Spelling, context: Context, ranked: list[Candidate]
    ) -> str:
        if _exact(spelling) in self._actors and not _has_exact(ranked):
            return "actor"
        if not ranked:
            return "not-found"
        best, *others = ranked
        if not context.says_where:
            return _without_context(best, others)
        if best.score < self.limits.score:
            return "weak"
        if not self._leads(ranked) or _has_sibling(spelling, best.entry, others):
            return "ambiguous"
        return "accepted" if best.entry.is_located else "no-point"


def _has_sibling(asked: Spelling, best: Entry, others: list[Candidate]) -> bool:
    """Whether a name without great, little, north, … fits one of such neighbours."""
    known = spelling_of(best.name)
    if not known.qualifiers or asked.qualifiers:
        return False
    names = (spelling_of(each.entry.name) for each in others)
    return any(
        name.key == known.key and name.qualifiers not in (known.qualifiers, frozenset())
        for name in names
    )


def _without_context(best: Candidate, others: list[Candidate]) -> str:
    """Without context a name is taken only if it is the only one, and exactly so."""
    if best.name < 1:
        return "no-context"
    if any(each.name >= _ONLY_NAME for each in others):
        return "ambiguous"
    return "accepted" if best.entry.is_located else "no-point"


def _exact(spelling: Spelling) -> tuple[str, frozenset[str]]:
    return spelling.key, spelling.qualifiers


def _has_exact(ranked: list[Candidate]) -> bool:
    return any(each.name == 1 for each in ranked)
