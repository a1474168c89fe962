/**
 * The story as other reports tell it: the published one, answered and drawn anew.
 * @module tell
 */
import { inferCells } from "./infer.js";
import { retellAnswers } from "./retell.js";

/**
 * @typedef {import("./decode.js").Timeline} Timeline
 */

/**
 * @param {Timeline} published
 * @param {import("./choice.js").Choice} choice
 * @param {import("./history.js").Histories} histories of the published one
 * @returns {Timeline} of the same places and days
 */
export function tell(published, choice, histories) {
  const answers = retellAnswers(published, choice, histories);
  const blocs = choice.by === "bloc" ? blocsOf(published, histories.alliances) : [];
  const payload = { ...published.payload, by: choice.by, blocs };
  return { ...published, payload, answers, ...inferCells({ ...published, payload }, answers, choice.by) };
}

/**
 * @param {Timeline} published
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {number[][]} spells of each actor: a day, its bloc from then on, and so on
 */
function blocsOf({ payload, last }, { changeDays, blocOf }) {
  if (payload.blocs.length > 0) return payload.blocs;
  const days = [0, ...changeDays.filter((day) => day > 0 && day <= last)];
  return payload.actors.map((_, actor) => {
    /** @type {number[]} */
    const spells = [];
    for (const day of days) {
      const bloc = blocOf(actor, day);
      if (typeof bloc === "number" && bloc !== spells[spells.length - 1]) spells.push(day, bloc);
    }
    return spells;
  });
}
