"""The page that shows how well the records cover each study area, without a script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.coverage import INFERRED, NONE, OBSERVED
from controlmap.render.bundle import asset_text
from controlmap.render.coverage_looks import (
    AGES,
    DISTANCES,
    GRADES,
    age_classes,
    distance_classes,
    perspective_keys,
)
from controlmap.render.coverage_svg import (
    cells_map,
    course_chart,
    months_chart,
    swatch,
)
from controlmap.render.looks import Look
from controlmap.render.manifest_block import with_manifest
from controlmap.render.policy import POLICY_MARK, with_policy
from controlmap.render.still import Painting, painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from controlmap.domain.manifest import Manifest
    from controlmap.geometry.coverage import Coverage
    from controlmap.render.coverage_looks import Key

TITLE = "Coverage"
DESCRIPTION = (
    "How many records there are, from whom and of which days, and how near and how "
    "recent a report is for each settlement."
)
SILENCES = 5
"""How many of the longest silences are listed."""

_LEAD = (
    "A map of control is as good as the dated places behind it. This page shows where "
    "the records are dense and recent, where a map only repeats an old report, and "
    "where it knows nothing."
)
_NOTES = (
    "A record counts in the month of the last day that it speaks of. The strip below "
    "the bars marks the days that any record speaks of: all days of a span, of a moment "
    "the day by whose end it was over. A bar that would dwarf all others is cut off and "
    "carries its number.",
    "A settlement is observed where its own records give it a state: fresh, stale past "
    "180 days (60 where contested), presumed past 365. Elsewhere the nearest observed "
    "places suggest a holder, firmly or less so, or there is no data. The bars are of "
    "the last day of each month. Distances are straight lines that cross no border.",
    "Denied and premature records are counted, for they are reports; records that "
    "another one replaces are not.",
)


def render_coverage(
    coverages: Iterable[Coverage],
    *,
    title: str = TITLE,
    manifest: Manifest | None = None,
) -> str:
    """HTML of a page with a section for each study area, that asks for nothing.

    The same coverages give the same text.

    Parameters
    ----------
    coverages : iterable of Coverage
    title : str
        Heading of the page.
    manifest : Manifest or None
        What it is made from; the page carries it, with its own hash.
    """
    sections = "\n".join(map(_section, coverages))
    notes = "\n".join(f"<p>{escape(note)}</p>" for note in _NOTES)
    page = with_policy(f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{POLICY_MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{asset_text("coverage.css")}</style>
</head>
<body>
<main>
<h1 dir="auto">{escape(title)}</h1>
<p class="lead">{escape(_LEAD)}</p>
{sections}
<section class="lead">
<h2>How to read it</h2>
{notes}
</section>
</main>
</body>
</html>
""")
    return with_manifest(page, manifest)


def render_coverage_still(coverage: Coverage) -> str:
    """Small map of how far each cell is from what is observed; empty without cells."""
    if not coverage.tessellation.n_cells:
        return ""
    looks = [Look("", (key.colour,)) for _, key in DISTANCES]
    classes = distance_classes(coverage.reach)
    painting = Painting(looks, classes, np.full_like(classes, -1))
    return painted(coverage.tessellation, painting, title=_distance_title(coverage))


def _section(coverage: Coverage) -> str:
    first, last = coverage.first_day.isoformat(), coverage.last_day.isoformat()
    known = f", as known on {coverage.as_of}" if coverage.as_of else ""
    return f"""<section>
<h2 dir="auto">{escape(coverage.zone.name)}</h2>
<p class="quiet">Records of {first} to {last}{known}. States and distances are of the \
end of {coverage.standing.day}.</p>
<dl class="tiles">{"".join(_tiles(coverage))}</dl>
<div class="pictures">
{"".join(_pictures(coverage))}</div>
<div class="lists">
{_silences(coverage)}
{_perspectives(coverage)}
</div>
{_months(coverage)}
</section>"""


