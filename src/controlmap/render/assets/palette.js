/**
 * Colour of a party: its own, or on a map of blocs that of the bloc it is in.
 * @module palette
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {(actor: number, day: number) => string} #rrggbb, empty for one not known
 */
export function makePalette({ payload }) {
  return (actor, day) => {
    if (actor < 0) return "";
    const spells = payload.blocs[actor] || [];
    let shown = actor;
    for (let i = 0; i < spells.length && spells[i] <= day; i += 2) shown = spells[i + 1];
    return payload.actors[shown][4];
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {(day: number) => number} how often any bloc had changed by a day
 */
export function countBlocChanges({ payload }) {
  const days = payload.blocs.flatMap((/** @type {number[]} */ spells) => spells.filter((_, i) => i % 2 === 0));
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  return (day) => sorted.filter((other) => other <= day).length;
}
