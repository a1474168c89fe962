/**
 * The animated map as a Leaflet layer, from the data block of a page.
 * @module main
 */
import { makeAbout } from "./about.js";
import { makeApi } from "./api.js";
import { makeCanvasLayer } from "./canvas-layer.js";
import { makeCard } from "./card.js";
import { findChanges } from "./changes.js";
import { decodeTimeline } from "./decode.js";
import { readHash } from "./deep-link.js";
import { isEmbedded, layOutEmbed } from "./embed.js";
import { cellAt, placeNear } from "./hit.js";
import { listenToKeys } from "./keys.js";
import { layOutOverMap, layOutPage } from "./layout.js";
import { makeLegendPanel } from "./legend-panel.js";
import { makeLegend } from "./legend.js";
import { makeNews } from "./news.js";
import { makePicture } from "./picture.js";
import { makeNotMapped, makePlaceTable } from "./place-lists.js";
import { makePlayer } from "./player.js";
import { makeScene } from "./scene.js";
import { keepInSight } from "./sight.js";
import { makeSpeech } from "./speech.js";
import { joinSurroundings } from "./surroundings.js";
import { makeTimeBar } from "./timebar.js";

/** Reach of a click and of a finger around a place, CSS pixels. */
const REACH = { mouse: 12, touch: 22 };

/** Room left around the first view, CSS pixels. */
const PADDING = 14;

/**
 * @param {any} L Leaflet
 * @param {string} dataId id of the element that holds the JSON
 * @param {{isPage: boolean}} options whether the page around the map is ours
 * @returns {any} an L.Layer
 */
export function timeline(L, dataId, { isPage }) {
  const holder = document.getElementById(dataId);
  const { timeline: payload, view } = JSON.parse((holder && holder.textContent) || "{}");
  const story = decodeTimeline(payload);
  const scene = makeScene(story, view.start);
  const picture = makePicture(story, view, scene, { isClear: !isPage || view.tiles });
  const legend = makeLegend(story);
  /** @type {(() => void)[]} */
  let undo = [];
  const layer = makeCanvasLayer(L, {
    attributions: payload.licences,
    paint: picture.paint,
    added(map) {
      map.controlmap = layer.controlmap;
      const page = /** @type {any} */ (window);
      page.controlmap = page.controlmap || layer.controlmap;
      picture.project(map);
      picture.update(story.initial.keys());
      undo = [...wire(L, { story, view, scene, picture, legend, layer, map, isPage })];
    },
    removed() {
      undo.forEach((step) => step());
    },
  });
  layer.controlmap = makeApi(story, scene, picture, { layer, legend });
  return layer;
}

/**
 * Builds the parts of the page around a map and ties them to what is shown.
 * @param {any} L Leaflet
 * @param {any} context
 * @returns {(() => void)[]} what takes them away
 */
function wire(L, { story, view, scene, picture, legend, layer, map, isPage }) {
  const mapRoot = map.getContainer();
  const speech = makeSpeech(story, view);
  const changes = findChanges(story);
  const player = makePlayer(scene, story.last, view.days_per_second);
  const bar = makeTimeBar(story, scene, speech, player, { changes, speed: view.days_per_second });
  const news = makeNews(story, scene, speech, player, changes);
  const panel = makeLegendPanel(speech, story.payload.actors, isPage || mapRoot.clientWidth > 700);
  const card = makeCard(story, scene, speech);
  const table = makePlaceTable(story, scene, speech);
  const folds = [makeAbout(story, speech, isPage ? readManifest() : null), makeNotMapped(story, scene, speech), table.root];
  const parts = { time: bar.root, news: news.root, live: news.live, legend: panel.root, card: card.root, folds };
  const layOut = isEmbedded(location.search) ? layOutEmbed : layOutPage;
  const takeAway = isPage ? layOut(parts, speech) : layOutOverMap(L, parts, mapRoot);
  const stopFitting = isPage ? fitView(map, view.bounds) : () => {};
  const show = () => {
    bar.show();
    news.show();
    panel.show(legend(scene.states));
    card.show();
    table.show();
  };
  player.onToggle(news.show);
  const stopDays = scene.onDay((/** @type {number[]} */ touched) => {
    picture.update(touched);
    layer.repaint("day");
    show();
  });
  const stopChoices = scene.onChoice(() => {
    layer.repaint("chosen");
    card.open();
    keepInSight(map, card.root, scene.place(), picture);
  });
  const click = (/** @type {any} */ event) => scene.choose(placeAt(story, picture, map, event));
  map.on("click", click);
  show();
  return [
    takeAway,
    stopFitting,
    stopDays,
    stopChoices,
    player.stop,
    listenToKeys(story, scene, player, mapRoot),
    isPage ? joinSurroundings({ story, scene, player, speech, map, bounds: view.bounds }) : () => {},
    () => map.off("click", click),
  ];
}

/**
 * What the page says it was made from; null if it does not.
 * @returns {any}
 */
function readManifest() {
  const holder = document.getElementById("controlmap-manifest");
  return holder && JSON.parse(holder.textContent || "null");
}

/**
 * Shows the bounds once the parts around the map have taken their room. A frame that is
 * hidden, or not laid out yet, has none: then as soon as it has, unless the address names
 * another view.
 * @param {any} map
 * @param {number[]} bounds
 * @returns {() => void} ends the wait
 */
function fitView(map, [west, south, east, north]) {
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
 * @param {import("./decode.js").Timeline} story
 * @param {import("./picture.js").Picture} picture
 * @param {any} map
 * @param {any} event
 * @returns {number} place that was meant, -1 for none
 */
function placeAt(story, picture, map, { latlng, originalEvent }) {
  const { crs } = map.options;
  const at = crs.latLngToPoint(latlng, 0);
  const unit = crs.scale(0);
  const reach = originalEvent && originalEvent.pointerType === "touch" ? REACH.touch : REACH.mouse;
  const units = { x: at.x / unit, y: at.y / unit };
  const near = placeNear(picture.points(), units, reach / crs.scale(map.getZoom()), picture.isDotShown);
  return near >= 0 ? near : cellAt(story.topology, latlng.lng, latlng.lat);
}
