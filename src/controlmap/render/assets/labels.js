/**
 * Names of places on the map, so many as fit without touching each other.
 * @module labels
 */
import { doBoxesMeet, grow } from "./boxes.js";
import { tame } from "./plain-text.js";

const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const INK = "#1f1c19";
const PALE = "#655d52";
const MOST_LABELS = 90;
const HEIGHT = 17;
const GAP = 9;

/** Width of the line around a name, pixels: half of it lies outside the letters. */
const HALO = 3;
const LONGEST_LABEL = 36;

/** Pixels that letters and their halo may reach beyond the box of a name. */
const LABEL_REACH = 6;

/** Pixels between places, on average, from which a kind is named; others never are. */
const SPACING_OF_KIND = new Map([
  ["city", 0],
  ["town", 11],
  ["village", 40],
  ["crossing", 40],
  ["airbase", 40],
  ["base", 60],
  ["neighbourhood", 60],
  ["dam", 60],
  ["hill", 70],
  ["checkpoint", 70],
  ["facility", 70],
  ["country", 0],
  ["sea", 0],
]);

const RANKS = [...SPACING_OF_KIND.keys()];

/** Kinds whose names are bold, and may lie on the dots of others. */
const TOWNS = new Set(["city", "town"]);

/** Kinds of what lies around, whose names are slanted and pale. */
const AREAS = new Set(["country", "sea"]);

/** The same for a place that changes hands within the map. */
const SPACING_OF_CHANGE = 15;

/** Pixels around the view in which places are named too. */
const AROUND = 40;

/** Half the side of the box around the dot of a place. */
const DOT = 5;

/** Characters that turn the direction of text: a name must not turn its neighbours. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {string} font
 * @property {string} colour
 * @property {number} x of its start, canvas pixels
 * @property {number} y of its middle
 * @property {import("./boxes.js").Box} box around it
 */

/**
 * @typedef {object} Candidate
 * @property {number} place
 * @property {number} x
 * @property {number} y
 * @property {number} rank
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./draw.js").Frame} frame
 * @param {import("./draw.js").Ground} points
 * @param {{kind: string[], names: string[], changes: Int32Array, spacing: number}} places
 *   changes: how many answers each place has, 0 without a report
 * @returns {Label[]} the names that fit, the most important ones first
 */
