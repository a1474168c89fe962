"""The evidence card as a notebook shows it: plain HTML without scripts or requests."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from html import escape
from typing import TYPE_CHECKING, Any

from controlmap.domain.card import EvidenceCard, evidence_card
from controlmap.domain.policies import MERGED
from controlmap.render.card_words import (
    SECTIONS,
    colours_of,
    facts_of,
    report_words,
    spell_label,
    spell_words,
    title_of,
)
from controlmap.render.citations import safe_url
from controlmap.render.palette import safe_colours
from controlmap.render.style import parse_colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from controlmap.domain.card import CardReport
    from controlmap.domain.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Card(EvidenceCard):
    """An evidence card that a notebook displays.

    Attributes
    ----------
    colours : mapping
        Colour of each actor as maps and charts have it, ``#rrggbb``; ``parties`` have
        that of the data.
    """

    colours: Mapping[str, str] = field(kw_only=True, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The card as plain values, as `EvidenceCard` gives them."""
        plain = EvidenceCard.to_dict(self)
        del plain["colours"]
        return plain

    def _repr_html_(self) -> str:
        """HTML of the card; every text of the data is escaped."""
        facts = "".join(
            f"<tr><th style='text-align:left'>{escape(heading)}</th>"
            f"<td style='text-align:left'><bdi>{escape(text)}</bdi></td></tr>"
            for heading, text in facts_of(self)
        )
        return (
            f"<div><h4><bdi>{escape(title_of(self))}</bdi></h4>"
            f"<table>{facts}</table>{_strip(self, self.colours)}{_reports(self)}</div>"
        )


def card(
    dataset: Dataset,
    name: str,
    day: date | str,
    *,
    as_of: date | str | None = None,
    policy: str = MERGED,
) -> Card:
    """Evidence card of a place at the end of a day, for a notebook or a program.

    Parameters
    ----------
    dataset : Dataset
    name : str
        A place_id, a name or an alias.
    day : date or str
        A text is read as ``YYYY-MM-DD``.
    as_of : date, str or None
        What was known at the end of that day; None for all that is known.
    policy : str
        How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.

    Raises
    ------
    UnknownNameError
        If the name leads to no single place, or there is no such policy.
    RecipeError
        If a colour of the data is not written ``#rrggbb``.
    """
    made = evidence_card(dataset.state_on(day, as_of=as_of, policy=policy), name)
    values = {each.name: getattr(made, each.name) for each in fields(made)}
    return Card(**values, colours=safe_colours(dataset))


def _strip(card: EvidenceCard, colours: Mapping[str, str]) -> str:
    """Coloured parts side by side, as wide as they last, and their list."""
    if not card.strip:
        return ""
    parts = "".join(
        f'<span title="{escape(spell_words(card, spell))}" '
        f'style="flex:{spell.days} 1 3px;{_background(colours_of(spell, colours))}"></span>'
        for spell in card.strip
    )
    spells = (escape(spell_words(card, spell)) for spell in card.strip)
    label = escape("; ".join(spell_label(card, spell) for spell in card.strip))
    return (
        f'<div role="img" aria-label="{label}" '
        f'style="display:flex;height:16px;max-width:640px">{parts}</div>'
        f"{_listed('History', (f'<bdi>{spell}</bdi>' for spell in spells))}"
    )


def _background(colours: Sequence[str]) -> str:
    """Style of a part of the strip: a colour, or stripes of several."""
    for colour in colours:
        parse_colour(colour)
    if not colours:
        return "background:transparent"
    if len(colours) == 1:
        return f"background:{colours[0]}"
    stripes = ",".join(
        f"{colour} {index * 5}px {index * 5 + 5}px"
        for index, colour in enumerate(colours)
    )
    return f"background:repeating-linear-gradient(45deg,{stripes})"


def _reports(card: EvidenceCard) -> str:
    lists = []
    for stance, heading in SECTIONS.items():
        told = [report for report in card.reports if report.stance == stance]
        if told:
            lists.append(_listed(heading, (_report(card, report) for report in told)))
    return "".join(lists)


def _report(card: EvidenceCard, report: CardReport) -> str:
    said, told = (escape(text) for text in report_words(card, report))
    title, url = escape(report.title), escape(safe_url(report.url))
    linked = f'<a href="{url}" rel="noopener noreferrer">{title}</a>' if url else title
    return f"<bdi>{said}</bdi><br><small><bdi>{told}</bdi>; <bdi>{linked}</bdi></small>"


def _listed(heading: str, items: Iterable[str]) -> str:
    """Heading and list of texts that are HTML already."""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<h5>{escape(heading)}</h5><ul>{lines}</ul>"
