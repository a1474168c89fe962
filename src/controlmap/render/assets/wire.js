/**
 * The parts of the page around a map, tied to what is shown.
 * @module wire
 */
import { makeAbout } from "./about.js";
import { makeCard } from "./card.js";
import { findChanges } from "./changes.js";
import { makeChoicePanel } from "./choice-panel.js";
import { makeChoiceWords } from "./choice-words.js";
import { readHash } from "./deep-link.js";
import { makeDiffering } from "./differing.js";
import { element } from "./dom.js";
import { isEmbedded, layOutEmbed } from "./embed.js";
import { cellAt, placeNear } from "./hit.js";
import { listenToKeys } from "./keys.js";
import { layOutOverMap, layOutPage } from "./layout.js";
import { makeLegendPanel } from "./legend-panel.js";
import { makeNews } from "./news.js";
import { makeNotMapped, makePlaceTable } from "./place-lists.js";
import { makePlayer } from "./player.js";
import { makeProjection, scaleOf } from "./projection.js";
import { ofStory } from "./scene.js";
import { keepInSight } from "./sight.js";
import { makeSpeech } from "./speech.js";
import { joinSurroundings } from "./surroundings.js";
import { makeTimeBar } from "./timebar.js";
import { makeTools } from "./tools.js";

/** Reach of a click and of a finger around a place, CSS pixels. */
const REACH = { mouse: 12, touch: 22 };

/** Room left around the first view, CSS pixels. */
const PADDING = 14;

/**
 * @typedef {object} Wired
 * @property {import("./decode.js").Timeline} story
 * @property {import("./decode.js").View} view
 * @property {import("./scene.js").Scene} scene
 * @property {import("./picture.js").Picture} picture
 * @property {(scene: import("./scene.js").Scene) => import("./picture.js").Picture} makePictureOf
 * @property {import("./basemap.js").Basemap | null} basemap null on anybody's map
 * @property {() => import("./legend.js").Legend} legend of the day shown
 * @property {import("./chooser.js").Chooser} chooser
 * @property {import("./canvas-layer.js").CanvasParts} layer
 * @property {import("leaflet").Map} map
 * @property {boolean} isPage whether the page around the map is ours
 * @property {boolean} isFirst whether this is the first such layer of the page
 */

/**
 * Builds the parts and ties them.
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @returns {(() => void)[]} what takes them away
 */
export function wire(L, wired) {
  const { story, view, scene, chooser, picture, layer, map, isPage, isFirst } = wired;
  const mapRoot = map.getContainer();
  const speech = makeSpeech(story, view);
  const player = makePlayer(scene, story.last, view.days_per_second);
  const { parts, steps, card, linked, show, tell, relook } = makeParts(L, wired, speech, player);
  const layOut = isEmbedded(location.search) ? layOutEmbed : layOutPage;
  const takeAway = isPage ? layOut(parts, speech) : layOutOverMap(L, parts, mapRoot);
  const stopFitting = isPage ? fitView(map, view.bounds) : () => {};
  const stopDays = scene.onDay((touched) => {
    picture.update(touched);
    layer.repaint("day");
    show();
  });
  const stopChoices = scene.onChoice(() => {
    layer.repaint("chosen");
    card.open();
    keepInSight(map, card.root, scene.place(), picture);
  });
  const redraw = () => {
    picture.restyle(map);
    layer.repaint("moved");
  };
  const stopLooks = scene.appearance.onChange(() => {
    redraw();
    relook();
  });
  const click = (/** @type {import("leaflet").LeafletMouseEvent} */ event) => scene.choose(placeAt(story, picture, map, event));
  map.on("click", click);
  const stopStories = scene.onTold(redraw);
  const stopAsked = chooser.onAsked(tell);
  tell();
  return [
    takeAway,
    stopFitting,
    stopDays,
    stopChoices,
    stopLooks,
    stopStories,
    stopAsked,
    ...steps,
    player.stop,
    listenToKeys(story, scene, player, { root: mapRoot, isFirst }),
    isPage ? joinSurroundings({ story, scene, chooser, player, speech, map, bounds: view.bounds, linked }) : () => {},
    () => map.off("click", click),
  ];
}

