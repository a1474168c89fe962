/**
 * Who is drawn in each cell on a day, and which answer each place has.
 * @module states
 */
import { orderByDay } from "./days.js";

/**
 * @typedef {object} Cursor
 * @property {Uint16Array} states state of each cell on the day of the cursor
 * @property {(day: number) => number[]} moveTo goes to a day and names the cells touched
 */

/**
 * A cursor over the change log: it goes forward and back by what changed alone.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Cursor}
 */
export function makeCursor({ initial, log }) {
  const states = Uint16Array.from(initial);
  const before = statesBefore(initial, log);
  const walk = makeWalk(log.day, {
    forth: (i) => {
      states[log.cell[i]] = log.state[i];
      return log.cell[i];
    },
    back: (i) => {
      states[log.cell[i]] = before[i];
      return log.cell[i];
    },
  });
  return { states, moveTo: walk };
}

/**
 * @param {Uint16Array} initial
 * @param {import("./cell-log.js").ChangeLog} log
 * @returns {Uint16Array} the state that each change ends
 */
function statesBefore(initial, log) {
  const current = Uint16Array.from(initial);
  const before = new Uint16Array(log.state.length);
  for (let i = 0; i < before.length; i += 1) {
    before[i] = current[log.cell[i]];
    current[log.cell[i]] = log.state[i];
  }
  return before;
}

/**
 * A cursor over the answers of the places.
 * @param {import("./answer-log.js").AnswerLog} answers
 * @returns {{now: Int32Array, moveTo: (day: number) => number[]}} the answer of each place
 *   on the day of the cursor, -1 for none; and what names the places touched
 */
export function makeAnswerCursor({ starts, place, day }) {
  const now = new Int32Array(starts.length - 1).fill(-1);
  for (let i = 0; i < place.length; i += 1) if (i === starts[place[i]]) now[place[i]] = i;
  const order = orderByDay(day);
  const days = new Int32Array(order.length);
  for (let i = 0; i < order.length; i += 1) days[i] = day[order[i]];
  // the first answers, on day 0, hold at once and are never undone
  const walk = makeWalk(days, {
    forth: (i) => {
      now[place[order[i]]] = order[i];
      return place[order[i]];
    },
    back: (i) => {
      now[place[order[i]]] = order[i] - 1;
      return place[order[i]];
    },
  });
  return { now, moveTo: walk };
}

/**
 * @param {Int32Array} days of the entries of a log, ascending
 * @param {{forth: (entry: number) => number, back: (entry: number) => number}} steps which
 *   do or undo an entry, and say what it touches
 * @returns {(day: number) => number[]} goes to a day and gives what was touched
 */
function makeWalk(days, { forth, back }) {
  let position = 0;
  return (day) => {
    const touched = [];
    while (position < days.length && days[position] <= day) {
      touched.push(forth(position));
      position += 1;
    }
    while (position > 0 && days[position - 1] > day) {
      position -= 1;
      touched.push(back(position));
    }
    return touched;
  };
}
