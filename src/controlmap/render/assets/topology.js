/**
 * Cells from the columns of a payload: corners where three meet, arcs, areas.
 * @module topology
 */
import { areaOf, makeCorners } from "./ground.js";
import { decodeVlq } from "./vlq.js";

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
 * @typedef {object} TopologyColumns
 * @property {number} scale units a degree
 * @property {[number, number, number, number]} bounds west, south, east, north
 * @property {string} runs
 * @property {string} lengths
 * @property {string} neighbours
 * @property {string} corners
 * @property {string} vertices
 * @property {string} arcs
 * @property {string} areas
 */

/**
 * Whole units of longitude and latitude.
 * @typedef {{x: Int32Array, y: Int32Array}} Units
 */

/**
 * The cells of each junction, counterclockwise.
 * @typedef {{a: Int32Array, b: Int32Array, c: Int32Array}} Junctions
 */

/**
 * @typedef {object} Arcs
 * @property {number[]} starts
 * @property {number[]} vertices
 * @property {number[]} left
 * @property {number[]} right
 */

/**
 * @param {TopologyColumns & import("./ground.js").GroundColumns} columns
 * @param {Units} places of the cells
 * @returns {{topology: Topology, areas: Int32Array}} areas in thousandths of a km²
 */
export function decodeTopology(columns, places) {
  const runs = decodeVlq(columns.runs);
  const junctions = decodeJunctions(runs, decodeVlq(columns.lengths), decodeVlq(columns.neighbours));
  const units = decodeVertices(columns, junctions, places);
  const arcs = arcsOfJunctions(junctions, runs.length);
  addArcs(arcs, decodeVlq(columns.arcs));
  const topology = {
    lon: Float64Array.from(units.x, (x) => x / columns.scale),
    lat: Float64Array.from(units.y, (y) => y / columns.scale),
    starts: Int32Array.from(arcs.starts),
    vertices: Int32Array.from(arcs.vertices),
    left: Int32Array.from(arcs.left),
    right: Int32Array.from(arcs.right),
  };
  const doubled = doubledAreas(topology, units, runs.length);
  const areas = decodeVlq(columns.areas);
  for (let cell = 0; cell < areas.length; cell += 1) areas[cell] += areaOf(columns, doubled[cell], places.y[cell]);
  return { topology, areas };
}

/**
 * @param {Int32Array} runs around each cell
 * @param {Int32Array} lengths junctions of each run
 * @param {Int32Array} neighbours of each run, less the cell
 * @returns {Junctions}
 */
function decodeJunctions(runs, lengths, neighbours) {
  const count = neighbours.length - lengths.length;
  const junctions = { a: new Int32Array(count), b: new Int32Array(count), c: new Int32Array(count) };
  let at = 0;
  let run = 0;
  let junction = 0;
  for (let cell = 0; cell < runs.length; cell += 1) {
    for (const lastRun = run + runs[cell]; run < lastRun; run += 1) {
      for (const last = at + lengths[run]; at < last; at += 1) {
        junctions.a[junction] = cell;
        junctions.b[junction] = cell + neighbours[at];
        junctions.c[junction] = cell + neighbours[at + 1];
        junction += 1;
      }
      at += 1;
    }
  }
  return junctions;
}

/**
 * @param {TopologyColumns & import("./ground.js").GroundColumns} columns
 * @param {Junctions} junctions
 * @param {Units} places
 * @returns {Units} of the junctions, then of the other vertices
 */
function decodeVertices(columns, { a, b, c }, places) {
  const off = decodeVlq(columns.corners);
  const others = decodeVlq(columns.vertices);
  const count = a.length + others.length / 2;
  const units = { x: new Int32Array(count), y: new Int32Array(count) };
  const cornerOf = makeCorners(columns, places);
  const corner = new Int32Array(2);
  for (let i = 0; i < a.length; i += 1) {
    cornerOf(a[i], b[i], c[i], corner);
    units.x[i] = corner[0] + off[2 * i];
    units.y[i] = corner[1] + off[2 * i + 1];
  }
  let x = 0;
  let y = 0;
  for (let i = 0; i < others.length; i += 2) {
    x += others[i];
    y += others[i + 1];
    units.x[a.length + i / 2] = x;
    units.y[a.length + i / 2] = y;
  }
  return units;
}

