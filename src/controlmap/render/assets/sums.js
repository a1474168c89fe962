/**
 * Area and settlements by holder on every day, for the chart under the slider.
 * @module sums
 */
import { legendLines } from "./legend.js";

/**
 * A layer of the stack: one holder, one status, or what is uncertain.
 * @typedef {object} Layer
 * @property {string} key what the legend hides it by; empty for what is uncertain
 * @property {number} actor -1 for none
 * @property {Float64Array} area of each day, thousandths of a km²
 * @property {Float64Array} settlements of each day
 */

/**
 * @typedef {object} Sums
 * @property {Layer[]} layers from below
 * @property {{area: number, settlements: number}} most all together can be
 * @property {number[]} bigDays days on which most ground changed hands, ascending
 */

/** Share of the greatest change of a day from which another one is big. */
const BIG = 0.3;

/** Days that are marked as big, at most. */
const MOST_BIG = 12;

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Sums}
 */
export function sumDays(timeline) {
  const { actors, statuses, lines } = legendLines(timeline);
  const days = timeline.last + 1;
  const series = () => ({ area: new Float64Array(days), settlements: new Float64Array(days) });
  const held = actors.map((actor) => ({ key: String(actor), actor, ...series() }));
  const mixed = statuses.map((status) => ({ key: status, actor: -1, ...series() }));
  const unsure = { key: "", actor: -1, ...series() };
  const blank = { key: "no_data", actor: -1, ...series() };
  const layers = [...held, ...mixed, unsure, blank];
  const layerOf = lines.map((line) => {
    if (line >= 3 * actors.length) return held.length + line - 3 * actors.length + Number(line === 3 * actors.length + statuses.length);
    return line % 3 === 2 ? held.length + mixed.length : Math.floor(line / 3);
  });
  const holderOf = lines.map((line) => (line < 3 * actors.length ? Math.floor(line / 3) : -1));
  const moved = addDays(timeline, layers, layerOf, holderOf);
  return {
    layers: layers.slice(0, -1),
    most: { area: timeline.areas.reduce((a, b) => a + b, 0), settlements: mostTogether(layers) },
    bigDays: bigDays(moved),
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {Layer[]} layers to add to
 * @param {number[]} layerOf each state
 * @param {number[]} holderOf each state, -1 for none
 * @returns {Float64Array} area that passed from one holder to another
 */
function addDays({ areas, places, states, initial, log, last }, layers, layerOf, holderOf) {
  const moved = new Float64Array(last + 1);
  const now = Uint16Array.from(initial);
  const held = Int16Array.from(initial, (state) => holderOf[state]);
  /**
   * @param {number} cell
   * @param {number} day
   * @param {number} sign
   */
  const add = (cell, day, sign) => {
    const layer = layers[layerOf[now[cell]]];
    layer.area[day] += sign * areas[cell];
    if (states[now[cell]].basis === "observed") layer.settlements[day] += sign * places.isSettlement[cell];
  };
  for (let cell = 0; cell < now.length; cell += 1) add(cell, 0, 1);
  let at = 0;
  for (let day = 0; day <= last; day += 1) {
    if (day > 0) {
      for (const { area, settlements } of layers) {
        area[day] = area[day - 1];
        settlements[day] = settlements[day - 1];
      }
    }
    for (; at < log.day.length && log.day[at] <= day; at += 1) {
      const cell = log.cell[at];
      add(cell, day, -1);
      now[cell] = log.state[at];
      add(cell, day, 1);
      const holder = holderOf[now[cell]];
      if (holder < 0) continue;
      if (held[cell] >= 0 && held[cell] !== holder) moved[day] += areas[cell];
      held[cell] = holder;
    }
  }
  return moved;
}

/**
 * @param {Layer[]} layers
 * @returns {number} the most settlements that all have on one day
 */
function mostTogether(layers) {
  return layers[0].settlements.reduce((most, _, day) => {
    const all = layers.reduce((sum, { settlements }) => sum + settlements[day], 0);
    return Math.max(most, all);
  }, 1);
}

/**
 * @param {Float64Array} moved
 * @returns {number[]}
 */
function bigDays(moved) {
  const most = moved.reduce((a, b) => Math.max(a, b), 0);
  const big = [...moved.keys()].filter((day) => day > 0 && moved[day] > 0 && moved[day] >= BIG * most);
  big.sort((a, b) => moved[b] - moved[a] || a - b);
  return big.slice(0, MOST_BIG).sort((a, b) => a - b);
}
