/**
 * Areas of one look, front lines and outline, kept up to date by what changed.
 * @module territory
 */
import { boxOf } from "./boxes.js";
import { joinLines, joinRings } from "./chains.js";

/**
 * A run of vertices and the box around it.
 * @typedef {object} Trace
 * @property {import("./chains.js").Run} run
 * @property {import("./boxes.js").Box} box
 */

/**
 * @typedef {object} Territory
 * @property {Trace[][]} rings of each look, to fill even-odd
 * @property {Trace[]} fronts between two holders
 * @property {Trace[]} guesses: fronts beside a cell whose holder is uncertain
 * @property {Trace[]} outline of the study area
 * @property {Int16Array} looks of the cells, -1 for none
 * @property {(states: Uint16Array, cells: Iterable<number>) => void} update after a change
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./draw.js").Ground} ground
 * @param {number[]} stateLooks look of each state, -1 for none
 * @param {number} lookCount
 * @returns {Territory}
 */
export function makeTerritory({ topology, states, cells }, ground, stateLooks, lookCount) {
  const { left, right } = topology;
  const holders = states.map((state) => (state.status === "controlled" ? state.controllers[0] : -1));
  const isUncertain = states.map((state) => state.firmness === "uncertain");
  const looks = new Int16Array(cells).fill(-1);
  const held = new Int16Array(cells).fill(-1);
  /** @type {boolean[]} */
  const unsure = new Array(cells).fill(false);
  /** @param {import("./chains.js").Run[]} runs */
  const traced = (runs) => runs.map((run) => ({ run, box: boxOf(ground, run) }));
  /** @type {Territory} */
  const territory = {
    rings: Array.from({ length: lookCount }, () => []),
    fronts: [],
    guesses: [],
    outline: traced(joinLines(topology, arcsWhere(left, (arc) => right[arc] < 0))),
    looks,
    update(now, touched) {
      const stale = new Uint8Array(lookCount);
      let isFrontStale = false;
      for (const cell of touched) {
        const look = stateLooks[now[cell]];
        const holder = holders[now[cell]];
        if (look !== looks[cell]) {
          if (looks[cell] >= 0) stale[looks[cell]] = 1;
          if (look >= 0) stale[look] = 1;
          looks[cell] = look;
        }
        isFrontStale = isFrontStale || holder !== held[cell] || isUncertain[now[cell]] !== unsure[cell];
        held[cell] = holder;
        unsure[cell] = isUncertain[now[cell]];
      }
      for (const [look, rings] of ringsOfLooks(topology, looks, stale)) territory.rings[look] = traced(rings);
      if (isFrontStale) {
        const fronts = arcsWhere(left, (arc) => isFront(held, left[arc], right[arc]));
        const isGuess = (/** @type {number} */ arc) => unsure[left[arc]] || unsure[right[arc]];
        territory.fronts = traced(joinLines(topology, fronts.filter((arc) => !isGuess(arc))));
        territory.guesses = traced(joinLines(topology, fronts.filter(isGuess)));
      }
    },
  };
  return territory;
}

/**
 * @param {Int32Array} left
 * @param {(arc: number) => boolean} isWanted
 * @returns {number[]}
 */
function arcsWhere(left, isWanted) {
  const arcs = [];
  for (let arc = 0; arc < left.length; arc += 1) if (isWanted(arc)) arcs.push(arc);
  return arcs;
}

/**
 * @param {Int16Array} held
 * @param {number} a
 * @param {number} b
 */
function isFront(held, a, b) {
  return b >= 0 && held[a] >= 0 && held[b] >= 0 && held[a] !== held[b];
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