/**
 * The arc between two cells that exactly two junctions name, from one to the other. With
 * the lower cell on its left it ends where the higher one comes after it.
 * @param {Junctions} junctions
 * @param {number} cells
 * @returns {Arcs}
 */
function arcsOfJunctions({ a, b, c }, cells) {
  const pairs = makePairs(cells, 3 * a.length);
  for (let junction = 0; junction < a.length; junction += 1) {
    pairs.add(a[junction], b[junction], junction);
    pairs.add(b[junction], c[junction], junction);
    pairs.add(c[junction], a[junction], junction);
  }
  /** @type {Arcs} */
  const arcs = { starts: [0], vertices: [], left: [], right: [] };
  pairs.forEach((low, high, first, last) => {
    arcs.left.push(low);
    arcs.right.push(high);
    arcs.vertices.push(first, last);
    arcs.starts.push(arcs.vertices.length);
  });
  return arcs;
}

/**
 * Pairs of cells as lists by the lower one, with the junctions that name both.
 * @param {number} cells
 * @param {number} most pairs there can be
 * @returns {{add: (one: number, other: number, junction: number) => void,
 *   forEach: (act: (low: number, high: number, first: number, last: number) => void) => void}}
 *   forEach gives those with one junction at either end
 */
function makePairs(cells, most) {
  const heads = new Int32Array(cells).fill(-1);
  const [next, lows, highs, counts] = Array.from({ length: 4 }, () => new Int32Array(most));
  const [firsts, lasts] = Array.from({ length: 2 }, () => new Int32Array(most).fill(-1));
  let known = 0;
  const find = (/** @type {number} */ low, /** @type {number} */ high) => {
    for (let pair = heads[low]; pair >= 0; pair = next[pair]) if (highs[pair] === high) return pair;
    lows[known] = low;
    highs[known] = high;
    next[known] = heads[low];
    heads[low] = known;
    known += 1;
    return known - 1;
  };
  return {
    add(one, other, junction) {
      const pair = find(Math.min(one, other), Math.max(one, other));
      counts[pair] += 1;
      (one < other ? lasts : firsts)[pair] = junction;
    },
    forEach(act) {
      for (let pair = 0; pair < known; pair += 1) {
        if (counts[pair] !== 2 || firsts[pair] < 0 || lasts[pair] < 0) continue;
        act(lows[pair], highs[pair], firsts[pair], lasts[pair]);
      }
    },
  };
}

/**
 * Adds the arcs that are written out: length, left and right cell, vertices of each.
 * @param {Arcs} arcs
 * @param {Int32Array} numbers
 */
function addArcs(arcs, numbers) {
  let cell = 0;
  let vertex = 0;
  for (let at = 0; at < numbers.length; ) {
    const end = at + 3 + numbers[at];
    cell += numbers[at + 1];
    arcs.left.push(cell);
    arcs.right.push(cell + numbers[at + 2]);
    for (at += 3; at < end; at += 1) {
      vertex += numbers[at];
      arcs.vertices.push(vertex);
    }
    arcs.starts.push(arcs.vertices.length);
  }
}

/**
 * @param {Topology} topology
 * @param {Units} units
 * @param {number} cells
 * @returns {Float64Array} twice the area of each cell, square units, exact
 */
function doubledAreas({ starts, vertices, left, right }, { x, y }, cells) {
  const doubled = new Float64Array(cells);
  for (let arc = 0; arc < left.length; arc += 1) {
    let sum = 0;
    for (let i = starts[arc]; i < starts[arc + 1] - 1; i += 1) {
      const [one, other] = [vertices[i], vertices[i + 1]];
      sum += x[one] * y[other] - x[other] * y[one];
    }
    if (left[arc] >= 0) doubled[left[arc]] += sum;
    if (right[arc] >= 0) doubled[right[arc]] -= sum;
  }
  return doubled;
}
