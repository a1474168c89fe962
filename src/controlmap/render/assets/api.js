/**
 * What tests and the pages around a map may ask and do.
 * @module api
 */
import { dayOfIso, isoOfDay } from "./days.js";

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./picture.js").Picture} picture
 * @param {{layer: any, legend: (states: Uint16Array) => import("./legend.js").Legend}} parts
 * @returns {Readonly<Record<string, Function>>}
 */
export function makeApi(timeline, scene, picture, { layer, legend }) {
  const { places, payload } = timeline;
  const number = new Map(places.id.map((id, i) => [id, i]));
  /** @param {number} actor */
  const actorId = (actor) => (actor < 0 ? "" : payload.actors[actor][0]);
  /** @param {string} placeId */
  const cellOf = (placeId) => {
    const place = number.get(placeId);
    return place === undefined || place >= timeline.cells ? -1 : place;
  };
  return Object.freeze({
    /** The date shown, YYYY-MM-DD. */
    getDate: () => isoOfDay(timeline.firstDay + scene.day()),
    /** Shows a date YYYY-MM-DD, or the nearest one that the map has. */
    setDate(/** @type {string} */ iso) {
      const day = dayOfIso(iso);
      if (Number.isNaN(day)) throw new RangeError("not a date: " + iso);
      scene.go(day - timeline.firstDay);
    },
    /** The state of a place's cell as it is drawn; null without a cell. */
    stateOfCell(/** @type {string} */ placeId) {
      const cell = cellOf(placeId);
      if (cell < 0) return null;
      const { status, controllers, basis, firmness, freshness } = timeline.states[scene.states[cell]];
      return Object.freeze({ status, controllers: Object.freeze(controllers.map(actorId)), basis, firmness, freshness });
    },
    /** The colour, or the pattern and its colours, that the cell was last painted with; null for none. */
    fillOf(/** @type {string} */ placeId) {
      const cell = cellOf(placeId);
      return cell < 0 ? null : picture.fillOf(cell);
    },
    /** Red, green, blue and alpha of the canvas at a position; null off the canvas. */
    pixelAt: (/** @type {number} */ lat, /** @type {number} */ lon) => pixelAt(layer, lat, lon),
    /** Areas in km² and settlements of the date shown. */
    legend() {
      const { holders, mixed, noData } = legend(scene.states);
      return Object.freeze({
        holders: holders.map(({ actor, ...sums }) => ({ actor: actorId(actor), ...sums })),
        mixed,
        noData,
      });
    },
    /** Opens the card of a place; closes it for an unknown one. */
    choose(/** @type {string} */ placeId) {
      const place = number.get(placeId);
      scene.choose(place === undefined ? -1 : place);
    },
  });
}

/**
 * @param {any} layer
 * @param {number} lat
 * @param {number} lon
 * @returns {number[] | null}
 */
function pixelAt(layer, lat, lon) {
  const frame = layer.frame();
  const canvas = layer.canvas();
  if (!frame || !canvas.isConnected) return null;
  const { crs } = layer._map.options;
  const unit = crs.scale(0);
  const point = crs.latLngToPoint({ lat, lng: lon }, 0);
  const x = Math.floor(((point.x / unit) * frame.scale - frame.left) * frame.ratio);
  const y = Math.floor(((point.y / unit) * frame.scale - frame.top) * frame.ratio);
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return null;
  const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (copy === null) return null;
  copy.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
  return Array.from(copy.getImageData(0, 0, 1, 1).data);
}
