/**
 * The payload as typed arrays; its format is documented in docs/reference/payload.md.
 * @module decode
 */
import { decodeAnswers } from "./answer-log.js";
import { decodeCells } from "./cell-log.js";
import { dayOfIso } from "./days.js";
import { late } from "./late.js";
import { later } from "./later.js";
import { decodeRecords } from "./records.js";
import { decodeTopology, toDegrees } from "./topology.js";
import { unpack } from "./unpack.js";
import { decodeVlq, runningSums } from "./vlq.js";

const FORMAT = "controlmap-timeline";
const VERSION = 3;

/**
 * @typedef {object} BasemapColumns
 * @property {number} scale units a degree
 * @property {[kind: string, runs: string[]][]} shapes
 * @property {[name: string, nameAr: string, kind: string, lon: number, lat: number][]} labels
 * @property {string[]} credits
 */

/**
 * @typedef {object} CellState
 * @property {string} status
 * @property {number[]} controllers actors, -1 for one not known
 * @property {string} basis
 * @property {string} firmness
 * @property {string} freshness
 */

/**
 * @typedef {object} Places
 * @property {number} count
 * @property {number} located places with a point, which come first
 * @property {(place: number) => string} id
 * @property {string[]} name
 * @property {string[]} nameAr
 * @property {string[]} kind
 * @property {string[]} precision
 * @property {Float64Array} lon degrees, of the located ones
 * @property {Float64Array} lat
 * @property {Uint8Array} isSettlement
 * @property {[string, string][]} sought where each place without a point may lie, and the note on it
 */

/**
 * @typedef {object} PlaceColumns
 * @property {number} located
 * @property {string[]} id empty where the name gives it
 * @property {string[]} name
 * @property {string[]} name_ar
 * @property {string} kind
 * @property {string} precision
 * @property {string} lon
 * @property {string} lat
 * @property {[string, string][]} sought
 */

/**
 * @typedef {[id: string, name: string, nameAr: string, abbreviation: string, colour: string, conventional: string]} ActorRow
 * @typedef {[publisher: string, title: string, url: string, published: string,
 *   perspective: number | string, licence: string]} SourceRow
 * @typedef {[actor: number | string, quantity: string, value: number, unit: string, area: string,
 *   valid: string, reported: string, source: number | string, locator: string, note: string]} ClaimRow
 * @typedef {[name: string, first: number, last: number, kind: string, source: string]} PhaseRow
 * @typedef {[status: number, controllers: number[], basis: number, firmness: number, freshness: number]} StateRow
 */

/**
 * What a page carries of a map.
 * @typedef {object} Payload
 * @property {string} format
 * @property {number} version
 * @property {string} title
 * @property {string} description
 * @property {string[]} licences
 * @property {string} by
 * @property {string} rule
 * @property {string} policy
 * @property {import("./inference.js").InferenceColumns} inference
 * @property {string[]} limits
 * @property {string | null} as_of
 * @property {string} first_day
 * @property {string} last_day
 * @property {number} last
 * @property {PhaseRow[]} phases
 * @property {{name: string, method: string, source: number | string}} zone
 * @property {Record<string, string[]>} words
 * @property {import("./topology.js").TopologyColumns & import("./ground.js").GroundColumns} topology
 * @property {PlaceColumns} places
 * @property {StateRow[]} states
 * @property {number[][][]} sides
 * @property {import("./records.js").RecordColumns} records
 * @property {import("./answer-log.js").AnswerColumns} answers
 * @property {import("./cell-log.js").CellColumns} cells
 * @property {{day: number, states: string}} opening
 * @property {ActorRow[]} actors
 * @property {number[][]} blocs
 * @property {ClaimRow[]} claims
 * @property {BasemapColumns} basemap
 * @property {[place: number, ...spellings: string[]][]} spellings
 */

/**
 * How a page shows its map: what `controlmap.render.view` writes beside the payload.
 * @typedef {object} View
 * @property {string} language
 * @property {[pattern: string, safe: string[], conventional: string[]][]} looks
 * @property {number[]} state_looks look of each state, -1 where nothing is painted
 * @property {number} start day that is shown first
 * @property {[west: number, south: number, east: number, north: number]} bounds
 * @property {boolean} tiles whether a map lies below
 * @property {number} days_per_second
 * @property {Record<string, string>} messages
 * @property {string} [name] of the layer, where it is not the title of the map
 */

