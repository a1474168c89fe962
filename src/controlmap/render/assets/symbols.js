/**
 * Dots of the places with reports, and signs of presence.
 * @module symbols
 */

const RING_COLOUR = "#1f1c19";
const QUIET_COLOUR = "#7d766c";
const UNKNOWN_COLOUR = "#ffffff";

/** Pixels between places, on average, from which dots are drawn. */
const DOT_SPACING = 9;

/** Pixels between places, on average, from which those without a report are drawn too. */
const QUIET_SPACING = 34;

/**
 * What is drawn at a place: the colours of its sides, its posts, and if it is chosen.
 * @typedef {object} Mark
 * @property {number} place
 * @property {string[]} sides colours, empty for a place without a report
 * @property {string[]} posts colours of those present without control
 */

/**
 * @param {number} spacing pixels between places, on average
 * @returns {{radius: number, showsQuiet: boolean}} radius 0 where no dot is drawn
 */
export function dotSize(spacing) {
  if (spacing < DOT_SPACING) return { radius: 0, showsQuiet: false };
  const radius = Math.min(6, Math.max(2, spacing / 9));
  return { radius, showsQuiet: spacing >= QUIET_SPACING };
}

/**
 * Dots where there is room for them, and signs of presence at every scale.
 * @param {import("./draw.js").Sheet} sheet
 * @param {import("./draw.js").Ground} points of the places
 * @param {Mark[]} marks
 * @param {{radius: number, showsQuiet: boolean}} size
 */
export function drawMarks({ context, frame, parts }, points, marks, { radius, showsQuiet }) {
  const [west, north, east, south] = around(parts);
  for (const { place, sides, posts } of marks) {
    if (radius === 0 && posts.length === 0) continue;
    const x = points.x[place] * frame.scale - frame.left;
    const y = points.y[place] * frame.scale - frame.top;
    if (x < west || y < north || x > east || y > south) continue;
    if (sides.length > 0 && radius > 0) drawDot(context, x, y, radius, sides);
    else if (showsQuiet) drawQuietDot(context, x, y);
    posts.forEach((colour, i) => drawPost(context, x + radius + 4 + 9 * i, y - radius - 3, colour));
  }
}

/**
 * @param {import("./boxes.js").Box[]} parts
 * @returns {number[]} box around them, with room for the symbols of places outside
 */
function around(parts) {
  const room = 30;
  const reach = (/** @type {number} */ side) => parts.map((box) => box[side]);
  return [
    Math.min(...reach(0)) - room,
    Math.min(...reach(1)) - room,
    Math.max(...reach(2)) + room,
    Math.max(...reach(3)) + room,
  ];
}

/**
 * Rings the chosen place.
 * @param {import("./draw.js").Sheet} sheet
 * @param {import("./draw.js").Ground} points
 * @param {number} place
 */
export function drawChoice({ context, frame }, points, place) {
  const x = points.x[place] * frame.scale - frame.left;
  const y = points.y[place] * frame.scale - frame.top;
  for (const [width, colour] of /** @type {[number, string][]} */ ([[5, "#ffffff"], [2, RING_COLOUR]])) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(x, y, 11, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * A disc in equal slices of the sides, with a dark ring.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string[]} sides
 */
function drawDot(context, x, y, radius, sides) {
  const turn = (2 * Math.PI) / sides.length;
  sides.forEach((colour, i) => {
    context.fillStyle = colour || UNKNOWN_COLOUR;
    context.beginPath();
    if (sides.length > 1) context.moveTo(x, y);
    context.arc(x, y, radius, Math.PI / 2 + i * turn, Math.PI / 2 + (i + 1) * turn);
    context.fill();
  });
  context.strokeStyle = RING_COLOUR;
  context.lineWidth = radius > 3 ? 1.4 : 0.9;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 */
function drawQuietDot(context, x, y) {
  context.fillStyle = QUIET_COLOUR;
  context.beginPath();
  context.arc(x, y, 1.6, 0, 2 * Math.PI);
  context.fill();
}

/**
 * A small flag for troops or a post that is not in control.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 */
function drawPost(context, x, y, colour) {
  context.beginPath();
  context.moveTo(x, y + 4);
  context.lineTo(x, y - 6);
  context.lineTo(x + 7, y - 3);
  context.lineTo(x, y);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = RING_COLOUR;
  context.lineWidth = 1.1;
  context.stroke();
}
