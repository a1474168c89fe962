/**
 * Turns of control: the events in a row that leave one holder, and whom it ended.
 * @module turns
 */
import { holdingBefore } from "./happenings.js";
import { saidBy } from "./nodes.js";
import { isSameHolding } from "./sides.js";

/**
 * @typedef {import("./alliances.js").Party} Party
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./happenings.js").Happening} Happening
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * Events in a row that leave one holder, with what is needed to weigh them.
 * @typedef {object} Turn
 * @property {Happening[]} events in order
 * @property {Holding | null} before the holding that they end: the loser named, else the one carried
 * @property {boolean} isFirst whether no event stands before them
 * @property {number} day at which blocs are read: that by which the first event is over
 * @property {import("./alliances.js").Alliances} alliances
 */

/**
 * Reports that say the same of who holds a place, and what blocs make of it.
 * @typedef {object} Account
 * @property {Holding} holding what they say
 * @property {Report[]} reports
 * @property {Set<Party>} gaining blocs of the holder; where several forces share or contest the
 *   place, or nobody is named, those that did not hold it before
 * @property {Set<Party>} losing blocs of the holder before, and of whom the reports name as the loser
 */

/**
 * @param {Happening[]} happenings
 * @param {import("./alliances.js").Alliances} alliances
 * @param {import("./reports.js").Calendar} calendar
 * @returns {Turn[]} in order of the events
 */
export function turnsOf(happenings, alliances, calendar) {
  const dayOf = (/** @type {Happening} */ { begin, end }) => (end === calendar.last ? begin : end);
  /** @type {Turn[]} */
  const turns = [];
  happenings.forEach((event, i) => {
    const day = dayOf(event);
    if (i > 0 && !event.isBroken && isSameHolding(happenings[i - 1].holding, event.holding, day, alliances)) {
      turns[turns.length - 1].events.push(event);
    } else {
      turns.push({ events: [event], before: holdingBefore(happenings, i), isFirst: i === 0, day, alliances });
    }
  });
  return turns;
}

/**
 * @param {Turn} turn
 * @returns {Account[]} what the reports of all events say, each once
 */
export function accountsOf(turn) {
  return accountsOfReports(
    turn,
    turn.events.flatMap(({ reports }) => reports),
  );
}

/**
 * @param {Turn} turn
 * @param {Report[]} reports some of its
 * @returns {Account[]} what they say: one thing, or in a dispute each its own
 */
export function accountsOfReports(turn, reports) {
  const { holding } = turn.events[0];
  if (holding.status !== "disputed") return [accountOf(turn, holding, reports)];
  /** @type {{said: Holding, reports: Report[]}[]} */
  const told = [];
  for (const report of reports) {
    const said = saidBy(report);
    const same = told.find((other) => isSameHolding(other.said, said, turn.day, turn.alliances));
    if (same) same.reports.push(report);
    else told.push({ said, reports: [report] });
  }
  return told.map((each) => accountOf(turn, each.said, each.reports));
}

/**
 * @param {Turn} turn
 * @param {Holding} holding
 * @returns {boolean} whether it is another than the one before
 */
export function endsBefore({ before, day, alliances }, holding) {
  return before === null || !isSameHolding(before, holding, day, alliances);
}

/**
 * @param {Turn} turn
 * @param {Holding} holding
 * @param {Report[]} reports
 * @returns {Account}
 */
function accountOf({ events, before: held, day, alliances }, holding, reports) {
  const before = alliances.blocsOf(held === null ? [] : held.sides, day);
  const gaining = alliances.blocsOf(holding.sides, day);
  if (holding.status !== "controlled") before.forEach((bloc) => gaining.delete(bloc));
  const named = [...events[0].losers, ...reports.map(({ previous }) => previous)];
  const losing = new Set([...before, ...alliances.blocsOf(named, day)]);
  return { holding, reports, gaining, losing };
}
