"""The page's engine as one script of a blank page, and what tests ask of it."""

from __future__ import annotations

from pathlib import Path

from controlmap.render.bundle import asset_text, split_modules

ASSETS = Path(__file__).parents[2] / "src/controlmap/render/assets"

CHECK = """
import { ageOf } from "./answers.js";
import { readData } from "./decode.js";
import { makeHistories } from "./history.js";

let story;
let histories;
let numbers;

/** Reads the data of a page; gives its places. */
export function open(text) {
  ({ story } = readData(text));
  histories = makeHistories(story);
  const places = Array.from({ length: story.places.count }, (_, place) => story.places.id(place));
  numbers = new Map(places.map((id, place) => [id, place]));
  return places;
}

const side = (parties) => parties.map((party) => story.payload.actors[party][0]);
const holding = (given) => given && [given.status, given.sides.map(side)];

function plain(answer, day) {
  const { status, sides, before, after, since, window, certainty, freshness, rule, isBroken } = answer;
  return {
    status, sides: sides.map(side), before: holding(before), after: holding(after), since, window, certainty,
    age: ageOf(answer, day), freshness, rule, isBroken,
    presence: answer.presence.map((each) =>
      [side(each.side), each.since, Math.min(each.reportedThrough, day), each.record]),
    evidence: answer.evidence, against: answer.against, aside: answer.aside || [],
  };
}

export function answers(cases) {
  return cases.map(([id, day, asOf, policy, perspectives]) =>
    plain(histories.history(numbers.get(id), { asOf, policy, perspectives }).on(day), day));
}
"""


def bundle(main: str = CHECK) -> str:
    """Script that sets the global ``ControlMap`` to what a module exports."""
    modules = {path.stem: asset_text(path.name) for path in ASSETS.glob("*.js")}
    return "".join(split_modules(modules | {"main": main}, "main", "parts"))
