/**
 * What a reader can do beside looking: search, compare two days, download.
 * @module tools
 */
import { makeCells } from "./cells.js";
import { readAddress, spellOut, writeAddress, writePlain } from "./choice-link.js";
import { makeCompare } from "./compare.js";
import { dayOfIso, isoOfDay } from "./days.js";
import { fileStem, makeDownloads } from "./download.js";
import { changesAsCsv, layersAsGeoJson } from "./exports.js";
import { isMotionReduced } from "./motion.js";
import { withTexts } from "./picture-text.js";
import { makeSearch } from "./search.js";
import { takeSnapshot } from "./snapshot.js";

/** Zoom to which the map goes for a place that is sought, at least. */
const NEAR = 10.5;

/**
 * @typedef {object} About
 * @property {import("./speech.js").Speech} speech
 * @property {() => import("./changes.js").Changes} changes of the story that is told
 * @property {() => string} note what is said of it as a whole
 * @property {import("./lay-ground.js").GroundLayer} ground
 * @property {() => HTMLCanvasElement[]} above canvases over that of the map
 */

/**
 * A choice that the address carries.
 * @typedef {object} Linked
 * @property {() => [key: string, value: string][]} write nothing for what need not be said
 * @property {(address: URLSearchParams, isFirst: boolean) => void} read isFirst while the page opens
 * @property {(listener: () => void) => () => void} onChange gives what stops it
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
  const { speech, above, ground } = about;
  const ofDay = () => [layer.shown()?.canvas, ...above()].filter((each) => each instanceof HTMLCanvasElement);
  const compare = makeCompare(L, { story, scene, speech, map, canvases: ofDay, makePicture: makePictureOf });
  const canvases = () => [ground?.shown()?.canvas, ...ofDay(), ...compare.canvases()].filter((each) => each instanceof HTMLCanvasElement);
  return {
    search: makeSearch(story, speech, (place) => goTo(wired, place)),
    compare,
    downloads: makeDownloads(speech, offersOf(wired, about, { compare, canvases }), () => isoOfDay(story.firstDay + scene.day())),
    linked: [linkPalette(scene), linkCompare(story, compare), linkChoice(wired)],
    stop: compare.stop,
  };
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
function offersOf(wired, about, shown) {
  const { story, scene, chooser } = wired;
  const stem = fileStem(story.payload.title);
  const file = (/** @type {string} */ text, /** @type {string} */ type) => new Blob([text], { type });
  const choice = () => writePlain(story, chooser.asked());
  return [
    {
      label: "download_png",
      name: (iso) => stem + "-" + iso + ".png",
      make: () => viewAsPng(wired, about, shown),
    },
    {
      label: "download_geojson",
      name: (iso) => stem + "-" + iso + ".geojson",
      make() {
        const { lon: x, lat: y } = story.topology;
        const { ringsOf } = makeCells(story.topology, { x, y }, story.cells);
        return file(layersAsGeoJson(scene, choice(), ringsOf), "application/geo+json");
      },
    },
    {
      label: "download_csv",
      name: () => stem + "-changes.csv",
      make: () => file(changesAsCsv(scene.story(), about.changes(), choice()), "text/csv"),
    },
  ];
}

/**
 * @param {import("./wire.js").Wired} wired
 * @param {About} about
 * @param {{compare: import("./compare.js").Compare, canvases: () => HTMLCanvasElement[]}} shown
 * @returns {Promise<Blob | null>} the view as PNG, which says inside, too, of which day and by which
 *   choice it is
 */
async function viewAsPng({ story, scene, chooser, legend, map }, { speech, note }, { compare, canvases }) {
  const { title, licences } = story.payload;
  const { holders, mixed } = legend();
  const keys = holders
    .filter(({ high, actor }) => high > 0 && !scene.appearance.isHidden(String(actor)))
    .map(({ actor }) => ({ name: speech.actor(actor), colour: scene.appearance.colour(actor) }));
  const other = compare.day();
  const isMixed = mixed.some(({ area }) => area > 0);
  const caption = {
    title,
    date: other === null ? speech.day(scene.day()) : speech.say("compare_days", { left: speech.day(other), right: speech.day(scene.day()) }),
    keys,
    line: compare.line(),
    note: note(),
    small: [speech.say(isMixed ? "snapshot_note_mixed" : "snapshot_note"), licences.join(" · ")],
    isRightToLeft: getComputedStyle(map.getContainer()).direction === "rtl",
  };
  const picture = takeSnapshot(map.getContainer(), canvases(), caption);
  const iso = (/** @type {number} */ day) => isoOfDay(story.firstDay + day);
  const days = "date=" + iso(scene.day()) + (other === null ? "" : "; compare=" + iso(other));
  const told = [caption.date, caption.note, days + "; " + spellOut(writePlain(story, chooser.asked()))];
  const png = await new Promise((/** @type {BlobCallback} */ resolve) => picture.toBlob(resolve, "image/png"));
  return withTexts(png, [
    ["Title", title],
    ["Description", told.filter(Boolean).join("\n")],
    ["Copyright", licences.join("; ")],
  ]);
}

/**
 * @param {import("./scene.js").Scene} scene
 * @returns {Linked}
 */
function linkPalette({ appearance }) {
  return {
    write: () => (appearance.palette() === "safe" ? [] : [["palette", appearance.palette()]]),
    read: (address) => appearance.choosePalette(address.get("palette") === "conventional" ? "conventional" : "safe"),
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
    write() {
      const day = compare.day();
      return day === null ? [] : [["compare", isoOfDay(firstDay + day)]];
    },
    read(address) {
      const day = dayOfIso(address.get("compare") || "") - firstDay;
      compare.set(day >= 0 && day <= last ? day : null);
    },
    onChange: compare.onChange,
  };
}

/**
 * @param {import("./wire.js").Wired} wired
 * @returns {Linked}
 */
function linkChoice({ story, chooser }) {
  return {
    write: () => writeAddress(story, chooser.asked(), chooser.published),
    read(address, isFirst) {
      const asked = readAddress(story, address, chooser.published);
      if (isFirst) chooser.tell(asked);
      else chooser.ask(asked);
    },
    onChange: chooser.onAsked,
  };
}
