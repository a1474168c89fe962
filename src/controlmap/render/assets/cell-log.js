/**
 * How the cells are drawn: as the answers of their places say, but for what is written out.
 * @module cell-log
 */
import { orderByDay } from "./days.js";
import { daysOfBlocs } from "./palette.js";
import { decodeVlq } from "./vlq.js";

/**
 * @typedef {object} CellColumns
 * @property {string} initial
 * @property {string} days
 * @property {string} cells
 * @property {string} states
 * @property {string} exceptions
 */

/**
 * @typedef {object} ChangeLog
 * @property {Int32Array} day of each change, ascending
 * @property {Int32Array} cell
 * @property {Uint16Array} state
 */

/**
 * @param {CellColumns} columns
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {{cells: number, blocs: number[][]}} about
 * @returns {{initial: Uint16Array, log: ChangeLog}}
 */
export function decodeCells(columns, answers, { cells, blocs }) {
  const drawn = statesOfAnswers(decodeVlq(columns.exceptions), answers, cells, daysOfBlocs(blocs));
  const initial = new Uint16Array(cells);
  const runs = decodeVlq(columns.initial);
  let run = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const first = answers.starts[cell];
    if (first < answers.starts[cell + 1]) {
      initial[cell] = drawn[first];
      continue;
    }
    initial[cell] = runs[run];
    runs[run + 1] -= 1;
    if (runs[run + 1] === 0) run += 2;
  }
  return { initial, log: mergeByDay(writtenOut(columns), laterAnswers(answers, drawn)) };
}

/**
 * An answer that says the same as one before it is drawn alike; exceptions say where not.
 * @param {Int32Array} exceptions answers less the one before, and states
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {number} cells
 * @param {number[]} blocDays
 * @returns {Uint16Array} state that each answer of a place with a cell is drawn with
 */
function statesOfAnswers(exceptions, { starts, day, kind, holding, kinds }, cells, blocDays) {
  const drawn = new Uint16Array(starts[cells]);
  /** @type {Map<number, number>} */
  const known = new Map();
  let at = 0;
  let next = exceptions.length > 0 ? exceptions[0] : -1;
  for (let i = 0; i < drawn.length; i += 1) {
    let epoch = 0;
    while (epoch < blocDays.length && blocDays[epoch] <= day[i]) epoch += 1;
    const said = (holding[i] * 8 + kinds[kind[i]].freshness + 1) * (blocDays.length + 1) + epoch;
    if (i === next) {
      known.set(said, exceptions[at + 1]);
      at += 2;
      next = at < exceptions.length ? next + exceptions[at] : -1;
    }
    drawn[i] = known.get(said) || 0;
  }
  return drawn;
}

/**
 * @param {CellColumns} columns
 * @returns {ChangeLog}
 */
function writtenOut(columns) {
  const days = decodeVlq(columns.days);
  const cell = decodeVlq(columns.cells);
  const log = { day: new Int32Array(cell.length), cell, state: Uint16Array.from(decodeVlq(columns.states)) };
  let at = 0;
  let day = 0;
  for (let i = 0; i < days.length; i += 2) {
    day += days[i];
    for (let before = 0, end = at + days[i + 1]; at < end; at += 1) {
      before += cell[at];
      cell[at] = before;
      log.day[at] = day;
    }
  }
  return log;
}

/**
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {Uint16Array} drawn
 * @returns {ChangeLog} all answers but the first of each place
 */
function laterAnswers({ starts, place, day }, drawn) {
  const later = Int32Array.from(drawn.keys()).filter((i) => i > starts[place[i]]);
  return {
    day: later.map((i) => day[i]),
    cell: later.map((i) => place[i]),
    state: Uint16Array.from(later, (i) => drawn[i]),
  };
}

/**
 * @param {ChangeLog} one
 * @param {ChangeLog} other
 * @returns {ChangeLog} the changes of both, by day
 */
function mergeByDay(one, other) {
  const order = orderByDay(concat(one.day, other.day));
  const cell = concat(one.cell, other.cell);
  const state = concat(Int32Array.from(one.state), Int32Array.from(other.state));
  const day = concat(one.day, other.day);
  return { day: order.map((i) => day[i]), cell: order.map((i) => cell[i]), state: Uint16Array.from(order, (i) => state[i]) };
}

/**
 * @param {Int32Array} one
 * @param {Int32Array} other
 * @returns {Int32Array}
 */
function concat(one, other) {
  const both = new Int32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
