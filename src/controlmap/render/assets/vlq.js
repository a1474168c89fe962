/**
 * Integers from base64 VLQ text, the encoding of source maps.
 * @module vlq
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const VALUES = new Uint8Array(128);
for (let i = 0; i < DIGITS.length; i += 1) VALUES[DIGITS.charCodeAt(i)] = i;

/** Room for the numbers of a text while it is not known how many they are. */
let scratch = new Int32Array(4096);

/**
 * @param {string} text
 * @returns {Int32Array} the numbers in order
 */
export function decodeVlq(text) {
  if (text.length > scratch.length) scratch = new Int32Array(2 * text.length);
  const numbers = scratch;
  let count = 0;
  let shift = 0;
  let rest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = VALUES[text.charCodeAt(i)];
    rest |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
    } else {
      numbers[count] = rest & 1 ? -(rest >>> 1) : rest >>> 1;
      count += 1;
      shift = 0;
      rest = 0;
    }
  }
  return numbers.slice(0, count);
}

/**
 * @param {Int32Array} steps each number less the one before it
 * @returns {Int32Array} the numbers
 */
export function runningSums(steps) {
  const sums = new Int32Array(steps.length);
  let sum = 0;
  for (let i = 0; i < steps.length; i += 1) {
    sum += steps[i];
    sums[i] = sum;
  }
  return sums;
}
