/**
 * Keys of the page: space plays, arrows go by a day or month, Home and End to the ends.
 * @module keys
 */
import { addMonths } from "./days.js";

const EDITABLE = "textarea, select, [contenteditable], input:not([type=range]), .cm-swipe-range";
const MAP = ".leaflet-container";
const PRESSABLE = "button, a[href], summary, textarea, select, input:not([type=range]), .cm-swipe-range";

/**
 * The day that a key leads to.
 * @param {{key: string, shiftKey: boolean}} event
 * @param {number} day
 * @param {{firstDay: number, last: number}} range
 * @param {boolean} isRightToLeft
 * @returns {number | null} null if the key leads nowhere
 */
function dayOfKey({ key, shiftKey }, day, { firstDay, last }, isRightToLeft) {
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const step = (key === "ArrowRight") === isRightToLeft ? -1 : 1;
  return shiftKey ? addMonths(firstDay + day, step) - firstDay : day + step;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 * @returns {boolean} whether no control needs the key, nor the browser
 */
function isForUs({ key, ctrlKey, altKey, metaKey }, target) {
  if (ctrlKey || altKey || metaKey || target.closest(EDITABLE)) return false;
  return key !== " " || !target.closest(PRESSABLE);
}

/**
 * Listens on the page. The map keeps its own arrow keys where it was reached by Tab. Of
 * several maps each listens to the keys pressed in it, and the first to all others.
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./player.js").Player} player
 * @param {{root: HTMLElement, isFirst: boolean}} map
 * @returns {() => void} stops listening
 */
export function listenToKeys(timeline, scene, player, { root: map, isFirst }) {
  let isMapByTab = false;
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Tab") isMapByTab = true;
    const inMap = target.closest(MAP);
    if (inMap === null ? !isFirst : inMap !== map) return;
    if (event.key === "Escape") scene.choose(-1);
    const isOfMap = target === map && isMapByTab && event.key.startsWith("Arrow");
    if (isOfMap || !isForUs(event, target)) return;
    if (event.key === " ") {
      player.toggle();
    } else {
      const day = dayOfKey(event, scene.day(), timeline, getComputedStyle(map).direction === "rtl");
      if (day === null) return;
      player.stop();
      scene.go(day);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const point = () => {
    isMapByTab = false;
  };
  document.addEventListener("keydown", press, true);
  document.addEventListener("pointerdown", point, true);
  return () => {
    document.removeEventListener("keydown", press, true);
    document.removeEventListener("pointerdown", point, true);
  };
}
