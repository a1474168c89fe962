/**
 * The stacked chart under the slider: who held how much, and when much changed.
 * @module chart
 */
import { late } from "./late.js";
import { ofStory } from "./scene.js";

/** @typedef {"area" | "settlements"} Measure */

const MIXED_COLOUR = "#8f887d";
const UNSURE_COLOUR = "#d8d2c6";
const MARK_COLOUR = "#1f1c19";

/** Half the width of the slider's thumb, which its middle never passes. */
const THUMB_RADIUS = 11;

/** Milliseconds that the chart of a story waits, so that the map's picture comes before it. */
const REST = 60;

/** Height of the marks of big changes, pixels. */
const MARK = 7;

/**
 * @typedef {object} Chart
 * @property {HTMLCanvasElement} root
 * @property {() => void} draw
 * @property {(measure: Measure) => void} measure
 */

/**
 * @param {import("./scene.js").Scene} scene
 * @returns {Chart}
 */
export function makeChart(scene) {
  const { appearance } = scene;
  const root = document.createElement("canvas");
  root.className = "cm-chart";
  root.setAttribute("aria-hidden", "true");
  const sums = ofStory(scene, (story) => late().sumDays(story));
  /** @type {import("./decode.js").Timeline | null} */
  let summed = null;
  /** @type {Measure} */
  let measure = "area";
  let timer = 0;
  const sum = () => {
    timer = 0;
    summed = scene.story();
    draw();
  };
  const draw = () => {
    if (summed !== scene.story()) {
      timer = timer || window.setTimeout(sum, REST);
      return;
    }
    const sheet = startCanvas(root);
    if (sheet === null) return;
    const { layers, most, bigDays } = sums();
    const { context, width, height } = sheet;
    const isRightToLeft = getComputedStyle(root).direction === "rtl";
    const shown = layers.filter(({ key }) => !appearance.isHidden(key));
    const bands = shown.map((layer) => ({ values: layer[measure], colour: colourOf(layer, appearance) }));
    const room = { left: THUMB_RADIUS, width: width - 2 * THUMB_RADIUS, top: MARK + 2, height: height - MARK - 2 };
    if (isRightToLeft) {
      context.translate(width, 0);
      context.scale(-1, 1);
    }
    context.fillStyle = "#ffffff";
    context.fillRect(room.left, room.top, room.width, room.height);
    drawBands(context, bands, most[measure], room);
    drawMarks(context, bigDays, scene.story().last, room);
  };
  return {
    root,
    draw,
    measure(wanted) {
      measure = wanted;
      draw();
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {{context: CanvasRenderingContext2D, width: number, height: number} | null} null
 *   while it has no room
 */
function startCanvas(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext("2d");
  if (context === null || clientWidth <= 2 * THUMB_RADIUS) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width: clientWidth, height: clientHeight };
}

/**
 * @param {import("./sums.js").Layer} layer
 * @param {import("./appearance.js").Appearance} appearance
 * @returns {string}
 */
function colourOf({ key, actor }, appearance) {
  if (actor >= 0) return appearance.colour(actor);
  return key === "" ? UNSURE_COLOUR : MIXED_COLOUR;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{values: Float64Array, colour: string}[]} bands from below
 * @param {number} most
 * @param {{left: number, width: number, top: number, height: number}} room
 */
function drawBands(context, bands, most, { left, width, top, height }) {
  const days = bands.length > 0 ? bands[0].values.length : 0;
  const low = new Float64Array(days);
  const x = (/** @type {number} */ day) => left + (width * day) / Math.max(1, days - 1);
  const y = (/** @type {number} */ value) => top + height * (1 - value / most);
  for (const { values, colour } of bands) {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(x(0), y(low[0]));
    for (let day = 0; day < days; day += 1) {
      if (day > 0 && values[day] + low[day] !== values[day - 1] + low[day - 1]) context.lineTo(x(day), y(values[day - 1] + low[day - 1]));
      context.lineTo(x(day), y(values[day] + low[day]));
    }
    for (let day = days - 1; day >= 0; day -= 1) {
      context.lineTo(x(day), y(low[day]));
      if (day > 0 && low[day] !== low[day - 1]) context.lineTo(x(day), y(low[day - 1]));
    }
    context.fill();
    for (let day = 0; day < days; day += 1) low[day] += values[day];
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} days
 * @param {number} last day
 * @param {{left: number, width: number, top: number}} room
 */
function drawMarks(context, days, last, { left, width, top }) {
  context.fillStyle = MARK_COLOUR;
  for (const day of days) {
    const x = left + (width * day) / Math.max(1, last);
    context.beginPath();
    context.moveTo(x - 4, top - MARK - 1);
    context.lineTo(x + 4, top - MARK - 1);
    context.lineTo(x, top - 1);
    context.fill();
  }
}
