/**
 * Messages between the page and the article that frames it, so that the article can lead
 * the map while the reader scrolls. docs/reference/messages.md describes them.
 *
 * A page does what a message says only if the window that frames it sent it, and only one
 * of the few things below: show a date, let other reports count, or tell date, choice and
 * height. Whoever frames the page
 * could do as much by its address, so any origin may ask. An answer goes to the origin
 * that asked alone; `ready`, which tells nothing but the days of the map, to any.
 * @module host
 */
import { readPlain, writePlain } from "./choice-link.js";
import { dayOfIso, isoOfDay } from "./days.js";

const TYPE = "controlmap";
const VERSION = 1;
const ANY_ORIGIN = "*";

/**
 * @typedef {object} Request
 * @property {string} action
 * @property {unknown} date
 * @property {unknown} choice
 */

/**
 * @typedef {(event: string, values: Record<string, unknown>) => void} Answer
 * @typedef {(answer: Answer, request: Request) => void} Action
 */

/**
 * @param {unknown} message
 * @returns {Request | null} null for what is no message to this page
 */
function readRequest(message) {
  if (typeof message !== "object" || message === null) return null;
  const { type, version, action, date, choice } = /** @type {Record<string, unknown>} */ (message);
  if (type !== TYPE || version !== VERSION || typeof action !== "string") return null;
  return { action, date, choice };
}

/**
 * @param {unknown} date
 * @returns {number} days since 1970, NaN for what is no date
 */
function dayOf(date) {
  return typeof date === "string" ? dayOfIso(date) : NaN;
}

/**
 * Listens to the window that frames this one, and tells it what it asks for.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./chooser.js").Chooser} chooser
 * @param {import("./player.js").Player} player
 * @param {{follow: (tell: (height: number) => void) => void}} frameHeight
 * @returns {() => void} stops
 */
export function talkToHost(scene, chooser, player, frameHeight) {
  const { firstDay, last } = scene.story();
  const host = window.parent;
  if (host === window) return () => {};
  const dateNow = () => ({ date: isoOfDay(firstDay + scene.day()) });
  /** @type {Answer | null} */
  let followDate = null;
  let followsHeight = false;
  /** @type {Map<string, Action>} */
  const actions = new Map([
    ["getDate", (answer) => answer("date", dateNow())],
    [
      "setDate",
      (answer, { date }) => {
        const day = dayOf(date);
        if (Number.isNaN(day)) {
          answer("refused", { action: "setDate", reason: "no date written YYYY-MM-DD" });
          return;
        }
        player.stop();
        scene.go(day - firstDay);
      },
    ],
    [
      "onDate",
      (answer) => {
        followDate = answer;
        answer("date", dateNow());
      },
    ],
    [
      "height",
      (answer) => {
        if (followsHeight) return;
        followsHeight = true;
        frameHeight.follow((height) => answer("height", { height }));
      },
    ],
    ["getChoice", (answer) => answer("choice", { choice: writePlain(scene.story(), chooser.asked()) })],
    ["choose", choosing(scene, chooser)],
  ]);
  /** @param {MessageEvent} event */
  const listen = (event) => {
    if (event.source !== host) return;
    const request = readRequest(event.data);
    if (request === null) return;
    const answer = answerTo(host, event.origin);
    const act = actions.get(request.action);
    if (act) act(answer, request);
    else answer("refused", { action: request.action.slice(0, 40), reason: "no such action" });
  };
  const stopDays = scene.onDay(() => {
    if (followDate) followDate("date", dateNow());
  });
  window.addEventListener("message", listen);
  const range = { firstDate: isoOfDay(firstDay), lastDate: isoOfDay(firstDay + last) };
  answerTo(host, ANY_ORIGIN)("ready", { ...dateNow(), ...range });
  return () => {
    stopDays();
    window.removeEventListener("message", listen);
  };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./chooser.js").Chooser} chooser
 * @returns {Action} lets other reports count, and says so when it is shown
 */
function choosing(scene, chooser) {
  return async (answer, { choice }) => {
    try {
      await chooser.ask(readPlain(scene.story(), choice, chooser.asked()));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      answer("refused", { action: "choose", reason: error.message });
      return;
    }
    answer("choice", { choice: writePlain(scene.story(), chooser.asked()) });
  };
}

/**
 * @param {Window} host
 * @param {string} origin that asked; pages from a disk and sandboxed ones have none that
 *   could be named, and are answered wherever they are
 * @returns {Answer}
 */
function answerTo(host, origin) {
  const target = origin === "null" || origin === "" ? ANY_ORIGIN : origin;
  return (event, values) => host.postMessage({ type: TYPE, version: VERSION, event, ...values }, target);
}
