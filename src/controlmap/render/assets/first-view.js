/**
 * What of the map is shown first.
 * @module first-view
 */
import { readHash } from "./address.js";

/** Room left around the first view, CSS pixels. */
const PADDING = 14;

/** Zoom of a map that has no room yet. */
const SOME_ZOOM = 8;

/**
 * Shows the bounds once the parts around the map have taken their room. A frame that is
 * hidden, or not laid out yet, has none: then as soon as it has, unless the address names
 * another view.
 * @param {import("leaflet").Map} map
 * @param {import("./decode.js").View["bounds"]} bounds
 * @returns {() => void} ends the wait
 */
export function fitView(map, [west, south, east, north]) {
  const isLinked = readHash(location.hash).view !== null;
  const fit = () => {
    map.invalidateSize({ animate: false });
    const { x, y } = map.getSize();
    if (Math.min(x, y) <= 2 * PADDING) return false;
    if (!isLinked) {
      map.fitBounds([[south, west], [north, east]], { animate: false, padding: [PADDING, PADDING] });
    }
    return true;
  };
  if (fit()) return () => {};
  const watcher = new ResizeObserver(() => {
    if (fit()) watcher.disconnect();
  });
  watcher.observe(map.getContainer());
  return () => watcher.disconnect();
}

/**
 * Gives a map that shows nothing yet some view: without one no layer is on it.
 * @param {import("leaflet").Map} map
 * @param {import("./decode.js").View["bounds"]} bounds
 */
export function viewSomething(map, [west, south, east, north]) {
  if (map.getZoom() === undefined) map.setView([(south + north) / 2, (west + east) / 2], SOME_ZOOM, { animate: false });
}
