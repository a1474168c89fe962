/**
 * Where perspectives differ: the answers that each one's own sources give.
 * @module disagreements
 */
import { countUpTo } from "./alliances.js";
import { makeHistories } from "./history.js";
import { daysOfKnowledge } from "./knowledge.js";
import { MERGED } from "./policies.js";

/**
 * @typedef {import("./alliances.js").Party} Party
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./place-history.js").FullAnswer} FullAnswer
 * @typedef {import("./history.js").Histories} Histories
 */

/**
 * The answer for a place by the sources of one perspective alone.
 * @typedef {object} Voice
 * @property {Party} perspective an actor, or a text such as ``independent``
 * @property {FullAnswer} answer
 */

/**
 * A place on which two perspectives or more name different holders on a day.
 * @typedef {object} Disagreement
 * @property {number} place
 * @property {Voice[]} voices all that name a holder, by perspective; some of them may agree
 * @property {boolean} isContradicted whether two that differ each have a report of the days of the
 *   other's answer; if not, one of them has only not spoken since things were otherwise
 */

/**
 * One way to read an answer: the blocs of each side that is at a place.
 * @typedef {Set<Party>[]} Reading
 */

/**
 * What the sources of one perspective say of a place.
 * @typedef {object} Speaker
 * @property {Party} perspective
 * @property {(day: number, asOf: number | null) => FullAnswer} answerOn the answer that holds on a day, as
 *   on the first day that it holds for
 */

/**
 * A voice with the ways to read it, and the days of which it has a report.
 * @typedef {Voice & {readings: Reading[], begin: number, end: number}} Heard
 */

/**
 * The answer by a perspective is that of its own sources, by the rules for all. One that
 * names no holder (no record, unknown) is silence and no disagreement; doubt (changing,
 * disputed) differs only from what none of its holders can be. Holders are compared by the
 * blocs of their parties on the day.
 * @param {import("./decode.js").Timeline} timeline
 * @param {Histories} histories of the timeline, where they are made already
 * @returns {{on: (day: number, asOf: number | null) => Disagreement[],
 *   at: (place: number, day: number, asOf: number | null) => Disagreement | null}} those at the end of a
 *   day of the map, as known at the end of another, null for all that is known; by place
 */
