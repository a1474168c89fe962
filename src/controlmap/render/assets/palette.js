/**
 * Colour of a party: its own, or on a map of blocs that of the bloc it is in.
 * @module palette
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./appearance.js").Appearance} appearance
 * @returns {(actor: number, day: number) => string} #rrggbb, empty for one not known
 */
export function makePalette({ payload }, appearance) {
  return (actor, day) => {
    if (actor < 0) return "";
    return appearance.colour(blocOf(payload.blocs, actor, day));
  };
}

/**
 * @param {number[][]} blocs spells of each party: a day, the bloc from then on, and so on
 * @param {number} actor
 * @param {number} day
 * @returns {number} the bloc that a party is in, or the party where nobody is grouped
 */
export function blocOf(blocs, actor, day) {
  const spells = blocs[actor] || [];
  let bloc = actor;
  for (let i = 0; i < spells.length && spells[i] <= day; i += 2) bloc = spells[i + 1];
  return bloc;
}

/**
 * @param {number[][]} blocs spells of each party: a day, the bloc from then on, and so on
 * @returns {number[]} days on which any party may be in another bloc than before, ascending
 */
export function daysOfBlocs(blocs) {
  const days = blocs.flatMap((spells) => spells.filter((_, i) => i % 2 === 0));
  return [...new Set(days)].sort((a, b) => a - b);
}
