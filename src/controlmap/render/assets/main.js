/**
 * The animated map as a Leaflet layer, from the data block of a page.
 * @module main
 */
import { makeApi } from "./api.js";
import { makeAppearance } from "./appearance.js";
import { makeBasemap } from "./basemap.js";
import { makeCanvasLayer } from "./canvas-layer.js";
import { makeChooser } from "./chooser.js";
import { readData } from "./decode.js";
import { late } from "./late.js";
import { makePicture } from "./picture.js";
import { makeProjection } from "./projection.js";
import { makeScene, ofStory } from "./scene.js";
import { textOf } from "./unpack.js";
import { begin, wire } from "./wire.js";

/**
 * @typedef {import("leaflet").Layer & import("./canvas-layer.js").CanvasParts
 *   & {controlmap: Readonly<import("./api.js").Api>}} ControlLayer
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {string} dataId id of the element that holds the JSON
 * @param {{isPage: boolean}} options whether the page around the map is ours
 * @param {string} [main] the main part of the data, where it is unpacked already
 * @returns {ControlLayer}
 */
export function timeline(L, dataId, { isPage }, main) {
  const { story, view } = readData(textOf(dataId), main);
  const scene = makeScene(story, view.start, makeAppearance(story, view));
  const chooser = makeChooser(scene);
  const basemap = isPage ? makeBasemap(story.payload.basemap) : null;
  /**
   * @param {import("./scene.js").Scene} shown
   * @returns {import("./picture.js").Picture}
   */
  const makePictureOf = (shown) => makePicture(story, view, shown, { isClear: !isPage || view.tiles, basemap });
  const picture = makePictureOf(scene);
  const legendOf = ofStory(scene, (told) => late().makeLegend(told));
  const legend = () => legendOf()(scene.states);
  /** @type {{wired: import("./wire.js").Wired, begun: import("./wire.js").Begun} | null} */
  let placed = null;
  /** @type {(() => void)[]} */
  let undo = [];
  const page = /** @type {{controlmap?: Readonly<import("./api.js").Api>}} */ (window);
  const isFirst = () => page.controlmap === layer.controlmap;
  const canvas = makeCanvasLayer(L, {
    attributions: story.payload.licences,
    paint: picture.paint,
    before(map) {
      basemap?.project(makeProjection(map));
      const wired = { story, view, scene, picture, makePictureOf, basemap, legend, chooser, layer, map, isPage, isFirst };
      placed = { wired, begun: begin(L, wired) };
    },
    added(map) {
      page.controlmap = page.controlmap || layer.controlmap;
      if (!("controlmap" in map)) Object.assign(map, { controlmap: layer.controlmap });
      picture.restyle(map);
      undo = placed === null ? [] : wire(L, placed.wired, placed.begun);
    },
    removed() {
      undo.forEach((step) => step());
    },
  });
  const layer = Object.assign(canvas, { controlmap: makeApi(story, scene, picture, { layer: canvas, legend, chooser }) });
  return layer;
}
