"""What an evidence card says, in words: the same in a terminal and in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.answer import Freshness
from controlmap.domain.model import EVENTS, Status
from controlmap.domain.policies import MERGED
from controlmap.render.looks import UNKNOWN_COLOUR
from controlmap.render.view import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.answer import Holding
    from controlmap.domain.card import CardReport, EvidenceCard, StripSpell
    from controlmap.domain.model import Side

SECTIONS = {
    "for": "Reports for",
    "against": "Reports against",
    "beside": "Beside them, deciding nothing",
}
"""Headings of the lists of reports, by stance."""

_APART = {Status.CONTESTED: " | ", Status.DISPUTED: " | "}
_SYMBOLS = {
    Status.CONTESTED: "/",
    Status.SHARED: "&",
    Status.CHANGING: "~",
    Status.DISPUTED: "!",
    Status.UNKNOWN: "?",
    Status.NO_RECORD: ".",
}


def title_of(card: EvidenceCard) -> str:
    """Place and day of a card, and how it was asked for."""
    title = f"{card.name}, end of {card.on}"
    if card.as_of:
        title += f", as known on {card.as_of}"
    return title if card.policy == MERGED else f"{title}, policy {card.policy}"


def facts_of(card: EvidenceCard) -> list[tuple[str, str]]:
    """Facts of the answer, each a heading and a text; what is not known is left out.

    Parameters
    ----------
    card : EvidenceCard
    """
    words = messages("en")
    window = "" if _is_one_day(card) else _window_words(card.window)
    names = (card.kind, card.name_ar, card.place_id)
    facts = [
        ("Place", ", ".join(filter(None, names))),
        ("Status", card.status.value.replace("_", " ")),
        ("Held by", sides_words(card, card.sides, card.status)),
        ("Changes from", _holding_words(card, card.before)),
        ("Changes to", _holding_words(card, card.after)),
        ("Since", str(card.since or "")),
        ("When", window),
        ("Certainty", words[f"certainty.{card.certainty}"] if card.certainty else ""),
        ("Last report", _age_words(card)),
        ("Why", words[f"rule.{card.rule}"]),
        ("Broken", words["broken"] if card.is_broken else ""),
    ]
    facts += [
        (
            "Present",
            f"{side_words(card, each.side)}, since {each.since}, "
            f"last reported {each.last_report}",
        )
        for each in card.presence
    ]
    return [(heading, text) for heading, text in facts if text]


def report_words(card: EvidenceCard, report: CardReport) -> tuple[str, str]:
    """What a report says, and who says it where and when."""
    said = f"{report.valid}  {EVENTS[report.event].label}"
    if report.sides:
        said += f": {sides_words(card, report.sides, report.status)}"
    if report.previous:
        said += f", from {side_words(card, report.previous)}"
    if report.place_precision != "exact":
        said += f" ({report.place_precision})"
    locator = f"[{report.locator}]" if report.locator else ""
    told = [
        f"{report.publisher} {locator}".strip(),
        f"perspective {name_of(card, report.perspective)}",
        f"chain {report.chain}",
        f"reported {report.reported or 'on a day not known'}",
        f"claimed by {name_of(card, report.claimed_by)}" if report.claimed_by else "",
        f"confidence {report.confidence}",
        _fate_words(report),
        f"also at {', '.join(report.also_at)}" if report.also_at else "",
    ]
    return said, "; ".join(filter(None, told))


def spell_words(card: EvidenceCard, spell: StripSpell) -> str:
    """Days and holder of a part of the strip."""
    days = str(spell.start)
    if spell.end != spell.start:
        days += f" to {spell.end}"
    return f"{days}  {spell_label(card, spell)}"


def spell_label(card: EvidenceCard, spell: StripSpell) -> str:
    """Status and holder of a part of the strip."""
    status = spell.status.value.replace("_", " ")
    if spell.status is Status.CHANGING:
        ends = (
            _listed(card, each) or "unknown" for each in (spell.before, spell.after)
        )
        return f"{status}: {' → '.join(ends)}"
    named = _listed(card, spell.controllers, _APART.get(spell.status, " and "))
    if spell.status is Status.CONTROLLED:
        return named
    return f"{status}: {named}" if named else status


def colours_of(spell: StripSpell, colours: Mapping[str, str]) -> tuple[str, ...]:
    """Colours of a part of the strip, ``#rrggbb``; none where nobody is recorded.

    Parameters
    ----------
    spell : StripSpell
    colours : mapping
        Of each actor.
    """
    if spell.status is Status.CHANGING:
        ends = (spell.before[:1], spell.after[:1])
        return tuple(colours[e[0]] if e else UNKNOWN_COLOUR for e in ends)
    if spell.status is Status.UNKNOWN:
        return (UNKNOWN_COLOUR,)
    return tuple(colours[each] for each in spell.controllers)


def symbol_of(card: EvidenceCard, spell: StripSpell) -> str:
    """Sign of a part of the strip.

    Letters stand for holders, in order of time; others for what is no one's alone.
    """
    if spell.status is not Status.CONTROLLED:
        return _SYMBOLS[spell.status]
    held = (s for s in card.strip if s.status is Status.CONTROLLED)
    holders = list(dict.fromkeys(each.controllers for each in held))
    return chr(ord("A") + holders.index(spell.controllers) % 26)


def name_of(card: EvidenceCard, actor_id: str) -> str:
    """Short name of a party; what is no party goes by itself."""
    for party in card.parties:
        if party.actor_id == actor_id:
            return party.abbreviation or party.name
    return actor_id


def side_words(card: EvidenceCard, side: Side) -> str:
    """Parties of a side, its leader first."""
    return " + ".join(name_of(card, party) for party in side)


def sides_words(card: EvidenceCard, sides: Iterable[Side], status: Status) -> str:
    """Sides of a holding in words."""
    return _APART.get(status, " and ").join(side_words(card, side) for side in sides)


def _holding_words(card: EvidenceCard, holding: Holding | None) -> str:
    if card.status is not Status.CHANGING:
        return ""
    if holding is None or not holding.sides:
        return "unknown"
    return sides_words(card, holding.sides, holding.status)


def _listed(card: EvidenceCard, parties: Sequence[str], between: str = " and ") -> str:
    return between.join(name_of(card, party) for party in parties)


def _is_one_day(card: EvidenceCard) -> bool:
    return all(end == card.since for end in card.window)


def _window_words(window: Sequence[object]) -> str:
    first, last = window
    if first and last:
        return f"between {first} and {last}"
    if first or last:
        return f"from {first} on" if first else f"some day up to {last}"
    return ""


def _age_words(card: EvidenceCard) -> str:
    if card.last_report is None:
        return ""
    days = card.age_days or 0
    ago = "that day" if days == 0 else f"{days} day{'s' * (days > 1)} before"
    fresh = card.freshness
    stale = f", {fresh}" if fresh and fresh is not Freshness.FRESH else ""
    return f"{card.last_report} ({ago}{stale})"


def _fate_words(report: CardReport) -> str:
    """What became of a record: denied, replaced, set aside."""
    fate = []
    if report.outcome != "stands":
        by = f" by {report.denied_by}" if report.denied_by else ""
        fate.append(
            f"denied{by}" if report.outcome == "denied" else f"premature, denied{by}"
        )
    if report.superseded_by:
        fate.append(f"superseded by {', '.join(report.superseded_by)}")
    if report.is_set_aside:
        fate.append("set aside by the policy")
    return "; ".join(fate)
