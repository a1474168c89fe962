/**
 * From degrees to the ground of a map: units that its scale turns to pixels.
 * @module projection
 */

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
 * @param {ReturnType<typeof makeProjection>} project
 * @param {Float64Array} lon degrees
 * @param {Float64Array} lat
 * @returns {{x: Float64Array, y: Float64Array}} on the ground
 */
export function projectPoints(project, lon, lat) {
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
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
