/**
 * Phases and ceasefires below the slider: each where it lies in time, and a way to its first day.
 * @module phases
 */
import { button, element, freeText, webLink } from "./dom.js";

/** Half the width of the slider's thumb, which its middle never passes. */
const THUMB_RADIUS = 11;

/** A day alone is this wide at least, in pixels. */
const LEAST_WIDTH = 5;

/**
 * @typedef {object} Phase
 * @property {string} name
 * @property {number} first day
 * @property {number} last day
 * @property {string} kind `phase` or `ceasefire`
 * @property {string} source address, or a text
 */

/**
 * @param {import("./decode.js").Payload} payload
 * @returns {Phase[]}
 */
export function phasesOf(payload) {
  return payload.phases.map(([name, first, last, kind, source]) => ({ name, first, last, kind, source }));
}

/**
 * @param {Phase[]} phases
 * @param {number} last day of the map
 * @param {import("./speech.js").Speech} speech
 * @param {(day: number) => void} go
 * @returns {HTMLElement | null} null without phases
 */
export function makePhases(phases, last, speech, go) {
  if (phases.length === 0) return null;
  const items = phases.map((phase) => {
    const days = spanWords(phase, speech);
    const label = phase.name + ": " + days;
    const mark = button(label, "cm-phase cm-" + phase.kind, () => go(Math.max(0, phase.first)), element("span", { "aria-hidden": "true" }, freeText(phase.name)));
    const start = Math.max(0, phase.first) / Math.max(1, last);
    const end = Math.min(last, phase.last) / Math.max(1, last);
    mark.style.insetInlineStart = place(start);
    mark.style.width = `max(${LEAST_WIDTH}px, calc(${end - start} * (100% - ${2 * THUMB_RADIUS}px)))`;
    return element("li", {}, mark);
  });
  return element("ol", { class: "cm-phases", "aria-label": speech.say("phases") }, ...items);
}

/**
 * @param {Phase[]} phases
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]} for the page's words about itself
 */
export function listPhases(phases, speech) {
  if (phases.length === 0) return [];
  const items = phases.map((phase) => {
    const item = element("li", {}, freeText(phase.name), ": ", spanWords(phase, speech));
    if (phase.source) item.append(" (", webLink(phase.source, speech.say("source")), ")");
    return item;
  });
  return [element("h3", {}, speech.say("phases")), element("ul", {}, ...items)];
}

/**
 * @param {Phase} phase
 * @param {import("./speech.js").Speech} speech
 * @returns {string} its days
 */
function spanWords({ first, last }, speech) {
  return first === last ? speech.day(first) : speech.day(first) + " – " + speech.day(last);
}

/**
 * @param {number} share of the track
 * @returns {string} distance from its start, for CSS
 */
function place(share) {
  return `calc(${THUMB_RADIUS}px + ${share} * (100% - ${2 * THUMB_RADIUS}px))`;
}
