/**
 * Dots of the places with reports, and signs of presence.
 * @module symbols
 */

const RING_COLOUR = "#1f1c19";
const QUIET_COLOUR = "#7d766c";
const UNKNOWN_COLOUR = "#ffffff";

/** Pixels that the flags of a place reach from it. */
export const POST_REACH = 40;

/** Pixels between places, on average, from which dots are drawn. */
const DOT_SPACING = 9;

/** Pixels between places, on average, from which those without a report are drawn too. */
const QUIET_SPACING = 34;

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
 * Dots where there is room for them, quiet places first, so that reports lie on top;
 * signs of presence at every scale.
 * @param {import("./draw.js").Sheet} sheet
 * @param {import("./draw.js").Ground} points of the places
 * @param {import("./marks.js").Marks} marks
 * @param {{radius: number, showsQuiet: boolean}} size
 * @param {number[]} places to draw
 */
export function drawMarks({ context, frame }, points, { sides, posts }, { radius, showsQuiet }, places) {
  const [east, south] = [frame.width + POST_REACH, frame.height + POST_REACH];
  const shown = radius > 0 ? places : places.filter((place) => posts[place].length > 0);
  for (const isQuiet of [true, false]) {
    for (const place of shown) {
      if ((sides[place].length === 0) !== isQuiet) continue;
      const x = points.x[place] * frame.scale - frame.left;
      const y = points.y[place] * frame.scale - frame.top;
      if (x < -POST_REACH || y < -POST_REACH || x > east || y > south) continue;
      if (!isQuiet && radius > 0) drawDot(context, x, y, radius, sides[place]);
      else if (showsQuiet) drawQuietDot(context, x, y);
      posts[place].forEach((colour, i) => drawPost(context, x + radius + 4 + 9 * i, y - radius - 3, colour));
    }
  }
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
