/**
 * The records as columns: what is reported of which place, and of when.
 * @module records
 */
import { decodeVlq } from "./vlq.js";

/** Forms of a window. */
export const FORM = { oneDay: 0, closed: 1, openStart: 2, openEnd: 3 };

/**
 * @typedef {object} RecordColumns
 * @property {string} places
 * @property {string} event
 * @property {string} status
 * @property {string} sides
 * @property {string} previous
 * @property {string} form
 * @property {string} day
 * @property {string} length
 */

/**
 * @typedef {object} RecordLog
 * @property {number} count
 * @property {Int32Array} starts of each place, and the end
 * @property {Int32Array} event number of the word
 * @property {Int32Array} status number of the word
 * @property {Int32Array} sides number of the list of sides
 * @property {Int32Array} previous number of a list with one side, or none
 * @property {Int32Array} form of the window
 * @property {Int32Array} earliest day of the map
 * @property {Int32Array} latest day; where one end is open, the other one stands for it
 */

/**
 * @param {RecordColumns} columns
 * @param {number} places
 * @returns {RecordLog}
 */
export function decodeRecords(columns, places) {
  const starts = decodeStarts(columns.places, places);
  const form = decodeVlq(columns.form);
  const earliest = decodeVlq(columns.day);
  const latest = new Int32Array(earliest.length);
  const lengths = decodeVlq(columns.length);
  let closed = 0;
  for (let place = 0; place < places; place += 1) {
    let day = 0;
    for (let i = starts[place]; i < starts[place + 1]; i += 1) {
      day += earliest[i];
      earliest[i] = day;
      latest[i] = day;
      if (form[i] !== FORM.closed) continue;
      latest[i] += lengths[closed];
      closed += 1;
    }
  }
  return {
    count: form.length,
    starts,
    event: decodeVlq(columns.event),
    status: decodeVlq(columns.status),
    sides: decodeVlq(columns.sides),
    previous: decodeVlq(columns.previous),
    form,
    earliest,
    latest,
  };
}

/**
 * @param {string} text for each place that has any, its number less the one before, and how many
 * @param {number} places
 * @returns {Int32Array} first one of each place, and the end of the last
 */
export function decodeStarts(text, places) {
  const pairs = decodeVlq(text);
  const starts = new Int32Array(places + 1);
  let place = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    place += pairs[i];
    starts[place + 1] = pairs[i + 1];
  }
  for (let i = 0; i < places; i += 1) starts[i + 1] += starts[i];
  return starts;
}
