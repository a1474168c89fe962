/**
 * Metres of positions, in the equal-area system that cells are inferred in.
 * @module metres
 */

/** Of the ellipsoid of WGS84: half its long axis in metres, and its eccentricity. */
const AXIS_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);

/**
 * Positions on a grid, in whole steps of it and in metres.
 * @typedef {object} Points
 * @property {number} count
 * @property {Float64Array} east steps
 * @property {Float64Array} north steps
 * @property {Float64Array} x metres east of the centre
 * @property {Float64Array} y metres north of it
 */

/**
 * Lambert's azimuthal equal-area system on the ellipsoid.
 * Snyder (1987), Map Projections, https://doi.org/10.3133/pp1395, p. 187.
 * @param {[lon: number, lat: number]} centre degrees
 * @returns {(lon: number, lat: number) => [east: number, north: number]} metres
 */
export function makeMetres([lon0, lat0]) {
  const pole = authalic(1);
  const sin0 = authalic(sine(lat0)) / pole;
  const cos0 = Math.sqrt(1 - sin0 * sin0);
  const radius = AXIS_M * Math.sqrt(pole / 2);
  const across = (AXIS_M * cosine(lat0)) / Math.sqrt(1 - E2 * sine(lat0) ** 2);
  const stretch = across / (radius * cos0);
  return (lon, lat) => {
    const sinLat = authalic(sine(lat)) / pole;
    const cosLat = Math.sqrt(1 - sinLat * sinLat);
    const ahead = cosLat * cosine(lon - lon0);
    const scale = radius * Math.sqrt(2 / (1 + sin0 * sinLat + cos0 * ahead));
    const east = scale * stretch * cosLat * sine(lon - lon0);
    return [east, (scale / stretch) * (cos0 * sinLat - sin0 * ahead)];
  };
}

/**
 * @param {number} sin sine of a latitude
 * @returns {number} what grows with the area between the equator and this latitude
 */
function authalic(sin) {
  return (1 - E2) * (sin / (1 - E2 * sin * sin) + Math.atanh(E * sin) / E);
}

/**
 * @param {number} degrees
 * @returns {number}
 */
function sine(degrees) {
  return Math.sin((degrees * Math.PI) / 180);
}

/**
 * @param {number} degrees
 * @returns {number}
 */
function cosine(degrees) {
  return Math.cos((degrees * Math.PI) / 180);
}

/**
 * @param {(lon: number, lat: number) => [number, number]} metresOf
 * @param {number} step of the grid, metres
 * @param {ArrayLike<number>} lon degrees
 * @param {ArrayLike<number>} lat degrees
 * @returns {Points}
 */
export function onGrid(metresOf, step, lon, lat) {
  const count = lon.length;
  const [east, north, x, y] = Array.from({ length: 4 }, () => new Float64Array(count));
  for (let i = 0; i < count; i += 1) {
    const [right, up] = metresOf(lon[i], lat[i]);
    east[i] = Math.round(right / step);
    north[i] = Math.round(up / step);
    x[i] = east[i] * step;
    y[i] = north[i] * step;
  }
  return { count, east, north, x, y };
}
