/**
 * The legend on the page.
 * @module legend-panel
 */
import { button, element, fold, freeText } from "./dom.js";
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
 * @param {import("./appearance.js").Appearance} appearance
 * @param {{isOpen: boolean, note: HTMLElement}} options one more note
 * @returns {LegendPanel}
 */
export function makeLegendPanel(speech, appearance, { isOpen, note }) {
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
    note,
  );
  /** @type {Row[]} */
  let rows = [];
  let before = "";
  return {
    root: fold(say("legend"), isOpen, "cm-legend", table, makePaletteChoice(say, appearance), notes),
    show(legend) {
      const { holders, mixed, noData } = legend;
      const listed = [...holders.map(({ actor }) => actor), ...mixed.map(({ status }) => status)].join();
      if (rows.length === 0 || listed !== before) {
        before = listed;
        rows.forEach((row) => row.stop());
        rows = makeRows(speech, appearance, legend);
        body.replaceChildren(...rows.map((row) => row.root));
      }
      const shown = [
        ...holders.map(({ low, best, high, settlements }) => [best, low, high, settlements]),
        ...mixed.map(({ area, settlements }) => [area, area, area, settlements]),
        [noData, noData, noData, -1],
      ];
      shown.forEach((numbers, i) => rows[i].show(numbers));
    },
  };
}

/**
 * A row of the legend; only what is another than before is written anew.
 * @typedef {object} Row
 * @property {HTMLElement} root
 * @property {(numbers: number[]) => void} show area, its range, and settlements, -1 for none
 * @property {() => void} stop
 */

/**
 * @param {import("./speech.js").Speech} speech
 * @param {import("./appearance.js").Appearance} appearance
 * @param {import("./legend.js").Legend} legend which has the same rows on any day of a story
 * @returns {Row[]}
 */
function makeRows(speech, appearance, { holders, mixed }) {
  const rows = holders.map(({ actor }) => {
    const swatch = sample([]);
    const paint = () => {
      swatch.style.backgroundColor = appearance.colour(actor);
    };
    const stopPaint = appearance.onChange(paint);
    paint();
    const { root, stop } = makeToggle(speech, appearance, String(actor), [swatch, freeText(speech.actor(actor))]);
    return makeRow(speech, root, () => [stopPaint, stop].forEach((each) => each()));
  });
  for (const { status } of mixed) {
    const { root, stop } = makeToggle(speech, appearance, status, [patternSample(status), freeText(speech.say("look." + status))]);
    rows.push(makeRow(speech, root, stop));
  }
  const blank = element("span", {}, sample(["cm-sample-none"]), freeText(speech.say("look.no_data")));
  rows.push(makeRow(speech, blank, () => {}));
  return rows;
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {HTMLElement} head
 * @param {() => void} stop
 * @returns {Row}
 */
function makeRow(speech, head, stop) {
  const best = document.createTextNode("");
  const range = element("span", { class: "cm-range" });
  const count = element("td", { class: "cm-number" });
  const area = element("td", { class: "cm-number" }, best, range);
  const root = element("tr", {}, element("th", { scope: "row" }, head), area, count);
  let before = "";
  return {
    root,
    stop,
    show(numbers) {
      if (numbers.join() === before) return;
      before = numbers.join();
      const [km2, low, high, settlements] = numbers;
      best.data = speech.number(km2);
      range.hidden = high <= low;
      range.textContent = range.hidden ? "" : speech.say("range", { low: speech.number(low), high: speech.number(high) });
      count.textContent = settlements < 0 ? "–" : speech.number(settlements);
      root.classList.toggle("cm-zero", high === 0 && settlements >= 0);
    },
  };
}

/**
 * What hides a holder or status on the map, and shows it again.
 * @param {import("./speech.js").Speech} speech
 * @param {import("./appearance.js").Appearance} appearance
 * @param {string} key
 * @param {HTMLElement[]} parts swatch and name
 * @returns {{root: HTMLElement, stop: () => void}}
 */
function makeToggle({ say }, appearance, key, parts) {
  const toggle = button("", "cm-toggle", () => appearance.toggle(key), ...parts);
  toggle.title = say("legend_toggle");
  const show = () => toggle.setAttribute("aria-pressed", String(!appearance.isHidden(key)));
  const stop = appearance.onChange(show);
  show();
  return { root: toggle, stop };
}

/**
 * @param {import("./speech.js").Speech["say"]} say
 * @param {import("./appearance.js").Appearance} appearance
 * @returns {HTMLElement}
 */
function makePaletteChoice(say, appearance) {
  const isUsual = () => appearance.palette() === "conventional";
  const choice = button("", "cm-tool", () => appearance.choosePalette(isUsual() ? "safe" : "conventional"), say("palette_conventional"));
  const show = () => choice.setAttribute("aria-pressed", String(isUsual()));
  appearance.onChange(show);
  show();
  return choice;
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
