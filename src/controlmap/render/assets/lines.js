/**
 * Lines on the ground in pieces, so that only those are traced that lie where it is painted.
 * @module lines
 */
import { boxOf } from "./boxes.js";

/** Vertices of a piece. */
const PIECE = 24;

/**
 * A piece of a run of vertices.
 * @typedef {object} Piece
 * @property {import("./chains.js").Run} run
 * @property {number} from
 * @property {number} to the first vertex after it
 * @property {import("./boxes.js").Box} box
 * @property {number} before length of the run up to it, on the ground
 */

/**
 * @param {import("./draw.js").Ground} ground
 * @param {import("./chains.js").Run[]} runs
 * @returns {Piece[]} pieces that begin where the one before ends
 */
export function cutRuns(ground, runs) {
  return runs.flatMap((run) => {
    const pieces = [];
    let before = 0;
    for (let from = 0; from < run.length - 1; from += PIECE - 1) {
      const to = Math.min(run.length, from + PIECE);
      pieces.push({ run, from, to, box: boxOf(ground, run, from, to), before });
      before += lengthOf(ground, run, from, to);
    }
    return pieces;
  });
}

/**
 * @param {import("./draw.js").Ground} ground
 * @param {import("./chains.js").Run} run
 * @param {number} from
 * @param {number} to
 * @returns {number}
 */
function lengthOf({ x, y }, run, from, to) {
  let length = 0;
  for (let i = from + 1; i < to; i += 1) length += Math.hypot(x[run[i]] - x[run[i - 1]], y[run[i]] - y[run[i - 1]]);
  return length;
}
