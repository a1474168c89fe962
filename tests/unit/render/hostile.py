"""The invented war, its every text one of a few that are given."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

from controlmap.domain.dates import Window
from controlmap.domain.model import SourceRef
from controlmap.render.style import MapStyle, Phase
from unit.render.synthetic import FIRST, make_series

URLS = ("javascript:alert(1)", 'https://a.example/"onmouseover="alert(1)', "https://b")


def hostile_series(texts):
    """A series in which each text stands once in each kind of field, at least.

    There are as many sources, parties and claims as texts; a field of which there is
    but one has them all. The first records, one of each text, are denied; the others
    stand, and it is known since when, so that a reader's choice finds reports.
    """
    series = make_series(max(40, 3 * len(texts)), 4)
    data, together = series.dataset, " ".join(texts)
    words = cycle(texts)
    places = {
        key: replace(
            place,
            name=text,
            name_ar=text,
            aliases=(text,),
            admin1=text,
            admin2=text,
            note=text,
        )
        for (key, place), text in zip(data.places.items(), words, strict=False)
    }
    actors, extra = _actors(data, texts)
    sources = _sources(data, texts)
    changes = tuple(
        replace(
            change,
            note=text,
            source=SourceRef(source, text),
            also_at=(text, f"{text} javascript:alert(1)"),
            claimed_by=actor,
            valid=replace(change.valid, text=text),
            **(
                _denied(text)
                if number < len(texts)
                else {"reported": replace(change.reported, text=text)}
            ),
        )
        for (number, change), text, source, actor in zip(
            enumerate(data.changes),
            cycle(texts),
            cycle(sources),
            cycle([*extra, *texts]),
            strict=False,
        )
    )
    claims = tuple(
        replace(
            data.claims[0],
            claim_id=f"claim-{number}",
            actor_id=text,
            quantity=text,
            unit=text,
            area_name=text,
            note=text,
            source=SourceRef("observer", text),
            valid=Window(text, None, None),
        )
        for number, text in enumerate(texts)
    )
    dataset = replace(
        data,
        title=together,
        licences=tuple(texts),
        places=places,
        actors=actors,
        sources=sources,
        changes=changes,
        claims=claims,
    )
    zone = replace(series.zone, name=together, method=together, source=together)
    return replace(series, dataset=dataset, zone=zone)


def _denied(text):
    return {
        "outcome": "denied",
        "denied_by": text,
        "reported": Window(text, None, None),
    }


def _actors(data, texts):
    """Actors, those of the war and one for each text, and the ids of these."""
    one = next(iter(data.actors.values()))
    held = zip(data.actors.items(), cycle(texts), strict=False)
    actors = {
        key: replace(actor, name=text, name_ar=text, abbreviation=text)
        for (key, actor), text in held
    }
    for number, text in enumerate(texts):
        key = f"actor-{number}"
        actors[key] = replace(
            one, actor_id=key, name=text, name_ar=text, abbreviation=text
        )
    return actors, [key for key in actors if key not in data.actors]


def _sources(data, texts):
    one = data.sources["observer"]
    sources = dict(data.sources)
    for number, (text, url) in enumerate(zip(texts, cycle(URLS), strict=False)):
        key = f"source-{number}"
        sources[key] = replace(
            one,
            source_id=key,
            publisher=text,
            title=text,
            url=url,
            licence=text,
            perspective=text,
            chain=text,
            published=Window(text, None, None),
        )
    return sources


def hostile_style(texts, **others):
    """Title, description, and the name and source of a phase for each text."""
    together = " ".join(texts)
    phases = tuple(Phase(FIRST, FIRST, text, source=text) for text in texts)
    return MapStyle(title=together, description=together, phases=phases, **others)
