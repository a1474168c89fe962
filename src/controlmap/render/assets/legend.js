/**
 * Areas and settlements by holder on a day.
 * @module legend
 */

const MIXED = ["contested", "shared", "changing", "disputed"];

/**
 * @typedef {object} HolderRow
 * @property {number} actor
 * @property {number} low km² observed, or inferred firmly
 * @property {number} best km² with what is likely
 * @property {number} high km² with what is uncertain
 * @property {number} settlements observed
 */

/**
 * @typedef {object} MixedRow
 * @property {string} status
 * @property {number} area km²
 * @property {number} settlements
 */

/**
 * @typedef {object} Legend
 * @property {HolderRow[]} holders all that hold a cell on any day, in a fixed order
 * @property {MixedRow[]} mixed all that occur on any day
 * @property {number} noData km²
 */

/**
 * Which sum each state adds to: three of each holder, by firmness, then one of each mixed
 * status, then what is without data.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {{actors: number[], statuses: string[], lines: number[], width: number}}
 */
export function legendLines({ areas, states, initial, log }) {
  const occurring = statesThatOccur(initial, log);
  const used = states.filter((_, i) => occurring.has(i));
  const actors = holdersBySize({ areas, states, initial, log }, occurring);
  const statuses = MIXED.filter((status) => used.some((state) => state.status === status));
  const lines = states.map((state) => lineOf(state, actors, statuses));
  return { actors, statuses, lines, width: 3 * actors.length + statuses.length + 1 };
}

/**
 * Sums are kept from one call to the next, and only what changed is counted anew; as they
 * are whole numbers, nothing is lost by it.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {(states: Uint16Array) => Legend} the legend of the cells' states
 */
export function makeLegend(timeline) {
  const { areas, places, states } = timeline;
  const { actors, statuses, lines, width } = legendLines(timeline);
  const isObserved = states.map(({ basis }) => Number(basis === "observed"));
  const sums = new Float64Array(width);
  const settlements = new Int32Array(width);
  const counted = new Int32Array(areas.length).fill(-1);
  /**
   * @param {number} cell
   * @param {number} state
   * @param {1 | -1} sign
   */
  const add = (cell, state, sign) => {
    sums[lines[state]] += sign * areas[cell];
    settlements[lines[state]] += sign * isObserved[state] * places.isSettlement[cell];
  };
  return (now) => {
    for (let cell = 0; cell < now.length; cell += 1) {
      if (counted[cell] === now[cell]) continue;
      if (counted[cell] >= 0) add(cell, counted[cell], -1);
      add(cell, now[cell], 1);
      counted[cell] = now[cell];
    }
    const km2 = (/** @type {number[]} */ ...thousandths) => thousandths.reduce((a, b) => a + b, 0) / 1000;
    return {
      holders: actors.map((actor, i) => {
        const [low, likely, uncertain] = sums.subarray(3 * i, 3 * i + 3);
        return {
          actor,
          low: km2(low),
          best: km2(low, likely),
          high: km2(low, likely, uncertain),
          settlements: settlements[3 * i],
        };
      }),
      mixed: statuses.map((status, i) => ({
        status,
        area: km2(sums[3 * actors.length + i]),
        settlements: settlements[3 * actors.length + i],
      })),
      noData: km2(sums[width - 1]),
    };
  };
}

/**
 * @param {import("./decode.js").CellState} state
 * @param {number[]} actors
 * @param {string[]} statuses
 * @returns {number} the sum that a cell of this state adds to
 */
function lineOf({ status, controllers, firmness }, actors, statuses) {
  if (status === "controlled") {
    const tier = firmness === "uncertain" ? 2 : Number(firmness === "likely");
    return 3 * actors.indexOf(controllers[0]) + tier;
  }
  const mixed = statuses.indexOf(status);
  return 3 * actors.length + (mixed < 0 ? statuses.length : mixed);
}

/**
 * @param {Uint16Array} initial
 * @param {import("./cell-log.js").ChangeLog} log
 * @returns {Set<number>} states that a cell has on any day
 */
function statesThatOccur(initial, log) {
  const occurring = new Set(initial);
  for (let i = 0; i < log.state.length; i += 1) occurring.add(log.state[i]);
  return occurring;
}

/**
 * @param {{areas: Int32Array, states: import("./decode.js").CellState[], initial: Uint16Array, log: import("./cell-log.js").ChangeLog}} timeline
 * @param {Set<number>} occurring states
 * @returns {number[]} actors that hold a cell on any day, the largest first and last day together first
 */
function holdersBySize({ areas, states, initial, log }, occurring) {
  const final = Uint16Array.from(initial);
  for (let i = 0; i < log.state.length; i += 1) final[log.cell[i]] = log.state[i];
  const sums = new Float64Array(states.length);
  for (let cell = 0; cell < areas.length; cell += 1) {
    sums[initial[cell]] += areas[cell];
    sums[final[cell]] += areas[cell];
  }
  /** @type {Map<number, number>} */
  const sizes = new Map();
  for (const state of occurring) {
    const { status, controllers } = states[state];
    if (status === "controlled") sizes.set(controllers[0], (sizes.get(controllers[0]) ?? 0) + sums[state]);
  }
  const size = (/** @type {number} */ actor) => sizes.get(actor) ?? 0;
  return [...sizes.keys()].sort((a, b) => size(b) - size(a) || a - b);
}
