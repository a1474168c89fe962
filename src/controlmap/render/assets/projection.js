/**
 * From degrees to the ground of a map: units that its scale turns to pixels.
 * @module projection
 */

/** Leaflet's own projection, which is worked out here where points are many: Web Mercator. */
const MERCATOR = "EPSG:3857";

/** Latitude where its square ends, as in Leaflet. */
const NORTH_END = 85.0511287798;

/**
 * @param {import("leaflet").Map} map
 * @returns {import("leaflet").CRS}
 */
function crsOf({ options: { crs } }) {
  if (!crs) throw new Error("the map has no coordinate system");
  return crs;
}

/**
 * @param {import("leaflet").Map} map
 * @returns {(lat: number, lon: number) => {x: number, y: number}} a position on the ground
 */
export function makeProjection(map) {
  const crs = crsOf(map);
  const unit = crs.scale(0);
  return (lat, lon) => {
    const { x, y } = crs.latLngToPoint(/** @type {import("leaflet").LatLng} */ ({ lat, lng: lon }), 0);
    return { x: x / unit, y: y / unit };
  };
}

/**
 * Many positions at once.
 * @param {import("leaflet").Map} map
 * @param {Float64Array} lon degrees
 * @param {Float64Array} lat
 * @returns {{x: Float64Array, y: Float64Array}} on the ground
 */
export function projectPoints(map, lon, lat) {
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  if (crsOf(map).code === MERCATOR) {
    for (let i = 0; i < x.length; i += 1) {
      const sine = Math.sin((Math.max(-NORTH_END, Math.min(NORTH_END, lat[i])) * Math.PI) / 180);
      x[i] = lon[i] / 360 + 0.5;
      y[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
    return { x, y };
  }
  const project = makeProjection(map);
  for (let i = 0; i < x.length; i += 1) ({ x: x[i], y: y[i] } = project(lat[i], lon[i]));
  return { x, y };
}

/**
 * @param {import("leaflet").Map} map
 * @returns {number} pixels a unit of the ground, at the zoom of the map
 */
export function scaleOf(map) {
  return crsOf(map).scale(map.getZoom());
}
