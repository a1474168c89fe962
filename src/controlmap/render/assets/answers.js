/**
 * The answers as named fields, put together when they are asked for.
 * @module answers
 */
import { dayBy } from "./answer-log.js";

/**
 * @typedef {object} Holding
 * @property {string} status
 * @property {number[][]} sides
 */

/**
 * @typedef {object} Presence
 * @property {number[]} side
 * @property {number} since
 * @property {number} reportedThrough last day that it speaks of, even after the day shown
 * @property {number} record
 */

/**
 * @typedef {object} Answer
 * @property {string} status
 * @property {number[][]} sides
 * @property {Holding | null} before
 * @property {Holding | null} after
 * @property {number | null} since
 * @property {(number | null)[]} window null for an open end
 * @property {string} certainty
 * @property {number | null} lastReport
 * @property {number | null} reportedThrough
 * @property {string} freshness
 * @property {string} rule
 * @property {boolean} isBroken
 * @property {Presence[]} presence
 * @property {number[]} evidence records
 * @property {number[]} against records
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} number of the answer
 * @returns {Answer}
 */
export function readAnswer({ answers, records, sides, words }, number) {
  const kind = answers.kinds[answers.kind[number]];
  const base = answers.base[number];
  const { evidence, against, named } = kind;
  const holding = answers.holdings[answers.holding[number]];
  const shown = named.map((more) => base + more);
  const day = (/** @type {import("./answer-log.js").DayBy | null} */ given) => dayBy(given, named, base, records);
  /**
   * @param {[number, number] | null} given
   * @returns {Holding | null}
   */
  const read = (given) => given && { status: words.status[given[0]], sides: sides[given[1]] };
  return {
    status: words.status[holding.status],
    sides: sides[holding.sides],
    before: read(holding.before),
    after: read(holding.after),
    since: day(kind.since),
    window: kind.window.map(day),
    certainty: words.certainty[kind.certainty] || "",
    lastReport: day(kind.lastReport),
    reportedThrough: day(kind.reportedThrough),
    freshness: words.freshness[kind.freshness] || "",
    rule: words.rule[kind.rule],
    isBroken: kind.isBroken,
    presence: kind.presence.map(([side, from, through], i) => ({
      side: sides[side][0],
      since: day(from) || 0,
      reportedThrough: day(through) || 0,
      record: shown[evidence + against + i],
    })),
    evidence: shown.slice(0, evidence),
    against: shown.slice(evidence, evidence + against),
  };
}

/**
 * @param {Answer} answer
 * @param {number} day
 * @returns {number | null} days since a report for the answer last spoke of the place
 */
export function ageOf({ lastReport, reportedThrough }, day) {
  if (lastReport === null) return null;
  const through = reportedThrough === null ? lastReport : Math.min(day, reportedThrough);
  return day - Math.max(lastReport, through);
}

/**
 * @param {{status: string, sides: number[][], before: Holding | null, after: Holding | null}} answer
 * @returns {number[]} leading party of each side; of a change, the one before and after
 */
export function leadsOf({ status, sides, before, after }) {
  if (status !== "changing") return sides.map((side) => side[0]);
  return [before, after].map((holding) => (holding && holding.sides.length > 0 ? holding.sides[0][0] : -1));
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {{status: string, leads: number[]}[]} what each holding says, in short
 */
export function readHoldings({ answers, sides, words }) {
  /**
   * @param {[number, number] | null} given
   * @returns {Holding | null}
   */
  const read = (given) => given && { status: words.status[given[0]], sides: sides[given[1]] };
  return answers.holdings.map((holding) => {
    const status = words.status[holding.status];
    const [before, after] = [read(holding.before), read(holding.after)];
    return { status, leads: leadsOf({ status, sides: sides[holding.sides], before, after }) };
  });
}

/**
 * @param {{status: string, sides: number[][], before: Holding | null, after: Holding | null}} answer
 * @param {import("./speech.js").Speech} speech
 * @param {(side: number[]) => string} name of a side
 * @returns {string} status and sides in words
 */
export function answerWords(answer, speech, name = speech.side) {
  const { say } = speech;
  const sides = answer.sides.map(name).join(" · ");
  const words = say("answer." + answer.status, { sides });
  if (answer.status !== "changing") return words;
  const [before, after] = [answer.before, answer.after].map((holding) =>
    holding && holding.sides.length > 0 ? holding.sides.map(name).join(" · ") : say("unknown_holder"),
  );
  return words + ": " + say("before_after", { before, after });
}
