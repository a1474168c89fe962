"""The evidence card as a terminal shows it, its strip in blocks of colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from controlmap.render.card_words import (
    SECTIONS,
    colours_of,
    facts_of,
    report_words,
    spell_words,
    symbol_of,
    title_of,
)
from controlmap.render.citations import safe_url
from controlmap.render.style import parse_colour

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from controlmap.domain.card import CardReport, EvidenceCard

STRIP_WIDTH = 60
"""Signs of the strip, a few more where it has many parts."""


def card_lines(card: EvidenceCard, colours: Mapping[str, str]) -> list[Text]:
    """Lines of a card; without colours they say the same.

    Parameters
    ----------
    card : EvidenceCard
    colours : mapping
        Of each actor, ``#rrggbb``.
    """
    lines = [Text(title_of(card), style="bold")]
    facts = facts_of(card)
    width = max(len(heading) for heading, _ in facts)
    lines += [Text(f"  {heading:{width}}  {text}") for heading, text in facts]
    if card.strip:
        lines += [Text("History", style="bold"), *_strip(card, colours)]
    for stance, heading in SECTIONS.items():
        told = [report for report in card.reports if report.stance == stance]
        if told:
            lines.append(Text(heading, style="bold"))
            lines += [line for report in told for line in _report(card, report)]
    return lines


def _strip(card: EvidenceCard, colours: Mapping[str, str]) -> Iterator[Text]:
    """The strip, a mark below the day asked for, and what each part of it is."""
    widths = _widths(card)
    strip, mark = Text("  "), 2
    for spell, width in zip(card.strip, widths, strict=True):
        sign, inks = symbol_of(card, spell), colours_of(spell, colours)
        strip.append_text(_blocks(sign, inks, width))
        if spell.start <= card.on <= spell.end:
            into = (card.on - spell.start).days / spell.days
            mark = len(strip) - width + int(into * width)
    yield strip
    yield Text(f"{' ' * mark}^ {card.on}", style="dim")
    for spell in card.strip:
        yield Text(f"  {symbol_of(card, spell)}  {spell_words(card, spell)}")


def _widths(card: EvidenceCard) -> list[int]:
    """Signs of each part: as it lasts, but at least one."""
    total = sum(spell.days for spell in card.strip)
    shares = (spell.days * STRIP_WIDTH // total for spell in card.strip)
    return [max(share, 1) for share in shares]


def _blocks(sign: str, colours: Sequence[str], width: int) -> Text:
    """Signs on the colours of a part, which take turns where it has several."""
    blocks = Text()
    for index in range(width):
        style = _style(colours[index % len(colours)]) if colours else "dim"
        blocks.append(sign, style=style)
    return blocks


def _style(colour: str) -> str:
    """Ink that can be read on a colour, and the colour."""
    red, green, blue = parse_colour(colour)
    is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128
    return f"{'white' if is_dark else 'black'} on {colour}"


def _report(card: EvidenceCard, report: CardReport) -> Iterator[Text]:
    said, told = report_words(card, report)
    yield Text(f"  {said}")
    yield Text(f"      {told}", style="dim")
    yield Text(f"      {report.title} {safe_url(report.url)}".rstrip(), style="dim")
