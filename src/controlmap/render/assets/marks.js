/**
 * What is drawn at each place on the day shown.
 * @module marks
 */
import { readHoldings } from "./answers.js";
import { daysOfBlocs, makePalette } from "./palette.js";

/** @type {string[]} */
const NOTHING = [];

/**
 * Colours drawn at each place with a point: of the sides that hold it, empty without a
 * report, and of those present without control.
 * @typedef {object} Marks
 * @property {string[][]} sides
 * @property {string[][]} posts
 * @property {Set<number>} flagged places with posts, which reach farther than any dot
 */

/**
 * A place with another mark than before, and whether it has posts or had some.
 * @typedef {{place: number, hasPosts: boolean}} Renewed
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @returns {{marks: Marks, renew: (touched: import("./scene.js").Touched) => Renewed[],
 *   restyle: () => void}} renew follows a change of day and gives the places whose mark is
 *   another; restyle a change of the look
 */
export function makeMarks(timeline, scene) {
  const { answers, cells, places, sides } = timeline;
  const palette = makePalette(timeline, scene.appearance);
  const holdings = readHoldings(timeline);
  const blocDays = daysOfBlocs(timeline.payload.blocs);
  const epochNow = () => blocDays.filter((day) => day <= scene.day()).length;
  const sidesOfStates = () =>
    timeline.states.map(({ basis, controllers }, state) =>
      basis === "observed" && !scene.appearance.isStateHidden(state) ? controllers.map((actor) => palette(actor, timeline.last)) : NOTHING,
    );
  let stateSides = sidesOfStates();
  let epoch = -1;
  /** @type {string[][]} */
  let holdingSides = [];
  /** @type {string[][]} */
  let kindPosts = [];
  const colour = (/** @type {number} */ actor) => palette(actor, scene.day());
  /** @type {Marks} */
  const marks = { sides: new Array(places.located).fill(NOTHING), posts: new Array(places.located).fill(NOTHING), flagged: new Set() };
  /**
   * @param {number} place
   * @returns {Renewed | null} null where its mark is the same
   */
  const mark = (place) => {
    const answer = scene.answerOf(place);
    const own = answer < 0 ? NOTHING : holdingSides[answers.holding[answer]];
    const held = place < cells ? stateSides[scene.states[place]] : own;
    const posts = answer < 0 ? NOTHING : kindPosts[answers.kind[answer]];
    const before = marks.posts[place];
    if (held === marks.sides[place] && posts === before) return null;
    marks.sides[place] = held;
    marks.posts[place] = posts;
    if (posts.length > 0) marks.flagged.add(place);
    else marks.flagged.delete(place);
    return { place, hasPosts: posts.length > 0 || before.length > 0 };
  };
  /**
   * @param {number[]} some places
   * @returns {Renewed[]}
   */
  const markThese = (some) => some.map((place) => (place < places.located ? mark(place) : null)).filter((each) => each !== null);
  const markAll = () => {
    epoch = epochNow();
    holdingSides = holdings.map(({ leads }) => leads.map(colour));
    kindPosts = answers.kinds.map(({ presence }) =>
      presence.length === 0 ? NOTHING : presence.map(([side]) => colour(sides[side][0][0])),
    );
    return markThese(Array.from({ length: places.located }, (_, place) => place));
  };
  markAll();
  return {
    marks,
    restyle() {
      stateSides = sidesOfStates();
      markAll();
    },
    renew(touched) {
      if (epoch !== epochNow()) return markAll();
      return markThese([...touched.cells, ...touched.places]);
    },
  };
}
