/**
 * Text of the data, kept from acting on what stands beside it.
 * @module plain-text
 */

/** Marks that set the direction of text up to their end, wherever that is. */
const TURNS = /[\u202a-\u202e]/g;

/** Marks that set a stretch of text apart from its surroundings, and the end of one. */
const ISOLATES = /[\u2066-\u2069]/;

const ISOLATE = "\u2068";
const END = "\u2069";

/** Accents piled on one letter, more than any script has. */
const PILES = /(\p{M}{4})\p{M}+/gu;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;

/**
 * The text without what would turn its neighbours or run over them: no mark of direction
 * that it does not end itself, no tower of accents.
 * @param {string} text
 * @returns {string}
 */
export function tame(text) {
  const flat = text.replace(TURNS, "").replace(PILES, "$1");
  return ISOLATES.test(flat) ? balanced(flat) : flat;
}

/**
 * @param {string} text
 * @returns {string} each stretch that is set apart ends, and no end is left over
 */
function balanced(text) {
  let depth = 0;
  let kept = "";
  for (const sign of text) {
    if (sign === END && depth === 0) continue;
    if (ISOLATES.test(sign)) depth += sign === END ? -1 : 1;
    kept += sign;
  }
  return kept + END.repeat(depth);
}

/**
 * A text to stand within a sentence: where it may run the other way, it is set apart.
 * @param {string} text
 * @param {boolean} isRightToLeft whether the sentence runs from right to left
 * @returns {string}
 */
export function inSentence(text, isRightToLeft) {
  const plain = tame(text);
  const isOther = isRightToLeft ? /[A-Za-z\u00c0-\u058f]/.test(plain) : RIGHT_TO_LEFT.test(plain);
  return isOther ? ISOLATE + plain + END : plain;
}
