/**
 * Date, view, place and choices in the address: #date=YYYY-MM-DD&lat=..&lon=..&z=..&place=..
 * and what each choice adds.
 * @module deep-link
 */
import { readHash } from "./address.js";
import { isoOfDay } from "./days.js";
import { leadToWhole } from "./embed.js";

/** Milliseconds without a change before the address is written. */
const REST = 250;

/**
 * @param {number} day since 1970
 * @param {{lat: number, lon: number, zoom: number}} view
 * @param {string} place its id, empty for none
 * @returns {string} the part that every address has
 */
function writeHash(day, { lat, lon, zoom }, place) {
  const at = "lat=" + lat.toFixed(4) + "&lon=" + lon.toFixed(4) + "&z=" + Number(zoom.toFixed(2));
  return "#date=" + isoOfDay(day) + "&" + at + (place ? "&place=" + inAddress(place) : "");
}

/**
 * @param {string} text
 * @returns {string} as an address holds it; half a pair of code units, which none can hold, as U+FFFD
 */
function inAddress(text) {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/**
 * Follows the address, and keeps it up to date while nothing plays.
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./player.js").Player} player
 * @param {import("leaflet").Map} map
 * @param {import("./tools.js").Linked[]} linked choices of the reader
 * @returns {() => void} stops
 */
export function linkDeeply(timeline, scene, player, map, linked) {
  let timer = 0;
  const write = () => {
    const { lat, lng } = map.getCenter();
    const view = { lat, lon: lng, zoom: map.getZoom() };
    const choices = linked.flatMap((each) => each.write()).map(([key, value]) => "&" + key + "=" + inAddress(value)).join("");
    const chosen = scene.place() < 0 ? "" : timeline.places.id(scene.place());
    const hash = writeHash(timeline.firstDay + scene.day(), view, chosen) + choices;
    leadToWhole(hash);
    try {
      history.replaceState(history.state, "", hash);
    } catch {
      // a sandboxed frame may not write its address: the map works without
    }
  };
  const writeSoon = () => {
    clearTimeout(timer);
    if (!player.isPlaying()) timer = window.setTimeout(write, REST);
  };
  let isFirst = true;
  const read = () => {
    const { day, view, place } = readHash(location.hash);
    const asked = new URLSearchParams(location.hash.replace(/^#/, ""));
    for (const each of linked) each.read(asked, isFirst);
    isFirst = false;
    if (day !== null) scene.go(day - timeline.firstDay);
    if (view !== null) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    const known = place === "" ? -1 : placeOfId(timeline, place);
    if (known >= 0) scene.choose(known);
  };
  read();
  const stopDays = scene.onDay(writeSoon);
  const stopChoices = scene.onChoice(writeSoon);
  player.onToggle(writeSoon);
  const stopLinked = linked.map(({ onChange }) => onChange(writeSoon));
  map.on("moveend", writeSoon);
  window.addEventListener("hashchange", read);
  return () => {
    clearTimeout(timer);
    stopDays();
    stopChoices();
    stopLinked.forEach((stop) => stop());
    map.off("moveend", writeSoon);
    window.removeEventListener("hashchange", read);
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {string} id
 * @returns {number} -1 for none
 */
function placeOfId({ places }, id) {
  for (let place = 0; place < places.count; place += 1) if (places.id(place) === id) return place;
  return -1;
}
