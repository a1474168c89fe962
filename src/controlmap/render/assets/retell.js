/**
 * The answers of all places told anew, as a reader chose.
 * @module retell
 */
import { makeHistories } from "./history.js";
import { daysOfKnowledge } from "./knowledge.js";
import { substanceOf } from "./place-history.js";
import { keyOfSides } from "./sides.js";

/**
 * @typedef {import("./answer-log.js").DayBy} DayBy
 * @typedef {import("./answer-log.js").HoldingRow} HoldingRow
 * @typedef {import("./answer-log.js").Kind} Kind
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./choice.js").Choice} Choice
 * @typedef {import("./decode.js").Timeline} Timeline
 * @typedef {import("./history.js").Histories} Histories
 * @typedef {import("./place-history.js").FullAnswer} FullAnswer
 * @typedef {[day: number, answer: FullAnswer]} Spell
 */

/**
 * An answer log of which each answer is a kind of its own, with base 0: the records that a
 * kind names are their numbers, its days are days of the map.
 * @typedef {import("./answer-log.js").AnswerLog & {aside: number[][]}} RetoldLog with the records
 *   that the policy set aside, of each answer
 */

/**
 * Adds lists of sides to those of the timeline where an answer has one that no record has.
 * @param {Timeline} timeline
 * @param {Choice} choice
 * @param {Histories} histories of the timeline, where they are made already
 * @returns {RetoldLog} places of which none of those chosen says anything have no answer
 */
export function retellAnswers(timeline, choice, histories = makeHistories(timeline)) {
  const starts = new Int32Array(timeline.places.count + 1);
  /** @type {Spell[]} */
  const spells = [];
  for (let place = 0; place < timeline.places.count; place += 1) {
    spells.push(...spellsOf(timeline, choice, histories, place));
    starts[place + 1] = spells.length;
  }
  return logOf(timeline, starts, spells);
}

/**
 * @param {Timeline} timeline
 * @param {Choice} choice
 * @param {Histories} histories
 * @param {number} place
 * @returns {Spell[]} answers of a place in order, each with the day from which it holds
 */
function spellsOf({ last }, { along, asOf, lag, policy, perspectives }, histories, place) {
  const heard = histories.heard(place, perspectives);
  if (heard.length === 0) return [];
  const seen = (/** @type {number | null} */ day) => histories.history(place, { asOf: day, policy, perspectives });
  if (along === "valid") return seen(asOf).spells(0, last);
  // between two days on which more of the place becomes known, what is known is the same
  const begins = daysOfKnowledge(heard).map((day) => day - lag);
  const days = [0, ...begins.filter((day) => day > 0 && day <= last)];
  const parts = days.map((day, i) => seen(day + lag).spells(day, i + 1 < days.length ? days[i + 1] - 1 : last));
  return joined(parts);
}

/**
 * @param {Spell[][]} parts in order
 * @returns {Spell[]} without what goes on from one to the next
 */
function joined(parts) {
  /** @type {Spell[]} */
  const spells = [];
  let before = "";
  for (const part of parts) {
    const isSame = substanceOf(part[0][1]) === before;
    spells.push(...(isSame ? part.slice(1) : part));
    before = substanceOf(part[part.length - 1][1]);
  }
  return spells;
}

/**
 * @param {Timeline} timeline
 * @param {Int32Array} starts
 * @param {Spell[]} spells
 * @returns {RetoldLog}
 */
function logOf(timeline, starts, spells) {
  const count = spells.length;
  const [place, day, kind, holding] = Array.from({ length: 4 }, () => new Int32Array(count));
  const kindOf = makeKinds(timeline);
  const kinds = spells.map(([, answer]) => kindOf(answer));
  /** @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {import("./answer-log.js").Holding[]} */
  const holdings = [];
  let at = 0;
  kinds.forEach(({ status, sides, before, after }, i) => {
    while (starts[at + 1] <= i) at += 1;
    place[i] = at;
    day[i] = spells[i][0];
    kind[i] = i;
    const key = [status, sides, before, after].join("|");
    if (!numbers.has(key)) numbers.set(key, holdings.push({ status, sides, before, after }) - 1);
    holding[i] = numbers.get(key) || 0;
  });
  const aside = spells.map(([, answer]) => answer.aside);
  return { count, starts, place, day, kind, base: new Int32Array(count), holding, kinds, holdings, aside };
}

/**
 * @param {Timeline} timeline
 * @returns {(answer: FullAnswer) => Kind}
 */
function makeKinds(timeline) {
  const { words } = timeline;
  const { placePrecision } = timeline.evidence().rows;
  const list = makeSidesTable(timeline.sides);
  const holding = (/** @type {Holding | null} */ given) =>
    given && /** @type {HoldingRow} */ ([words.status.indexOf(given.status), list(given.sides)]);
  return (answer) => ({
    day: null,
    step: 0,
    evidence: answer.evidence.length,
    against: answer.against.length,
    named: [...answer.evidence, ...answer.against, ...answer.presence.map(({ record }) => record)],
    presence: answer.presence.map(({ side, since, reportedThrough, record }) => [
      list([side]),
      [-1, since],
      [-1, reportedThrough],
      placePrecision[record],
    ]),
    status: words.status.indexOf(answer.status),
    sides: list(answer.sides),
    before: holding(answer.before),
    after: holding(answer.after),
    since: dayBy(answer.since),
    window: answer.window.map(dayBy),
    certainty: words.certainty.indexOf(answer.certainty),
    lastReport: dayBy(answer.lastReport),
    reportedThrough: dayBy(answer.reportedThrough),
    freshness: words.freshness.indexOf(answer.freshness),
    rule: words.rule.indexOf(answer.rule),
    isBroken: answer.isBroken,
  });
}

/**
 * @param {number | null} day
 * @returns {DayBy | null} the day by itself
 */
function dayBy(day) {
  return day === null ? null : [-1, day];
}

/**
 * @param {number[][][]} all lists of sides, to which new ones are added
 * @returns {(sides: number[][]) => number} number of a list
 */
function makeSidesTable(all) {
  const numbers = new Map(all.map((sides, i) => [keyOfSides(sides), i]));
  return (sides) => {
    const key = keyOfSides(sides);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, all.length);
    return all.push(sides) - 1;
  };
}
