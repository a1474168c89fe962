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
import { afterFirstPicture, isPictureFirst } from "./first-picture.js";
import { cellAt, placeNear } from "./hit.js";
import { listenToKeys } from "./keys.js";
import { layOutOverMap, layOutPage, layOutTime } from "./layout.js";
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
import { layGround, makeTools } from "./tools.js";

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
 * What the first picture needs beside the map: the ground below, the time bar that takes
 * its room.
 * @typedef {object} Begun
 * @property {import("./speech.js").Speech} speech
 * @property {import("./player.js").Player} player
 * @property {() => import("./changes.js").Changes} changes of the story that is told
 * @property {import("./choice-words.js").ChoiceWords} words
 * @property {() => string} note what is said of the story as a whole
 * @property {import("./timebar.js").TimeBar} bar
 * @property {() => void} tellNote above the date
 * @property {import("./tools.js").GroundLayer} ground
 * @property {() => () => void} fit the view to the room, once; gives what stops it
 */

/**
 * Builds the parts and ties them: on our page the time bar, and the others once the first
 * picture stands, or when they are needed before.
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @returns {(() => void)[]} what takes them away
 */
export function wire(L, wired) {
  const { scene, chooser, isPage } = wired;
  const begun = begin(L, wired);
  /** @type {(() => void)[]} */
  let undo = [];
  const complete = () => {
    undo = tie(L, wired, begun);
    if (isPage) document.documentElement.dataset.controlmap = "ready";
  };
  const takeAway = () => undo.forEach((step) => step());
  if (!isPage || isEmbedded(location.search) || !isPictureFirst()) {
    complete();
    return [takeAway];
  }
  layOutTime(begun.bar.root);
  begun.tellNote();
  begun.bar.show();
  const stopFitting = begun.fit();
  const stopWaiting = afterFirstPicture(complete, [scene.onDay, scene.onChoice, scene.onTold, scene.appearance.onChange, chooser.onAsked]);
  return [stopWaiting, stopFitting, begun.bar.stop, takeAway, () => begun.bar.root.remove(), () => begun.ground?.remove()];
}

/**
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @returns {Begun}
 */
function begin(L, wired) {
  const { story, view, scene, chooser, map, isPage } = wired;
  const speech = makeSpeech(story, view);
  const player = makePlayer(scene, story.last, view.days_per_second);
  const changes = ofStory(scene, findChanges);
  const words = makeChoiceWords(story, speech, chooser.published);
  const note = () => words.all(chooser.asked());
  const noted = element("p", { class: "cm-choice-note" });
  const bar = makeTimeBar(story, scene, speech, player, { changes, speed: view.days_per_second, note: noted });
  const ground = layGround(L, wired);
  /** @type {(() => void) | null} */
  let stopFitting = isPage ? null : () => {};
  return {
    speech,
    player,
    changes,
    words,
    note,
    bar,
    tellNote() {
      noted.textContent = note();
      noted.hidden = !noted.textContent;
    },
    ground,
    fit() {
      stopFitting = stopFitting || fitView(map, view.bounds);
      return stopFitting;
    },
  };
}

/**
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @param {Begun} begun
 * @returns {(() => void)[]} what takes the parts away
 */
function tie(L, wired, begun) {
  const { story, view, scene, chooser, picture, layer, map, isPage, isFirst } = wired;
  const { speech, player } = begun;
  const mapRoot = map.getContainer();
  const { parts, steps, card, linked, show, tell, relook } = makeParts(L, wired, begun);
  const layOut = isEmbedded(location.search) ? layOutEmbed : layOutPage;
  const takeAway = isPage ? layOut(parts, speech) : layOutOverMap(L, parts, mapRoot, view.name || story.payload.title);
  const stopFitting = begun.fit();
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
 * @param {Begun} begun
 * @returns {MadeParts}
 */
function makeParts(L, wired, { speech, player, changes, words, note, bar, tellNote, ground }) {
  const { story, scene, chooser, legend, map, isPage } = wired;
  const news = makeNews(scene, speech, player, { changes, note });
  const differing = makeDiffering(L, wired, speech);
  const panel = makeLegendPanel(speech, scene.appearance, { isOpen: isPage || map.getContainer().clientWidth > 700, note: differing.note });
  const card = makeCard({ scene, chooser, speech, words, voicesOf: differing.voicesOf });
  const table = makePlaceTable(scene, speech);
  const tools = makeTools(L, wired, { speech, changes, note, ground, above: differing.canvases });
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
  bar.watch();
  return {
    parts: { search: tools.search, time: bar.root, news: news.root, live: news.live, legend: panel.root, card: card.root, folds },
    steps: [scene.onTold(bar.resize), bar.stop, differing.stop, tools.stop, () => ground?.remove()],
    card,
    linked: tools.linked,
    show,
    tell() {
      choices.show();
      if (chooser.isWorking()) return;
      tellNote();
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
