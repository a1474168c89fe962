/**
 * The ground that a page lies on, drawn from its own data: sea, coast, borders.
 * @module basemap
 */
import { doBoxesMeet, toGround } from "./boxes.js";
import { projectPoints } from "./projection.js";
import { decodeVlq } from "./vlq.js";

const SEA_COLOUR = "#d5e3ea";

/** Lines of the ground below the areas: colour, width and dashes, pixels. */
const LINES = new Map([
  ["coast", { colour: "#8aa9b8", width: 1.2, dashes: [] }],
  ["governorate-border", { colour: "#b3a996", width: 1, dashes: [4, 3] }],
  ["state-border", { colour: "#857b6d", width: 1.8, dashes: [9, 3, 2, 3] }],
]);

/** Lines that are drawn over the areas too, thinly. */
const OVER = { kind: "governorate-border", colour: "rgba(31, 28, 25, 0.42)", width: 0.9, dashes: [4, 3] };

/**
 * @typedef {[name: string, nameAr: string, kind: string, lon: number, lat: number]} LabelRow
 */

/**
 * @typedef {object} BasemapColumns
 * @property {number} scale units a degree
 * @property {[kind: string, runs: string[]][]} shapes
 * @property {LabelRow[]} labels
 * @property {string[]} credits
 */

/**
 * A run of positions on the ground, and the box around it.
 * @typedef {object} Run
 * @property {string} kind
 * @property {Float64Array} x
 * @property {Float64Array} y
 * @property {import("./boxes.js").Box} box
 */

/**
 * A name on the ground.
 * @typedef {object} GroundLabel
 * @property {string} name
 * @property {string} nameAr
 * @property {string} kind
 * @property {number} lon
 * @property {number} lat
 */

/**
 * @typedef {object} Basemap
 * @property {GroundLabel[]} labels
 * @property {(project: (lat: number, lon: number) => {x: number, y: number}) => void} project
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame) => void} paint all of it
 * @property {(sheet: import("./draw.js").Sheet) => void} paintOver borders that go over the areas
 */

/**
 * @param {BasemapColumns} columns
 * @returns {Basemap}
 */
export function makeBasemap({ scale, shapes, labels }) {
  const lines = shapes.flatMap(([kind, texts]) => texts.map((text) => ({ kind, ...decodeRun(text, scale) })));
  /** @type {Run[]} */
  let runs = [];
  return {
    labels: labels.map(([name, nameAr, kind, lon, lat]) => ({ name, nameAr, kind, lon: lon / scale, lat: lat / scale })),
    project(project) {
      runs = lines.map(({ kind, lon, lat }) => projectRun(kind, lon, lat, project));
    },
    paint(context, frame) {
      context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      context.clearRect(0, 0, frame.width, frame.height);
      context.lineJoin = "round";
      const parts = [/** @type {import("./boxes.js").Box} */ ([0, 0, frame.width, frame.height])];
      const sheet = { context, frame, parts };
      context.fillStyle = SEA_COLOUR;
      context.beginPath();
      trace(sheet, runs.filter(({ kind }) => kind === "sea"));
      context.fill("evenodd");
      for (const [kind, look] of LINES) stroke(sheet, runs.filter((run) => run.kind === kind), look);
    },
    paintOver(sheet) {
      stroke(sheet, runs.filter(({ kind }) => kind === OVER.kind), OVER);
    },
  };
}

/**
 * @param {string} text
 * @param {number} scale
 * @returns {{lon: Float64Array, lat: Float64Array}} degrees
 */
function decodeRun(text, scale) {
  const steps = decodeVlq(text);
  const lon = new Float64Array(steps.length / 2);
  const lat = new Float64Array(steps.length / 2);
  let x = 0;
  let y = 0;
  for (let i = 0; i < lon.length; i += 1) {
    x += steps[2 * i];
    y += steps[2 * i + 1];
    lon[i] = x / scale;
    lat[i] = y / scale;
  }
  return { lon, lat };
}

/**
 * @param {string} kind
 * @param {Float64Array} lon
 * @param {Float64Array} lat
 * @param {(lat: number, lon: number) => {x: number, y: number}} project
 * @returns {Run}
 */
function projectRun(kind, lon, lat, project) {
  const { x, y } = projectPoints(project, lon, lat);
  return { kind, x, y, box: [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] };
}

/**
 * @param {import("./draw.js").Sheet} sheet
 * @param {Run[]} runs
 * @param {{colour: string, width: number, dashes: number[]}} look
 */
function stroke(sheet, runs, { colour, width, dashes }) {
  const { context } = sheet;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dashes);
  context.beginPath();
  trace(sheet, runs);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {import("./draw.js").Sheet} sheet
 * @param {Run[]} runs
 */
function trace({ context, frame, parts }, runs) {
  const { scale, left, top } = frame;
  const inSight = toGround(frame, parts);
  for (const { x, y, box } of runs) {
    if (!inSight.some((part) => doBoxesMeet(part, box))) continue;
    context.moveTo(x[0] * scale - left, y[0] * scale - top);
    for (let i = 1; i < x.length; i += 1) context.lineTo(x[i] * scale - left, y[i] * scale - top);
  }
}
