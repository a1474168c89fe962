/**
 * A flat picture of the ground, worked out alike in Python (ground.py) and here, to the
 * last bit: sums, products and quotients of doubles in the same order, nothing else.
 * @module ground
 */

/** Units from the first place beyond which a corner is not looked for. */
const FARTHEST = 1_000_000;

/**
 * @typedef {object} GroundColumns
 * @property {number} middle latitude in units
 * @property {number[]} stretch length of a unit of longitude in units of latitude
 * @property {number[]} unit_km2 of a square unit
 */

/**
 * @param {number[]} terms
 * @param {number} t
 * @returns {number}
 */
function valueAt(terms, t) {
  return (terms[2] * t + terms[1]) * t + terms[0];
}

/**
 * Points as far from each of three places; the first one where they lie on a line.
 * @param {GroundColumns} ground
 * @param {{x: Int32Array, y: Int32Array}} places in units
 * @returns {(a: number, b: number, c: number, corner: Int32Array) => void} which writes
 *   longitude and latitude of the corner of three places
 */
export function makeCorners({ middle, stretch }, { x, y }) {
  return (a, b, c, corner) => {
    const squeeze = valueAt(stretch, y[a] - middle);
    const bx = (x[b] - x[a]) * squeeze;
    const by = y[b] - y[a];
    const cx = (x[c] - x[a]) * squeeze;
    const cy = y[c] - y[a];
    const b2 = bx * bx + by * by;
    const c2 = cx * cx + cy * cy;
    const turn = 2 * (bx * cy - by * cx);
    const east = (cy * b2 - by * c2) / turn / squeeze;
    const north = (bx * c2 - cx * b2) / turn;
    const isNear = Math.abs(east) <= FARTHEST && Math.abs(north) <= FARTHEST;
    corner[0] = Math.floor(x[a] + (isNear ? east : 0) + 0.5);
    corner[1] = Math.floor(y[a] + (isNear ? north : 0) + 0.5);
  };
}

/**
 * @param {GroundColumns} ground
 * @param {number} doubled twice the area of a polygon, square units
 * @param {number} latitude units
 * @returns {number} thousandths of a km²
 */
export function areaOf({ middle, unit_km2: unit }, doubled, latitude) {
  return Math.floor(doubled * valueAt(unit, latitude - middle) * 500 + 0.5);
}
