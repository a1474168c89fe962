/**
 * Where the parts stand: in the slots of our own page, or over anybody's map.
 * @module layout
 */
import { element, freeText } from "./dom.js";
import { tame } from "./plain-text.js";

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
 * @param {string} name
 * @returns {Element} slot that page.py leaves
 */
function slot(name) {
  return document.querySelector('[data-cm="' + name + '"]') || document.body;
}

/**
 * Puts the time bar in its slot of our page before the other parts: the map has what room
 * it leaves.
 * @param {HTMLElement} time
 */
export function layOutTime(time) {
  slot("time").append(time);
}

/**
 * Fills the slots; the time bar may stand in its own already.
 * @param {Parts} parts
 * @returns {() => void} empties them
 */
export function layOutPage({ search, time, news, live, legend, card, folds }) {
  const side = [search, news, legend, ...folds].filter((part) => part !== null);
  if (!time.isConnected) layOutTime(time);
  time.after(live);
  slot("side").append(...side);
  slot("map").append(card);
  return () => [time, live, card, ...side].forEach((part) => part.remove());
}

/**
 * Puts everything over the map: the time bar below, the rest beside. Several layers of one
 * map share the room, one below the other; their parts then say whose they are.
 * @param {typeof import("leaflet")} L
 * @param {Parts} parts
 * @param {HTMLElement} mapRoot
 * @param {string} name of the layer
 * @returns {() => void} takes it away
 */
export function layOutOverMap(L, { search, time, news, live, legend, card, folds }, mapRoot, name) {
  const root = mapRoot.querySelector(".cm-over") || makeRoom(L, mapRoot);
  const [side, times] = root.children;
  const title = (/** @type {"h2" | "p"} */ tag) => element(tag, { class: "cm-over-title" }, freeText(name));
  const beside = element("div", {}, title("h2"), search, legend, news, ...folds);
  const count = () => root.classList.toggle("cm-several", times.children.length > 1);
  side.append(beside);
  putOver(time.querySelector(".cm-date"), title("p"));
  times.append(time);
  card.dataset.layer = tame(name);
  root.append(card, live);
  count();
  L.DomEvent.disableClickPropagation(card);
  L.DomEvent.disableScrollPropagation(card);
  return () => {
    [beside, time, card, live].forEach((part) => part.remove());
    count();
    if (times.children.length === 0) root.remove();
  };
}

/**
 * @param {Element | null} part that keeps its place
 * @param {HTMLElement} title
 */
function putOver(part, title) {
  if (part === null) return;
  const both = element("div", { class: "cm-over-head" }, title);
  part.replaceWith(both);
  both.append(part);
}

/**
 * @param {typeof import("leaflet")} L
 * @param {HTMLElement} mapRoot
 * @returns {HTMLElement} room over the map for what stands beside it, and for time bars
 */
function makeRoom(L, mapRoot) {
  const rooms = ["cm-over-side", "cm-over-times"].map((name) => element("div", { class: name }));
  rooms.forEach((room) => {
    L.DomEvent.disableClickPropagation(room);
    L.DomEvent.disableScrollPropagation(room);
  });
  const root = element("div", { class: "cm-over" }, ...rooms);
  mapRoot.append(root);
  return root;
}
