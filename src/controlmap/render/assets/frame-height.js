/**
 * The height that shows the whole page without scrolling, for an article that gives its
 * frame that height.
 * @module frame-height
 */

/** Class of the page while its height follows from its width alone. */
const FITTED = "cm-fitted";

/** Height of the map, CSS pixels: that of what it shows, within these. */
const MAP = { least: 260, most: 620 };

/** Room left around the view, CSS pixels. */
const PADDING = 14;

/**
 * @param {import("leaflet").Map} map
 * @param {number[]} bounds of the first view: west, south, east, north
 * @returns {{follow: (tell: (height: number) => void) => void, stop: () => void}} `follow`
 *   lays the page out so that it has a height of its own, tells it, and each later one
 */
export function makeFrameHeight(map, bounds) {
  const root = document.documentElement;
  /** @type {((height: number) => void)[]} */
  let listeners = [];
  let told = 0;
  let frame = 0;
  const settle = () => {
    root.style.setProperty("--cm-map-height", mapHeight(map, bounds) + "px");
    map.invalidateSize({ animate: false });
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== told) listeners.forEach((tell) => tell(height));
    told = height;
  };
  const watcher = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(settle);
  });
  return {
    follow(tell) {
      if (listeners.length === 0) {
        root.classList.add(FITTED);
        settle();
        if (!/[#&]lat=/.test(location.hash)) showBounds(map, bounds);
        watcher.observe(document.body);
      }
      listeners.push(tell);
      tell(told);
    },
    stop() {
      watcher.disconnect();
      cancelAnimationFrame(frame);
      listeners = [];
      root.classList.remove(FITTED);
      root.style.removeProperty("--cm-map-height");
    },
  };
}

/**
 * @param {import("leaflet").Map} map
 * @param {number[]} bounds
 * @returns {number} CSS pixels that the bounds need at the width that the map has
 */
function mapHeight(map, [west, south, east, north]) {
  const low = map.project([south, west], 0);
  const high = map.project([north, east], 0);
  const needed = (map.getContainer().clientWidth * (low.y - high.y)) / (high.x - low.x);
  return Math.round(Math.min(MAP.most, Math.max(MAP.least, needed)));
}

/**
 * @param {import("leaflet").Map} map
 * @param {number[]} bounds
 */
function showBounds(map, [west, south, east, north]) {
  map.fitBounds([[south, west], [north, east]], { animate: false, padding: [PADDING, PADDING] });
}
