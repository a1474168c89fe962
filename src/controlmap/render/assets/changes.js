/**
 * Days on which a place changed hands or fell into doubt, as reports have it.
 * @module changes
 */
import { readHoldings } from "./answers.js";

/** Rules of answers that a later report gives to the day before it. */
const INFERRED = ["inferred-backwards", "unreported-change"];

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
export function findChanges(timeline) {
  const { answers, words } = timeline;
  /** @type {Map<number, number[]>} */
  const found = new Map();
  const { place, holding, kind } = answers;
  const told = numberTexts(readHoldings(timeline).map(({ status, leads }) => status + " " + leads.join(" ")));
  const isNothing = answers.holdings.map(({ status }) => words.status[status] === "no_record");
  const isInferred = answers.kinds.map(({ rule }) => INFERRED.includes(words.rule[rule]));
  for (let i = 1; i < answers.count; i += 1) {
    if (place[i] !== place[i - 1] || told[holding[i - 1]] === told[holding[i]]) continue;
    if (isInferred[kind[i]] || (isNothing[holding[i - 1]] && !isNews(timeline, i))) continue;
    const others = found.get(answers.day[i]);
    if (others) others.push(place[i]);
    else found.set(answers.day[i], [place[i]]);
  }
  const days = [...found.keys()].sort((a, b) => a - b);
  return { days, places: days.map((day) => found.get(day) || []) };
}

/**
 * @param {string[]} texts
 * @returns {Int32Array} a number for each, the same for equal ones
 */
function numberTexts(texts) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  texts.forEach((text) => numbers.has(text) || numbers.set(text, numbers.size));
  return Int32Array.from(texts, (text) => numbers.get(text) ?? -1);
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} answer
 * @returns {boolean} whether any record for it says more than that the place is held
 */
function isNews({ answers, records, words }, answer) {
  const { evidence, named } = answers.kinds[answers.kind[answer]];
  const held = words.event.indexOf("held");
  return named.slice(0, evidence).some((more) => records.event[answers.base[answer] + more] !== held);
}
