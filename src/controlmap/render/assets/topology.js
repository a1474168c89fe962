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
 * @property {Int32Array} starts
 * @property {Int32Array} vertices
 * @property {Int32Array} left
 * @property {Int32Array} right
 */

/**
 * @param {TopologyColumns & import("./ground.js").GroundColumns} columns
 * @param {Units} places of the cells
 * @returns {{topology: Topology, cells: number, areas: () => Int32Array}} areas in thousandths
 *   of a km², worked out anew by each call
 */
export function decodeTopology(columns, places) {
  const runs = decodeVlq(columns.runs);
  const junctions = decodeJunctions(runs, decodeVlq(columns.lengths), decodeVlq(columns.neighbours));
  const units = decodeVertices(columns, junctions, places);
  const arcs = decodeArcs(junctions, runs.length, decodeVlq(columns.arcs));
  const topology = { lon: toDegrees(units.x, columns.scale), lat: toDegrees(units.y, columns.scale), ...arcs };
  const areas = () => {
    const doubled = doubledAreas(topology, units, runs.length);
    const each = decodeVlq(columns.areas);
    for (let cell = 0; cell < each.length; cell += 1) each[cell] += areaOf(columns, doubled[cell], places.y[cell]);
    return each;
  };
  return { topology, cells: runs.length, areas };
}

/**
 * @param {Int32Array} units
 * @param {number} scale units a degree
 * @returns {Float64Array}
 */
export function toDegrees(units, scale) {
  const degrees = new Float64Array(units.length);
  for (let i = 0; i < units.length; i += 1) degrees[i] = units[i] / scale;
  return degrees;
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
 * The arcs that follow from the junctions, then those that are written out: length, left
 * and right cell, vertices of each.
 * @param {Junctions} junctions
 * @param {number} cells
 * @param {Int32Array} written
 * @returns {Arcs}
 */
function decodeArcs(junctions, cells, written) {
  const { count, lows, highs, firsts, lasts } = pairJunctions(junctions, cells);
  let arcs = count;
  for (let at = 0; at < written.length; at += 3 + written[at]) arcs += 1;
  const starts = new Int32Array(arcs + 1);
  const left = new Int32Array(arcs);
  const right = new Int32Array(arcs);
  const vertices = new Int32Array(2 * count + written.length - 3 * (arcs - count));
  left.set(lows.subarray(0, count));
  right.set(highs.subarray(0, count));
  for (let arc = 0; arc < count; arc += 1) {
    vertices[2 * arc] = firsts[arc];
    vertices[2 * arc + 1] = lasts[arc];
    starts[arc + 1] = 2 * arc + 2;
  }
  let cell = 0;
  let vertex = 0;
  let filled = 2 * count;
  let at = 0;
  for (let arc = count; arc < arcs; arc += 1) {
    const end = at + 3 + written[at];
    cell += written[at + 1];
    left[arc] = cell;
    right[arc] = cell + written[at + 2];
    for (at += 3; at < end; at += 1) {
      vertex += written[at];
      vertices[filled] = vertex;
      filled += 1;
    }
    starts[arc + 1] = filled;
  }
  return { starts, vertices, left, right };
}

/**
 * Two cells and the junctions at the ends of the arc between them.
 * @typedef {object} Pairs
 * @property {number} count
 * @property {Int32Array} lows the lower cell, on the left of the arc
 * @property {Int32Array} highs the higher one
 * @property {Int32Array} firsts where the arc begins
 * @property {Int32Array} lasts where it ends: the higher cell comes after the lower one there
 */

/**
 * @param {Junctions} junctions
 * @param {number} cells
 * @returns {Pairs} those that exactly two junctions name, one at either end
 */
function pairJunctions({ a, b, c }, cells) {
  const most = 3 * a.length;
  const heads = new Int32Array(cells).fill(-1);
  const [next, lows, highs, named] = Array.from({ length: 4 }, () => new Int32Array(most));
  const [firsts, lasts] = Array.from({ length: 2 }, () => new Int32Array(most).fill(-1));
  let known = 0;
  /**
   * @param {number} one
   * @param {number} other which comes after it
   * @param {number} junction
   */
  const add = (one, other, junction) => {
    const low = Math.min(one, other);
    const high = Math.max(one, other);
    let pair = heads[low];
    while (pair >= 0 && highs[pair] !== high) pair = next[pair];
    if (pair < 0) {
      pair = known;
      lows[pair] = low;
      highs[pair] = high;
      next[pair] = heads[low];
      heads[low] = pair;
      known += 1;
    }
    named[pair] += 1;
    (one < other ? lasts : firsts)[pair] = junction;
  };
  for (let junction = 0; junction < a.length; junction += 1) {
    add(a[junction], b[junction], junction);
    add(b[junction], c[junction], junction);
    add(c[junction], a[junction], junction);
  }
  let count = 0;
  for (let pair = 0; pair < known; pair += 1) {
    if (named[pair] !== 2 || firsts[pair] < 0 || lasts[pair] < 0) continue;
    lows[count] = lows[pair];
    highs[count] = highs[pair];
    firsts[count] = firsts[pair];
    lasts[count] = lasts[pair];
    count += 1;
  }
  return { count, lows, highs, firsts, lasts };
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
      const one = vertices[i];
      const other = vertices[i + 1];
      sum += x[one] * y[other] - x[other] * y[one];
    }
    if (left[arc] >= 0) doubled[left[arc]] += sum;
    if (right[arc] >= 0) doubled[right[arc]] -= sum;
  }
  return doubled;
}
