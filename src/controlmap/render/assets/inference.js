/**
 * What the observed places around a cell suggest for it, by one of two rules.
 * @module inference
 */
import { LENDS_NONE } from "./observers.js";

/** Holders whose places weigh as much as the most, but for this, weigh the same: sums round. */
const ALIKE = 1e-12;

/** Least spacing, metres. */
const LEAST_M = 1e-9;

/** Words of the levels of firmness, from 0 on. */
export const FIRMNESS = ["uncertain", "likely", "firm"];

/**
 * The numbers of the rules: what they mean is said by `InferenceParameters` in Python.
 * @typedef {object} InferenceColumns
 * @property {[lon: number, lat: number]} centre of the system in metres, degrees
 * @property {number} grid_m
 * @property {number} neighbours
 * @property {number} cap_m
 * @property {number} cap_spacings
 * @property {number} uncertain_below
 * @property {number} likely_below
 * @property {number} newer_spacings
 * @property {number} decay_days
 * @property {number} reach_spacings
 */

/**
 * What the observers say on a day.
 * @typedef {object} Said
 * @property {Int32Array} holder
 * @property {Int32Array} through
 * @property {Uint8Array} isOld
 * @property {() => boolean} isOneHolder whether all that lend a holder lend the same
 */

/**
 * What is suggested for a cell.
 * @typedef {object} Suggestion
 * @property {number} holder -1 where there is no data
 * @property {number} level of firmness
 * @property {number} reach metres: nothing farther away has a say in it, as long as there
 *   is more than one holder, or as long as there is one
 */

/** @typedef {import("./nearby.js").Neighbours} Neighbours */

/** @typedef {{index: number[], distance: number[]}} Seen places that are observed, nearest first, in metres */

/**
 * @param {InferenceColumns & {rule: string}} numbers
 * @param {import("./nearby.js").Nearby} nearby
 * @param {Said} said
 * @param {number} actors how many there are
 * @returns {(cell: number, day: number) => Suggestion}
 */
export function makeInference(numbers, nearby, said, actors) {
  const isByAge = numbers.rule === "nearest-with-age";
  const heaviest = makeHeaviest(numbers, said, actors);
  const look = makeLook(numbers, said);
  /**
   * @param {Neighbours} around
   * @param {number} day
   * @returns {Suggestion} which holds if all neighbours within its reach are there
   */
  const suggest = (around, day) => {
    const { seen, nearest, spacing, farthest, widest } = look(around);
    const cap = Math.min(numbers.cap_m, numbers.cap_spacings * spacing);
    if (nearest > cap) {
      const isAlone = nearest > numbers.cap_m && widest >= numbers.cap_m;
      return { holder: -1, level: -1, reach: isAlone ? numbers.cap_m : Math.max(farthest, cap) };
    }
    const holder = isByAge ? heaviest(seen, spacing, day) : -1;
    const own = holder >= 0 ? holder : firstAt(seen, said, nearest);
    const { level, reach } = firmnessOf(seen, said, own, { spacing, ...numbers });
    return { holder: own, level, reach: Math.max(farthest, reach, isByAge ? numbers.reach_spacings * spacing : 0) };
  };
  return (cell, day) => {
    let around = nearby.of(cell);
    for (;;) {
      const found = suggest(around, day);
      if (found.reach <= around.horizon) return found;
      around = nearby.widen(cell, found.reach === Infinity ? Math.SQRT2 * around.horizon : found.reach + 1);
    }
  };
}

/**
 * The observed places around a position.
 * @typedef {object} Look
 * @property {Seen} seen as long as the next look
 * @property {number} nearest metres to the first that lends a holder, or infinite
 * @property {number} spacing metres
 * @property {number} farthest metres to the last that gives the spacing; infinite where more of them would
 * @property {number} widest nothing farther than this is among them, for it has no say
 */

/**
 * @param {InferenceColumns & {rule: string}} numbers
 * @param {Said} said
 * @returns {(around: Neighbours) => Look}
 */
