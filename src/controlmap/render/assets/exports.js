/**
 * What is shown, as files for others: the layers of a day as GeoJSON, all changes as CSV.
 * @module exports
 */
import { leadsOf, readAnswer } from "./answers.js";
import { spellOut } from "./choice-link.js";
import { isoOfDay } from "./days.js";
import { polygonOf } from "./polygons.js";

/** Decimals of a position: about a metre. */
const DECIMALS = 5;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+@\t\r-]/;

const COLUMNS = [
  "day", "place_id", "name", "name_ar", "lon", "lat", "status_before", "controllers_before",
  "status", "controllers", "certainty", "rule", "sources", "choice",
];

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./choice-link.js").PlainChoice} choice by which it is told
 * @param {(cell: number) => number[][]} ringsOf runs of vertices around a cell
 * @returns {string} a FeatureCollection of the places and cells of the day shown
 */
export function layersAsGeoJson(scene, choice, ringsOf) {
  const story = scene.story();
  const date = isoOfDay(story.firstDay + scene.day());
  const features = [];
  for (let place = 0; place < story.places.located; place += 1) {
    if (place < story.cells) features.push(cellFeature(story, scene, place, ringsOf(place)));
    features.push(placeFeature(story, scene, place));
  }
  const { title, licences, rule } = story.payload;
  const { policy, perspectives, asOf, along, lag, by } = choice;
  const counted = { policy, perspectives, as_of: asOf, along, lag };
  const about = { name: title, date, by, rule, ...counted, licences };
  const lines = features.map((feature) => JSON.stringify(feature)).join(",\n");
  return JSON.stringify({ type: "FeatureCollection", ...about }).slice(0, -1) + ',"features":[\n' + lines + "\n]}\n";
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {import("./scene.js").Scene} scene
 * @param {number} place
 * @returns {object}
 */
function placeFeature(story, scene, place) {
  const { places, firstDay } = story;
  const number = scene.answerOf(place);
  const answer = number < 0 ? null : readAnswer(story, number);
  const since = answer && answer.since !== null ? isoOfDay(firstDay + answer.since) : "";
  const properties = {
    layer: "place",
    ...namesOf(story, place),
    kind: places.kind[place],
    status: answer ? answer.status : "no_record",
    controllers: answer ? idsOf(story, leadsOf(answer)) : "",
    since,
    certainty: answer ? answer.certainty : "",
    freshness: answer ? answer.freshness : "",
    rule: answer ? answer.rule : "no-record",
    sources: answer ? sourcesOf(story, answer.evidence) : "",
  };
  const coordinates = [places.lon[place], places.lat[place]].map(round);
  return { type: "Feature", properties, geometry: { type: "Point", coordinates } };
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {import("./scene.js").Scene} scene
 * @param {number} cell
 * @param {number[][]} runs
 * @returns {object}
 */
function cellFeature(story, scene, cell, runs) {
  const { lon, lat } = story.topology;
  const { status, controllers, basis, firmness, freshness } = story.states[scene.states[cell]];
  const properties = {
    layer: "cell",
    place_id: story.places.id(cell),
    status,
    controllers: idsOf(story, controllers),
    basis,
    firmness,
    freshness,
    area_km2: story.areas[cell] / 1000,
  };
  const outlines = runs.map((run) => run.map((vertex) => /** @type {[number, number]} */ ([round(lon[vertex]), round(lat[vertex])])));
  return { type: "Feature", properties, geometry: polygonOf(outlines) };
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {import("./changes.js").Changes} changes
 * @param {import("./choice-link.js").PlainChoice} choice by which it is told
 * @returns {string} all changes of the map's days, by day
 */
export function changesAsCsv(story, { days, places }, choice) {
  const counted = spellOut(choice);
  const rows = days.flatMap((day, i) => places[i].map((place) => [...changeRow(story, day, place), counted]));
  return "\ufeff" + [COLUMNS, ...rows].map((row) => row.map(quoted).join(",") + "\r\n").join("");
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {number} day
 * @param {number} place
 * @returns {(string | number)[]}
 */
function changeRow(story, day, place) {
  const { answers, places, firstDay } = story;
  let number = answers.starts[place];
  while (answers.day[number] < day) number += 1;
  const [before, after] = [readAnswer(story, number - 1), readAnswer(story, number)];
  const isLocated = place < places.located;
  const { place_id: id, name, name_ar: nameAr } = namesOf(story, place);
  return [
    isoOfDay(firstDay + day),
    id,
    name,
    nameAr,
    isLocated ? round(places.lon[place]) : "",
    isLocated ? round(places.lat[place]) : "",
    before.status,
    idsOf(story, leadsOf(before)),
    after.status,
    idsOf(story, leadsOf(after)),
    after.certainty,
    after.rule,
    sourcesOf(story, after.evidence),
  ];
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {number} place
 * @returns {{place_id: string, name: string, name_ar: string}}
 */
function namesOf({ places }, place) {
  return { place_id: places.id(place), name: places.name[place], name_ar: places.nameAr[place] };
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {number[]} actors
 * @returns {string}
 */
function idsOf({ payload }, actors) {
  return actors.map((actor) => (actor < 0 ? "" : payload.actors[actor][0])).join(";");
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {number[]} records
 * @returns {string} the address of each source, or its publisher
 */
function sourcesOf({ evidence }, records) {
  const { sources, report } = evidence();
  const cited = records.map((record) => sources[report(record).source]);
  return [...new Set(cited.map(([publisher, , url]) => url || publisher))].join(" ");
}

/**
 * @param {string | number} value
 * @returns {string} a cell of a CSV file, which no spreadsheet takes for a formula
 */
function quoted(value) {
  const text = typeof value === "string" && FORMULA.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/**
 * @param {number} degrees
 * @returns {number}
 */
function round(degrees) {
  return Number(degrees.toFixed(DECIMALS));
}
