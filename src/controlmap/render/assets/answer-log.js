/**
 * Which answer holds at which place from which day on.
 * @module answer-log
 */
import { decodeStarts } from "./records.js";
import { decodeVlq } from "./vlq.js";

/** More than there are words for a status. */
const STATUSES = 16;

/**
 * A day by the windows of the records that an answer names, and days after it.
 * @typedef {[end: number, more: number]} DayBy
 * @typedef {[status: number, sides: number]} HoldingRow
 * @typedef {[side: number, since: DayBy, through: DayBy, placePrecision: number]} PresenceRow
 * @typedef {[day: DayBy | null, step: number, evidence: number, against: number, named: number[],
 *   presence: PresenceRow[], status: number, sides: number, before: HoldingRow | null,
 *   after: HoldingRow | null, since: DayBy | null, window: (DayBy | null)[], certainty: number,
 *   lastReport: DayBy | null, reportedThrough: DayBy | null, freshness: number, rule: number,
 *   isBroken: number]} KindRow
 */

/**
 * What many answers say alike, each of the records that it names. Words by their numbers.
 * @typedef {object} Kind
 * @property {DayBy | null} day from which it holds; null for the first of a place
 * @property {number} step from the base of the answer before to its own
 * @property {number} evidence how many of the records named are for it
 * @property {number} against how many come next and are against it; the rest is of presence
 * @property {number[]} named records, less the base
 * @property {PresenceRow[]} presence
 * @property {number} status
 * @property {number} sides number of a list, or ``-1 - n`` for those of the n-th record named
 * @property {HoldingRow | null} before
 * @property {HoldingRow | null} after
 * @property {DayBy | null} since
 * @property {(DayBy | null)[]} window
 * @property {number} certainty
 * @property {DayBy | null} lastReport
 * @property {DayBy | null} reportedThrough
 * @property {number} freshness
 * @property {number} rule
 * @property {boolean} isBroken
 */

/**
 * @typedef {object} AnswerColumns
 * @property {string} places
 * @property {KindRow[]} kinds
 * @property {string} kind
 */

/**
 * Status and sides of an answer, those before and after a change too; each once.
 * @typedef {object} Holding
 * @property {number} status number of the word
 * @property {number} sides number of the list of sides
 * @property {[status: number, sides: number] | null} before
 * @property {[status: number, sides: number] | null} after
 */

/**
 * @typedef {object} AnswerLog
 * @property {number} count
 * @property {Int32Array} starts of each place, and the end
 * @property {Int32Array} place of each answer
 * @property {Int32Array} day from which it holds
 * @property {Int32Array} kind
 * @property {Int32Array} base first record that it names
 * @property {Int32Array} holding
 * @property {Kind[]} kinds
 * @property {Holding[]} holdings
 */

/**
 * @param {AnswerColumns} columns
 * @param {import("./records.js").RecordLog} records
 * @param {{places: number, sides: number[][][]}} counts
 * @returns {AnswerLog}
 */
export function decodeAnswers({ places: text, kinds: rows, kind: kindText }, records, { places, sides }) {
  const starts = decodeStarts(text, places);
  const kinds = rows.map(readKind);
  const kind = decodeVlq(kindText);
  const count = kind.length;
  const [place, day, base, holding] = Array.from({ length: 4 }, () => new Int32Array(count));
  const holdings = makeHoldings(records, sides.length);
  for (let at = 0; at < places; at += 1) {
    let first = records.starts[at];
    for (let i = starts[at]; i < starts[at + 1]; i += 1) {
      const said = kinds[kind[i]];
      first += said.step;
      place[i] = at;
      base[i] = first;
      day[i] = dayBy(said.day, said.named, first, records) || 0;
      holding[i] = holdings.find(said, first);
    }
  }
  return { count, starts, place, day, kind, base, holding, kinds, holdings: holdings.all };
}

/**
 * @param {KindRow} row
 * @returns {Kind}
 */
function readKind(row) {
  const [day, step, evidence, against, named, presence, status, sides, before, after, since, window] = row;
  const [, , , , , , , , , , , , certainty, lastReport, reportedThrough, freshness, rule, isBroken] = row;
  return {
    day,
    step,
    evidence,
    against,
    named,
    presence,
    status,
    sides,
    before,
    after,
    since,
    window,
    certainty,
    lastReport,
    reportedThrough,
    freshness,
    rule,
    isBroken: isBroken === 1,
  };
}

/**
 * @param {DayBy | null} given
 * @param {number[]} named records, less the base
 * @param {number} base
 * @param {import("./records.js").RecordLog} records
 * @returns {number | null} day of the map
 */
export function dayBy(given, named, base, { earliest, latest }) {
  if (given === null) return null;
  const end = given[0];
  if (end < 0) return given[1];
  return (end & 1 ? latest : earliest)[base + named[end >> 1]] + given[1];
}

/**
 * @param {import("./records.js").RecordLog} records
 * @param {number} count lists of sides
 * @returns {{all: Holding[], find: (kind: Kind, base: number) => number}} find gives
 *   the number of the holding of an answer of a kind
 */
function makeHoldings(records, count) {
  /** @type {Holding[]} */
  const all = [];
  /** @type {Map<number, number>} */
  const numbers = new Map();
  const width = count + 1;
  /**
   * @param {number} code
   * @param {Kind} kind
   * @param {number} base
   * @returns {number} a list of sides
   */
  const list = (code, { named }, base) => (code >= 0 ? code : records.sides[base + named[-1 - code]]);
  return {
    all,
    find(kind, base) {
      const { status, before, after } = kind;
      const sides = list(kind.sides, kind, base);
      const sidesBefore = before === null ? -1 : list(before[1], kind, base);
      const sidesAfter = after === null ? -1 : list(after[1], kind, base);
      let key = status * width + sides;
      key = (key * STATUSES + (before === null ? 0 : before[0] + 1)) * width + sidesBefore + 1;
      key = (key * STATUSES + (after === null ? 0 : after[0] + 1)) * width + sidesAfter + 1;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, all.length);
      return (
        all.push({
          status,
          sides,
          before: before && [before[0], sidesBefore],
          after: after && [after[0], sidesAfter],
        }) - 1
      );
    },
  };
}
