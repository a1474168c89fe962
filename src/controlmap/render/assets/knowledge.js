/**
 * Which records count, seen from a day on which somebody asks.
 * @module knowledge
 */

/**
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * @param {number | null} reported latest day on which something was reported
 * @param {number | null} asOf end of this day; null for all that is known
 * @returns {boolean} whether it is known then; without a day, only where all is asked for
 */
export function isKnown(reported, asOf) {
  return asOf === null || (reported !== null && reported <= asOf);
}

/**
 * @param {Report} report
 * @param {number | null} asOf
 * @returns {boolean} whether a record is denied or premature, and that is known
 */
export function isRefuted({ outcome, deniedOn }, asOf) {
  return outcome !== "stands" && isKnown(deniedOn, asOf);
}

/**
 * @param {Report[]} reports of one place
 * @param {number | null} asOf
 * @returns {Report[]} those known by a day
 */
export function reportsKnown(reports, asOf) {
  return asOf === null ? reports : reports.filter(({ reported }) => isKnown(reported, asOf));
}

/**
 * @param {Report[]} known of one place, as known on a day
 * @param {number | null} asOf that day
 * @returns {Report[]} those neither superseded nor refuted by then
 */
export function reportsThatCount(known, asOf) {
  const superseded = new Set(known.map(({ supersedes }) => supersedes));
  return known.filter((report) => !superseded.has(report.record) && !isRefuted(report, asOf));
}

/**
 * @param {Report[]} reports of one place
 * @returns {number[]} days at whose end more is known than before, ascending
 */
export function daysOfKnowledge(reports) {
  /** @type {Set<number>} */
  const days = new Set();
  for (const { reported, outcome, deniedOn } of reports) {
    if (reported !== null) days.add(reported);
    if (outcome !== "stands" && deniedOn !== null) days.add(deniedOn);
  }
  return [...days].sort((a, b) => a - b);
}
