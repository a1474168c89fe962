/**
 * Sides and what they hold: their order, and whether two are the same.
 * @module sides
 */

/**
 * @typedef {import("./answers.js").Holding} Holding
 */

/**
 * Actors are numbered in the order of their identifiers, so sides have the order that
 * their identifiers have.
 * @param {number[]} one
 * @param {number[]} other
 * @returns {number} below, at or above 0
 */
export function compareSides(one, other) {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) if (one[i] !== other[i]) return one[i] - other[i];
  return one.length - other.length;
}

/**
 * @param {number[][]} ones
 * @param {number[][]} others
 * @returns {number}
 */
export function compareSideLists(ones, others) {
  const length = Math.min(ones.length, others.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareSides(ones[i], others[i]);
    if (order !== 0) return order;
  }
  return ones.length - others.length;
}

/**
 * @param {number[][]} sides
 * @returns {number[][]} each once, in order
 */
export function sortedSides(sides) {
  return [...new Map(sides.map((side) => [side.join(), side])).values()].sort(compareSides);
}

/**
 * @param {number[][]} sides
 * @returns {string} the same for equal lists alone
 */
export function keyOfSides(sides) {
  return sides.map((side) => side.join()).join(";");
}

/**
 * @param {Holding} one
 * @param {Holding} other
 * @param {number} day
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {boolean} whether they name the same holders on a day, in the same status
 */
export function isSameHolding(one, other, day, alliances) {
  return one.status === other.status && alliances.areSameHolders(one.sides, other.sides, day);
}

/**
 * @param {number[][]} losers at least one
 * @returns {Holding} what they held
 */
export function holdingOf(losers) {
  return { status: losers.length === 1 ? "controlled" : "disputed", sides: losers };
}
