/**
 * Painting the areas, front lines and outline of a day on a canvas.
 * @module draw
 */
import { doBoxesMeet, toGround } from "./boxes.js";
import { anchorFill } from "./hatching.js";

const CLEAR = "rgba(0, 0, 0, 0.68)";
const FRONT_COLOUR = "#2b2723";
const OUTLINE_COLOUR = "#6e675e";

/**
 * Where the canvas lies on the ground, in pixels of the zoom.
 * @typedef {object} Frame
 * @property {number} scale pixels a unit of the ground coordinates
 * @property {number} left of the canvas
 * @property {number} top of the canvas
 * @property {number} width of the canvas, CSS pixels
 * @property {number} height
 * @property {number} ratio device pixels a CSS pixel
 * @property {number[]} view what of the canvas is in sight: left, top, right, bottom
 */

/**
 * Ground coordinates, in units that the map's scale turns to pixels.
 * @typedef {object} Ground
 * @property {Float64Array} x
 * @property {Float64Array} y
 */

/**
 * What is painted now: a canvas, where it lies, and which parts of it.
 * @typedef {object} Sheet
 * @property {CanvasRenderingContext2D} context
 * @property {Frame} frame
 * @property {import("./boxes.js").Box[]} parts in canvas pixels
 */

/**
 * Clears the parts of a sheet, and lets nothing be painted outside them.
 * @param {Sheet} sheet
 */
export function startSheet({ context, frame, parts }) {
  context.save();
  context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
  context.lineJoin = "round";
  context.beginPath();
  for (const [left, top, right, bottom] of parts) {
    context.clearRect(left, top, right - left, bottom - top);
    context.rect(left, top, right - left, bottom - top);
  }
  context.clip();
}

/**
 * Fills what has a look; each fill is stroked thinly so that no paper shows between two.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./territory.js").Territory} territory
 * @param {import("./hatching.js").Look[]} looks
 * @param {ReturnType<typeof import("./hatching.js").makeFills>} fillOf
 * @returns {(string | null)[]} what each look was filled with, null if it was not drawn
 */
export function drawAreas(sheet, ground, territory, looks, fillOf) {
  const { context, frame } = sheet;
  return looks.map((look, i) => {
    if (territory.rings[i].length === 0) return null;
    const fill = fillOf(context, i, frame.ratio);
    anchorFill(fill, look, frame);
    context.fillStyle = fill;
    context.strokeStyle = fill;
    context.lineWidth = 0.7;
    context.beginPath();
    trace(sheet, ground, territory.rings[i]);
    context.fill("evenodd");
    context.stroke();
    return typeof fill === "string" ? fill : [look.pattern, ...look.colours].join(" ");
  });
}

/**
 * Lets what lies below show through all that is painted so far.
 * @param {Sheet} sheet
 */
export function thin({ context, frame }) {
  context.globalCompositeOperation = "destination-in";
  context.fillStyle = CLEAR;
  context.fillRect(0, 0, frame.width, frame.height);
  context.globalCompositeOperation = "source-over";
}

/**
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./territory.js").Territory} territory
 */
export function drawLines(sheet, ground, { fronts, guesses, outline }) {
  const { context } = sheet;
  context.strokeStyle = OUTLINE_COLOUR;
  context.lineWidth = 1.2;
  context.setLineDash([5, 4]);
  context.beginPath();
  trace(sheet, ground, outline);
  context.stroke();
  context.setLineDash([2, 2.5]);
  context.strokeStyle = FRONT_COLOUR;
  context.lineWidth = 1;
  context.beginPath();
  trace(sheet, ground, guesses);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1.8;
  context.beginPath();
  trace(sheet, ground, fronts);
  context.stroke();
}

/**
 * Traces the runs that touch the parts of the sheet.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./territory.js").Trace[]} traces
 */
function trace({ context, frame, parts }, { x, y }, traces) {
  const { scale, left, top } = frame;
  const inSight = toGround(frame, parts);
  for (const { run, box } of traces) {
    if (!inSight.some((part) => doBoxesMeet(part, box))) continue;
    context.moveTo(x[run[0]] * scale - left, y[run[0]] * scale - top);
    for (let i = 1; i < run.length; i += 1) {
      context.lineTo(x[run[i]] * scale - left, y[run[i]] * scale - top);
    }
  }
}
