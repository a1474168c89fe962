/**
 * One key for the spellings of a name, in the same steps as spellings.py makes it.
 * @module spelling
 */

const SIGNS = /[\u0640'\u0060\u00b4\u2018\u2019\u02b0-\u02bf]/g;
const MARKS = /\p{M}/gu;
const LETTERS = new Map([
  ["\u0131", "i"],
  ["\u0671", "\u0627"],
  ["\u0649", "\u064a"],
  ["\u0629", "\u0647"],
]);
const NOT_WORD = /[^\p{L}\p{N}]+/u;
const ARTICLE = /^(?:[ae]l|ul|[ae](?:dh?|[nrz]|[cs]h|s|tt?|th))$/;
const ARABIC_ARTICLE = /^\u0627\u0644(?=..)/;

/**
 * @param {string} name
 * @returns {string} letters that its spellings share
 */
export function searchKey(name) {
  const plain = name.normalize("NFKD").replace(MARKS, "").replace(SIGNS, "").toLowerCase();
  const words = plain
    .replace(/[\u0131\u0671\u0649\u0629]/g, (letter) => LETTERS.get(letter) || "")
    .split(NOT_WORD)
    .filter(Boolean);
  const named = words.filter((word) => !ARTICLE.test(word));
  return (named.length > 0 ? named : words).map(fold).join("");
}

/**
 * @param {string} word
 * @returns {string}
 */
function fold(word) {
  const first = word
    .replace(ARABIC_ARTICLE, "")
    .replace(/tch|sch|[sc]h/g, "s")
    .replace(/kh/g, "x")
    .replace(/([gdt])h/g, "$1")
    .replace(/[qc]/g, "k")
    .replace(/^[aeiou]+/, "a");
  return (first.slice(0, 1) + first.slice(1).replace(/[aeiouwyh]+/g, "")).replace(/(.)\1+/g, "$1");
}
