/**
 * The history of any place, as known on a day, by some sources, under a policy.
 * @module history
 */
import { makeAlliances } from "./alliances.js";
import { makePlaceHistory } from "./place-history.js";
import { calendarOf, readReports } from "./reports.js";
import { heardAlone, sourcesOf } from "./selection.js";

/**
 * @typedef {import("./place-history.js").PlaceHistory} PlaceHistory
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * How a history is seen: parts of a choice.
 * @typedef {object} Seen
 * @property {number | null} asOf end of this day; null for all that is known
 * @property {string} policy
 * @property {string[]} perspectives none for all
 */

/**
 * @typedef {object} Histories
 * @property {import("./alliances.js").Alliances} alliances
 * @property {import("./reports.js").Calendar} calendar
 * @property {(place: number, perspectives: string[]) => Report[]} heard all reports of a place by some
 *   sources, whenever known, by valid time; what another source denies stands among them
 * @property {(place: number, seen: Seen) => PlaceHistory} history
 */

/**
 * Reads the evidence of the page: not before a reader asks for it.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Histories}
 */
export function makeHistories(timeline) {
  const { records } = timeline;
  const reports = readReports(timeline);
  const calendar = calendarOf(timeline);
  const alliances = makeAlliances(timeline.evidence().alliances, calendar.last);
  /** @type {Map<string, Set<number>>} */
  const wanted = new Map();
  /** @type {Histories["heard"]} */
  const heard = (place, perspectives) => {
    const all = reports.slice(records.starts[place], records.starts[place + 1]);
    if (perspectives.length === 0) return all;
    const key = JSON.stringify(perspectives);
    const sources = wanted.get(key) || sourcesOf(timeline, perspectives);
    wanted.set(key, sources);
    return heardAlone(all, sources);
  };
  return {
    alliances,
    calendar,
    heard,
    history: (place, { asOf, policy, perspectives }) =>
      makePlaceHistory(heard(place, perspectives), { asOf, policy }, { alliances, calendar }),
  };
}
