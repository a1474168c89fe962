/**
 * What lies at a point of the map.
 * @module hit
 */

/**
 * @param {import("./topology.js").Topology} topology
 * @param {number} lon
 * @param {number} lat
 * @returns {number} the cell, -1 outside the study area
 */
export function cellAt({ lon: x, lat: y, starts, vertices, left, right }, lon, lat) {
  const isInside = new Map();
  for (let arc = 0; arc < left.length; arc += 1) {
    let crossings = 0;
    for (let i = starts[arc]; i < starts[arc + 1] - 1; i += 1) {
      const a = vertices[i];
      const b = vertices[i + 1];
      if (y[a] > lat === y[b] > lat) continue;
      if (lon < x[a] + ((lat - y[a]) / (y[b] - y[a])) * (x[b] - x[a])) crossings += 1;
    }
    if (crossings % 2 === 0) continue;
    for (const cell of [left[arc], right[arc]]) isInside.set(cell, !isInside.get(cell));
  }
  for (const [cell, inside] of isInside) if (inside && cell >= 0) return cell;
  return -1;
}

/**
 * @param {import("./draw.js").Ground} points of the places
 * @param {{x: number, y: number}} at in the same units
 * @param {number} reach in the same units
 * @param {(place: number) => boolean} isShown
 * @returns {number} the nearest place that is shown, -1 if none is within reach
 */
export function placeNear(points, at, reach, isShown) {
  let best = -1;
  let nearest = reach;
  for (let place = 0; place < points.x.length; place += 1) {
    const distance = Math.hypot(points.x[place] - at.x, points.y[place] - at.y);
    if (distance <= nearest && isShown(place)) {
      best = place;
      nearest = distance;
    }
  }
  return best;
}
