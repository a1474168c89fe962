/**
 * What a reader can do beside looking: search, compare two days, download; and the ground.
 * @module tools
 */
import { makeCanvasLayer } from "./canvas-layer.js";
import { makeCells } from "./cells.js";
import { makeCompare } from "./compare.js";
import { dayOfIso, isoOfDay } from "./days.js";
import { fileStem, makeDownloads } from "./download.js";
import { changesAsCsv, layersAsGeoJson } from "./exports.js";
import { isMotionReduced } from "./motion.js";
import { makeSearch } from "./search.js";
import { takeSnapshot } from "./snapshot.js";

/** Zoom to which the map goes for a place that is sought, at least. */
const NEAR = 10.5;

/** Pane of the ground, below that of tiles. */
const PANE = "cm-ground";

/**
 * @typedef {object} About
 * @property {import("./speech.js").Speech} speech
 * @property {import("./changes.js").Changes} changes
 * @property {() => import("./legend.js").Legend} legend of the day shown
 */

/**
 * A choice that the address carries.
 * @typedef {object} Linked
 * @property {string} key
 * @property {() => string} write empty for what need not be said
 * @property {(text: string) => void} read
 * @property {(listener: () => void) => void} onChange
 */

/**
 * @typedef {object} Tools
 * @property {HTMLElement} search
 * @property {import("./compare.js").Compare} compare
 * @property {HTMLElement} downloads
 * @property {Linked[]} linked
 * @property {() => void} stop
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {import("./wire.js").Wired} wired
 * @param {About} about
 * @returns {Tools}
 */
export function makeTools(L, wired, about) {
  const { story, scene, layer, map, makePictureOf } = wired;
  const { speech } = about;
  const ground = layGround(L, wired);
  const canvas = () => layer.shown()?.canvas || null;
  const compare = makeCompare(L, { story, scene, speech, map, canvas, makePicture: makePictureOf });
  const canvases = () => [ground?.shown()?.canvas, canvas(), ...compare.canvases()].filter((each) => each instanceof HTMLCanvasElement);
  return {
    search: makeSearch(story, speech, (place) => goTo(wired, place)),
    compare,
    downloads: makeDownloads(speech, offersOf(wired, about, { compare, canvases }), () => isoOfDay(story.firstDay + scene.day())),
    linked: [linkPalette(scene), linkCompare(story, compare)],
    stop() {
      compare.stop();
      ground?.remove();
    },
  };
}

/**
 * Lays the ground below our own map; nothing below anybody's.
 * @param {typeof import("leaflet")} L
 * @param {import("./wire.js").Wired} wired
 * @returns {(import("leaflet").Layer & import("./canvas-layer.js").CanvasParts) | null}
 */
function layGround(L, { basemap, map }) {
  if (basemap === null) return null;
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "150";
  const layer = makeCanvasLayer(L, { attributions: [], paint: basemap.paint, added() {}, removed() {} });
  L.Util.setOptions(layer, { pane: PANE });
  return layer.addTo(map);
}

/**
 * @param {import("./wire.js").Wired} wired
 * @param {number} place
 */
function goTo({ story, scene, map }, place) {
  const { places } = story;
  if (place < places.located) {
    map.setView([places.lat[place], places.lon[place]], Math.max(NEAR, map.getZoom()), { animate: !isMotionReduced() });
  }
  scene.choose(place);
}

/**
 * @param {import("./wire.js").Wired} wired
 * @param {About} about
 * @param {{compare: import("./compare.js").Compare, canvases: () => HTMLCanvasElement[]}} shown
 * @returns {import("./download.js").Offer[]}
 */
function offersOf({ story, scene, map }, { speech, changes, legend }, { compare, canvases }) {
  const stem = fileStem(story.payload.title);
  const file = (/** @type {string} */ text, /** @type {string} */ type) => new Blob([text], { type });
  const picture = () => {
    const { holders, mixed } = legend();
    const keys = holders
      .filter(({ high, actor }) => high > 0 && !scene.appearance.isHidden(String(actor)))
      .map(({ actor }) => ({ name: speech.actor(actor), colour: scene.appearance.colour(actor) }));
    const other = compare.day();
    const isMixed = mixed.some(({ area }) => area > 0);
    return takeSnapshot(map.getContainer(), canvases(), {
      title: story.payload.title,
      date: other === null ? speech.day(scene.day()) : speech.say("compare_days", { left: speech.day(other), right: speech.day(scene.day()) }),
      keys,
      line: compare.line(),
      small: [speech.say(isMixed ? "snapshot_note_mixed" : "snapshot_note"), story.payload.licences.join(" · ")],
      isRightToLeft: getComputedStyle(map.getContainer()).direction === "rtl",
    });
  };
  return [
    {
      label: "download_png",
      name: (iso) => stem + "-" + iso + ".png",
      make: () => new Promise((resolve) => picture().toBlob(resolve, "image/png")),
    },
    {
      label: "download_geojson",
      name: (iso) => stem + "-" + iso + ".geojson",
      make() {
        const { lon: x, lat: y } = story.topology;
        const { ringsOf } = makeCells(story.topology, { x, y }, story.cells);
        return file(layersAsGeoJson(story, scene, ringsOf), "application/geo+json");
      },
    },
    {
      label: "download_csv",
      name: () => stem + "-changes.csv",
      make: () => file(changesAsCsv(story, changes), "text/csv"),
    },
  ];
}

/**
 * @param {import("./scene.js").Scene} scene
 * @returns {Linked}
 */
function linkPalette({ appearance }) {
  return {
    key: "palette",
    write: () => (appearance.palette() === "safe" ? "" : appearance.palette()),
    read: (text) => appearance.choosePalette(text === "conventional" ? "conventional" : "safe"),
    onChange: appearance.onChange,
  };
}

/**
 * @param {import("./decode.js").Timeline} story
 * @param {import("./compare.js").Compare} compare
 * @returns {Linked}
 */
function linkCompare({ firstDay, last }, compare) {
  return {
    key: "compare",
    write() {
      const day = compare.day();
      return day === null ? "" : isoOfDay(firstDay + day);
    },
    read(text) {
      const day = dayOfIso(text) - firstDay;
      compare.set(day >= 0 && day <= last ? day : null);
    },
    onChange: compare.onChange,
  };
}