def _tiles(coverage: Coverage) -> Iterable[str]:
    standing, count = coverage.standing, coverage.tally.total
    yield _tile(
        "Records",
        f"{count.records:,}",
        f"of {_some(count.places, 'place')}, from {_some(count.sources, 'source')}",
    )
    if standing.settlements:
        yield _tile(
            "Settlements observed",
            f"{standing.share(OBSERVED):.0%}",
            f"{standing.count(OBSERVED):,} of {standing.settlements:,}: "
            + ", ".join(f"{standing.counts[g]:,} {g}" for g in OBSERVED),
        )
        yield _tile(
            "Settlements inferred",
            f"{standing.share(INFERRED):.0%}",
            ", ".join(f"{standing.counts[g]:,} {g}" for g in INFERRED)
            + f"; {standing.counts[NONE]:,} without data",
        )
        yield _tile(
            "Median distance",
            _km(coverage.reach.median_km),
            "from a settlement to the nearest observed place; "
            f"{_km(coverage.reach.median_km_beyond)} from one that is not observed",
        )
    if coverage.silences:
        longest = coverage.silences[0]
        words = f"{longest.first} to {longest.last}, without any record"
        yield _tile("Longest silence", _some(longest.days, "day"), words)


def _tile(name: str, number: str, words: str) -> str:
    return (
        f'<div><dt>{escape(name)}</dt><dd class="number">{escape(number)}</dd>'
        f'<dd class="quiet">{escape(words)}</dd></div>\n'
    )


def _some(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _km(distance: float | None) -> str:
    return "none near" if distance is None else f"{distance:.1f} km"


def _pictures(coverage: Coverage) -> Iterable[str]:
    day = coverage.standing.day.isoformat()
    yield _figure(
        "Records by month and perspective",
        months_chart(coverage),
        perspective_keys(coverage).values(),
    )
    yield _figure(
        "What the states of settlements rest on",
        course_chart(coverage),
        GRADES.values(),
    )
    if coverage.tessellation.n_cells:
        yield _figure(
            f"Days since the nearest observed place's last report, {day}",
            cells_map(
                coverage,
                age_classes(coverage.reach),
                [key for _, key in AGES],
                title=f"Age of the last report on {day}, {coverage.zone.name}",
            ),
            [key for _, key in AGES],
            kind="map",
        )
        yield _figure(
            f"Distance to the nearest observed place, {day}",
            _distance_map(coverage),
            [key for _, key in DISTANCES],
            kind="map",
        )


def _distance_map(coverage: Coverage) -> str:
    return cells_map(
        coverage,
        distance_classes(coverage.reach),
        [key for _, key in DISTANCES],
        title=_distance_title(coverage),
    )


def _distance_title(coverage: Coverage) -> str:
    day, zone = coverage.standing.day.isoformat(), coverage.zone.name
    return f"Distance to the nearest observed place on {day}, {zone}"


def _figure(caption: str, svg: str, keys: Iterable[Key], *, kind: str = "chart") -> str:
    entries = "".join(
        f"<li>{swatch(key)}<bdi>{escape(key.words)}</bdi></li>" for key in keys
    )
    return (
        f'<figure class="{kind}"><h3>{escape(caption)}</h3>\n{svg}\n'
        f'<figcaption><ul class="key">{entries}</ul></figcaption></figure>\n'
    )


def _silences(coverage: Coverage) -> str:
    items = "".join(
        f"<li>{silence.first} to {silence.last}, {_some(silence.days, 'day')}</li>"
        for silence in coverage.silences[:SILENCES]
    )
    found = f"<ol>{items}</ol>" if items else "<p>None: records speak of every day.</p>"
    return f"<div><h3>Longest silences</h3>{found}</div>"


def _perspectives(coverage: Coverage) -> str:
    counts = coverage.tally.by_perspective
    rows = [
        (
            key.words,
            *_cells(counts[name].records, counts[name].places),
            f"{counts[name].sources:,}",
        )
        for name, key in perspective_keys(coverage).items()
    ]
    head = ("perspective", "records", "places", "sources")
    return f'<div class="wide">{_table("Records by perspective", head, rows)}</div>'


def _months(coverage: Coverage) -> str:
    keys = perspective_keys(coverage)
    head = ("month", "records", "places", "sources", *(k.words for k in keys.values()))
    rows = []
    for month, tally in coverage.months.items():
        total, told = tally.total, tally.by_perspective
        each = [told[name].records if name in told else 0 for name in keys]
        rows.append((month, *_cells(total.records, total.places, total.sources, *each)))
    table = _table("Records, places and sources of each month", head, rows)
    return (
        "<details><summary>Records by month as a table</summary>"
        f'<div class="wide">{table}</div></details>'
    )


def _cells(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in numbers)


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col"><bdi>{escape(h)}</bdi></th>' for h in head)
    lines = "".join(
        f'<tr><th scope="row"><bdi>{escape(row[0])}</bdi></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )
