/**
 * The payload as typed arrays; its format is documented in payload.py.
 * @module decode
 */
import { dayOfIso } from "./days.js";
import { decodeVlq, runningSums } from "./vlq.js";

const FORMAT = "controlmap-timeline";
const VERSION = 1;

/**
 * @typedef {object} Topology
 * @property {Float64Array} lon of each vertex, degrees
 * @property {Float64Array} lat of each vertex, degrees
 * @property {Int32Array} starts of each arc in `vertices`, and the end of the last
 * @property {Int32Array} vertices of the arcs
 * @property {Int32Array} left cell of each arc
 * @property {Int32Array} right cell of each arc, -1 outside
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
 * @typedef {object} ChangeLog
 * @property {Int32Array} day of each change, ascending
 * @property {Int32Array} cell
 * @property {Uint16Array} state
 */

/**
 * @typedef {object} Places
 * @property {number} count
 * @property {number} located places with a point, which come first
 * @property {string[]} id
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
 * @typedef {object} AnswerLog
 * @property {Int32Array} starts of each place in `day` and `row`, and the end
 * @property {Int32Array} day
 * @property {Int32Array} row
 * @property {any[][]} rows
 */

/**
 * @typedef {object} Timeline
 * @property {any} payload the texts and rows as they came
 * @property {Record<string, string[]>} words
 * @property {number} firstDay days since 1970
 * @property {number} last number of the last day, the first being 0
 * @property {Topology} topology
 * @property {number} cells how many
 * @property {Int32Array} areas of the cells, thousandths of a km²
 * @property {CellState[]} states
 * @property {Uint16Array} initial state of each cell
 * @property {ChangeLog} log
 * @property {Places} places
 * @property {AnswerLog} answers
 */

/**
 * @param {any} payload
 * @returns {Timeline}
 */
export function decodeTimeline(payload) {
  if (payload.format !== FORMAT || payload.version !== VERSION) {
    throw new Error("not a " + FORMAT + " of version " + VERSION);
  }
  const places = decodePlaces(payload);
  return {
    payload,
    words: payload.words,
    firstDay: dayOfIso(payload.first_day),
    last: payload.last,
    topology: decodeTopology(payload.topology),
    cells: payload.cells.count,
    areas: decodeVlq(payload.cells.areas),
    states: payload.states.map((/** @type {any[]} */ row) => decodeState(row, payload.words)),
    initial: decodeInitial(payload.initial, payload.cells.count),
    log: decodeLog(payload.changes),
    places,
    answers: decodeAnswers(payload.answers, places.count),
  };
}

/**
 * @param {{scale: number, vertices: string, arcs: string}} columns
 * @returns {Topology}
 */
function decodeTopology({ scale, vertices, arcs }) {
  const steps = decodeVlq(vertices);
  const lon = new Float64Array(steps.length / 2);
  const lat = new Float64Array(steps.length / 2);
  let x = 0;
  let y = 0;
  for (let i = 0; i < lon.length; i += 1) {
    x += steps[2 * i];
    y += steps[2 * i + 1];
    lon[i] = x / scale;
    lat[i] = y / scale;
  }
  return { lon, lat, ...decodeArcs(decodeVlq(arcs)) };
}

/**
 * @param {Int32Array} numbers
 * @returns {{starts: Int32Array, vertices: Int32Array, left: Int32Array, right: Int32Array}}
 */
function decodeArcs(numbers) {
  const starts = [0];
  const vertices = new Int32Array(numbers.length);
  /** @type {number[]} */
  const left = [];
  /** @type {number[]} */
  const right = [];
  let at = 0;
  let written = 0;
  let cell = 0;
  let vertex = 0;
  while (at < numbers.length) {
    const length = numbers[at];
    cell += numbers[at + 1];
    left.push(cell);
    right.push(cell + numbers[at + 2]);
    at += 3;
    for (const end = at + length; at < end; at += 1) {
      vertex += numbers[at];
      vertices[written] = vertex;
      written += 1;
    }
    starts.push(written);
  }
  return {
    starts: Int32Array.from(starts),
    vertices: vertices.slice(0, written),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
  };
}

/**
 * @param {any[]} row
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
 * @param {string} text
 * @param {number} cells
 * @returns {Uint16Array}
 */
function decodeInitial(text, cells) {
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
 * @param {string} text
 * @returns {ChangeLog}
 */
function decodeLog(text) {
  const numbers = decodeVlq(text);
  const days = new Int32Array(numbers.length);
  const cells = new Int32Array(numbers.length);
  const states = new Uint16Array(numbers.length);
  let day = 0;
  let count = 0;
  for (let at = 0; at < numbers.length; ) {
    day += numbers[at];
    const end = at + 2 + 2 * numbers[at + 1];
    let cell = 0;
    for (at += 2; at < end; at += 2) {
      cell += numbers[at];
      days[count] = day;
      cells[count] = cell;
      states[count] = numbers[at + 1];
      count += 1;
    }
  }
  return {
    day: days.slice(0, count),
    cell: cells.slice(0, count),
    state: states.slice(0, count),
  };
}

/**
 * @param {any} payload
 * @returns {Places}
 */
function decodePlaces({ places, words, topology }) {
  const settlements = new Set(words.settlement_kinds);
  /** @param {string} text @param {string[]} list */
  const spelt = (text, list) => Array.from(decodeVlq(text), (code) => list[code]);
  /** @param {string} text */
  const degrees = (text) => Float64Array.from(runningSums(decodeVlq(text)), (n) => n / topology.scale);
  const kind = spelt(places.kind, words.kind);
  return {
    count: places.id.length,
    located: places.located,
    id: places.id,
    name: places.name,
    nameAr: places.name_ar,
    kind,
    precision: spelt(places.precision, words.precision),
    lon: degrees(places.lon),
    lat: degrees(places.lat),
    isSettlement: Uint8Array.from(kind, (word) => Number(settlements.has(word))),
    sought: places.sought,
  };
}

/**
 * @param {{rows: any[][], log: string}} answers
 * @param {number} places
 * @returns {AnswerLog}
 */
function decodeAnswers({ rows, log }, places) {
  const numbers = decodeVlq(log);
  const starts = new Int32Array(places + 1);
  const days = new Int32Array(numbers.length);
  const chosen = new Int32Array(numbers.length);
  let place = 0;
  let count = 0;
  let filled = 0;
  for (let at = 0; at < numbers.length; ) {
    place += numbers[at];
    for (; filled <= place; filled += 1) starts[filled] = count;
    const end = at + 2 + 2 * numbers[at + 1];
    let day = 0;
    let row = 0;
    for (at += 2; at < end; at += 2) {
      day += numbers[at];
      row += numbers[at + 1];
      days[count] = day;
      chosen[count] = row;
      count += 1;
    }
  }
  for (; filled <= places; filled += 1) starts[filled] = count;
  return { starts, day: days.slice(0, count), row: chosen.slice(0, count), rows };
}
