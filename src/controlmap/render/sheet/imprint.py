"""What stands below a map: whose reports it is drawn from, by which rule, licences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from controlmap.render.scene import answer_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from controlmap.domain.answer import PlaceState
    from controlmap.geometry.timeline import Series
    from controlmap.render.sheet.words import Words

_NAMED = 5
"""Publishers that are named, those of the most reports first."""

_RULE_WORDS = "inference."


def imprint_of(series: Series, words: Words, day: date | None) -> str:
    """Sources and licences of what is drawn on a day, or on all days of a series."""
    if day is None:
        answers = [answer for spells in series.answers.values() for _, answer in spells]
    else:
        answers = [answer_on(series, place_id, day) for place_id in series.answers]
    parts = [
        words("cells_note"),
        words(_RULE_WORDS + series.inference.rule),
        _reports(series, words, answers),
    ]
    if series.as_of is not None:
        parts.append(words("as_of_known", day=words.day(series.as_of)))
    if series.dataset.licences:
        names = "; ".join(series.dataset.licences)
        parts.append(words("licences_are", names=names))
    return " ".join(filter(None, parts))


def _reports(series: Series, words: Words, answers: Iterable[PlaceState]) -> str:
    """How many reports, of whom."""
    used = {record for answer in answers for record in answer.evidence}
    used |= {post.change_id for answer in answers for post in answer.presence}
    dataset = series.dataset
    sources = [
        dataset.changes_by_id[record].source.source_id for record in sorted(used)
    ]
    if not sources:
        return ""
    publishers = Counter(dataset.sources[source].publisher for source in sources)
    ordered = sorted(publishers, key=lambda name: (-publishers[name], name))
    return words(
        "drawn_from",
        reports=words.number(len(used)),
        sources=words.number(len(set(sources))),
        publishers=words.number(len(publishers)),
        names=", ".join(ordered[:_NAMED]),
    )
