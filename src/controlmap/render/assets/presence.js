/**
 * Forces present at a place without control of it; they decide nothing.
 * @module presence
 */
import { compareSides } from "./sides.js";

/**
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * @param {Report[]} counted reports that count
 * @returns {Report[]} those of presence, in their order; a withdrawal comes last on its day
 */
export function reportsOfPresence(counted) {
  return counted
    .filter(({ status }) => status === "presence")
    .sort(
      (a, b) =>
        a.last - b.last ||
        a.first - b.first ||
        (a.sequence || 0) - (b.sequence || 0) ||
        Number(a.event === "withdrew") - Number(b.event === "withdrew"),
    );
}

/**
 * @param {Report[]} reports of presence, in their order
 * @param {number} day
 * @returns {import("./answers.js").Presence[]} as last reported of each party
 */
export function presenceOn(reports, day) {
  if (reports.length === 0) return [];
  /** @type {Map<string, Report>} */
  const latest = new Map();
  for (const report of reports) if (report.overBy <= day) latest.set(report.controllers[0].join(), report);
  return [...latest.values()]
    .filter(({ event }) => event !== "withdrew")
    .sort((a, b) => compareSides(a.controllers[0], b.controllers[0]))
    .map(({ controllers, first, last, record }) => ({
      side: controllers[0],
      since: first,
      reportedThrough: last,
      record,
    }));
}
