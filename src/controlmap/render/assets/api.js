/**
 * What tests and the pages around a map may ask and do.
 * @module api
 */
import { dayOfIso, isoOfDay } from "./days.js";
import { late } from "./late.js";
import { later } from "./later.js";
import { makeProjection } from "./projection.js";

/**
 * @typedef {object} Api
 * @property {() => string} getDate the date shown, YYYY-MM-DD
 * @property {(iso: string) => void} setDate shows a date YYYY-MM-DD, or the nearest one that the map has
 * @property {(placeId: string) => object | null} stateOfCell the state of a place's cell as
 *   it is drawn; null without a cell
 * @property {(placeId: string) => string | null} fillOf the colour, or the pattern and its
 *   colours, that the cell was last painted with; null for none
 * @property {(lat: number, lon: number) => number[] | null} pixelAt red, green, blue and
 *   alpha of the canvas at a position; null off the canvas
 * @property {() => object} legend areas in km² and settlements of the date shown
 * @property {(placeId: string) => void} choose opens the card of a place; closes it for an unknown one
 * @property {() => import("./choice-link.js").PlainChoice} getChoice what counts now
 * @property {(change: Partial<import("./choice-link.js").PlainChoice>) => Promise<void>} setChoice
 *   lets other reports count; what it does not name stays; kept when the map shows it
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./picture.js").Picture} picture
 * @param {{layer: import("./canvas-layer.js").CanvasParts, chooser: import("./chooser.js").Chooser,
 *   legend: () => import("./legend.js").Legend}} parts
 * @returns {Readonly<Api>}
 */
export function makeApi(timeline, scene, picture, { layer, chooser, legend }) {
  const { places, payload } = timeline;
  const numbers = later(() => new Map(Array.from({ length: places.count }, (_, i) => [places.id(i), i])));
  /**
   * @param {string} placeId
   * @returns {number | undefined} of the place
   */
  const numberOf = (placeId) => numbers().get(placeId);
  const actorId = (/** @type {number} */ actor) => (actor < 0 ? "" : payload.actors[actor][0]);
  const cellOf = (/** @type {string} */ placeId) => {
    const place = numberOf(placeId);
    return place === undefined || place >= timeline.cells ? -1 : place;
  };
  /** @type {Api} */
  const api = {
    getDate: () => isoOfDay(timeline.firstDay + scene.day()),
    setDate(iso) {
      const day = dayOfIso(iso);
      if (Number.isNaN(day)) throw new RangeError("not a date: " + iso);
      scene.go(day - timeline.firstDay);
    },
    stateOfCell(placeId) {
      const cell = cellOf(placeId);
      if (cell < 0) return null;
      const { status, controllers, basis, firmness, freshness } = scene.story().states[scene.states[cell]];
      return Object.freeze({ status, controllers: Object.freeze(controllers.map(actorId)), basis, firmness, freshness });
    },
    fillOf(placeId) {
      const cell = cellOf(placeId);
      return cell < 0 ? null : picture.fillOf(cell);
    },
    pixelAt: (lat, lon) => pixelAt(layer, lat, lon),
    legend() {
      const { holders, mixed, noData } = legend();
      return Object.freeze({
        holders: holders.map(({ actor, ...sums }) => ({ actor: actorId(actor), ...sums })),
        mixed,
        noData,
      });
    },
    choose(placeId) {
      const place = numberOf(placeId);
      scene.choose(place === undefined ? -1 : place);
    },
    getChoice: () => late().writePlain(timeline, chooser.asked()),
    setChoice: async (change) => chooser.ask(late().readPlain(timeline, change, chooser.asked())),
  };
  return Object.freeze(api);
}

/**
 * @param {import("./canvas-layer.js").CanvasParts} layer
 * @param {number} lat
 * @param {number} lon
 * @returns {number[] | null}
 */
function pixelAt(layer, lat, lon) {
  const shown = layer.shown();
  if (shown === null) return null;
  const { canvas, frame, map } = shown;
  const at = makeProjection(map)(lat, lon);
  const x = Math.floor((at.x * frame.scale - frame.left) * frame.ratio);
  const y = Math.floor((at.y * frame.scale - frame.top) * frame.ratio);
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return null;
  const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (copy === null) return null;
  copy.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
  return Array.from(copy.getImageData(0, 0, 1, 1).data);
}