/**
 * @typedef {object} MadeParts
 * @property {import("./layout.js").Parts} parts
 * @property {(() => void)[]} steps that stop them
 * @property {import("./card.js").Card} card
 * @property {import("./tools.js").Linked[]} linked choices that the address carries
 * @property {() => void} show the day
 * @property {() => void} tell the story as the reader lets count, and say so
 * @property {() => void} relook after a change of the look
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @param {import("./speech.js").Speech} speech
 * @param {import("./player.js").Player} player
 * @returns {MadeParts}
 */
function makeParts(L, wired, speech, player) {
  const { story, view, scene, chooser, legend, map, isPage } = wired;
  const words = makeChoiceWords(story, speech, chooser.published);
  const note = () => words.all(chooser.asked());
  const noted = element("p", { class: "cm-choice-note" });
  const changes = ofStory(scene, findChanges);
  const bar = makeTimeBar(story, scene, speech, player, { changes, speed: view.days_per_second, note: noted });
  const news = makeNews(scene, speech, player, { changes, note });
  const differing = makeDiffering(L, wired, speech);
  const panel = makeLegendPanel(speech, scene.appearance, { isOpen: isPage || map.getContainer().clientWidth > 700, note: differing.note });
  const card = makeCard({ scene, chooser, speech, words, voicesOf: differing.voicesOf });
  const table = makePlaceTable(scene, speech);
  const tools = makeTools(L, wired, { speech, changes, note, above: differing.canvases });
  const about = makeAbout(story, speech, isPage ? readManifest() : null);
  const choices = makeChoicePanel(scene, chooser, speech, { words, differing: differing.list });
  const folds = [choices.root, tools.compare.root, tools.downloads, about, makeNotMapped(story, scene, speech), table.root];
  const show = () => {
    bar.show();
    news.show();
    panel.show(legend());
    card.show();
    table.show();
    tools.compare.show();
  };
  player.onToggle(news.show);
  return {
    parts: { search: tools.search, time: bar.root, news: news.root, live: news.live, legend: panel.root, card: card.root, folds },
    steps: [scene.onTold(bar.resize), bar.stop, differing.stop, tools.stop],
    card,
    linked: tools.linked,
    show,
    tell() {
      choices.show();
      if (chooser.isWorking()) return;
      noted.textContent = note();
      noted.hidden = !noted.textContent;
      differing.show();
      tools.compare.cut();
      show();
    },
    relook() {
      card.show();
      tools.compare.repaint();
    },
  };
}

/**
 * @returns {import("./about.js").Manifest | null} what the page says it was made from
 */
function readManifest() {
  const holder = document.getElementById("controlmap-manifest");
  return holder && JSON.parse(holder.textContent || "null");
}

/**
 * Shows the bounds once the parts around the map have taken their room. A frame that is
 * hidden, or not laid out yet, has none: then as soon as it has, unless the address names
 * another view.
 * @param {import("leaflet").Map} map
 * @param {import("./decode.js").View["bounds"]} bounds
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
 * @param {import("leaflet").Map} map
 * @param {import("leaflet").LeafletMouseEvent} event
 * @returns {number} place that was meant, -1 for none
 */
function placeAt(story, picture, map, { latlng, originalEvent }) {
  const isTouch = originalEvent instanceof PointerEvent && originalEvent.pointerType === "touch";
  const reach = (isTouch ? REACH.touch : REACH.mouse) / scaleOf(map);
  const near = placeNear(picture.ground().points, makeProjection(map)(latlng.lat, latlng.lng), reach, picture.isDotShown);
  return near >= 0 ? near : cellAt(story.topology, latlng.lng, latlng.lat);
}
