/**
 * Days on which a place changed hands or fell into doubt, as reports have it.
 * @module changes
 */
import { leadsOf, readAnswer } from "./answers.js";

/** Rules of answers that a later report gives to the day before it. */
const INFERRED = new Set(["inferred-backwards", "unreported-change"]);

/**
 * @typedef {object} Changes
 * @property {number[]} days with any, ascending
 * @property {number[][]} places that changed on each of them
 */

/**
 * Changes of age or of inference are none, nor is a first report that a place is held,
 * nor a day before a change, whose holder is known from the report of the change alone.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Changes}
 */
export function findChanges({ answers, payload, places, words }) {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  const told = answers.rows.map((row) => {
    const answer = readAnswer(row, words);
    return answer.status + " " + leadsOf(answer).join(" ");
  });
  /** @param {number} row */
  const isNews = (row) =>
    readAnswer(answers.rows[row], words).evidence.some((i) => words.event[payload.records[i][1]] !== "held");
  for (let place = 0; place < places.count; place += 1) {
    for (let i = answers.starts[place] + 1; i < answers.starts[place + 1]; i += 1) {
      const [before, after] = [answers.row[i - 1], answers.row[i]];
      if (told[before] === told[after]) continue;
      if (told[before].startsWith("no_record") && !isNews(after)) continue;
      if (INFERRED.has(readAnswer(answers.rows[after], words).rule)) continue;
      const others = found.get(answers.day[i]) || [];
      found.set(answers.day[i], [...others, place]);
    }
  }
  const days = [...found.keys()].sort((a, b) => a - b);
  return { days, places: days.map((day) => found.get(day) || []) };
}