export function makeDisagreements(timeline, histories = makeHistories(timeline)) {
  const places = Array.from({ length: timeline.places.count }, (_, place) => ({
    place,
    speakers: speakersOf(timeline, histories, place),
  })).filter(({ speakers }) => speakers.length > 1); // who speaks alone differs from nobody
  const hear = makeEar(histories);
  /**
   * @param {(typeof places)[number]} spoken
   * @param {number} day
   * @param {number | null} asOf
   * @returns {Disagreement | null}
   */
  const differ = ({ place, speakers }, day, asOf) => {
    const heard = speakers.map((speaker) => hear(speaker, day, asOf)).filter(({ readings }) => readings.length > 0);
    const differing = pairsOf(heard).filter(([one, other]) => !agree(one.readings, other.readings));
    if (differing.length === 0) return null;
    const isContradicted = differing.some(([one, other]) => one.end >= other.begin && other.end >= one.begin);
    return { place, voices: heard.map(({ perspective, answer }) => ({ perspective, answer })), isContradicted };
  };
  const byPlace = new Map(places.map((spoken) => [spoken.place, spoken]));
  return {
    on: (day, asOf) => places.map((spoken) => differ(spoken, day, asOf)).filter((found) => found !== null),
    at(place, day, asOf) {
      const spoken = byPlace.get(place);
      return spoken === undefined ? null : differ(spoken, day, asOf);
    },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {Histories} histories
 * @param {number} place
 * @returns {Speaker[]} by the name of the perspective
 */
function speakersOf({ payload, last }, histories, place) {
  /** @type {Map<string, Party>} */
  const parties = new Map();
  for (const { perspective } of histories.heard(place, [])) {
    parties.set(typeof perspective === "number" ? payload.actors[perspective][0] : perspective, perspective);
  }
  const named = [...parties].sort(([one], [other]) => compareTexts(one, other));
  return named.map(([text, perspective]) => ({ perspective, answerOn: makeMemory(histories, place, text, last) }));
}

/**
 * Keeps the answers of a place for as long as nothing more of it is known.
 * @param {Histories} histories
 * @param {number} place
 * @param {string} perspective
 * @param {number} last day of the map
 * @returns {Speaker["answerOn"]}
 */
function makeMemory(histories, place, perspective, last) {
  const perspectives = [perspective];
  const learnt = daysOfKnowledge(histories.heard(place, perspectives));
  /** @type {[day: number, answer: FullAnswer][]} */
  let spells = [];
  /** @type {number[]} */
  let days = [];
  let epoch = NaN;
  return (day, asOf) => {
    const now = asOf === null ? -1 : countUpTo(learnt, asOf);
    if (now !== epoch) {
      spells = histories.history(place, { asOf, policy: MERGED, perspectives }).spells(0, last);
      days = spells.map(([first]) => first);
      epoch = now;
    }
    return spells[countUpTo(days, day) - 1][1];
  };
}

/**
 * @param {Histories} histories
 * @returns {(speaker: Speaker, day: number, asOf: number | null) => Heard}
 */
function makeEar({ alliances, calendar }) {
  /** @type {WeakMap<FullAnswer, {epoch: number, readings: Reading[]}>} */
  const known = new WeakMap();
  const read = (/** @type {FullAnswer} */ answer, /** @type {number} */ day) => {
    const epoch = alliances.epochOf(day);
    const before = known.get(answer);
    if (before !== undefined && before.epoch === epoch) return before.readings;
    const readings = readingsOf(answer, (side) => alliances.blocsOf([side], day));
    known.set(answer, { epoch, readings });
    return readings;
  };
  return ({ perspective, answerOn }, day, asOf) => {
    const said = answerOn(day, asOf);
    const { since, reportedThrough } = said;
    const lastReport = reportedThrough === null ? null : Math.min(reportedThrough, day);
    const isSilent = since === null && lastReport === null;
    return {
      perspective,
      answer: { ...said, lastReport },
      readings: read(said, day),
      begin: isSilent ? day : (since ?? calendar.first),
      end: lastReport ?? day,
    };
  };
}

/**
 * Sides of one bloc are one: a clash inside a bloc leaves the bloc its holder.
 * @param {FullAnswer} answer
 * @param {(side: number[]) => Set<Party>} blocsOf
 * @returns {Reading[]} ways to read an answer: several where it is itself in doubt, none where it names nobody
 */
function readingsOf({ status, sides, before, after }, blocsOf) {
  const ends = status === "changing" ? [before, after] : [];
  return [{ status, sides }, ...ends].flatMap((holding) => {
    const blocs = holding === null ? [] : holding.sides.map(blocsOf);
    if (holding !== null && holding.status === "disputed") return blocs.map((side) => [side]);
    return blocs.length > 0 ? [blocs] : [];
  });
}

/**
 * @param {Reading[]} ones
 * @param {Reading[]} others
 * @returns {boolean} whether two answers can be read so that they name the same holders
 */
function agree(ones, others) {
  return ones.some((one) => others.some((other) => matches(one, other) && matches(other, one)));
}

/**
 * @param {Reading} ones
 * @param {Reading} others
 * @returns {boolean} whether each side of the ones has a bloc in common with one of the others
 */
function matches(ones, others) {
  return ones.every((blocs) => others.some((other) => [...blocs].some((bloc) => other.has(bloc))));
}

/**
 * @template T
 * @param {T[]} all
 * @returns {[T, T][]}
 */
function pairsOf(all) {
  return all.flatMap((one, i) => all.slice(i + 1).map((other) => /** @type {[T, T]} */ ([one, other])));
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number} order by code points
 */
function compareTexts(one, other) {
  const [ones, others] = [one, other].map((text) => Array.from(text, (letter) => letter.codePointAt(0) || 0));
  const at = ones.findIndex((code, i) => code !== others[i]);
  return at < 0 ? ones.length - others.length : ones[at] - (others[at] ?? -1);
}
