/**
 * The day that is shown, the place that is chosen, and who wants to know.
 * @module scene
 */
import { answerRow, makeCursor } from "./states.js";

/**
 * @typedef {object} Scene
 * @property {() => number} day number of the day shown, the first being 0
 * @property {() => number} place that is chosen, -1 for none
 * @property {Uint16Array} states state of each cell on the day shown
 * @property {(place: number) => import("./decode.js").CellState | null} stateOf a place with a cell
 * @property {(place: number) => any[] | null} answerOf
 * @property {(day: number) => void} go to a day, the nearest one of the map
 * @property {(place: number) => void} choose a place, -1 for none
 * @property {(listener: (touched: number[]) => void) => () => void} onDay gives what stops it
 * @property {(listener: () => void) => () => void} onChoice gives what stops it
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} start
 * @returns {Scene}
 */
export function makeScene(timeline, start) {
  const cursor = makeCursor(timeline);
  let day = clamp(start, timeline.last);
  let place = -1;
  /** @type {Set<(touched: number[]) => void>} */
  const dayListeners = new Set();
  /** @type {Set<() => void>} */
  const choiceListeners = new Set();
  cursor.moveTo(day);
  return {
    day: () => day,
    place: () => place,
    states: cursor.states,
    stateOf: (p) => (p < timeline.cells ? timeline.states[cursor.states[p]] : null),
    answerOf: (p) => answerRow(timeline.answers, p, day),
    go(wanted) {
      const next = clamp(wanted, timeline.last);
      if (next === day) return;
      day = next;
      const touched = cursor.moveTo(day);
      for (const listener of dayListeners) listener(touched);
    },
    choose(wanted) {
      place = wanted;
      for (const listener of choiceListeners) listener();
    },
    onDay: (listener) => register(dayListeners, listener),
    onChoice: (listener) => register(choiceListeners, listener),
  };
}

/**
 * @template T
 * @param {Set<T>} listeners
 * @param {T} listener
 * @returns {() => void}
 */
function register(listeners, listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * @param {number} day
 * @param {number} last
 */
function clamp(day, last) {
  return Math.min(last, Math.max(0, Math.round(day)));
}
