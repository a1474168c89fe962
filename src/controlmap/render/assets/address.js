/**
 * What the address of a page asks for.
 * @module address
 */
import { dayOfIso } from "./days.js";

/**
 * @param {string} hash
 * @returns {{day: number | null, view: {lat: number, lon: number, zoom: number} | null, place: string}}
 *   days since 1970; id of a place, empty for none
 */
export function readHash(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const day = dayOfIso(asked.get("date") || "");
  const [lat, lon, zoom] = ["lat", "lon", "z"].map((key) => Number.parseFloat(asked.get(key) || ""));
  const isView = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 22;
  const place = asked.get("place") || "";
  return { day: Number.isNaN(day) ? null : day, view: isView ? { lat, lon, zoom } : null, place };
}

/**
 * @param {string} search of an address
 * @returns {boolean} whether it asks for the slim frame
 */
export function isEmbedded(search) {
  return new URLSearchParams(search).has("embed");
}
