/**
 * The canvas of the ground below our own map.
 * @module lay-ground
 */
import { makeCanvasLayer } from "./canvas-layer.js";

/** Pane of the ground, below that of tiles. */
const PANE = "cm-ground";

/**
 * @typedef {(import("leaflet").Layer & import("./canvas-layer.js").CanvasParts) | null} GroundLayer
 */

/**
 * Lays the ground below our own map; nothing below anybody's.
 * @param {typeof import("leaflet")} L
 * @param {import("./wire.js").Wired} wired
 * @returns {GroundLayer}
 */
export function layGround(L, { basemap, map }) {
  if (basemap === null) return null;
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "150";
  const layer = makeCanvasLayer(L, { attributions: [], paint: basemap.paint, added() {}, removed() {} });
  L.Util.setOptions(layer, { pane: PANE });
  return layer.addTo(map);
}
