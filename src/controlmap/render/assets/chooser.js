/**
 * What the reader lets count, and the telling of the story by it.
 * @module chooser
 */
import { defaultChoice } from "./choice.js";
import { late } from "./late.js";
import { later } from "./later.js";

/** Milliseconds after which no frame need be waited for: one that is hidden paints none. */
const PATIENCE = 60;

/**
 * A choice of reports, and whether the map shows where perspectives differ.
 * @typedef {import("./choice.js").Choice & {differ: boolean}} Asked
 */

/**
 * @typedef {object} Chooser
 * @property {Readonly<Asked>} published what the page was made with
 * @property {() => Readonly<Asked>} asked what was asked for last
 * @property {(asked: Asked) => void} tell shows it at once
 * @property {(asked: Asked) => Promise<void>} ask shows it after a sign that work is under way
 * @property {() => import("./history.js").Histories} histories of all places, made when first asked for
 * @property {() => boolean} isWorking
 * @property {(listener: () => void) => () => void} onAsked of a choice, and when it is shown; gives
 *   what stops it
 */

/**
 * @param {import("./scene.js").Scene} scene that tells the published story
 * @returns {Chooser}
 */
export function makeChooser(scene) {
  const story = scene.story();
  /** @type {Readonly<Asked>} */
  const published = Object.freeze({ ...defaultChoice(story.payload), differ: false });
  let asked = published;
  let told = published;
  let isWorking = false;
  const histories = later(() => late().makeHistories(story));
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const inform = () => listeners.forEach((listener) => listener());
  const show = () => {
    isWorking = false;
    if (!isSameStory(asked, told)) scene.retell(isSameStory(asked, published) ? story : late().tell(story, asked, histories()));
    told = asked;
    inform();
  };
  return {
    published,
    asked: () => asked,
    tell(wanted) {
      asked = Object.freeze({ ...wanted });
      show();
    },
    async ask(wanted) {
      asked = Object.freeze({ ...wanted });
      isWorking = !isSameStory(asked, told);
      inform();
      const mine = asked;
      if (isWorking) await afterPaint();
      if (asked === mine) show();
    },
    histories,
    isWorking: () => isWorking,
    onAsked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * @param {import("./choice.js").Choice} choice
 * @param {number} day
 * @returns {number | null} day at whose end what counts on the day is known; null for all that is
 */
export function asOfOn({ along, asOf, lag }, day) {
  return along === "reported" ? day + lag : asOf;
}

/**
 * @param {Asked} one
 * @param {Asked} other
 * @returns {boolean} whether both let the same reports count
 */
function isSameStory(one, other) {
  return JSON.stringify({ ...one, differ: false }) === JSON.stringify({ ...other, differ: false });
}

/**
 * @returns {Promise<void>} kept once what the page shows now has been painted
 */
function afterPaint() {
  return new Promise((resolve) => {
    const rest = () => setTimeout(resolve);
    const timer = setTimeout(resolve, PATIENCE);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      rest();
    });
  });
}
