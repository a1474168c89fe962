/**
 * The legend on the page.
 * @module legend-panel
 */
import { element, fold, freeText } from "./dom.js";
import { anchorFill, fillOfLook } from "./hatching.js";

const SAMPLE_GREYS = ["#5d574f", "#d5cfc3"];
const SAMPLE = { width: 22, height: 14 };

/**
 * @typedef {object} LegendPanel
 * @property {HTMLElement} root
 * @property {(legend: import("./legend.js").Legend) => void} show
 */

/**
 * @param {import("./speech.js").Speech} speech
 * @param {any[][]} actors rows of the payload
 * @param {boolean} isOpen
 * @returns {LegendPanel}
 */
export function makeLegendPanel(speech, actors, isOpen) {
  const { say } = speech;
  const body = element("tbody", {});
  const heading = element(
    "tr",
    {},
    element("th", { scope: "col" }, say("legend_side")),
    element("th", { scope: "col", class: "cm-number" }, say("legend_area")),
    element("th", { scope: "col", class: "cm-number" }, say("legend_settlements")),
  );
  const table = element("table", { class: "cm-legend-table" }, element("thead", {}, heading), body);
  const notes = element(
    "ul",
    { class: "cm-legend-notes" },
    element("li", {}, sample(["cm-sample-dot"]), say("legend_dots")),
    element("li", {}, sample(["cm-sample-pale"]), say("legend_inferred")),
    element("li", {}, sample(["cm-sample-front"]), say("legend_front")),
    element("li", {}, sample(["cm-sample-flag"]), say("legend_presence")),
  );
  return {
    root: fold(say("legend"), isOpen, "cm-legend", table, notes),
    show({ holders, mixed, noData }) {
      const rows = holders.map((row) => holderRow(speech, actors, row));
      rows.push(...mixed.map((row) => mixedRow(speech, row)));
      rows.push(plainRow(sample(["cm-sample-none"]), say("look.no_data"), areaCell(speech, noData), "–"));
      body.replaceChildren(...rows);
    },
  };
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {any[][]} actors
 * @param {import("./legend.js").HolderRow} row
 */
function holderRow(speech, actors, { actor, low, best, high, settlements }) {
  const swatch = sample([]);
  swatch.style.backgroundColor = actors[actor][4];
  const area = areaCell(speech, best);
  if (high > low) {
    const ends = { low: speech.number(low), high: speech.number(high) };
    area.append(element("span", { class: "cm-range" }, speech.say("range", ends)));
  }
  const row = plainRow(swatch, speech.actor(actor), area, speech.number(settlements));
  if (high === 0) row.className = "cm-zero";
  return row;
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {import("./legend.js").MixedRow} row
 */
function mixedRow(speech, { status, area, settlements }) {
  const row = plainRow(
    patternSample(status),
    speech.say("look." + status),
    areaCell(speech, area),
    speech.number(settlements),
  );
  if (area === 0) row.className = "cm-zero";
  return row;
}

/**
 * @param {HTMLElement} swatch
 * @param {string} name
 * @param {HTMLElement} area
 * @param {string} settlements
 */
function plainRow(swatch, name, area, settlements) {
  const head = element("th", { scope: "row" }, swatch, freeText(name));
  return element("tr", {}, head, area, element("td", { class: "cm-number" }, settlements));
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {number} km2
 */
function areaCell(speech, km2) {
  return element("td", { class: "cm-number" }, speech.number(km2));
}

/**
 * @param {string[]} classes
 * @returns {HTMLElement}
 */
function sample(classes) {
  return element("span", { class: ["cm-sample", ...classes].join(" "), "aria-hidden": "true" });
}

/**
 * @param {string} pattern
 * @returns {HTMLElement} a small picture of the pattern, in greys
 */
function patternSample(pattern) {
  const { width, height } = SAMPLE;
  const ratio = 2;
  const canvas = element("canvas", { class: "cm-sample", "aria-hidden": "true" });
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  if (context !== null) {
    const look = { pattern, colours: SAMPLE_GREYS };
    const fill = fillOfLook(context, look, ratio);
    anchorFill(fill, look, { ratio, left: 0, top: 0 });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = fill;
    context.fillRect(0, 0, width, height);
  }
  return canvas;
}
