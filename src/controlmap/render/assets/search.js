/**
 * The search for a place, in any spelling, in Latin or Arabic letters.
 * @module search
 */
import { element, freeText } from "./dom.js";
import { searchKey } from "./spelling.js";

const MOST_FOUND = 8;

/** Letters of a key that may stand inside another, and from which one may be wrong. */
const SHORT = 3;
const LONG = 4;

/** How well a name fits, the best first; none of them fits it not at all. */
const FIT = { same: 0, start: 1, inside: 2, almost: 3, none: 4 };

/** What a place without a report weighs more, and what weight counts beside fit. */
const UNREPORTED = 1.2;
const WEIGHT = 1.2;

/** Number of searches on the page, for the identifiers of their lists. */
let made = 0;

/**
 * @typedef {object} Entry
 * @property {number} place
 * @property {string[]} names
 * @property {string[]} keys of the names
 * @property {number} weight the lower the sooner it is meant
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {(place: number) => void} choose
 * @returns {HTMLElement}
 */
export function makeSearch(timeline, speech, choose) {
  const { say } = speech;
  made += 1;
  const id = "cm-found-" + made;
  const input = element("input", {
    type: "search",
    class: "cm-search-input",
    role: "combobox",
    placeholder: say("search_hint"),
    "aria-label": say("search"),
    "aria-controls": id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
  });
  const list = element("ul", { id, class: "cm-found", role: "listbox", "aria-label": say("search") });
  const count = element("div", { class: "cm-unseen", "aria-live": "polite" });
  /** @type {Entry[] | null} */
  let entries = null;
  /** @type {number[]} */
  let found = [];
  let active = -1;
  const mark = () => {
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", id + "-" + active);
    if (active >= 0) list.children[active].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    found = [];
    active = -1;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    mark();
  };
  const take = (/** @type {number} */ place) => {
    close();
    input.value = "";
    count.textContent = "";
    choose(place);
  };
  const look = () => {
    entries = entries || makeEntries(timeline, speech);
    found = findPlaces(entries, input.value);
    active = found.length > 0 ? 0 : -1;
    const options = found.map((place, i) => makeOption(timeline, speech, place, id + "-" + i, take));
    const isAsked = input.value.trim() !== "";
    if (isAsked && found.length === 0) options.push(element("li", { class: "cm-quiet", role: "presentation" }, say("search_none")));
    list.replaceChildren(...options);
    input.setAttribute("aria-expanded", String(options.length > 0));
    count.textContent = isAsked ? speech.count("search_found", found.length) : "";
    mark();
  };
  input.addEventListener("input", look);
  input.addEventListener("blur", () => window.setTimeout(close));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
    if (step !== 0 && found.length > 0) active = (active + step + found.length) % found.length;
    else if (event.key === "Enter" && active >= 0) take(found[active]);
    else if (event.key === "Escape" && input.value !== "") {
      input.value = "";
      look();
    } else return;
    mark();
    event.preventDefault();
    event.stopPropagation();
  });
  return element("div", { class: "cm-search", role: "search" }, input, list, count);
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @param {string} id
 * @param {(place: number) => void} take
 * @returns {HTMLElement}
 */
function makeOption({ places }, speech, place, id, take) {
  const name = speech.place(place);
  const other = name === places.name[place] ? places.nameAr[place] : places.name[place];
  const option = element("li", { id, role: "option", class: "cm-option" }, freeText(name, "cm-name"));
  if (other) option.append(" ", freeText(other, "cm-quiet"));
  option.append(element("span", { class: "cm-quiet" }, " · " + speech.say("kind." + places.kind[place])));
  // before the blur that closes the list
  option.addEventListener("pointerdown", (event) => event.preventDefault());
  option.addEventListener("click", () => take(place));
  return option;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @returns {Entry[]}
 */
function makeEntries({ payload, places, answers }, speech) {
  const spellings = new Map(payload.spellings.map(([place, ...names]) => [place, names]));
  const kinds = new Map([["city", 0], ["town", 1]]);
  return Array.from({ length: places.count }, (_, place) => {
    const names = [speech.place(place), places.name[place], places.nameAr[place], ...(spellings.get(place) || [])].filter(Boolean);
    const isReported = answers.starts[place + 1] > answers.starts[place];
    const weight = (isReported ? 0 : UNREPORTED) + (kinds.get(places.kind[place]) ?? 2);
    return { place, names: names.map((name) => name.toLowerCase()), keys: names.map(searchKey), weight };
  });
}

/**
 * @param {Entry[]} entries
 * @param {string} text
 * @returns {number[]} places, the best ones first
 */
export function findPlaces(entries, text) {
  const name = text.trim().toLowerCase();
  if (name === "") return [];
  const key = searchKey(name);
  const judged = entries
    .map((entry) => ({ entry, fit: fitOf(entry, name, key) }))
    .filter(({ fit }) => fit < FIT.none)
    .map(({ entry, fit }) => ({ entry, score: fit === FIT.same ? fit - 1 + entry.weight / 10 : fit + WEIGHT * entry.weight }));
  judged.sort((a, b) => a.score - b.score || compare(a.entry.names[0], b.entry.names[0]));
  return judged.slice(0, MOST_FOUND).map(({ entry }) => entry.place);
}

/**
 * @param {Entry} entry
 * @param {string} name as it was typed
 * @param {string} key
 * @returns {number}
 */
function fitOf({ names, keys }, name, key) {
  if (names.includes(name)) return FIT.same;
  if (key !== "" && keys.includes(key)) return FIT.same + 0.5;
  if (names.some((other) => other.startsWith(name))) return FIT.start;
  if (key !== "" && keys.some((other) => other.startsWith(key))) return FIT.start + 0.5;
  if (names.some((other) => other.includes(name))) return FIT.inside;
  if (key.length >= SHORT && keys.some((other) => other.includes(key))) return FIT.inside + 0.5;
  return key.length >= LONG && keys.some((other) => isAlmost(other, key)) ? FIT.almost : FIT.none;
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean} whether one letter at most is another, missing, or too many
 */
function isAlmost(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return Math.max(one.length, other.length) - start - end <= 1;
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number}
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
