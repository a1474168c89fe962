/**
 * What changed on the day shown: on the page, and for screen readers.
 * @module news
 */
import { readAnswer } from "./answers.js";
import { answerWords } from "./card.js";
import { button, element, freeText } from "./dom.js";

const MOST_NAMED = 4;

/** Milliseconds without a change before the day is read aloud. */
const REST = 600;

/**
 * @typedef {object} News
 * @property {HTMLElement} root
 * @property {HTMLElement} live read aloud by screen readers
 * @property {() => void} show the day
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./player.js").Player} player
 * @param {import("./changes.js").Changes} changes
 * @returns {News}
 */
export function makeNews(timeline, scene, speech, player, changes) {
  const root = element("div", { class: "cm-news" });
  const live = element("div", { class: "cm-unseen", role: "status", "aria-live": "polite" });
  const changedOn = new Map(changes.days.map((day, i) => [day, changes.places[i]]));
  let timer = 0;
  const speak = () => {
    const changed = changedOn.get(scene.day()) || [];
    const lines = changed.slice(0, MOST_NAMED).map((place) => changeWords(timeline, scene, speech, place));
    if (changed.length > lines.length) lines.push(moreWords(speech, changed.length - lines.length));
    live.textContent = [speech.day(scene.day()), ...lines].join(". ");
  };
  return {
    root,
    live,
    show() {
      const changed = changedOn.get(scene.day()) || [];
      root.replaceChildren(...newsLines(timeline, scene, speech, changed));
      clearTimeout(timer);
      if (!player.isPlaying()) timer = window.setTimeout(speak, REST);
    },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number[]} changed places
 * @returns {HTMLElement[]}
 */
function newsLines(timeline, scene, speech, changed) {
  if (changed.length === 0) return [element("p", { class: "cm-quiet" }, speech.say("changed_none"))];
  const items = changed.slice(0, MOST_NAMED).map((place) => {
    const name = freeText(speech.place(place), "cm-name");
    const words = freeText(stateWords(timeline, scene, speech, place), "cm-quiet");
    return element("li", {}, button("", "cm-row", () => scene.choose(place), name, " ", words));
  });
  const more = changed.length - items.length;
  if (more > 0) items.push(element("li", { class: "cm-quiet" }, moreWords(speech, more)));
  return [element("h2", {}, speech.say("changed")), element("ul", {}, ...items)];
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {number} more
 * @returns {string}
 */
function moreWords(speech, more) {
  return speech.count("changed_more", more);
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {string}
 */
function changeWords(timeline, scene, speech, place) {
  return speech.place(place) + ": " + stateWords(timeline, scene, speech, place);
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {string}
 */
function stateWords(timeline, scene, speech, place) {
  const number = scene.answerOf(place);
  if (number < 0) return "";
  return answerWords(readAnswer(timeline, number), speech, ([leader]) => speech.actor(leader));
}
