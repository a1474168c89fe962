"""The form of a new record: from options and answers to rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from controlmap.domain.dates import parse_window
from controlmap.domain.model import EVENTS, Event, Status
from controlmap.domain.names import name_key
from controlmap.domain.record_rules import SIDES_OF, STATUSES
from controlmap.domain.rule_basis import INDEPENDENT, missing
from controlmap.errors import ControlMapError
from controlmap.io.additions import make_change_id
from controlmap.io.records import read_list, read_side, read_source_ref
from controlmap.io.tables import table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Source

_NEEDED = ("place", "source", "valid", "event")
_OF_SOURCE = (
    "publisher",
    "title",
    "url",
    "published_on",
    "accessed_on",
    "perspective",
    "chain",
    "language",
    "licence",
)
_UNASKED = ("sequence", "reported_on", "also_at", "denied_by", "supersedes")
"""Fields of a record that only an option gives."""
_USUAL = {"place_precision": "exact", "confidence": "medium", "outcome": "stands"}
_CHOICES = {
    "place_precision": ("exact", "near", "area"),
    "confidence": ("high", "medium", "low"),
    "outcome": ("stands", "denied", "premature"),
}


class RecordForm:
    """What is known of a new record, and a way to ask for the rest.

    Parameters
    ----------
    dataset : Dataset
    given : mapping of str to str
        Values by the name of their option, with underscores.
    may_ask : bool
        Whether to ask for what is needed and not given.

    Attributes
    ----------
    has_asked : bool
        Whether anything is asked for: then all else that is not given is too.
    """

    def __init__(
        self, dataset: Dataset, given: Mapping[str, str], *, may_ask: bool
    ) -> None:
        self.dataset = dataset
        self.given = given
        self._may_ask = may_ask
        self.has_asked = False
        self.need(_NEEDED, "")

    def need(self, names: Sequence[str], why: str) -> None:
        """Begin to ask if any of these is not given.

        Raises
        ------
        typer.BadParameter
            If nothing may be asked.
        """
        lacking = [
            f"--{name.replace('_', '-')}" for name in names if not self.knows(name)
        ]
        if lacking and not self._may_ask:
            raise typer.BadParameter(f"{why}still needed: {', '.join(lacking)}")
        self.has_asked = self.has_asked or bool(lacking)

    def knows(self, name: str) -> bool:
        """Whether a value is given."""
        return bool(self.given.get(name))

    def take(
        self,
        name: str,
        words: str,
        *,
        choices: Sequence[str] = (),
        default: str | None = "",
        check: Callable[[str], str] = str,
    ) -> str:
        """Value that is given, else that is answered, else the default."""
        if self.knows(name):
            return check(self.given[name])
        if not self.has_asked:
            return default or ""
        from controlmap.cli.questions import ask

        return ask(words, choices=choices, default=default, check=check)

    def tell(self, words: str) -> None:
        """Say something beside the questions."""
        from controlmap.cli.questions import show

        show([words])

    def agrees_to(self, rows: Mapping[str, Mapping[str, str]]) -> bool:
        """Whether the person at the terminal wants these rows written."""
        from controlmap.cli.questions import confirm, show

        for name, row in rows.items():
            show([f"{name}.csv"])
            show(f"  {column}: {value}" for column, value in row.items() if value)
        return confirm("append it?")


def fill_in(form: RecordForm) -> dict[str, dict[str, str]]:
    """Rows of the tables, by the table's name: the source if it is new, the record.

    Raises
    ------
    ControlMapError
        If a value that is given cannot be, such as a place that does not exist.
    typer.BadParameter
        If something is needed that may not be asked for, or given in vain.
    """
    dataset = form.dataset

    def place(name: str) -> str:
        return dataset.names.resolve(name).place_id

    row = {"place_id": form.take("place", "place", default=None, check=place)}
    row["source"] = form.take(
        "source",
        "source, as source_id[part]",
        default=None,
        check=_as_written("control_changes", "source"),
    )
    source_id = read_source_ref(row["source"]).source_id
    new = _new_source(form, source_id)
    row |= _what_happened(form)
    for name, choices in _CHOICES.items():
        words = name.replace("_", " ")
        row[name] = form.take(name, words, choices=choices, default=_USUAL[name])
    row["claimed_by"] = form.take("claimed_by", "claimed by, if not the outlet itself")
    row["note"] = form.take("note", "note")
    row |= {name: form.given.get(name, "") for name in _UNASKED}
    row["change_id"] = make_change_id(
        source_id, row["place_id"], row["event"], dataset.changes_by_id
    )
    return {**({"sources": new} if new else {}), "control_changes": row}


def _new_source(form: RecordForm, source_id: str) -> dict[str, str]:
    """Row of a source that is not in the data yet; empty for one that is."""
    sources = form.dataset.sources
    told = [f"--{name.replace('_', '-')}" for name in _OF_SOURCE if form.knows(name)]
    if source_id in sources:
        if told:
            raise typer.BadParameter(
                f"{source_id!r} is in sources.csv already; leave out {', '.join(told)}"
            )
        return {}
    why = f"{missing('source', source_id, frozenset(sources))}; of a new one "
    given = _of_publisher(form.dataset, form.given.get("publisher", ""))
    form.need(("publisher", "title", *(() if given else ("perspective",))), why)
    if form.has_asked:
        form.tell(f"{source_id!r} is a new source")
    row = {"source_id": source_id}
    row["publisher"] = form.take("publisher", "its publisher", default=None)
    row["title"] = form.take("title", "its title, in our own words", default=None)
    row["url"] = form.take("url", "its address")
    for name, words in (("published_on", "published on"), ("accessed_on", "read on")):
        row[name] = form.take(name, words, check=_window)
    known = _of_publisher(form.dataset, row["publisher"])
    row["perspective"] = form.take(
        "perspective",
        "its perspective",
        choices=_perspectives(form.dataset),
        default=known.perspective if known else None,
    )
    chain = known.chain if known else name_key(row["publisher"])
    checks = {name: _as_written("sources", name) for name in ("chain", "language")}
    row["chain"] = form.take("chain", "its chain", default=chain, check=checks["chain"])
    language, licence = (known.language, known.licence) if known else ("", "")
    row["language"] = form.take(
        "language",
        "its language, two letters",
        default=language,
        check=checks["language"],
    )
    row["licence"] = form.take("licence", "its licence", default=licence)
    return row


def _of_publisher(dataset: Dataset, publisher: str) -> Source | None:
    """Last source of a publisher."""
    found = [s for s in dataset.sources.values() if s.publisher == publisher]
    return found[-1] if found else None


def _perspectives(dataset: Dataset) -> list[str]:
    """Perspectives that sources have, and all blocs."""
    blocs = {link.target_id for link in dataset.links if link.relation == "in_bloc"}
    used = {source.perspective for source in dataset.sources.values()}
    return sorted(blocs | used | {INDEPENDENT})


def _what_happened(form: RecordForm) -> dict[str, str]:
    """When it was so, the event, and who holds the place after and before."""
    when = "when: a day, a month, or a window A/B"
    row = {"valid": form.take("valid", when, default=None, check=_window)}
    row["event"] = form.take(
        "event", "event", choices=list(EVENTS), default=None, check=_event
    )
    event = Event(row["event"])
    row["status"] = form.take(
        "status",
        "status",
        choices=sorted(STATUSES[event]),
        default=EVENTS[event].default_status.value,
        check=_status,
    )

    def parties(text: str) -> str:
        return _known_parties(form.dataset, text)

    if form.has_asked and not form.knows("controllers"):
        form.tell(f"parties: {', '.join(form.dataset.actors)}")
    if row["status"] != Status.UNKNOWN or form.knows("controllers"):
        words = f"who holds it: {SIDES_OF[Status(row['status'])][2]}; + joins a side"
        default = "" if event is Event.ATTACK_REPELLED else None
        row["controllers"] = form.take(
            "controllers", words, default=default, check=parties
        )
    if not EVENTS[event].is_span or form.knows("previous"):
        words = "who is said to have lost it"
        row["previous"] = form.take("previous", words, check=parties)
    return row


def _as_written(table: str, column: str) -> Callable[[str], str]:
    """Check of a value by the pattern of its column."""
    described = table_schema(table).get_field(column)

    def check(text: str) -> str:
        if not re.fullmatch(described.constraints["pattern"], text):
            raise ControlMapError(
                f"{text!r} is not written as it must be: {described.description}"
            )
        return text

    return check


def _window(text: str) -> str:
    return parse_window(text).text


def _event(text: str) -> str:
    return _one_of(text, list(Event), "event")


def _status(text: str) -> str:
    statuses = sorted(set().union(*STATUSES.values()))
    return _one_of(text, statuses, "status")


def _one_of(text: str, words: Sequence[str], kind: str) -> str:
    if text not in words:
        raise ControlMapError(f"{text!r} is no {kind}; allowed: {', '.join(words)}")
    return text


def _known_parties(dataset: Dataset, text: str) -> str:
    """Sides whose parties are all in the data."""
    actors = frozenset(dataset.actors)
    parties = [party for side in map(read_side, read_list(text)) for party in side]
    problems = [p for party in parties if (p := missing("actor", party, actors))]
    if problems:
        raise ControlMapError("; ".join(problems))
    return text
