/**
 * Areas of one look, front lines and outline, kept up to date by what changed.
 * @module territory
 */
import { boxOf } from "./boxes.js";
import { makeCells } from "./cells.js";
import { joinLines, joinRings } from "./chains.js";
import { later } from "./later.js";
import { cutRuns } from "./lines.js";

/**
 * A ring and the box around it.
 * @typedef {object} Ring
 * @property {import("./chains.js").Run} run
 * @property {import("./boxes.js").Box} box
 */

/**
 * Lines that are drawn broken.
 * @typedef {object} DashedLines
 * @property {import("./lines.js").Piece[]} guesses fronts beside a cell whose holder is uncertain
 * @property {import("./lines.js").Piece[]} outline of the study area
 */

/**
 * @typedef {object} Territory
 * @property {() => import("./cells.js").Cells} cells made when they are first asked for
 * @property {Int16Array} looks of the cells, -1 for none
 * @property {() => Ring[][]} rings of each look, to fill even-odd
 * @property {() => import("./chains.js").Run[]} fronts between two holders
 * @property {(arc: number) => boolean} isFront whether an arc is part of these
 * @property {() => DashedLines} dashedLines
 * @property {(states: Uint16Array, cells: ArrayLike<number>) => number[]} update after a
 *   change; gives the cells that look otherwise or lie beside another front
 */

/** What an arc is: no front, a front, or one beside a cell whose holder is uncertain. */
const [PLAIN, FRONT, GUESS] = [0, 1, 2];

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./draw.js").Ground} ground
 * @param {number[]} stateLooks look of each state, -1 for none
 * @returns {Territory}
 */
export function makeTerritory({ topology, states, cells: count }, ground, stateLooks) {
  const { right } = topology;
  const lookCount = Math.max(-1, ...stateLooks) + 1;
  const cells = later(() => makeCells(topology, ground, count));
  const holders = Int16Array.from(states, ({ status, controllers }, state) => (status === "controlled" && stateLooks[state] >= 0 ? controllers[0] : -1));
  const isUncertain = Uint8Array.from(states, ({ firmness }) => Number(firmness === "uncertain"));
  const looks = new Int16Array(count).fill(-1);
  const held = new Int16Array(count).fill(-1);
  const unsure = new Uint8Array(count);
  const fronts = makeFronts(topology, ground, held, unsure);
  const stale = new Uint8Array(lookCount).fill(1);
  /** @type {Ring[][]} */
  const rings = Array.from({ length: lookCount }, () => []);
  const outline = cutRuns(ground, joinLines(topology, arcsWhere(right, (side) => side < 0)));
  /**
   * @param {number} cell
   * @param {number} look
   * @returns {boolean} whether it looks otherwise
   */
  const relook = (cell, look) => {
    const before = looks[cell];
    if (before === look) return false;
    if (before >= 0) stale[before] = 1;
    if (look >= 0) stale[look] = 1;
    looks[cell] = look;
    return true;
  };
  return {
    cells,
    looks,
    rings() {
      for (const [look, runs] of ringsOfLooks(topology, looks, stale)) {
        rings[look] = runs.map((run) => ({ run, box: boxOf(ground, run) }));
      }
      stale.fill(0);
      return rings;
    },
    fronts: fronts.lines,
    isFront: fronts.isFront,
    dashedLines: () => ({ guesses: fronts.guesses(), outline }),
    update(now, touched) {
      const changed = Array.from(touched).filter((cell) => {
        const state = now[cell];
        const isOther = relook(cell, stateLooks[state]);
        if (held[cell] === holders[state] && unsure[cell] === isUncertain[state]) return isOther;
        held[cell] = holders[state];
        unsure[cell] = isUncertain[state];
        return true;
      });
      if (changed.length === count) fronts.judgeAll();
      else for (const cell of changed) fronts.judge(cells().arcs, cell);
      return changed;
    },
  };
}

/**
 * @typedef {object} Fronts
 * @property {(arcs: import("./cells.js").Lists, cell: number) => void} judge the arcs of a
 *   cell anew, after another came to hold it
 * @property {() => void} judgeAll arcs anew
 * @property {(arc: number) => boolean} isFront
 * @property {() => import("./chains.js").Run[]} lines between two holders that are known
 * @property {() => import("./lines.js").Piece[]} guesses
 */

/**
 * @param {import("./topology.js").Topology} topology
 * @param {import("./draw.js").Ground} ground
 * @param {Int16Array} held who holds each cell, -1 for nobody
 * @param {Uint8Array} unsure whether that is uncertain
 * @returns {Fronts}
 */
function makeFronts(topology, ground, held, unsure) {
  const { left, right } = topology;
  const kinds = new Uint8Array(left.length);
  /** Which lines are to be joined anew, by the kind of their arcs. */
  const isStale = [false, true, true];
  let lines = joinLines(topology, []);
  let guesses = cutRuns(ground, []);
  const judge = (/** @type {number} */ arc) => {
    const a = left[arc];
    const b = right[arc];
    const isFront = b >= 0 && held[a] >= 0 && held[b] >= 0 && held[a] !== held[b];
    const kindOfFront = unsure[a] || unsure[b] ? GUESS : FRONT;
    const kind = isFront ? kindOfFront : PLAIN;
    if (kind === kinds[arc]) return;
    isStale[kind] = true;
    isStale[kinds[arc]] = true;
    kinds[arc] = kind;
  };
  return {
    judge({ starts, items }, cell) {
      for (let i = starts[cell]; i < starts[cell + 1]; i += 1) judge(items[i] < 0 ? ~items[i] : items[i]);
    },
    judgeAll() {
      for (let arc = 0; arc < left.length; arc += 1) judge(arc);
    },
    isFront: (arc) => kinds[arc] === FRONT,
    lines() {
      if (isStale[FRONT]) lines = joinLines(topology, arcsWhere(kinds, (kind) => kind === FRONT));
      isStale[FRONT] = false;
      return lines;
    },
    guesses() {
      if (isStale[GUESS]) guesses = cutRuns(ground, joinLines(topology, arcsWhere(kinds, (kind) => kind === GUESS)));
      isStale[GUESS] = false;
      return guesses;
    },
  };
}

/**
 * @param {ArrayLike<number>} values of the arcs
 * @param {(value: number) => boolean} isWanted
 * @returns {number[]}
 */
function arcsWhere(values, isWanted) {
  const arcs = [];
  for (let arc = 0; arc < values.length; arc += 1) if (isWanted(values[arc])) arcs.push(arc);
  return arcs;
}

/**
 * Rings of the looks marked stale: of the arcs, those with that look on one side.
 * @param {import("./topology.js").Topology} topology
 * @param {Int16Array} looks of the cells
 * @param {Uint8Array} stale
 * @returns {Map<number, import("./chains.js").Run[]>}
 */
function ringsOfLooks(topology, looks, stale) {
  /** @type {Map<number, number[]>} */
  const directed = new Map();
  stale.forEach((isStale, look) => isStale && directed.set(look, []));
  if (directed.size === 0) return new Map();
  const { left, right } = topology;
  for (let arc = 0; arc < left.length; arc += 1) {
    const a = looks[left[arc]];
    const b = right[arc] < 0 ? -1 : looks[right[arc]];
    if (a === b) continue;
    if (a >= 0 && stale[a]) directed.get(a)?.push(arc);
    if (b >= 0 && stale[b]) directed.get(b)?.push(~arc);
  }
  return new Map([...directed].map(([look, arcs]) => [look, joinRings(topology, arcs)]));
}
