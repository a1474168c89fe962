/**
 * Boxes on the ground, and the parts of the canvas that must be painted anew.
 * @module boxes
 */

/** Share of the canvas in such parts from which all of it is painted at once. */
const MOST_AREA = 0.5;

/** Parts from which all of the canvas is painted at once. */
const MOST_BOXES = 400;

/**
 * @typedef {[west: number, north: number, east: number, south: number]} Box
 */

/**
 * @param {ArrayLike<number>} a west, north, east, south
 * @param {ArrayLike<number>} b
 * @returns {boolean}
 */
export function doBoxesMeet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/**
 * @param {Box} box
 * @param {number} room on each side
 * @returns {Box}
 */
export function grow([west, north, east, south], room) {
  return [west - room, north - room, east + room, south + room];
}

/**
 * @param {import("./draw.js").Ground} ground
 * @param {ArrayLike<number>} vertices
 * @param {number} from
 * @param {number} to the first one that does not count
 * @returns {Box}
 */
export function boxOf({ x, y }, vertices, from = 0, to = vertices.length) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i += 1) {
    const vertex = vertices[i];
    if (x[vertex] < west) west = x[vertex];
    if (x[vertex] > east) east = x[vertex];
    if (y[vertex] < north) north = y[vertex];
    if (y[vertex] > south) south = y[vertex];
  }
  return [west, north, east, south];
}

/**
 * @param {import("./draw.js").Frame} frame
 * @param {Box[]} boxes on the ground
 * @param {number} reach pixels around them
 * @returns {Box[]} boxes in canvas pixels, on whole device pixels; one for all if that is quicker
 */
export function toCanvas(frame, boxes, reach) {
  const { scale, left, top, width, height, ratio } = frame;
  const whole = wholeCanvas(frame);
  if (boxes.length > MOST_BOXES) return [whole];
  const down = (/** @type {number} */ value) => Math.floor(value * ratio) / ratio;
  const up = (/** @type {number} */ value) => Math.ceil(value * ratio) / ratio;
  const parts = boxes
    .map(([west, north, east, south]) => /** @type {Box} */ ([
      Math.max(0, down(west * scale - left - reach)),
      Math.max(0, down(north * scale - top - reach)),
      Math.min(width, up(east * scale - left + reach)),
      Math.min(height, up(south * scale - top + reach)),
    ]))
    .filter((box) => doBoxesMeet(box, whole));
  const area = parts.reduce((sum, box) => sum + (box[2] - box[0]) * (box[3] - box[1]), 0);
  return area > MOST_AREA * width * height ? [whole] : parts;
}

/**
 * @param {import("./draw.js").Frame} frame
 * @returns {Box}
 */
export function wholeCanvas({ width, height }) {
  return [0, 0, width, height];
}

/**
 * @param {import("./draw.js").Frame} frame
 * @param {Box[]} boxes in canvas pixels
 * @returns {Box[]} on the ground
 */
export function toGround({ scale, left, top }, boxes) {
  return boxes.map(([west, north, east, south]) => [
    (west + left) / scale,
    (north + top) / scale,
    (east + left) / scale,
    (south + top) / scale,
  ]);
}
