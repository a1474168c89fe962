/**
 * Ties our page to what is around it: its address, the article that frames it, new windows.
 * @module surroundings
 */
import { linkDeeply } from "./deep-link.js";
import { makeFrameHeight } from "./frame-height.js";
import { talkToHost } from "./host.js";
import { calm } from "./motion.js";
import { tellOfBlockedLinks } from "./new-windows.js";

/**
 * @typedef {object} Shown
 * @property {import("./decode.js").Timeline} story
 * @property {import("./scene.js").Scene} scene
 * @property {import("./chooser.js").Chooser} chooser
 * @property {import("./player.js").Player} player
 * @property {import("./speech.js").Speech} speech
 * @property {import("leaflet").Map} map
 * @property {import("./tools.js").Linked[]} linked choices that the address carries
 * @property {number[]} bounds of the first view: west, south, east, north
 */

/**
 * @param {Shown} shown
 * @returns {() => void} unties
 */
export function joinSurroundings({ story, scene, chooser, player, speech, map, bounds, linked }) {
  const frameHeight = makeFrameHeight(map, bounds);
  calm(map);
  const steps = [
    linkDeeply(story, scene, player, map, linked),
    talkToHost(scene, chooser, player, frameHeight),
    frameHeight.stop,
    tellOfBlockedLinks(speech),
  ];
  return () => steps.forEach((step) => step());
}