function makeLook(numbers, { holder }) {
  const { neighbours, rule, likely_below: likely, newer_spacings: newer, cap_spacings: cap } = numbers;
  const far = rule === "nearest-with-age" ? Math.max(cap, numbers.reach_spacings) : cap;
  /** @type {Seen} */
  const seen = { index: [], distance: [] };
  return (around) => {
    seen.index.length = 0;
    seen.distance.length = 0;
    const look = { seen, nearest: Infinity, spacing: LEAST_M, farthest: Infinity, widest: Infinity };
    for (let i = 0; i < around.index.length && around.distance[i] <= look.widest; i += 1) {
      const place = around.index[i];
      if (holder[place] < LENDS_NONE || !around.isOpen(i)) continue;
      const metres = around.distance[i];
      const count = seen.index.push(place);
      seen.distance.push(metres);
      if (holder[place] >= 0) look.nearest = Math.min(look.nearest, metres);
      if (count <= neighbours) look.spacing = Math.max(Math.sqrt((Math.PI * (metres * metres)) / count), LEAST_M);
      if (count !== neighbours) continue;
      look.farthest = metres;
      look.widest = Math.max(metres, look.spacing * Math.max(far + likely, newer));
    }
    return look;
  };
}

/**
 * @param {Seen} around
 * @param {Said} said
 * @param {number} nearest metres to the nearest place that lends a holder
 * @returns {number} its holder; of two just as near the first by name
 */
function firstAt({ index, distance }, { holder }, nearest) {
  let first = Infinity;
  for (let i = 0; i < index.length && distance[i] <= nearest; i += 1) {
    if (holder[index[i]] >= 0) first = Math.min(first, holder[index[i]]);
  }
  return first;
}

/**
 * A place weighs exp(-d/s) exp(-age/decay), d being its distance, s the spacing.
 * @param {InferenceColumns} numbers
 * @param {Said} said
 * @param {number} actors
 * @returns {(around: Seen, spacing: number, day: number) => number} holder whose places
 *   weigh most, of two that weigh the same the first by name; -1 where none weighs anything
 */
function makeHeaviest({ reach_spacings: reach, decay_days: decay }, { holder, through }, actors) {
  const total = new Float64Array(actors);
  return ({ index, distance }, spacing, day) => {
    total.fill(0);
    for (let i = 0; i < index.length && distance[i] <= reach * spacing; i += 1) {
      const place = index[i];
      if (holder[place] < 0) continue;
      const age = Math.max(day - through[place], 0);
      total[holder[place]] += Math.exp(-(distance[i] / spacing) - age / decay);
    }
    const most = total.reduce((a, b) => Math.max(a, b), 0);
    return most > 0 ? total.findIndex((weight) => weight >= most * (1 - ALIKE)) : -1;
  };
}

/**
 * Firmness, and how far around a cell something has a say in it.
 * @param {Seen} around
 * @param {Said} said
 * @param {number} own holder
 * @param {InferenceColumns & {spacing: number}} numbers
 * @returns {{level: number, reach: number}}
 */
function firmnessOf(around, said, own, numbers) {
  const { spacing, uncertain_below: low, likely_below: high, newer_spacings: wide } = numbers;
  const { near, newest, isOld, other } = nearestOf(around, said, own);
  if (said.isOneHolder()) return { level: 1, reach: near };
  const margin = (other - near) / spacing;
  if (margin < high) return { level: Number(margin >= low), reach: Math.max(near, other) };
  const reach = near + high * spacing;
  if (isOld) return { level: 1, reach };
  const { index, distance } = around;
  let isNewer = false;
  for (let i = 0; i < index.length && distance[i] <= wide * spacing; i += 1) {
    const holder = said.holder[index[i]];
    isNewer ||= holder >= 0 && holder !== own && said.through[index[i]] > newest;
  }
  return { level: isNewer ? 1 : 2, reach: Math.max(reach, wide * spacing) };
}

/**
 * Of the holder's places just as near, those with the newest record count as its nearest.
 * @param {Seen} around
 * @param {Said} said
 * @param {number} own holder
 * @returns {{near: number, newest: number, isOld: boolean, other: number}} distance of its
 *   nearest place, last day of that one's records, whether it is old, and the distance of
 *   the nearest place of another holder
 */
function nearestOf({ index, distance }, { holder, through, isOld }, own) {
  let near = Infinity;
  let newest = -Infinity;
  let isAllOld = true;
  let other = Infinity;
  for (let i = 0; i < index.length && (near === Infinity || other === Infinity || distance[i] <= near); i += 1) {
    const place = index[i];
    if (holder[place] < 0) continue;
    if (holder[place] !== own) {
      other = Math.min(other, distance[i]);
    } else if (distance[i] <= near && through[place] >= newest) {
      isAllOld = (through[place] > newest || isAllOld) && isOld[place] === 1;
      near = distance[i];
      newest = through[place];
    }
  }
  return { near, newest, isOld: isAllOld, other };
}
