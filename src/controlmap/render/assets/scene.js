/**
 * The story that is told, the day that is shown, the place that is chosen, and who wants
 * to know.
 * @module scene
 */
import { makeAnswerCursor, makeCursor } from "./states.js";

/**
 * What a change of day touched.
 * @typedef {object} Touched
 * @property {number[]} cells whose state may be another
 * @property {number[]} places whose answer is another
 */

/**
 * @typedef {object} Scene
 * @property {import("./appearance.js").Appearance} appearance what the reader chose of the look
 * @property {() => import("./decode.js").Timeline} story as published, or by what the reader lets count
 * @property {(story: import("./decode.js").Timeline) => void} retell another one, of the same places and days
 * @property {() => number} day number of the day shown, the first being 0
 * @property {() => number} place that is chosen, -1 for none
 * @property {Uint16Array} states state of each cell on the day shown; others after another story
 * @property {(place: number) => import("./decode.js").CellState | null} stateOf a place with a cell
 * @property {(place: number) => number} answerOf number of the answer, -1 without records
 * @property {(day: number) => void} go to a day, the nearest one of the map
 * @property {(place: number) => void} choose a place, -1 for none
 * @property {(listener: (touched: Touched) => void) => () => void} onDay gives what stops it
 * @property {(listener: () => void) => () => void} onChoice gives what stops it
 * @property {(listener: () => void) => () => void} onTold of another story; gives what stops it
 */

/**
 * @param {import("./decode.js").Timeline} published
 * @param {number} start
 * @param {import("./appearance.js").Appearance} appearance
 * @returns {Scene}
 */
export function makeScene(published, start, appearance) {
  const { last, cells } = published;
  let story = published;
  let day = clamp(start, last);
  let place = -1;
  /** @type {Set<(touched: Touched) => void>} */
  const dayListeners = new Set();
  /** @type {Set<() => void>} */
  const choiceListeners = new Set();
  /** @type {Set<() => void>} */
  const storyListeners = new Set();
  /** @type {{cells: import("./states.js").Cursor, answers: ReturnType<typeof makeAnswerCursor>} | null} */
  let cursors = null;
  const move = (/** @type {NonNullable<typeof cursors>} */ { cells: ofCells, answers }) => ({ cells: ofCells.moveTo(day), places: answers.moveTo(day) });
  const now = () => {
    if (cursors === null) {
      cursors = { cells: makeCursor(story), answers: makeAnswerCursor(story.answers) };
      move(cursors);
    }
    return cursors;
  };
  const isOpening = () => cursors === null && story === published && day === published.opening.day;
  return {
    appearance,
    day: () => day,
    place: () => place,
    get states() {
      return isOpening() ? published.opening.states : now().cells.states;
    },
    story: () => story,
    retell(next) {
      if (next === story) return;
      story = next;
      appearance.dress(story.states);
      cursors = null;
      for (const listener of storyListeners) listener();
    },
    stateOf: (p) => (p < cells ? story.states[now().cells.states[p]] : null),
    answerOf: (p) => now().answers.now[p],
    go(wanted) {
      const next = clamp(wanted, last);
      if (next === day) return;
      const shown = now();
      day = next;
      const touched = move(shown);
      for (const listener of dayListeners) listener(touched);
    },
    choose(wanted) {
      place = wanted;
      for (const listener of choiceListeners) listener();
    },
    onDay: (listener) => register(dayListeners, listener),
    onChoice: (listener) => register(choiceListeners, listener),
    onTold: (listener) => register(storyListeners, listener),
  };
}

/**
 * What follows from the story that is told, made when it is first asked for.
 * @template T
 * @param {Scene} scene
 * @param {(story: import("./decode.js").Timeline) => T} make
 * @returns {() => T}
 */
export function ofStory(scene, make) {
  /** @type {{story: import("./decode.js").Timeline, made: T} | null} */
  let known = null;
  return () => {
    const story = scene.story();
    if (known === null || known.story !== story) known = { story, made: make(story) };
    return known.made;
  };
}

/**
 * @template T
 * @param {Set<T>} listeners
 * @param {T} listener
 * @returns {() => void}
 */
function register(listeners, listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * @param {number} day
 * @param {number} last
 * @returns {number}
 */
function clamp(day, last) {
  return Math.min(last, Math.max(0, Math.round(day)));
}
