/**
 * The slim frame that an article shows, `?embed`: the map and its time, no more.
 * @module embed
 */
import { element } from "./dom.js";

/** Class of the page while it is slim. */
const SLIM = "cm-embed";

/** Class of the way to the whole page. */
const WHOLE = "cm-whole";

/** Pages at these have an address that leads to them again. */
const KEPT = new Set(["http:", "https:", "file:"]);

/**
 * @param {string} address of the slim frame
 * @returns {string} that of the whole page; empty where no address leads to it
 */
function wholeAddress(address) {
  const whole = new URL(address);
  if (!KEPT.has(whole.protocol)) return "";
  whole.searchParams.delete("embed");
  return whole.href;
}

/**
 * Keeps the way to the whole page at what is shown.
 * @param {string} hash
 */
export function leadToWhole(hash) {
  const link = document.querySelector("a." + WHOLE);
  if (link instanceof HTMLAnchorElement) link.hash = hash;
}

/**
 * Fills the slots of our page with the map's own parts alone.
 * @param {import("./layout.js").Parts} parts
 * @param {import("./speech.js").Speech} speech
 * @returns {() => void} empties them
 */
export function layOutEmbed({ time, live, card }, speech) {
  const root = document.documentElement;
  const slot = (/** @type {string} */ name) => document.querySelector('[data-cm="' + name + '"]') || document.body;
  const address = wholeAddress(location.href);
  const link = element("a", { class: WHOLE, target: "_blank", rel: "noopener noreferrer" }, speech.say("open_whole"));
  root.classList.add(SLIM);
  slot("time").append(time, live);
  slot("map").append(card);
  if (address) {
    link.href = address;
    slot("map").append(link);
  }
  return () => {
    root.classList.remove(SLIM);
    [time, live, card, link].forEach((part) => part.remove());
  };
}
