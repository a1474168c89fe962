/**
 * What changed on the day shown: on the page, and for screen readers.
 * @module news
 */
import { answerWords, readAnswer } from "./answers.js";
import { button, element, freeText, webLink } from "./dom.js";

const MOST_NAMED = 4;
const MOST_CITED = 3;

/** Milliseconds without a change before the day is read aloud. */
const REST = 600;

/**
 * @typedef {object} News
 * @property {HTMLElement} root
 * @property {HTMLElement} live read aloud by screen readers
 * @property {() => void} show the day
 */

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./player.js").Player} player
 * @param {{changes: () => import("./changes.js").Changes, note: () => string}} told of the story;
 *   what is said of it as a whole
 * @returns {News}
 */
export function makeNews(scene, speech, player, { changes, note }) {
  const root = element("div", { class: "cm-news" });
  const live = element("div", { class: "cm-unseen", role: "status", "aria-live": "polite" });
  let timer = 0;
  const changed = () => {
    const { days, places } = changes();
    return places[days.indexOf(scene.day())] || [];
  };
  const fill = () => root.replaceChildren(...newsLines(scene, speech, changed()));
  const rest = () => {
    root.querySelectorAll("li[data-place]").forEach((item) => citeSources(scene, speech, item));
    const lines = changed().slice(0, MOST_NAMED).map((place) => changeWords(scene, speech, place));
    if (changed().length > lines.length) lines.push(moreWords(speech, changed().length - lines.length));
    live.textContent = [speech.day(scene.day()), note(), ...lines].filter(Boolean).join(". ");
  };
  return {
    root,
    live,
    show() {
      fill();
      clearTimeout(timer);
      if (!player.isPlaying()) timer = window.setTimeout(rest, REST);
    },
  };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number[]} changed places
 * @returns {HTMLElement[]} the first ones, and what shows all
 */
function newsLines(scene, speech, changed) {
  if (changed.length === 0) return [element("p", { class: "cm-quiet" }, speech.say("changed_none"))];
  /**
   * @param {number} place
   * @returns {HTMLElement}
   */
  const line = (place) => {
    const name = freeText(speech.place(place), "cm-name");
    const words = freeText(stateWords(scene, speech, place), "cm-quiet");
    const row = button("", "cm-row", () => scene.choose(place), name, " ", words);
    return element("li", { "data-place": String(place) }, row);
  };
  const list = element("ul", {}, ...changed.slice(0, MOST_NAMED).map(line));
  const rest = changed.slice(MOST_NAMED);
  if (rest.length > 0) {
    const more = button("", "cm-link cm-more", () => {
      const items = rest.map(line);
      list.lastElementChild?.replaceWith(...items);
      for (const item of list.children) citeSources(scene, speech, item);
      items[0].querySelector("button")?.focus();
    }, moreWords(speech, rest.length));
    list.append(element("li", {}, more));
  }
  return [element("h2", {}, speech.say("changed")), list];
}

/**
 * Adds to a line who says so; texts of evidence are read when the day rests.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {Element} item
 */
function citeSources(scene, speech, item) {
  const place = Number(item instanceof HTMLElement && item.dataset.place);
  const number = scene.answerOf(place);
  if (number < 0 || item.querySelector(".cm-cited")) return;
  const { sources, report } = scene.story().evidence();
  const cited = new Set(readAnswer(scene.story(), number).evidence.map((record) => report(record).source));
  const line = element("p", { class: "cm-cited cm-quiet" }, speech.say("sources"), ": ");
  [...cited].slice(0, MOST_CITED).forEach((source, i) => {
    const [publisher, , url] = sources[source];
    if (i > 0) line.append(" · ");
    line.append(webLink(url, publisher));
  });
  if (cited.size > MOST_CITED) line.append(" ", moreWords(speech, cited.size - MOST_CITED));
  if (cited.size > 0) item.append(line);
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
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {string}
 */
function changeWords(scene, speech, place) {
  return speech.place(place) + ": " + stateWords(scene, speech, place);
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {string}
 */
function stateWords(scene, speech, place) {
  const number = scene.answerOf(place);
  if (number < 0) return "";
  return answerWords(readAnswer(scene.story(), number), speech, ([leader]) => speech.actor(leader));
}
