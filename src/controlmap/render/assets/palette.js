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
    const spells = payload.blocs[actor] || [];
    let shown = actor;
    for (let i = 0; i < spells.length && spells[i] <= day; i += 2) shown = spells[i + 1];
    return appearance.colour(shown);
  };
}

/**
 * @param {number[][]} blocs spells of each party: a day, the bloc from then on, and so on
 * @returns {number[]} days on which any party may be in another bloc than before, ascending
 */
export function daysOfBlocs(blocs) {
  const days = blocs.flatMap((spells) => spells.filter((_, i) => i % 2 === 0));
  return [...new Set(days)].sort((a, b) => a - b);
}