export function layOutLabels(context, frame, points, { kind, names, changes, spacing }) {
  const inSight = pointsInSight(frame, points);
  const dots = inSight
    .filter(({ place }) => changes[place] > 0)
    .map(({ x, y }) => [x - DOT, y - DOT, x + DOT, y + DOT]);
  /** @type {number[][]} */
  const taken = [];
  const candidates = inSight
    .filter(({ place }) => spacing >= spacingOf(kind[place], changes[place]))
    .map((at) => ({ ...at, rank: RANKS.indexOf(kind[at.place]) - Math.min(3, changes[at.place]) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place);
  /** @type {Label[]} */
  const labels = [];
  for (const candidate of candidates.slice(0, 6 * MOST_LABELS)) {
    if (labels.length >= MOST_LABELS) break;
    const isTown = TOWNS.has(kind[candidate.place]);
    const isArea = AREAS.has(kind[candidate.place]);
    const { text, font, width } = measure(context, names[candidate.place], kind[candidate.place]);
    const free = freeSpot(candidate, width, frame, isArea ? [taken] : [taken, dots]);
    const spot = free || (isTown ? freeSpot(candidate, width, frame, [taken]) : null);
    if (spot === null) continue;
    /** @type {import("./boxes.js").Box} */
    const box = [spot.x - 3, spot.y - HEIGHT / 2, spot.x + width + 3, spot.y + HEIGHT / 2];
    taken.push(box);
    labels.push({ text, font, colour: isArea ? PALE : INK, ...spot, box });
  }
  return labels;
}

/**
 * @param {import("./draw.js").Frame} frame
 * @param {import("./draw.js").Ground} points
 * @returns {{place: number, x: number, y: number}[]} places in sight and near it, canvas pixels
 */
function pointsInSight({ scale, left, top, view }, points) {
  const found = [];
  for (let place = 0; place < points.x.length; place += 1) {
    const x = points.x[place] * scale - left;
    const y = points.y[place] * scale - top;
    const isBeside = x < view[0] - AROUND || x > view[2] + AROUND;
    const isBeyond = y < view[1] - AROUND || y > view[3] + AROUND;
    if (!isBeside && !isBeyond) found.push({ place, x, y });
  }
  return found;
}

/**
 * @param {string} kind
 * @param {number} changes answers of the place over the map
 * @returns {number} pixels between places, on average, from which it is named
 */
function spacingOf(kind, changes) {
  const needed = SPACING_OF_KIND.get(kind);
  if (needed === undefined) return Infinity;
  return changes > 1 ? Math.min(needed, SPACING_OF_CHANGE) : needed;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {string} kind
 * @returns {{text: string, font: string, width: number}}
 */
function measure(context, name, kind) {
  const text = labelText(name);
  const isTown = TOWNS.has(kind);
  const font = (isTown ? "600 12.5px " : AREAS.has(kind) ? "italic 13.5px " : "11.5px ") + FONT;
  context.font = font;
  return { text, font, width: context.measureText(text).width };
}

/**
 * The first of four spots around a point where a name meets nothing and is in view.
 * @param {Candidate} candidate
 * @param {number} width of the name
 * @param {import("./draw.js").Frame} frame
 * @param {number[][][]} taken lists of boxes
 * @returns {{x: number, y: number} | null} start and middle of the name
 */
function freeSpot({ x, y }, width, { view }, taken) {
  const spots = [
    { x: x + GAP, y },
    { x: x - GAP - width, y },
    { x: x - width / 2, y: y - GAP - HEIGHT / 2 },
    { x: x - width / 2, y: y + GAP + HEIGHT / 2 },
  ];
  const isFree = (/** @type {{x: number, y: number}} */ spot) => {
    const box = [spot.x, spot.y - HEIGHT / 2, spot.x + width, spot.y + HEIGHT / 2];
    const isCut = view.some((edge, side) => box[side % 2] < edge && edge < box[(side % 2) + 2]);
    return !isCut && !taken.some((boxes) => boxes.some((other) => doBoxesMeet(box, other)));
  };
  return spots.find(isFree) || null;
}

/**
 * @param {import("./draw.js").Sheet} sheet
 * @param {Label[]} labels
 */
export function drawLabels({ context, parts }, labels) {
  startLabels(context);
  context.strokeStyle = "rgba(255, 255, 255, 0.88)";
  for (const { text, font, colour, x, y, box } of labels) {
    const reached = grow(box, LABEL_REACH);
    if (!parts.some((part) => doBoxesMeet(part, reached))) continue;
    context.font = font;
    context.fillStyle = colour;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}

/**
 * Opens what lies over the map where a name with its halo is, and a little around, so that
 * it shows through.
 * @param {CanvasRenderingContext2D} context of the canvas above
 * @param {Label[]} labels
 */
export function cutLabelsOut(context, labels) {
  context.save();
  startLabels(context);
  context.lineWidth = 2 * HALO;
  context.globalCompositeOperation = "destination-out";
  for (const { text, font, x, y } of labels) {
    context.font = font;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 */
function startLabels(context) {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineWidth = HALO;
  context.lineJoin = "round";
}

/**
 * @param {string} name
 * @returns {string} the name without marks of direction, shortened
 */
function labelText(name) {
  const plain = tame(name).replace(DIRECTION_MARKS, "");
  const letters = Array.from(plain);
  return letters.length > LONGEST_LABEL ? letters.slice(0, LONGEST_LABEL).join("") + "…" : plain;
}
