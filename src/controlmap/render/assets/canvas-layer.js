/**
 * A Leaflet layer with one canvas: it moves with the map and is painted after each move.
 * @module canvas-layer
 */
import { tame } from "./plain-text.js";

/** Share of the map's size that the canvas is larger on each side, to drag into. */
const MARGIN = 0.15;

/**
 * @typedef {object} Painter
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame, reason: "moved" | "chosen" | "day") => void} paint
 * @property {(map: any) => void} added
 * @property {(map: any) => void} removed
 * @property {string[]} attributions plain texts
 */

/**
 * @param {any} L Leaflet
 * @param {Painter} painter
 * @returns {any} an L.Layer, with `repaint(reason)`, `canvas()` and `frame()`
 */
export function makeCanvasLayer(L, painter) {
  const CanvasLayer = L.Layer.extend({
    onAdd(/** @type {any} */ map) {
      this._canvas = L.DomUtil.create("canvas", "cm-canvas leaflet-zoom-animated");
      this._canvas.setAttribute("aria-hidden", "true");
      this.getPane().appendChild(this._canvas);
      painter.added(map);
      this._settle();
    },
    onRemove(/** @type {any} */ map) {
      this._canvas.remove();
      painter.removed(map);
    },
    getEvents() {
      return { moveend: this._settle, viewreset: this._settle, resize: this._settle, zoom: this._follow, zoomanim: this._follow };
    },
    getAttribution: () => painter.attributions.map(escapeHtml).join(" · "),
    repaint(/** @type {"chosen" | "day"} */ reason) {
      if (this._frame) painter.paint(this._canvas.getContext("2d"), this._frame, reason);
    },
    canvas() {
      return this._canvas;
    },
    frame() {
      return this._frame;
    },
    /** Puts the canvas over the view and paints it. */
    _settle() {
      const map = this._map;
      const size = map.getSize();
      const corner = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
      const ground = map.getPixelOrigin().add(corner);
      this._frame = {
        scale: map.options.crs.scale(map.getZoom()),
        left: ground.x,
        top: ground.y,
        width: Math.round(size.x * (1 + 2 * MARGIN)),
        height: Math.round(size.y * (1 + 2 * MARGIN)),
        ratio: window.devicePixelRatio || 1,
        view: [MARGIN * size.x, MARGIN * size.y, (1 + MARGIN) * size.x, (1 + MARGIN) * size.y],
      };
      this._corner = map.layerPointToLatLng(corner);
      this._zoom = map.getZoom();
      resize(this._canvas, this._frame);
      L.DomUtil.setPosition(this._canvas, corner);
      painter.paint(this._canvas.getContext("2d"), this._frame, "moved");
    },
    /** Stretches the canvas while the map zooms. */
    _follow(/** @type {any} */ event) {
      if (!this._frame) return;
      const map = this._map;
      const center = event.center || map.getCenter();
      const zoom = event.zoom === undefined ? map.getZoom() : event.zoom;
      const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
      const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
      const offset = map.project(this._corner, zoom).subtract(origin);
      L.DomUtil.setTransform(this._canvas, offset, map.getZoomScale(zoom, this._zoom));
    },
  });
  return new CanvasLayer();
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("./draw.js").Frame} frame
 */
function resize(canvas, { width, height, ratio }) {
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  canvas.style.width = width + "px";
  canvas.style.height = height + "px";
}

/**
 * @param {string} text
 * @returns {string} HTML that shows the text: Leaflet takes its attributions as HTML
 */
function escapeHtml(text) {
  const signs = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]]);
  return tame(text).replace(/[&<>"']/g, (sign) => signs.get(sign) || "");
}
