/**
 * Texts inside a PNG file, which say what it shows wherever it goes: chunks of the type iTXt,
 * https://www.w3.org/TR/png-3/#11iTXt
 * @module picture-text
 */

/** Bytes of a PNG file before the first chunk that may be a text: signature and IHDR. */
const HEAD = 33;

/**
 * @param {Blob | null} png
 * @param {[keyword: string, text: string][]} texts keywords as the standard has them
 * @returns {Blob | null} the picture with the texts, empty ones left out; null without a picture
 */
export function withTexts(png, texts) {
  if (png === null) return null;
  const chunks = texts.filter(([, text]) => text !== "").map(([keyword, text]) => textChunk(keyword, text));
  return new Blob([png.slice(0, HEAD), ...chunks, png.slice(HEAD)], { type: png.type });
}

/**
 * @param {string} keyword
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>} a chunk: length, type, content, and the sum of the two
 */
function textChunk(keyword, text) {
  // neither compressed, nor of a language, nor with a keyword in one
  const content = new TextEncoder().encode("iTXt" + keyword + "\0\0\0\0\0" + text.replaceAll("\0", ""));
  const chunk = new Uint8Array(content.length + 8);
  const numbers = new DataView(chunk.buffer);
  numbers.setUint32(0, content.length - 4);
  chunk.set(content, 4);
  numbers.setUint32(content.length + 4, crc32(content));
  return chunk;
}

/**
 * @param {Uint8Array} bytes
 * @returns {number} https://www.w3.org/TR/png-3/#5CRC-algorithm
 */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
