/**
 * Movement of the map where the reader's system asks for little of it.
 * @module motion
 */

/** @returns {boolean} */
export function isMotionReduced() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Lets the map jump where it would glide: by its arrow keys, too.
 * @param {import("leaflet").Map} map
 */
export function calm(map) {
  const { panBy } = map;
  map.panBy = (offset, options) => panBy.call(map, offset, isMotionReduced() ? { ...options, animate: false } : options);
}
