/**
 * All that a page runs before its scripts are unpacked.
 * @module starter
 */
import { textOf, unpack } from "./unpack.js";

/**
 * Runs the script that an element holds packed, as if it stood in the page. The page's
 * policy has its hash.
 * @param {string} id of the element
 */
export function runPacked(id) {
  const script = document.createElement("script");
  script.textContent = unpack(textOf(id));
  document.head.append(script);
  script.remove();
}
