/**
 * What changed on the day shown: on the page, and for screen readers.
 * @module news
 */
import { answerWords, readAnswer } from "./answers.js";
import { button, element, freeText, webLink } from "./dom.js";
import { tame } from "./plain-text.js";

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
  const list = makeList(scene, speech);
  const fill = () => list.show(root, changed());
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
 * A line of the list, which is used for another place on another day.
 * @typedef {object} Line
 * @property {HTMLLIElement} root
 * @property {(place: number) => void} show
 */

/**
 * The first changes of a day, and what shows all. Days may follow each other quickly: so the
 * lines are kept, and only their texts are written anew.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {{show: (root: HTMLElement, changed: number[]) => void}}
 */
function makeList(scene, speech) {
  const quiet = element("p", { class: "cm-quiet" }, speech.say("changed_none"));
  const heading = element("h2", {}, speech.say("changed"));
  const list = element("ul", {});
  /** @type {Line[]} */
  const lines = [];
  const lineAt = (/** @type {number} */ i) => {
    lines[i] = lines[i] || makeLine(scene, speech);
    return lines[i];
  };
  /** @type {number[]} */
  let rest = [];
  const more = button("", "cm-link cm-more", () => {
    const items = rest.map((place, i) => {
      const line = lineAt(MOST_NAMED + i);
      line.show(place);
      return line.root;
    });
    list.lastElementChild?.replaceWith(...items);
    for (const item of list.children) citeSources(scene, speech, item);
    items[0].querySelector("button")?.focus();
  });
  const last = element("li", {}, more);
  return {
    show(root, changed) {
      rest = changed.slice(MOST_NAMED);
      const shown = changed.slice(0, MOST_NAMED).map((place, i) => {
        lineAt(i).show(place);
        return lines[i].root;
      });
      if (rest.length > 0) {
        more.textContent = moreWords(speech, rest.length);
        shown.push(last);
      }
      replaceChildren(list, shown);
      replaceChildren(root, changed.length === 0 ? [quiet] : [heading, list]);
    },
  };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {Line}
 */
function makeLine(scene, speech) {
  let shown = -1;
  const name = freeText("", "cm-name");
  const words = freeText("", "cm-quiet");
  const root = element("li", {}, button("", "cm-row", () => scene.choose(shown), name, " ", words));
  return {
    root,
    show(place) {
      shown = place;
      root.dataset.place = String(place);
      name.textContent = speech.place(place);
      words.textContent = tame(stateWords(scene, speech, place));
      root.querySelector(".cm-cited")?.remove();
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement[]} children the same ones need no change
 */
function replaceChildren(root, children) {
  if (root.children.length !== children.length || children.some((child, i) => child !== root.children[i])) root.replaceChildren(...children);
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
