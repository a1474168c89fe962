/**
 * Keeping the chosen place in sight: beside or above the card that tells of it.
 * @module sight
 */
import { isMotionReduced } from "./motion.js";

import { scaleOf } from "./projection.js";

/** Pixels kept free around the place. */
const ROOM = 56;

/** Share of the map's width from which the card lies below the place, not beside it. */
const WIDE_CARD = 0.7;

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/**
 * How far the map must be moved so that a point lies in the free part of its box.
 * @param {{x: number, y: number}} point
 * @param {Box} map
 * @param {Box | null} card
 * @returns {[number, number]} right and down, pixels
 */
function shiftInto(point, map, card) {
  const free = { left: map.left, top: map.top, right: map.right, bottom: map.bottom };
  if (card !== null) {
    const isWide = card.right - card.left > WIDE_CARD * (map.right - map.left);
    if (isWide) free.bottom = Math.min(free.bottom, card.top);
    else if (card.left - map.left < map.right - card.right) free.left = Math.max(free.left, card.right);
    else free.right = Math.min(free.right, card.left);
  }
  return [into(point.x, free.left, free.right), into(point.y, free.top, free.bottom)];
}

/**
 * @param {import("leaflet").Map} map
 * @param {HTMLElement} card
 * @param {number} place
 * @param {import("./picture.js").Picture} picture
 */
export function keepInSight(map, card, place, picture) {
  const points = picture.ground().points();
  if (place < 0 || place >= points.x.length) return;
  const scale = scaleOf(map);
  const centre = map.project(map.getCenter());
  const box = map.getContainer().getBoundingClientRect();
  const point = {
    x: points.x[place] * scale - centre.x + (box.left + box.right) / 2,
    y: points.y[place] * scale - centre.y + (box.top + box.bottom) / 2,
  };
  const [right, down] = shiftInto(point, box, card.hidden ? null : card.getBoundingClientRect());
  if (right !== 0 || down !== 0) map.panBy([-right, -down], { animate: !isMotionReduced() });
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number} what must be added to lie between them, with room
 */
function into(value, low, high) {
  const room = Math.max(0, Math.min(ROOM, (high - low) / 2));
  return Math.max(low + room - value, 0) + Math.min(high - room - value, 0);
}
