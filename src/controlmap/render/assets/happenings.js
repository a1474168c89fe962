/**
 * Reports of one event: who holds the place after it, and when it was.
 * @module happenings
 */
import { compareReports } from "./reports.js";
import { holdingOf, sortedSides } from "./sides.js";

/**
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * @typedef {object} Happening
 * @property {import("./answers.js").Holding} holding what the event leaves
 * @property {Report[]} reports those that tell it, by valid time
 * @property {Report[]} openers those ordered first; the others support them
 * @property {boolean} isBroken whether an opener names a loser other than the holder carried before
 * @property {number} notBefore day before which it cannot have begun, for what earlier reports say
 * @property {number} end day by which it is over: the tightest of the reports
 * @property {number} begin first day on which it may have happened, by the reports that agree
 * @property {number[][]} losers holders named as having lost the place, by the openers or who agree
 */

/**
 * @typedef {Pick<Happening, "holding" | "reports" | "openers" | "isBroken" | "notBefore">} Told
 */

/**
 * @param {Told} told
 * @returns {Happening}
 */
export function makeHappening(told) {
  const { reports, openers, notBefore } = told;
  const end = reports.reduce((least, report) => Math.min(least, report.overBy), Infinity);
  return { ...told, end, begin: beginOf(reports, notBefore, end), losers: losersOf([openers, reports], end) };
}

/**
 * @param {Happening} happening
 * @param {Report[]} more
 * @returns {Happening} with more reports of it
 */
export function joinedBy(happening, more) {
  return makeHappening({ ...happening, reports: [...happening.reports, ...more].sort(compareReports) });
}

/**
 * @param {Report[]} reports
 * @param {number} notBefore
 * @param {number} end
 * @returns {number}
 */
function beginOf(reports, notBefore, end) {
  const firsts = reports.filter(({ isSpan, first }) => !isSpan && first <= end).map(({ first }) => first);
  return firsts.length === 0 ? end : Math.min(Math.max(...firsts, notBefore), end);
}

/**
 * @param {Report[][]} groups the first that names any decides
 * @param {number} end
 * @returns {number[][]}
 */
function losersOf(groups, end) {
  for (const reports of groups) {
    const named = reports.filter(({ previous, first }) => previous.length > 0 && first <= end);
    if (named.length > 0) return sortedSides(named.map(({ previous }) => previous));
  }
  return [];
}

/**
 * A state reported for a whole span was still so at the end of its last day; the event
 * that brought it did not happen before its window.
 * @param {Happening} last
 * @param {import("./reports.js").Calendar} calendar
 * @returns {number} day on or after which the next event begins
 */
export function dayAfter({ begin, reports }, calendar) {
  const spans = reports.filter(({ isSpan, last }) => isSpan && last < calendar.last);
  return Math.max(begin, ...spans.map(({ last }) => last + 1));
}

/**
 * @param {Happening[]} happenings
 * @param {number} index
 * @returns {import("./answers.js").Holding | null} that an event ends: the loser it names, else the one carried
 */
export function holdingBefore(happenings, index) {
  const { isBroken, losers } = happenings[index];
  const carried = index > 0 ? happenings[index - 1].holding : null;
  if (isBroken || (carried === null && losers.length > 0)) {
    return holdingOf(losers);
  }
  return carried;
}
