/**
 * Policies: which reports count where not all are believed alike.
 *
 * A policy looks at one turn of control at a time, from the first on, and gives the
 * reports of it that are set aside. The history is then read again without them, until it
 * sets nothing more aside.
 * @module policies
 */
import { certaintyOf } from "./certainty.js";
import { chronicleOf } from "./chronicle.js";
import { compareReports } from "./reports.js";
import { accountsOf, accountsOfReports, endsBefore, turnsOf } from "./turns.js";

/**
 * @typedef {import("./happenings.js").Happening} Happening
 * @typedef {import("./reports.js").Report} Report
 * @typedef {import("./turns.js").Turn} Turn
 */

/** The policy of whoever chooses none. */
export const MERGED = "merged";

/**
 * Only confirmed changes flip a place. The first report of a state counts, as it changes
 * nothing.
 * @param {Turn} turn
 * @returns {Report[]} set aside
 */
function corroborated(turn) {
  return accountsOf(turn)
    .filter(
      ({ holding, reports, gaining, losing }) =>
        endsBefore(turn, holding) && certaintyOf(reports, gaining, losing) !== "confirmed",
    )
    .flatMap(({ reports }) => reports)
    .filter(({ isSpan }) => !(turn.isFirst && isSpan));
}

/**
 * A party's outlet counts only against its own side, unless a source that does not gain
 * tells the same event.
 * @param {Turn} turn
 * @returns {Report[]} set aside
 */
function adverse(turn) {
  return turn.events
    .flatMap(({ reports }) => accountsOfReports(turn, reports))
    .filter((account) => account.reports.every((report) => gains(report, account, turn)))
    .flatMap(({ reports }) => reports);
}

/**
 * @param {Report} report
 * @param {import("./turns.js").Account} account
 * @param {Turn} turn
 * @returns {boolean} whether a report's source speaks for a bloc that gains by what is told
 */
function gains({ perspective, status, controllers }, { holding, gaining }, { day, alliances }) {
  if (gaining.has(perspective)) return true;
  const isHeld = holding.status === "controlled" && status === "controlled";
  return isHeld && alliances.blocsOf(controllers, day).has(perspective);
}

/**
 * All reports count, and the order of events alone settles what differs.
 * @returns {Report[]} set aside
 */
function merged() {
  return [];
}

/** @type {Map<string, (turn: Turn) => Report[]>} */
const POLICIES = new Map([
  [MERGED, merged],
  ["corroborated", corroborated],
  ["adverse", adverse],
]);

/** Names of all policies, the default first. */
export const POLICY_NAMES = [...POLICIES.keys()];

/**
 * @param {Report[]} reports those that set control and count
 * @param {import("./alliances.js").Alliances} alliances
 * @param {import("./reports.js").Calendar} calendar
 * @param {string} policy
 * @returns {{happenings: Happening[], aside: Report[]}} events under a policy, and what it sets aside
 */
export function settle(reports, alliances, calendar, policy) {
  const weigh = POLICIES.get(policy);
  if (weigh === undefined) throw new RangeError("no such policy: " + policy);
  let left = reports;
  /** @type {Report[]} */
  const aside = [];
  for (;;) {
    const happenings = chronicleOf(left, alliances, calendar);
    const turns = policy === MERGED ? [] : turnsOf(happenings, alliances, calendar);
    const found = firstOf(turns, weigh);
    if (found.length === 0) return { happenings, aside: aside.sort(compareReports) };
    aside.push(...found);
    left = left.filter((report) => !found.includes(report));
  }
}

/**
 * @param {Turn[]} turns
 * @param {(turn: Turn) => Report[]} weigh
 * @returns {Report[]} those of the first turn of which a policy sets any aside
 */
function firstOf(turns, weigh) {
  for (const turn of turns) {
    const found = weigh(turn);
    if (found.length > 0) return found;
  }
  return [];
}
