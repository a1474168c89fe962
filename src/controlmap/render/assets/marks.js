/**
 * What is drawn at each place on the day shown.
 * @module marks
 */
import { leadsOf, readAnswer } from "./answers.js";
import { countBlocChanges, makePalette } from "./palette.js";

/** @type {Colours} */
const NOTHING = { sides: [], posts: [] };

/**
 * Colours of an answer: of its sides, and of those present without control.
 * @typedef {{sides: string[], posts: string[]}} Colours
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @returns {{all: () => import("./symbols.js").Mark[], renew: () => number[]}} the marks
 *   of the places with a point, quiet ones first, so that reports lie on top; and what
 *   makes them anew after a change of day and gives the places whose mark is another
 */
export function makeMarks(timeline, scene) {
  const { places, words } = timeline;
  const palette = makePalette(timeline);
  const blocChanges = countBlocChanges(timeline);
  let blocs = 0;
  const colour = (/** @type {number} */ actor) => palette(actor, scene.day());
  const stateSides = timeline.states.map(({ basis, controllers }) =>
    basis === "observed" ? controllers.map((actor) => palette(actor, timeline.last)) : [],
  );
  /** @type {Map<any[], Colours>} */
  const known = new Map();
  /** @param {any[]} row */
  const coloursOf = (row) => {
    const found = known.get(row);
    if (found) return found;
    const answer = readAnswer(row, words);
    const colours = {
      sides: leadsOf(answer).map(colour),
      posts: answer.presence.map(({ side }) => colour(side[0])),
    };
    known.set(row, colours);
    return colours;
  };
  /** @param {number} place */
  const markOf = (place) => {
    const row = scene.answerOf(place);
    const { sides, posts } = row === null ? NOTHING : coloursOf(row);
    return { place, sides: place < timeline.cells ? stateSides[scene.states[place]] : sides, posts };
  };
  const marks = Array.from({ length: places.located }, (_, place) => markOf(place));
  return {
    all: () => marks.filter((mark) => mark.sides.length === 0).concat(marks.filter((mark) => mark.sides.length > 0)),
    renew() {
      if (blocs !== blocChanges(scene.day())) known.clear();
      blocs = blocChanges(scene.day());
      const changed = [];
      for (let place = 0; place < places.located; place += 1) {
        const mark = markOf(place);
        if (mark.sides !== marks[place].sides || mark.posts !== marks[place].posts) changed.push(place);
        marks[place] = mark;
      }
      return changed;
    },
  };
}
