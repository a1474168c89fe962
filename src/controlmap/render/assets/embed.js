/**
 * The slim frame that an article shows, `?embed`: the map and its time, no more.
 * @module embed
 */
import { element } from "./dom.js";

/** Class of the page while it is slim. */
const SLIM = "cm-embed";

/** Class of the way to the whole page. */
const WHOLE = "cm-whole";

/** Class of what else leads there: what is chosen, which the slim frame has no panel to alter. */
const CHOSEN = "cm-choice-link";

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
 * Keeps the ways to the whole page at what is shown.
 * @param {string} hash
 */
export function leadToWhole(hash) {
  for (const link of document.querySelectorAll("a:is(." + WHOLE + ", ." + CHOSEN + ")")) {
    if (link instanceof HTMLAnchorElement) link.hash = hash;
  }
}

/**
 * @param {string} address
 * @param {string} name class
 * @param {import("./dom.js").Child[]} parts
 * @returns {HTMLElement} a link to the whole page
 */
function wayTo(address, name, ...parts) {
  return element("a", { class: name, href: address, target: "_blank", rel: "noopener noreferrer" }, ...parts);
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
  const link = wayTo(address, WHOLE, speech.say("open_whole"));
  const note = time.querySelector(".cm-choice-note");
  root.classList.add(SLIM);
  slot("time").append(time, live);
  slot("map").append(card);
  if (address) {
    slot("map").append(link);
    if (note instanceof HTMLElement) {
      const chosen = wayTo(address, CHOSEN);
      chosen.title = speech.say("open_whole");
      note.replaceWith(chosen);
      chosen.append(note);
    }
  }
  return () => {
    root.classList.remove(SLIM);
    [time, live, card, link].forEach((part) => part.remove());
  };
}
