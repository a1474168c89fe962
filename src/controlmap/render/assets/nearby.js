/**
 * Which positions lie near others, nearest first, and which of them on the same side of the
 * limits: looked up when they are first asked for, and farther out when that is not enough.
 * @module nearby
 */
import { makeGrid } from "./grid.js";

/** Neighbours that are looked up at first, about. */
const FEW = 24;

/** More than what rounding does to a distance, in metres. */
const SLACK_M = 1e-3;

/**
 * The neighbours of a position.
 * @typedef {object} Neighbours
 * @property {number[]} index
 * @property {number[]} distance metres, ascending
 * @property {number} horizon every neighbour as near as this is among them
 * @property {(i: number) => boolean} isOpen whether no limit lies between
 */

/**
 * @typedef {object} Nearby
 * @property {(point: number) => Neighbours} of a position, those that are at hand
 * @property {(point: number, radius: number) => Neighbours} widen gives all within a radius
 */

/**
 * @param {import("./metres.js").Points} points
 * @param {import("./metres.js").Points} others which may be neighbours
 * @param {import("./limits.js").Limits} limits
 * @returns {Nearby}
 */
export function makeNearby(points, others, limits) {
  const grid = makeGrid(others, 2);
  const farthest = diagonal(grid, points);
  /** @type {Neighbours[]} */
  const known = [];
  const metres = new Float64Array(others.count); // to each of those found
  const widen = (/** @type {number} */ point, /** @type {number} */ radius) => {
    const around = known[point];
    const found = within(grid, others, [points.x[point], points.y[point]], { above: around.horizon, radius }, metres);
    for (const other of found.sort((a, b) => metres[a] - metres[b])) {
      around.index.push(other);
      around.distance.push(metres[other]);
    }
    around.horizon = radius >= farthest ? Infinity : radius;
    return around;
  };
  /**
   * @param {number} point
   * @returns {Neighbours}
   */
  const make = (point) => {
    /** @type {boolean[]} */
    const open = [];
    /** @type {Neighbours} */
    const around = {
      index: [],
      distance: [],
      horizon: -1,
      isOpen(i) {
        const other = around.index[i];
        open[i] ??=
          around.distance[i] === 0 ||
          !limits.cross([points.east[point], points.north[point], others.east[other], others.north[other]]);
        return open[i];
      },
    };
    return around;
  };
  const first = grid.size * Math.sqrt(FEW / 2 / Math.PI);
  return {
    of(point) {
      if (known[point]) return known[point];
      known[point] = make(point);
      return widen(point, first);
    },
    widen,
  };
}

/**
 * @param {import("./grid.js").Grid} grid
 * @param {{x: Float64Array, y: Float64Array}} others
 * @param {[x: number, y: number]} at
 * @param {{above: number, radius: number}} range metres
 * @param {Float64Array} metres which gets the distance of those found
 * @returns {number[]} those within the range, in any order
 */
function within({ west, south, size, columns, rows, starts, members }, others, [x, y], { above, radius }, metres) {
  const found = [];
  const squaresTo = (/** @type {number} */ away, /** @type {number} */ count) =>
    Math.min(count - 1, Math.max(0, Math.floor(away / size)));
  const left = squaresTo(x - radius - west, columns);
  const right = squaresTo(x + radius - west, columns);
  const top = squaresTo(y + radius - south, rows);
  for (let row = squaresTo(y - radius - south, rows); row <= top; row += 1) {
    const end = starts[row * columns + right + 1];
    for (let at = starts[row * columns + left]; at < end; at += 1) {
      const other = members[at];
      const dx = x - others.x[other];
      const dy = y - others.y[other];
      metres[other] = Math.sqrt(dx * dx + dy * dy);
      if (metres[other] > above && metres[other] <= radius) found.push(other);
    }
  }
  return found;
}

/**
 * @param {import("./grid.js").Grid} grid
 * @param {{count: number, x: Float64Array, y: Float64Array}} points
 * @returns {number} metres within which any point has all of the grid
 */
function diagonal({ west, south, size, columns, rows }, { count, x, y }) {
  let farthest = 0;
  for (let i = 0; i < count; i += 1) {
    const across = Math.max(Math.abs(x[i] - west), Math.abs(west + columns * size - x[i]));
    const along = Math.max(Math.abs(y[i] - south), Math.abs(south + rows * size - y[i]));
    farthest = Math.max(farthest, across + along);
  }
  return farthest;
}

/**
 * How far around each position something has a say in what is there.
 * @typedef {object} Reaches
 * @property {(point: number, metres: number) => void} set its reach, -1 for none
 * @property {(x: number, y: number, visit: (point: number) => void) => void} visit those that reach a position
 */

/**
 * @param {import("./metres.js").Points} points
 * @returns {Reaches} all of them without a reach
 */
export function makeReaches(points) {
  const { west, south, size, columns, starts, members, squareOf } = makeGrid(points, 32);
  const reach = new Float64Array(points.count).fill(-1);
  const most = new Float64Array(starts.length - 1).fill(-1);
  const isStale = new Uint8Array(most.length);
  const refresh = (/** @type {number} */ square) => {
    most[square] = -1;
    for (let at = starts[square]; at < starts[square + 1]; at += 1) most[square] = Math.max(most[square], reach[members[at]]);
    isStale[square] = 0;
  };
  return {
    set(point, metres) {
      reach[point] = metres;
      isStale[squareOf[point]] = 1;
    },
    visit(x, y, visit) {
      for (let square = 0; square < most.length; square += 1) {
        if (isStale[square]) refresh(square);
        const left = west + (square % columns) * size;
        const bottom = south + Math.floor(square / columns) * size;
        const across = Math.max(left - x, 0, x - left - size);
        const along = Math.max(bottom - y, 0, y - bottom - size);
        if (most[square] < 0 || Math.sqrt(across * across + along * along) > most[square] + SLACK_M) continue;
        for (let at = starts[square]; at < starts[square + 1]; at += 1) {
          const point = members[at];
          if (reach[point] < 0) continue;
          const far = reach[point] + SLACK_M;
          if ((points.x[point] - x) ** 2 + (points.y[point] - y) ** 2 <= far * far) visit(point);
        }
      }
    },
  };
}
