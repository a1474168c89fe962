/**
 * Boxes on the ground, and the parts of the canvas that must be painted anew.
 * @module boxes
 */

/** Pixels around what changed that its lines, dot and flags may reach. */
const REACH = 26;

/** Boxes from which the whole canvas is painted at once. */
const MOST_BOXES = 40;

/**
 * @typedef {[west: number, north: number, east: number, south: number]} Box
 */

/**
 * @param {import("./draw.js").Ground} ground
 * @param {number[]} vertices
 * @returns {Box}
 */
export function boxOf({ x, y }, vertices) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < vertices.length; i += 1) {
    const vertex = vertices[i];
    if (x[vertex] < west) west = x[vertex];
    if (x[vertex] > east) east = x[vertex];
    if (y[vertex] < north) north = y[vertex];
    if (y[vertex] > south) south = y[vertex];
  }
  return [west, north, east, south];
}

/**
 * @param {number[]} a west, north, east, south
 * @param {number[]} b
 */
export function doBoxesMeet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/**
 * @param {import("./topology.js").Topology} topology
 * @param {import("./draw.js").Ground} ground
 * @param {number} cells
 * @returns {Box[]} box of each cell
 */
export function boxesOfCells({ starts, vertices, left, right }, { x, y }, cells) {
  /** @type {Box[]} */
  const boxes = Array.from({ length: cells }, () => [Infinity, Infinity, -Infinity, -Infinity]);
  for (let arc = 0; arc < left.length; arc += 1) {
    for (const cell of [left[arc], right[arc]]) {
      if (cell < 0) continue;
      const box = boxes[cell];
      for (let i = starts[arc]; i < starts[arc + 1]; i += 1) {
        box[0] = Math.min(box[0], x[vertices[i]]);
        box[1] = Math.min(box[1], y[vertices[i]]);
        box[2] = Math.max(box[2], x[vertices[i]]);
        box[3] = Math.max(box[3], y[vertices[i]]);
      }
    }
  }
  return boxes;
}

/**
 * @param {import("./draw.js").Frame} frame
 * @param {Box[]} boxes on the ground
 * @returns {Box[]} boxes in canvas pixels, on whole device pixels, with room around
 */
export function toCanvas({ scale, left, top, width, height, ratio }, boxes) {
  const down = (/** @type {number} */ value) => Math.floor(value * ratio) / ratio;
  const up = (/** @type {number} */ value) => Math.ceil(value * ratio) / ratio;
  /** @type {Box} */
  const whole = [0, 0, width, height];
  if (boxes.length > MOST_BOXES) return [whole];
  return boxes
    .map(([west, north, east, south]) => /** @type {Box} */ ([
      Math.max(0, down(west * scale - left - REACH)),
      Math.max(0, down(north * scale - top - REACH)),
      Math.min(width, up(east * scale - left + REACH)),
      Math.min(height, up(south * scale - top + REACH)),
    ]))
    .filter((box) => doBoxesMeet(box, whole));
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
