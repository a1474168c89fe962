/**
 * A choice as plain values, which programs and articles give, and as part of an address:
 * policy=…&perspective=…&as_of=…&along=reported&lag=…&by=…&differ=1
 * @module choice-link
 */
import { dayOfIso, isoOfDay } from "./days.js";
import { voicesOf } from "./voices.js";

export const POLICIES = ["merged", "corroborated", "adverse"];

/** Days that may lie between a day and what was known of it, at most. */
export const LONGEST_LAG = 3650;

/** In an address, where the page itself leaves something out. */
const ALL = "all";

/**
 * @typedef {object} PlainChoice
 * @property {string} policy
 * @property {string[]} perspectives as `--perspective` names them; empty for all
 * @property {string | null} asOf YYYY-MM-DD; null for all that is known
 * @property {string} along `valid`, or `reported`: each day as it was known, or so many days later
 * @property {number} lag days
 * @property {string} by `actor` or `bloc`
 * @property {boolean} differ whether the map shows where perspectives differ
 */

/**
 * @typedef {import("./chooser.js").Asked} Asked
 * @typedef {import("./decode.js").Timeline} Timeline
 */

/**
 * How each field is read; undefined for what it can't be.
 * @type {{[Field in keyof PlainChoice]: (value: unknown, timeline: Timeline) => Asked[Field] | undefined}}
 */
const READERS = {
  policy: (value) => wordOf(value, POLICIES),
  perspectives: readPerspectives,
  asOf: readAsOf,
  along: (value) => wordOf(value, /** @type {const} */ (["valid", "reported"])),
  lag: (value) => (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LONGEST_LAG ? value : undefined),
  by: (value) => wordOf(value, /** @type {const} */ (["actor", "bloc"])),
  differ: (value) => (typeof value === "boolean" ? value : undefined),
};

const FIELDS = /** @type {(keyof PlainChoice)[]} */ (Object.keys(READERS));

/**
 * @template {string} Word
 * @param {unknown} value
 * @param {readonly Word[]} words
 * @returns {Word | undefined}
 */
function wordOf(value, words) {
  return words.find((word) => word === value);
}

/**
 * @param {unknown} value
 * @param {Timeline} timeline
 * @returns {string[] | undefined}
 */
function readPerspectives(value, timeline) {
  if (!Array.isArray(value)) return undefined;
  const names = /** @type {unknown[]} */ (value);
  const known = names.filter((name) => typeof name === "string" && voicesOf(timeline).has(name));
  return known.length === names.length ? /** @type {string[]} */ ([...new Set(known)]) : undefined;
}

/**
 * @param {unknown} value
 * @param {Timeline} timeline
 * @returns {number | null | undefined}
 */
function readAsOf(value, { firstDay }) {
  if (value === null) return null;
  const day = typeof value === "string" ? dayOfIso(value) : NaN;
  return Number.isNaN(day) ? undefined : day - firstDay;
}

/**
 * @param {Timeline} timeline
 * @param {unknown} change some of the fields
 * @param {Asked} before
 * @returns {Asked} with the change
 */
export function readPlain(timeline, change, before) {
  if (typeof change !== "object" || change === null) throw new RangeError("a choice is an object");
  const asked = { ...before };
  for (const [field, value] of Object.entries(change)) {
    if (!Object.hasOwn(READERS, field)) throw new RangeError("a choice has no " + field.slice(0, 40));
    const read = READERS[/** @type {keyof PlainChoice} */ (field)](value, timeline);
    if (read === undefined) throw new RangeError("the choice has no such " + field);
    Object.assign(asked, { [field]: read });
  }
  return asked;
}

/**
 * @param {Timeline} timeline
 * @param {Asked} asked
 * @returns {PlainChoice}
 */
export function writePlain({ firstDay }, asked) {
  const { policy, perspectives, asOf, along, lag, by, differ } = asked;
  return { policy, perspectives: [...perspectives], asOf: asOf === null ? null : isoOfDay(firstDay + asOf), along, lag, by, differ };
}

/**
 * @param {Timeline} timeline
 * @param {URLSearchParams} address
 * @param {Asked} published
 * @returns {Asked} what is published, but for what the address says and can be
 */
export function readAddress(timeline, address, published) {
  const named = address.getAll("perspective");
  const values = {
    policy: address.get("policy"),
    perspectives: named.length === 0 ? null : named.filter((name) => name !== ALL),
    asOf: address.get("as_of") === ALL ? null : address.get("as_of") ?? undefined,
    along: address.get("along"),
    lag: /^\d+$/.test(address.get("lag") ?? "") ? Number(address.get("lag")) : undefined,
    by: address.get("by"),
    differ: address.get("differ") === "1" || undefined,
  };
  const asked = { ...published };
  for (const field of FIELDS) {
    const read = READERS[field](values[field], timeline);
    if (read !== undefined) Object.assign(asked, { [field]: read });
  }
  return asked;
}

/**
 * @param {Timeline} timeline
 * @param {Asked} asked
 * @param {Asked} published
 * @returns {[key: string, value: string][]} what the address says of it: what is not as published
 */
export function writeAddress(timeline, asked, published) {
  const { policy, perspectives, asOf, along, lag, by, differ } = writePlain(timeline, asked);
  const before = writePlain(timeline, published);
  /** @type {[key: string, value: string][]} */
  const pairs = [];
  if (policy !== before.policy) pairs.push(["policy", policy]);
  if (perspectives.join("\n") !== before.perspectives.join("\n")) {
    (perspectives.length > 0 ? perspectives : [ALL]).forEach((name) => pairs.push(["perspective", name]));
  }
  if (asOf !== before.asOf) pairs.push(["as_of", asOf ?? ALL]);
  if (along !== before.along) pairs.push(["along", along]);
  if (along === "reported" && lag !== before.lag) pairs.push(["lag", String(lag)]);
  if (by !== before.by) pairs.push(["by", by]);
  if (differ) pairs.push(["differ", "1"]);
  return pairs;
}

/**
 * @param {PlainChoice} choice
 * @returns {string} the whole of it, for a file that stands alone: as the address would say it, what is
 *   as published too
 */
export function spellOut({ policy, perspectives, asOf, along, lag, by }) {
  const names = perspectives.length > 0 ? perspectives : [ALL];
  const when = along === "reported" ? ["along=reported", "lag=" + lag] : ["as_of=" + (asOf ?? ALL)];
  return ["policy=" + policy, ...names.map((name) => "perspective=" + name), ...when, "by=" + by].join("; ");
}
