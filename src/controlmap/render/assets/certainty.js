/**
 * How well an answer is supported, and how old that support is.
 * @module certainty
 */

/** A state carried for more days than this is stale. */
const STALE_DAYS = 180;

/** A contested state carried for more days than this is stale. */
const STALE_CONTESTED_DAYS = 60;

/** A state carried for more days than this is only presumed. */
export const PRESUMED_DAYS = 365;

/**
 * @param {string} status
 * @returns {number} days after which a carried state of this status is stale
 */
export function staleAfter(status) {
  return status === "contested" ? STALE_CONTESTED_DAYS : STALE_DAYS;
}

/**
 * @param {number} age days since the last supporting report
 * @param {string} status
 * @returns {string}
 */
export function freshnessOf(age, status) {
  if (age > PRESUMED_DAYS) return "presumed";
  return age > staleAfter(status) ? "stale" : "fresh";
}

/**
 * Confirmed by two chains of different perspectives, or by a source whose bloc loses by it
 * and doesn't gain; reported where only chains of one perspective say so that doesn't
 * gain; claimed where only the gaining side does.
 * @param {import("./reports.js").Report[]} reports
 * @param {Set<import("./alliances.js").Party>} gaining blocs of the holder
 * @param {Set<import("./alliances.js").Party>} losing blocs of the holder before
 * @returns {string}
 */
export function certaintyOf(reports, gaining, losing) {
  const concedes = reports.some(({ perspective }) => losing.has(perspective) && !gaining.has(perspective));
  const agree = (/** @type {import("./reports.js").Report} */ one) =>
    reports.some((other) => one.perspective !== other.perspective && one.chain !== other.chain);
  if (concedes || reports.some(agree)) return "confirmed";
  return reports.some(({ perspective }) => !gaining.has(perspective)) ? "reported" : "claimed";
}

/**
 * @param {import("./reports.js").Report[]} reports
 * @returns {number | null} last day that they speak of
 */
export function reportedThrough(reports) {
  return reports.length === 0 ? null : reports.reduce((last, report) => Math.max(last, report.last), reports[0].last);
}
