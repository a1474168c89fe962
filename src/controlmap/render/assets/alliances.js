/**
 * Parties and their dated relations: blocs, memberships, who is whose whole.
 * @module alliances
 */

const CONTAINS = ["member_of", "in_bloc"];

/**
 * A party by its number; a text where the map names it nowhere.
 * @typedef {number | string} Party
 * @typedef {[party: Party, relation: string, target: Party, earliest: number | null, latest: number | null]} LinkRow
 */

/**
 * @typedef {object} Alliances
 * @property {number[]} changeDays on which a relation begins, or is no longer; ascending
 * @property {(day: number) => number} epochOf how many of them there are up to a day
 * @property {(party: Party, day: number) => Party} blocOf
 * @property {(sides: number[][], day: number) => Set<Party>} blocsOf all parties of some sides
 * @property {(one: number[], other: number[], day: number) => boolean} isSameHolder
 * @property {(ones: number[][], others: number[][], day: number) => boolean} areSameHolders
 */

/**
 * Relations change on the change days alone, so that what is found holds until the next.
 * @param {LinkRow[]} links in the order in which they are looked up
 * @param {number} never last day of the calendar, after which nothing ends
 * @returns {Alliances}
 */
export function makeAlliances(links, never) {
  const changeDays = daysOfLinks(links, never);
  const epochOf = (/** @type {number} */ day) => countUpTo(changeDays, day);
  /** @type {Map<Party, LinkRow[]>} */
  const linksOf = new Map();
  for (const link of links) linksOf.set(link[0], [...(linksOf.get(link[0]) || []), link]);
  /**
   * @param {Party} party
   * @param {string[]} relations
   * @param {number} day
   * @returns {Party[]}
   */
  const targets = (party, relations, day) =>
    (linksOf.get(party) || [])
      .filter((link) => relations.includes(link[1]) && covers(link, day))
      .map((link) => link[2]);
  const blocOf = perEpoch(epochOf, (party, day) => findBloc(party, (p, relation) => targets(p, [relation], day)));
  const wholesOf = perEpoch(epochOf, (party, day) => findWholes(party, (p) => targets(p, CONTAINS, day)));
  /** @type {Alliances["isSameHolder"]} */
  const isSameHolder = (one, other, day) =>
    one.some((party) => other.includes(party)) ||
    one.some((ours) => other.some((theirs) => wholesOf(ours, day).has(theirs) || wholesOf(theirs, day).has(ours)));
  return {
    changeDays,
    epochOf,
    blocOf,
    blocsOf: (sides, day) => new Set(sides.flatMap((side) => side.map((party) => blocOf(party, day)))),
    isSameHolder,
    areSameHolders: (ones, others, day) =>
      ones === others ||
      (ones.length === others.length &&
        ones.every((a) => others.some((b) => isSameHolder(a, b, day))) &&
        others.every((b) => ones.some((a) => isSameHolder(a, b, day)))),
  };
}

/**
 * @param {number[]} days ascending
 * @param {number} day
 * @returns {number} how many of the days are not after the day
 */
export function countUpTo(days, day) {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {LinkRow[]} links
 * @param {number} never
 * @returns {number[]}
 */
function daysOfLinks(links, never) {
  /** @type {Set<number>} */
  const days = new Set();
  for (const [, , , earliest, latest] of links) {
    if (earliest !== null) days.add(earliest);
    if (latest !== null && latest !== never) days.add(latest + 1);
  }
  return [...days].sort((a, b) => a - b);
}

/**
 * @param {LinkRow} link
 * @param {number} day
 * @returns {boolean}
 */
function covers([, , , earliest, latest], day) {
  return (earliest === null || earliest <= day) && (latest === null || day <= latest);
}

/**
 * @template T
 * @param {(day: number) => number} epochOf
 * @param {(party: Party, day: number) => T} find
 * @returns {(party: Party, day: number) => T} what is found, kept for the days until the next change
 */
function perEpoch(epochOf, find) {
  /** @type {Map<Party, T>[]} */
  const known = [];
  return (party, day) => {
    const epoch = epochOf(day);
    known[epoch] = known[epoch] || new Map();
    const before = known[epoch].get(party);
    if (before !== undefined) return before;
    const found = find(party, day);
    known[epoch].set(party, found);
    return found;
  };
}

/**
 * @param {Party} party
 * @param {(party: Party, relation: string) => Party[]} targets of a day
 * @returns {Party} its own bloc, else that of what it is a member of, else itself
 */
function findBloc(party, targets) {
  /** @type {Set<Party>} */
  const seen = new Set();
  let current = party;
  while (!seen.has(current)) {
    seen.add(current);
    const blocs = targets(current, "in_bloc");
    if (blocs.length > 0) return blocs[0];
    const wholes = targets(current, "member_of");
    if (wholes.length > 0) current = wholes[0];
  }
  return current;
}

/**
 * @param {Party} party
 * @param {(party: Party) => Party[]} targets of a day
 * @returns {Set<Party>} what it is part of, directly or through others
 */
function findWholes(party, targets) {
  /** @type {Set<Party>} */
  const found = new Set();
  let ring = [party];
  while (ring.length > 0) {
    ring = ring.flatMap(targets).filter((whole) => !found.has(whole));
    ring.forEach((whole) => found.add(whole));
  }
  return found;
}
