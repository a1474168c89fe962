/**
 * Rows of the payload as named fields.
 * @module answers
 */

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
 * @property {number[]} evidence
 * @property {number[]} against
 */

/**
 * @typedef {object} Report
 * @property {string} event
 * @property {string} status
 * @property {number[][]} sides
 * @property {number[]} previous
 * @property {string} valid EDTF
 * @property {string} reported EDTF
 * @property {number} source
 * @property {string} locator
 * @property {(number | string)[]} alsoAt
 * @property {string} confidence
 * @property {number | string} claimedBy
 * @property {string} outcome
 * @property {number | string} deniedBy
 * @property {string} placePrecision
 * @property {string} note
 */

/**
 * @param {any[]} row
 * @param {Record<string, string[]>} words
 * @returns {Answer}
 */
export function readAnswer(row, words) {
  const [status, sides, before, after, since, window, certainty, lastReport] = row;
  const [reportedThrough, freshness, rule, isBroken, presence, evidence, against] = row.slice(8);
  return {
    status: words.status[status],
    sides,
    before: readHolding(before, words),
    after: readHolding(after, words),
    since,
    window,
    certainty: words.certainty[certainty] || "",
    lastReport,
    reportedThrough,
    freshness: words.freshness[freshness] || "",
    rule: words.rule[rule],
    isBroken: isBroken === 1,
    presence: presence.map((/** @type {any[]} */ post) => ({
      side: post[0],
      since: post[1],
      reportedThrough: post[2],
      record: post[3],
    })),
    evidence,
    against,
  };
}

/**
 * @param {any[] | null} holding
 * @param {Record<string, string[]>} words
 * @returns {Holding | null}
 */
function readHolding(holding, words) {
  return holding === null ? null : { status: words.status[holding[0]], sides: holding[1] };
}

/**
 * @param {any[]} row
 * @param {Record<string, string[]>} words
 * @returns {Report}
 */
export function readReport(row, words) {
  const [, event, status, sides, previous, valid, reported, source, locator] = row;
  const [alsoAt, confidence, claimedBy, outcome, deniedBy, placePrecision, note] = row.slice(9);
  return {
    event: words.event[event],
    status: words.status[status],
    sides,
    previous,
    valid,
    reported,
    source,
    locator,
    alsoAt,
    confidence: words.confidence[confidence],
    claimedBy,
    outcome: words.outcome[outcome],
    deniedBy,
    placePrecision: words.place_precision[placePrecision],
    note,
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
 * @param {Answer} answer
 * @returns {number[]} leading party of each side; of a change, the one before and after
 */
export function leadsOf({ status, sides, before, after }) {
  if (status !== "changing") return sides.map((side) => side[0]);
  return [before, after].map((holding) => (holding && holding.sides.length > 0 ? holding.sides[0][0] : -1));
}
