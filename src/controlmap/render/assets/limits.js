/**
 * Lines across which nothing is inferred.
 * @module limits
 */
import { onGrid } from "./metres.js";
import { decodeVlq } from "./vlq.js";

/** Segments of a line that are looked at together, as long as their box is not met. */
const STRETCH = 16;

/**
 * A way between two positions, in whole steps of the grid.
 * @typedef {[x1: number, y1: number, x2: number, y2: number]} Way
 */

/**
 * @typedef {object} Limits
 * @property {(way: Way) => boolean} cross whether a way crosses or touches one
 */

/**
 * @param {string[]} runs lines, as columns of longitude and latitude in turn
 * @param {{metresOf: (lon: number, lat: number) => [number, number], step: number, scale: number}} about
 *   the grid, and units a degree
 * @returns {Limits}
 */
export function decodeLimits(runs, { metresOf, step, scale }) {
  const stretches = runs.flatMap((run) => {
    const { lon, lat } = decodeRun(run, scale);
    const { count, east, north } = onGrid(metresOf, step, lon, lat);
    const ways = Array.from({ length: count - 1 }, (_, i) => /** @type {Way} */ ([east[i], north[i], east[i + 1], north[i + 1]]));
    return Array.from({ length: Math.ceil(ways.length / STRETCH) }, (_, i) => ways.slice(i * STRETCH, (i + 1) * STRETCH));
  });
  const boxes = stretches.map(boxOf);
  return {
    cross: (way) => boxes.some((box, i) => doOverlap(box, way) && stretches[i].some((segment) => doMeet(segment, way))),
  };
}

/**
 * @param {Way[]} ways
 * @returns {Way} from one corner to the other of the box around them
 */
function boxOf(ways) {
  const x = ways.flatMap((way) => [way[0], way[2]]);
  const y = ways.flatMap((way) => [way[1], way[3]]);
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/**
 * @param {Way} one
 * @param {Way} other
 * @returns {boolean} whether they share a point
 */
function doMeet(one, other) {
  return doOverlap(one, other) && isSplit(one, other) && isSplit(other, one);
}

/**
 * @param {string} run
 * @param {number} scale
 * @returns {{lon: number[], lat: number[]}} degrees
 */
function decodeRun(run, scale) {
  const steps = decodeVlq(run);
  /** @type {{lon: number[], lat: number[]}} */
  const line = { lon: [], lat: [] };
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    line.lon.push(x / scale);
    line.lat.push(y / scale);
  }
  return line;
}

/**
 * @param {Way} one
 * @param {Way} other
 * @returns {boolean} whether the boxes around them share a point
 */
function doOverlap(one, other) {
  return (
    Math.min(one[0], one[2]) <= Math.max(other[0], other[2]) &&
    Math.min(other[0], other[2]) <= Math.max(one[0], one[2]) &&
    Math.min(one[1], one[3]) <= Math.max(other[1], other[3]) &&
    Math.min(other[1], other[3]) <= Math.max(one[1], one[3])
  );
}

/**
 * Exact, as long as the positions lie within some hundreds of kilometres.
 * @param {Way} line
 * @param {Way} way
 * @returns {boolean} whether the ends of the way lie on both sides of the line, or on it
 */
function isSplit(line, way) {
  const dx = line[2] - line[0];
  const dy = line[3] - line[1];
  const first = dx * (way[1] - line[1]) - dy * (way[0] - line[0]);
  const last = dx * (way[3] - line[1]) - dy * (way[2] - line[0]);
  return first * last <= 0;
}
