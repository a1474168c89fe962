/**
 * Words of the page: messages, names, numbers and dates in its language.
 * @module speech
 */
import { dayOfIso, makeDayWords } from "./days.js";
import { inSentence, tame } from "./plain-text.js";

/** Dates and intervals that are put in words; others are shown as they are written. */
const EDTF = /^[-\d~?%.]+(\/[-\d~?%.]*)?$|^\/[-\d~?%]+$/;

/**
 * @typedef {object} Speech
 * @property {string} language
 * @property {(key: string, values?: Record<string, string | number>) => string} say a message
 * @property {(key: string, n: number, values?: Record<string, string>) => string} count a message about a number of things
 * @property {(number: number, digits?: number) => string} number with up to three digits after the sign
 * @property {(day: number) => string} day in words
 * @property {(day: number) => string} short day in short
 * @property {(text: string) => string} edtf a date or window as a source gives it, in words
 * @property {(actor: number | string) => string} actor its name
 * @property {(side: number[]) => string} side its leader, with the others
 * @property {(names: string[]) => string} list in a sentence; empty for none
 * @property {(place: number) => string} place its name
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {{language: string, messages: Record<string, string>}} view
 * @returns {Speech}
 */
export function makeSpeech({ payload, places, firstDay }, { language, messages }) {
  const isArabic = language === "ar";
  const plural = new Intl.PluralRules(language);
  const words = makeDayWords(language);
  /** @type {Intl.NumberFormat[]} */
  const formats = [];
  /**
   * A formatter takes its time to make: short whole numbers are written alike without one.
   * @type {Speech["number"]}
   */
  const number = (value, digits = 0) => {
    if (!isArabic && Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
    formats[digits] = formats[digits] || new Intl.NumberFormat(language, { maximumFractionDigits: digits });
    return formats[digits].format(value);
  };
  /** @type {Speech["say"]} */
  const say = (key, values = {}) => {
    const message = Object.hasOwn(messages, key) ? messages[key] : key;
    return message.replace(/\{(\w+)\}/g, (gap, name) => (Object.hasOwn(values, name) ? inSentence(String(values[name]), isArabic) : gap));
  };
  /** @type {Speech["actor"]} */
  const actor = (who) => {
    if (typeof who === "string") return who === "independent" ? say("independent") : tame(who);
    if (who < 0) return say("unknown_holder");
    const [, name, nameAr] = payload.actors[who];
    return tame((isArabic && nameAr) || name);
  };
  /** @type {Speech["list"]} */
  const list = (names) => new Intl.ListFormat(language === "en" ? "en-GB" : language, { style: "short", type: "conjunction" }).format(names);
  return {
    language,
    say,
    count(key, n, values = {}) {
      const form = key + "_" + plural.select(n);
      const text = Object.hasOwn(messages, form) ? form : key + "_other";
      return say(text, { n: number(n), ...values });
    },
    number,
    day: (day) => words.day(firstDay + day),
    short: (day) => words.short(firstDay + day),
    edtf: (text) => edtfWords(text, words, say),
    actor,
    side([leader, ...others]) {
      if (others.length === 0) return actor(leader);
      return say("side_with", { leader: actor(leader), others: list(others.map(actor)) });
    },
    list,
    place: (place) => tame((isArabic && places.nameAr[place]) || places.name[place]),
  };
}

/**
 * @param {string} text EDTF
 * @param {ReturnType<typeof makeDayWords>} words
 * @param {Speech["say"]} say
 * @returns {string} words; the text itself where it is written in an unusual way
 */
function edtfWords(text, words, say) {
  if (!EDTF.test(text)) return text;
  const ends = text.split("/");
  const isOpen = (/** @type {string} */ end) => end === ".." || end === "";
  if (ends.length === 1) return dateWords(text, words, say);
  const [first, last] = ends;
  if (isOpen(first)) return say("date_until", { day: dateWords(last, words, say) });
  if (isOpen(last)) return say("date_from", { day: dateWords(first, words, say) });
  return say("date_between", { first: dateWords(first, words, say), last: dateWords(last, words, say) });
}

/**
 * @param {string} text one EDTF date
 * @param {ReturnType<typeof makeDayWords>} words
 * @param {Speech["say"]} say
 * @returns {string}
 */
function dateWords(text, words, say) {
  const plain = text.replace(/[~?%]$/, "");
  const day = dayOfIso(plain);
  const month = dayOfIso(plain + "-01");
  let spoken = plain;
  if (!Number.isNaN(day)) spoken = words.short(day);
  else if (!Number.isNaN(month)) spoken = words.month(month);
  return plain === text ? spoken : say("date_about", { day: spoken });
}
