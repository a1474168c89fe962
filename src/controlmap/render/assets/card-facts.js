/**
 * The facts of an evidence card: the answer of a place and a day, who says so, and all that
 * was so before and after.
 * @module card-facts
 */
import { isRefuted } from "./knowledge.js";

/**
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./history.js").Histories} Histories
 * @typedef {import("./history.js").Seen} Seen
 * @typedef {import("./place-history.js").FullAnswer} FullAnswer
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * A record of a card.
 * @typedef {object} CardReport
 * @property {number} record
 * @property {import("./evidence.js").Report} said what it says, and who; its outcome is that of today
 * @property {"for" | "against" | "beside"} stance towards the answer; beside it where the record speaks
 *   of its days and decides nothing: presence, a strike, what was near the place, what no longer counts
 *   but agrees
 * @property {boolean} isSetAside whether the policy does not count it
 * @property {string} outcome ``stands`` until the denial is known
 * @property {number | string} deniedBy a source or a text; empty until the denial is known
 * @property {number[]} supersededBy records known that replace it
 */

/**
 * Days on which one answer holds, both included, as days of the map; they may lie outside of it.
 * @typedef {object} StripSpell
 * @property {number} start
 * @property {number} end
 * @property {string} status
 * @property {number[]} controllers leading parties of its sides
 * @property {number[]} before of a change: those that it leads from
 * @property {number[]} after of a change: those that it leads to
 */

/**
 * @typedef {object} CardFacts
 * @property {FullAnswer} answer at the end of the day
 * @property {CardReport[]} reports those for the answer, those against it, then those beside it, each by
 *   valid time
 * @property {StripSpell[]} strip the whole history, from the first record known to the last, and to the
 *   day asked for where that lies beyond; empty where nothing is known
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {Histories} histories of the timeline
 * @param {number} place
 * @param {number} day
 * @param {Seen} seen of a choice along reported time, ``asOf`` is ``day + lag``
 * @param {import("./answers.js").Answer | null} shown the answer, where it is worked out already
 * @returns {CardFacts}
 */
export function cardFacts(timeline, histories, place, day, seen, shown = null) {
  const { calendar } = histories;
  const { report: read } = timeline.evidence();
  const { known, on, spells } = histories.history(place, seen);
  const answer = { ...on(day), ...shown };
  const setting = known.filter(({ setsControl }) => setsControl);
  const days = setting.flatMap(({ first, last }) => [first, last]);
  const ends = days.filter((end) => end !== calendar.first && end !== calendar.last);
  const eve = Math.max(Math.min(...ends), calendar.first + 1) - 1;
  const reports = cardReports(known, answer, day, { start: answer.since ?? calendar.first, asOf: seen.asOf });
  return {
    answer,
    reports: reports.map((report) => ({ ...report, said: read(report.record) })),
    strip: ends.length === 0 ? [] : stripOf(spells, [eve, Math.max(...ends)], day),
  };
}

/**
 * @param {Report[]} known
 * @param {FullAnswer} answer
 * @param {number} day
 * @param {{start: number, asOf: number | null}} since first day of the answer, and what is known
 * @returns {Omit<CardReport, "said">[]}
 */
function cardReports(known, answer, day, { start, asOf }) {
  const present = answer.presence.map(({ record }) => record);
  const stanceOf = (/** @type {Report} */ { record, first, last }) => {
    if (answer.against.includes(record)) return "against";
    if (answer.evidence.includes(record)) return "for";
    return (first <= day && last >= start) || present.includes(record) ? "beside" : null;
  };
  /** @type {Omit<CardReport, "said">[]} */
  const found = [];
  for (const stance of /** @type {CardReport["stance"][]} */ (["for", "against", "beside"])) {
    for (const report of known) {
      if (stanceOf(report) !== stance) continue;
      const { record, outcome, deniedBy } = report;
      const refuted = isRefuted(report, asOf);
      found.push({
        record,
        stance,
        isSetAside: answer.aside.includes(record),
        outcome: refuted ? outcome : "stands",
        deniedBy: refuted ? deniedBy : "",
        supersededBy: known.filter(({ supersedes }) => supersedes === record).map((newer) => newer.record),
      });
    }
  }
  return found;
}

/**
 * @param {import("./place-history.js").PlaceHistory["spells"]} spells
 * @param {[eve: number, last: number]} told day before the first that a record is of, and the last one
 * @param {number} day
 * @returns {StripSpell[]} spells of the holders, those of one holder in a row as one
 */
function stripOf(spells, [eve, lastTold], day) {
  const [first, last] = [Math.min(eve, day), Math.max(lastTold, day)];
  const starts = spells(first, last).filter(([, answer], i, all) => i === 0 || saidBy(answer) !== saidBy(all[i - 1][1]));
  if (starts[0][1].status === "no_record" && first < day && starts.length > 1) starts.shift();
  return starts.map(([start, answer], i) => ({
    start,
    end: i + 1 < starts.length ? starts[i + 1][0] - 1 : last,
    status: answer.status,
    controllers: leadsOf(answer),
    before: answer.before === null ? [] : leadsOf(answer.before),
    after: answer.after === null ? [] : leadsOf(answer.after),
  }));
}

/**
 * @param {FullAnswer} answer
 * @returns {string} what it says of the holders
 */
function saidBy({ status, sides, before, after }) {
  return JSON.stringify([status, sides, before, after]);
}

/**
 * @param {{sides: number[][]}} holding
 * @returns {number[]} leading party of each side
 */
function leadsOf({ sides }) {
  return sides.map(([lead]) => lead);
}
