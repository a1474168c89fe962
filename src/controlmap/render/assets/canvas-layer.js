/**
 * A Leaflet layer with one canvas: it moves with the map and is painted after each move.
 * @module canvas-layer
 */
import { tame } from "./plain-text.js";
import { scaleOf } from "./projection.js";

/** Share of the map's size that the canvas is larger on each side, to drag into. */
const MARGIN = 0.15;

/**
 * @typedef {"moved" | "chosen" | "day"} Reason
 */

/**
 * @typedef {object} Painter
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame, reason: Reason) => void} paint
 * @property {(map: import("leaflet").Map) => void} [before] it is added, while the map may have no view yet
 * @property {(map: import("leaflet").Map) => void} added
 * @property {(map: import("leaflet").Map) => void} removed
 * @property {string[]} attributions plain texts
 */

/**
 * What the layer has beyond one of Leaflet's.
 * @typedef {object} CanvasParts
 * @property {(reason: Reason) => void} repaint
 * @property {() => {canvas: HTMLCanvasElement, frame: import("./draw.js").Frame,
 *   map: import("leaflet").Map} | null} shown null while it is on no map
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {Painter} painter
 * @returns {import("leaflet").Layer & CanvasParts}
 */
export function makeCanvasLayer(L, painter) {
  return new (class extends L.Layer {
    /** @type {ReturnType<CanvasParts["shown"]>} */
    #shown = null;

    /** The view that the canvas was painted for. */
    #painted = { corner: L.latLng(0, 0), zoom: 0 };

    /**
     * @param {import("leaflet").Map} map
     * @returns {this}
     * @override
     */
    beforeAdd(map) {
      painter.before?.(map);
      return this;
    }

    /**
     * @param {import("leaflet").Map} map
     * @returns {this}
     * @override
     */
    onAdd(map) {
      const canvas = L.DomUtil.create("canvas", "cm-canvas leaflet-zoom-animated");
      canvas.setAttribute("aria-hidden", "true");
      this.getPane()?.appendChild(canvas);
      painter.added(map); // which may move the map: it is painted once, after that
      this.#shown = { canvas, frame: frameOf(map).frame, map };
      this.settle();
      return this;
    }

    /**
     * @param {import("leaflet").Map} map
     * @returns {this}
     * @override
     */
    onRemove(map) {
      this.#shown?.canvas.remove();
      this.#shown = null;
      painter.removed(map);
      return this;
    }

    /**
     * @returns {Record<string, import("leaflet").LeafletEventHandlerFn>}
     * @override
     */
    getEvents() {
      return { moveend: this.settle, viewreset: this.settle, resize: this.settle, zoom: this.follow, zoomanim: this.follow };
    }

    /**
     * @returns {string}
     * @override
     */
    getAttribution() {
      return painter.attributions.map(escapeHtml).join(" · ");
    }

    /** @returns {ReturnType<CanvasParts["shown"]>} */
    shown() {
      return this.#shown;
    }

    /** @param {Reason} reason */
    repaint(reason) {
      if (this.#shown === null) return;
      const context = this.#shown.canvas.getContext("2d");
      if (context !== null) painter.paint(context, this.#shown.frame, reason);
    }

    /** Puts the canvas over the view and paints it. */
    settle() {
      if (this.#shown === null) return;
      const { canvas, map } = this.#shown;
      const { frame, corner } = frameOf(map);
      this.#shown.frame = frame;
      this.#painted = { corner: map.layerPointToLatLng(corner), zoom: map.getZoom() };
      resize(canvas, frame);
      L.DomUtil.setPosition(canvas, corner);
      this.repaint("moved");
    }

    /**
     * Stretches the canvas while the map zooms.
     * @param {import("leaflet").LeafletEvent} event
     */
    follow(event) {
      if (this.#shown === null) return;
      const { canvas, map } = this.#shown;
      const { center = map.getCenter(), zoom = map.getZoom() } = /** @type {Partial<import("leaflet").ZoomAnimEvent>} */ (event);
      const pane = L.DomUtil.getPosition(map.getPanes().mapPane);
      const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
      const offset = map.project(this.#painted.corner, zoom).subtract(origin);
      L.DomUtil.setTransform(canvas, offset, map.getZoomScale(zoom, this.#painted.zoom));
    }
  })();
}

/**
 * @param {import("leaflet").Map} map
 * @returns {{frame: import("./draw.js").Frame, corner: import("leaflet").Point}} where a
 *   canvas lies that is a margin larger than the map, and its corner among the layers
 */
function frameOf(map) {
  const size = map.getSize();
  const corner = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
  const ground = map.getPixelOrigin().add(corner);
  const frame = {
    scale: scaleOf(map),
    left: ground.x,
    top: ground.y,
    width: Math.round(size.x * (1 + 2 * MARGIN)),
    height: Math.round(size.y * (1 + 2 * MARGIN)),
    ratio: window.devicePixelRatio || 1,
    view: [MARGIN * size.x, MARGIN * size.y, (1 + MARGIN) * size.x, (1 + MARGIN) * size.y],
  };
  return { frame, corner };
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
