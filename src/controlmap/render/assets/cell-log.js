/**
 * How the cells are drawn: as the answers of their places say, but for what is written out.
 * @module cell-log
 */
import { orderByDay } from "./days.js";
import { daysOfBlocs } from "./palette.js";
import { decodeVlq } from "./vlq.js";

/** How fresh an answer can be, counting none. */
const FRESHNESSES = 4;

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
  return { initial, log: decodeLog(columns, answers, drawn) };
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
  const known = new Uint16Array((holding.reduce((a, b) => Math.max(a, b), 0) + 1) * FRESHNESSES * (blocDays.length + 1));
  const freshness = Int32Array.from(kinds, (each) => each.freshness + 1);
  let at = 0;
  let next = exceptions.length > 0 ? exceptions[0] : -1;
  for (let i = 0; i < drawn.length; i += 1) {
    let epoch = 0;
    while (epoch < blocDays.length && blocDays[epoch] <= day[i]) epoch += 1;
    const said = (holding[i] * FRESHNESSES + freshness[kind[i]]) * (blocDays.length + 1) + epoch;
    if (i === next) {
      known[said] = exceptions[at + 1];
      at += 2;
      next = at < exceptions.length ? next + exceptions[at] : -1;
    }
    drawn[i] = known[said];
  }
  return drawn;
}

/**
 * The changes that are written out, and those that come with an answer.
 * @param {CellColumns} columns
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {Uint16Array} drawn
 * @returns {ChangeLog} by day
 */
function decodeLog(columns, { starts, place, day: daysOfAnswers }, drawn) {
  const days = decodeVlq(columns.days);
  const cells = decodeVlq(columns.cells);
  const states = decodeVlq(columns.states);
  const log = makeLog(cells.length + drawn.length);
  let count = 0;
  let day = 0;
  for (let i = 0; i < days.length; i += 2) {
    day += days[i];
    for (let cell = 0, end = count + days[i + 1]; count < end; count += 1) {
      cell += cells[count];
      log.day[count] = day;
      log.cell[count] = cell;
      log.state[count] = states[count];
    }
  }
  for (let i = 0; i < drawn.length; i += 1) {
    if (i === starts[place[i]]) continue;
    log.day[count] = daysOfAnswers[i];
    log.cell[count] = place[i];
    log.state[count] = drawn[i];
    count += 1;
  }
  return sortLog(log, count);
}

/**
 * @param {number} count
 * @returns {ChangeLog}
 */
function makeLog(count) {
  return { day: new Int32Array(count), cell: new Int32Array(count), state: new Uint16Array(count) };
}

/**
 * @param {ChangeLog} log
 * @param {number} count changes in it
 * @returns {ChangeLog} by day
 */
function sortLog(log, count) {
  const order = orderByDay(log.day.subarray(0, count));
  const sorted = makeLog(count);
  for (let i = 0; i < count; i += 1) {
    sorted.day[i] = log.day[order[i]];
    sorted.cell[i] = log.cell[order[i]];
    sorted.state[i] = log.state[order[i]];
  }
  return sorted;
}
