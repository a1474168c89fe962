/**
 * Where the parts stand: in the slots of our own page, or over anybody's map.
 * @module layout
 */
import { element } from "./dom.js";

/**
 * @typedef {object} Parts
 * @property {HTMLElement} search
 * @property {HTMLElement} time
 * @property {HTMLElement} news
 * @property {HTMLElement} live
 * @property {HTMLElement} legend
 * @property {HTMLElement} card
 * @property {(HTMLElement | null)[]} folds
 */

/**
 * Fills the slots that page.py leaves.
 * @param {Parts} parts
 * @returns {() => void} empties them
 */
export function layOutPage({ search, time, news, live, legend, card, folds }) {
  const slot = (/** @type {string} */ name) => document.querySelector('[data-cm="' + name + '"]') || document.body;
  const side = [search, news, legend, ...folds].filter((part) => part !== null);
  slot("time").append(time, live);
  slot("side").append(...side);
  slot("map").append(card);
  return () => [time, live, card, ...side].forEach((part) => part.remove());
}

/**
 * Puts everything over the map: the time bar below, the rest beside.
 * @param {typeof import("leaflet")} L
 * @param {Parts} parts
 * @param {HTMLElement} mapRoot
 * @returns {() => void} takes it away
 */
export function layOutOverMap(L, { search, time, news, live, legend, card, folds }, mapRoot) {
  const side = element("div", { class: "cm-over-side" }, search, legend, news, ...folds);
  const root = element("div", { class: "cm-over" }, card, side, time, live);
  for (const part of [time, side, card]) {
    L.DomEvent.disableClickPropagation(part);
    L.DomEvent.disableScrollPropagation(part);
  }
  mapRoot.append(root);
  return () => root.remove();
}
