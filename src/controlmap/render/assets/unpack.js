/**
 * Texts of a page that are packed: deflated, in base64.
 * @module unpack
 */
import { inflate } from "./inflate.js";

/**
 * @param {string} packed
 * @returns {string}
 */
export function unpack(packed) {
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return new TextDecoder().decode(inflate(bytes));
}

/**
 * @param {string} id
 * @returns {string} what the element of the page holds
 */
export function textOf(id) {
  const holder = document.getElementById(id);
  if (holder === null) throw new Error("the page has no element " + id);
  return holder.textContent || "";
}
