/**
 * Painting the areas, front lines and outline of a day on a canvas.
 * @module draw
 */
import { doBoxesMeet, grow, toGround } from "./boxes.js";

const CLEAR = "rgba(0, 0, 0, 0.68)";
const FRONT_COLOUR = "#2b2723";
/** Edge that keeps a front line apart from areas as dark as itself. */
const FRONT_EDGE = "rgba(255, 255, 255, 0.7)";
const OUTLINE_COLOUR = "#6e675e";

/** Pixels that a line reaches beyond its middle. */
const LINE_REACH = 2;

/** Dashes of the lines that are drawn broken, pixels. */
const DASHES = { outline: [5, 4], guesses: [2, 2.5] };

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
  context.lineCap = "round";
  context.beginPath();
  for (const [left, top, right, bottom] of parts) {
    context.clearRect(left, top, right - left, bottom - top);
    context.rect(left, top, right - left, bottom - top);
  }
  context.clip();
}

/**
 * Fills all areas; each is stroked thinly so that no paper shows between two.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./territory.js").Ring[][]} rings of each look
 * @param {import("./hatching.js").Fills} fills
 */
export function drawAreas(sheet, ground, rings, fills) {
  const inSight = toGround(sheet.frame, sheet.parts);
  rings.forEach((ofLook, look) => {
    if (ofLook.length === 0) return;
    startLook(sheet, fills, look);
    for (const { run, box } of ofLook) {
      if (inSight.some((part) => doBoxesMeet(part, box))) trace(sheet, ground, run, 0, run.length);
    }
    sheet.context.fill("evenodd");
    sheet.context.stroke();
  });
}

/**
 * Fills some cells, and strokes their edges to cells of another look.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {{topology: import("./topology.js").Topology, territory: import("./territory.js").Territory}} about
 * @param {import("./hatching.js").Fills} fills
 * @param {Set<number>} shown cells
 */
export function drawCells(sheet, ground, { topology, territory }, fills, shown) {
  const cells = territory.cells();
  const { looks } = territory;
  const { left, right, starts, vertices } = topology;
  const { context } = sheet;
  const byLook = groupCells(shown, looks);
  for (const look of [...byLook.keys()].sort((a, b) => a - b)) {
    const members = byLook.get(look) || [];
    startLook(sheet, fills, look);
    for (const cell of members) for (const ring of cells.ringsOf(cell)) trace(sheet, ground, ring, 0, ring.length);
    context.fill();
    context.beginPath();
    for (const cell of members) {
      for (let i = cells.arcs.starts[cell]; i < cells.arcs.starts[cell + 1]; i += 1) {
        const arc = cells.arcs.items[i] < 0 ? ~cells.arcs.items[i] : cells.arcs.items[i];
        const other = left[arc] === cell ? right[arc] : left[arc];
        if (other < 0 || looks[other] !== look) trace(sheet, ground, vertices, starts[arc], starts[arc + 1]);
      }
    }
    context.stroke();
  }
}

/**
 * @param {Iterable<number>} cells
 * @param {Int16Array} looks
 * @returns {Map<number, number[]>} the cells of each look that is painted
 */
function groupCells(cells, looks) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (const cell of cells) {
    if (looks[cell] < 0) continue;
    const group = groups.get(looks[cell]);
    if (group) group.push(cell);
    else groups.set(looks[cell], [cell]);
  }
  return groups;
}

/**
 * @param {Sheet} sheet
 * @param {import("./hatching.js").Fills} fills
 * @param {number} look
 */
function startLook({ context, frame }, fills, look) {
  const fill = fills.of(context, look, frame);
  context.fillStyle = fill;
  context.strokeStyle = fill;
  context.lineWidth = 0.7;
  context.beginPath();
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
 * @param {import("./territory.js").DashedLines} lines
 */
export function drawDashedLines(sheet, ground, { guesses, outline }) {
  const { context, frame } = sheet;
  const inSight = toGround(frame, sheet.parts).map((box) => grow(box, LINE_REACH / frame.scale));
  const isSeen = (/** @type {import("./lines.js").Piece} */ { box }) => inSight.some((part) => doBoxesMeet(part, box));
  context.strokeStyle = OUTLINE_COLOUR;
  context.lineWidth = 1.2;
  context.lineCap = "butt";
  context.setLineDash(DASHES.outline);
  strokeDashed(sheet, ground, outline.filter(isSeen));
  context.strokeStyle = FRONT_COLOUR;
  context.lineWidth = 1;
  context.setLineDash(DASHES.guesses);
  strokeDashed(sheet, ground, guesses.filter(isSeen));
  context.setLineDash([]);
  context.lineCap = "round";
}

/**
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./chains.js").Run[]} fronts
 */
export function drawFronts(sheet, ground, fronts) {
  sheet.context.beginPath();
  for (const run of fronts) trace(sheet, ground, run, 0, run.length);
  strokeFronts(sheet);
}

/**
 * The fronts around some cells.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {{topology: import("./topology.js").Topology, territory: import("./territory.js").Territory}} about
 * @param {Set<number>} shown cells
 */
export function drawFrontsOfCells(sheet, ground, { topology, territory }, shown) {
  const { left, starts, vertices } = topology;
  const { arcs } = territory.cells();
  sheet.context.beginPath();
  for (const cell of shown) {
    for (let i = arcs.starts[cell]; i < arcs.starts[cell + 1]; i += 1) {
      const arc = arcs.items[i] < 0 ? ~arcs.items[i] : arcs.items[i];
      if (!territory.isFront(arc) || (left[arc] !== cell && shown.has(left[arc]))) continue;
      trace(sheet, ground, vertices, starts[arc], starts[arc + 1]);
    }
  }
  strokeFronts(sheet);
}

/**
 * Strokes the path twice: a light edge, and the dark line on it.
 * @param {Sheet} sheet
 */
function strokeFronts({ context }) {
  for (const [colour, width] of /** @type {[string, number][]} */ ([[FRONT_EDGE, 3.6], [FRONT_COLOUR, 1.8]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * Strokes pieces so that the dashes of one go on where those of the piece before end.
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {import("./lines.js").Piece[]} pieces
 */
function strokeDashed(sheet, ground, pieces) {
  const { context, frame } = sheet;
  for (const { run, from, to, before } of pieces) {
    context.lineDashOffset = before * frame.scale;
    context.beginPath();
    trace(sheet, ground, run, from, to);
    context.stroke();
  }
}

/**
 * Adds a line to the path.
 * @param {Pick<Sheet, "context" | "frame">} sheet
 * @param {Ground} ground
 * @param {ArrayLike<number>} vertices
 * @param {number} from
 * @param {number} to the first one that is not traced
 */
export function trace({ context, frame }, { x, y }, vertices, from, to) {
  const { scale, left, top } = frame;
  context.moveTo(x[vertices[from]] * scale - left, y[vertices[from]] * scale - top);
  for (let i = from + 1; i < to; i += 1) {
    context.lineTo(x[vertices[i]] * scale - left, y[vertices[i]] * scale - top);
  }
}
