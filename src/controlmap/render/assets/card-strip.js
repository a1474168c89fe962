/**
 * The whole history of a place on its card: a strip of colours, and the same in words.
 * @module card-strip
 */
import { answerWords } from "./answers.js";
import { button, element, fold, freeText } from "./dom.js";
import { UNKNOWN_COLOUR } from "./looks.js";
import { makePalette } from "./palette.js";

/** Width of a stripe where a spell has several colours, pixels. */
const STRIPE = 5;

/**
 * @typedef {import("./card-facts.js").StripSpell} Spell
 */

/**
 * A click on a part of the strip, or its line in the list, leads to its first day.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {Spell[]} strip
 * @returns {HTMLElement[]}
 */
export function historyPart(scene, speech, strip) {
  if (strip.length === 0) return [];
  const { say } = speech;
  const lines = strip.map((spell) => spellWords(spell, speech));
  const label = say("history_strip", { words: lines.map(({ days, state }) => days + ": " + state).join("; ") });
  const bar = element("div", { class: "cm-strip", role: "img", "aria-label": label });
  const items = strip.map((spell, i) => {
    const go = () => scene.go(spell.start);
    const part = element("span", { title: lines[i].days + ": " + lines[i].state });
    part.style.flexGrow = String(spell.end - spell.start + 1);
    part.style.background = backgroundOf(spell, scene);
    part.addEventListener("click", go);
    if (spell.start <= scene.day() && scene.day() <= spell.end) part.className = "cm-strip-now";
    bar.append(part);
    const words = [freeText(lines[i].days, "cm-quiet"), " ", freeText(lines[i].state)];
    return element("li", {}, button("", "cm-row", go, ...words));
  });
  return [bar, fold(say("history"), false, "cm-history", element("ul", {}, ...items))];
}

/**
 * @param {Spell} spell
 * @param {import("./speech.js").Speech} speech
 * @returns {{days: string, state: string}}
 */
function spellWords({ start, end, status, controllers, before, after }, speech) {
  const days =
    start === end ? speech.short(start) : speech.say("date_between", { first: speech.short(start), last: speech.short(end) });
  const holding = (/** @type {number[]} */ leads) => ({ status, sides: leads.map((lead) => [lead]) });
  return { days, state: answerWords({ ...holding(controllers), before: holding(before), after: holding(after) }, speech) };
}

/**
 * @param {Spell} spell
 * @param {import("./scene.js").Scene} scene
 * @returns {string} a colour, or stripes of several; of the blocs at its beginning, on a map of blocs
 */
function backgroundOf({ start, status, controllers, before, after }, scene) {
  const palette = makePalette(scene.story(), scene.appearance);
  if (status === "no_record") return "transparent";
  const ends = [before, after].map((leads) => leads[0] ?? -1);
  const leads = status === "changing" ? ends : status === "unknown" ? [-1] : controllers;
  const colours = leads.map((actor) => palette(actor, Math.max(start, 0)) || UNKNOWN_COLOUR);
  if (colours.length === 1) return colours[0];
  const stops = colours.map((colour, i) => colour + " " + i * STRIPE + "px " + (i + 1) * STRIPE + "px");
  return "repeating-linear-gradient(45deg, " + stops.join(", ") + ")";
}
