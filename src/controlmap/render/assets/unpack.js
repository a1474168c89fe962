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
  return new TextDecoder().decode(inflate(bytesOf(packed)));
}

/**
 * The same by the browser itself where it can: many times as fast, but not at once.
 * @param {string} packed
 * @returns {Promise<string>}
 */
export async function unpackSoon(packed) {
  const stream = makeInflater();
  if (stream === null) return unpack(packed);
  const writer = stream.writable.getWriter();
  // what goes wrong here is told by the reader below
  writer.write(bytesOf(packed)).catch(() => {});
  writer.close().catch(() => {});
  return readAll(stream.readable);
}

/**
 * Reads a stream without a break, in which the browser would paint a page without a map.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<string>}
 */
async function readAll(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * @returns {DecompressionStream | null} null in browsers that know none, or none of raw data
 */
function makeInflater() {
  try {
    return new DecompressionStream("deflate-raw");
  } catch {
    return null;
  }
}

/**
 * @param {string} packed
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(packed) {
  const { fromBase64 } = /** @type {{fromBase64?: (text: string) => Uint8Array<ArrayBuffer>}} */ (Uint8Array);
  if (fromBase64) return fromBase64.call(Uint8Array, packed);
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
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