/**
 * What the first picture does not need is decoded when it is first asked for.
 * @typedef {object} Timeline
 * @property {Payload} payload the texts and rows as they came
 * @property {Record<string, string[]>} words
 * @property {number} firstDay days since 1970
 * @property {number} last number of the last day, the first being 0
 * @property {import("./topology.js").Topology} topology
 * @property {number} cells how many
 * @property {Int32Array} areas of the cells, thousandths of a km²
 * @property {CellState[]} states
 * @property {{day: number, states: Uint16Array}} opening state of each cell on the day shown first
 * @property {Uint16Array} initial state of each cell
 * @property {import("./cell-log.js").ChangeLog} log
 * @property {Places} places
 * @property {number[][][]} sides lists of sides, by their number; answers retold add to them
 * @property {import("./records.js").RecordLog} records
 * @property {import("./answer-log.js").AnswerLog} answers
 * @property {() => import("./evidence.js").Evidence} evidence who says so, read when first asked for
 */

/**
 * Reads the data block of a page, and refuses what another version has packed.
 * @param {string} text
 * @param {string} [unpacked] its main part, where it is unpacked already
 * @returns {{story: Timeline, view: View}}
 */
export function readData(text, unpacked) {
  const { format, version, main, evidence: packed } = JSON.parse(text);
  if (format !== FORMAT || version !== VERSION) {
    throw new Error("this page reads " + FORMAT + " " + VERSION + ", not " + format + " " + version);
  }
  const { timeline: payload, view } = JSON.parse(unpacked === undefined ? unpack(main) : unpacked);
  const story = decodeTimeline(payload, later(() => late().readEvidence(JSON.parse(unpack(packed)), story)));
  return { story, view };
}

/**
 * @param {Payload} payload
 * @param {Timeline["evidence"]} evidence
 * @returns {Timeline}
 */
function decodeTimeline(payload, evidence) {
  const { words, topology: columns } = payload;
  const units = { x: runningSums(decodeVlq(payload.places.lon)), y: runningSums(decodeVlq(payload.places.lat)) };
  const { topology, cells, areas: areasOf } = decodeTopology(columns, units);
  const areas = later(areasOf);
  const places = decodePlaces(payload, units);
  const records = later(() => decodeRecords(payload.records, places.count));
  const answers = later(() => decodeAnswers(payload.answers, records(), { places: places.count, sides: payload.sides }));
  const drawn = later(() => decodeCells(payload.cells, answers(), { cells, blocs: payload.blocs }));
  return {
    payload,
    words,
    firstDay: dayOfIso(payload.first_day),
    last: payload.last,
    topology,
    cells,
    get areas() {
      return areas();
    },
    states: payload.states.map((row) => decodeState(row, words)),
    opening: { day: payload.opening.day, states: decodeRuns(payload.opening.states, cells) },
    get initial() {
      return drawn().initial;
    },
    get log() {
      return drawn().log;
    },
    places,
    sides: payload.sides,
    get records() {
      return records();
    },
    get answers() {
      return answers();
    },
    evidence,
  };
}

/**
 * @param {string} text state and length of each run of cells
 * @param {number} cells
 * @returns {Uint16Array} state of each
 */
function decodeRuns(text, cells) {
  const runs = decodeVlq(text);
  const states = new Uint16Array(cells);
  let cell = 0;
  for (let i = 0; i < runs.length; i += 2) {
    states.fill(runs[i], cell, cell + runs[i + 1]);
    cell += runs[i + 1];
  }
  return states;
}

/**
 * @param {StateRow} row
 * @param {Record<string, string[]>} words
 * @returns {CellState}
 */
function decodeState([status, controllers, basis, firmness, freshness], words) {
  return {
    status: words.cell_status[status],
    controllers,
    basis: words.basis[basis],
    firmness: words.firmness[firmness] || "",
    freshness: words.freshness[freshness] || "",
  };
}

/**
 * @param {Payload} payload
 * @param {import("./topology.js").Units} units of the located ones
 * @returns {Places}
 */
function decodePlaces({ places, words, topology }, units) {
  const settlements = new Set(words.settlement_kinds);
  /**
   * @param {string} text
   * @param {string[]} list
   * @returns {string[]}
   */
  const spelt = (text, list) => Array.from(decodeVlq(text), (code) => list[code]);
  const kind = spelt(places.kind, words.kind);
  return {
    count: places.id.length,
    located: places.located,
    id: (place) => places.id[place] || slugOf(places.name[place]),
    name: places.name,
    nameAr: places.name_ar,
    kind,
    precision: spelt(places.precision, words.precision),
    lon: toDegrees(units.x, topology.scale),
    lat: toDegrees(units.y, topology.scale),
    isSettlement: Uint8Array.from(kind, (word) => Number(settlements.has(word))),
    sought: places.sought,
  };
}

/**
 * @param {string} name in ASCII
 * @returns {string} the identifier that was left out
 */
function slugOf(name) {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
