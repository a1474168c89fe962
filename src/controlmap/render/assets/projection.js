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
 * @param {import("leaflet").Map} map
 * @returns {number} pixels a unit of the ground, at the zoom of the map
 */
export function scaleOf(map) {
  return crsOf(map).scale(map.getZoom());
}
