/**
 * Polygons as simple features want them: no ring comes back to a point, none has no area.
 * @module polygons
 */

const TURN = 2 * Math.PI;

/**
 * @typedef {[lon: number, lat: number]} Position
 * @typedef {Position[]} Ring closed: the first position is repeated at the end
 */

/**
 * A point of some outlines, and where they lead from there.
 * @typedef {object} Corner
 * @property {Position} position
 * @property {Corner[]} leaving
 */

/**
 * @param {Ring[]} outlines around the ground on their left; they may touch themselves
 * @returns {{type: string, coordinates: Ring[] | Ring[][]}}
 */
export function polygonOf(outlines) {
  const rings = cornersOf(outlines).flatMap(ringsFrom).map((ring) => ({ ring, area: signedArea(ring) }));
  const outer = rings.filter(({ area }) => area > 0).sort((one, other) => one.area - other.area);
  const polygons = outer.map(({ ring }) => [ring]);
  for (const { ring } of rings.filter(({ area }) => area < 0)) {
    const around = polygons.find(([shell]) => isInside(middleOf(ring), shell));
    if (around) around.push(ring);
  }
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] } : { type: "MultiPolygon", coordinates: polygons };
}

/**
 * @param {Ring[]} outlines
 * @returns {Corner[]} one for each position; a stretch that is gone both ways is left out
 */
function cornersOf(outlines) {
  /** @type {Map<string, Corner>} */
  const corners = new Map();
  const cornerAt = (/** @type {Position} */ position) => {
    const key = position.join();
    const corner = corners.get(key) || { position, leaving: [] };
    corners.set(key, corner);
    return corner;
  };
  for (const outline of outlines) {
    outline.map(cornerAt).reduce((from, to) => {
      const back = to.leaving.indexOf(from);
      if (back >= 0) to.leaving.splice(back, 1);
      else if (from !== to) from.leaving.push(to);
      return to;
    });
  }
  return [...corners.values()];
}

/**
 * Rings that visit no corner twice, of the outlines that lead through one. Where several
 * meet they turn as far to the left as can be: so they stay around the same ground.
 * @param {Corner} start through which no outline leads then
 * @returns {Ring[]}
 */
function ringsFrom(start) {
  const rings = [];
  let [from, at] = [start, start];
  const path = [start];
  while (at.leaving.length > 0) {
    const next = takeNext(from, at);
    const since = path.indexOf(next);
    if (since < 0) path.push(next);
    else rings.push([next, ...path.splice(since + 1), next].map(({ position }) => position));
    [from, at] = [at, next];
  }
  return rings;
}

/**
 * Leaves a corner by the first way clockwise from the one come by.
 * @param {Corner} from
 * @param {Corner} at
 * @returns {Corner}
 */
function takeNext(from, at) {
  const { leaving } = at;
  const back = angleTo(at, from);
  const turns = leaving.map((to) => (leaving.length > 1 ? (back - angleTo(at, to) + 2 * TURN) % TURN : 0));
  return leaving.splice(turns.indexOf(Math.min(...turns)), 1)[0];
}

/**
 * @param {Corner} at
 * @param {Corner} to
 * @returns {number}
 */
function angleTo({ position: [x, y] }, { position: [toX, toY] }) {
  return Math.atan2(toY - y, toX - x);
}

/**
 * @param {Ring} ring
 * @returns {number} twice its area, negative where it runs clockwise
 */
function signedArea(ring) {
  const [left, low] = ring[0];
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + (x - left) * (nextY - low) - (nextX - left) * (y - low);
  }, 0);
}

/**
 * @param {Ring} ring
 * @returns {Position} the middle of its first stretch, through which no other ring runs
 */
function middleOf([[x, y], [nextX, nextY]]) {
  return [(x + nextX) / 2, (y + nextY) / 2];
}

/**
 * @param {Position} point
 * @param {Ring} ring
 * @returns {boolean}
 */
function isInside([x, y], ring) {
  let inside = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
