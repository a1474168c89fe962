/**
 * The parts of the page around a map, tied to what is shown.
 * @module tie
 */
import { makeAbout } from "./about.js";
import { isEmbedded } from "./address.js";
import { makeCard } from "./card.js";
import { makeChoicePanel } from "./choice-panel.js";
import { makeDiffering } from "./differing.js";
import { layOutEmbed } from "./embed.js";
import { cellAt, placeNear } from "./hit.js";
import { listenToKeys } from "./keys.js";
import { layOutOverMap, layOutPage } from "./layout.js";
import { makeLegendPanel } from "./legend-panel.js";
import { makeNews } from "./news.js";
import { makeNotMapped, makePlaceTable } from "./place-lists.js";
import { makeProjection, scaleOf } from "./projection.js";
import { keepInSight } from "./sight.js";
import { joinSurroundings } from "./surroundings.js";
import { makeTools } from "./tools.js";

/** Reach of a click and of a finger around a place, CSS pixels. */
const REACH = { mouse: 12, touch: 22 };

/**
 * @typedef {import("./wire.js").Wired} Wired
 * @typedef {import("./wire.js").Begun} Begun
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @param {Begun} begun
 * @returns {(() => void)[]} what takes the parts away
 */
export function tie(L, wired, begun) {
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
    listenToKeys(story, scene, player, { root: mapRoot, isFirst: isFirst() }),
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
function makeParts(L, wired, { speech, player, changes, words: wordsOf, note, bar, noted, ground }) {
  const { story, scene, chooser, legend, map, isPage } = wired;
  const words = wordsOf();
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
 * @param {import("./decode.js").Timeline} story
 * @param {import("./picture.js").Picture} picture
 * @param {import("leaflet").Map} map
 * @param {import("leaflet").LeafletMouseEvent} event
 * @returns {number} place that was meant, -1 for none
 */
function placeAt(story, picture, map, { latlng, originalEvent }) {
  const isTouch = originalEvent instanceof PointerEvent && originalEvent.pointerType === "touch";
  const reach = (isTouch ? REACH.touch : REACH.mouse) / scaleOf(map);
  const near = placeNear(picture.ground().points(), makeProjection(map)(latlng.lat, latlng.lng), reach, picture.isDotShown);
  return near >= 0 ? near : cellAt(story.topology, latlng.lng, latlng.lat);
}
