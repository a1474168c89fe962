/**
 * What a reader may choose of whom to believe, and of when.
 * @module choice
 */
import { dayOfIso } from "./days.js";

/**
 * @typedef {object} Choice
 * @property {string} policy how differing reports settle: one of the names of policies.js
 * @property {string[]} perspectives whose sources are heard: the identifier of a bloc, another text
 *   that a source has as its perspective (such as ``independent``), ``publisher:NAME`` or ``chain:NAME``;
 *   none for all
 * @property {"valid" | "reported"} along
 * @property {number | null} asOf day of the map at whose end it was known, null for all that is known;
 *   along valid time alone
 * @property {number} lag days, along reported time alone: the answer of a day is the one that was known
 *   at the end of so many days later
 * @property {"actor" | "bloc"} by
 */

/**
 * @param {import("./decode.js").Payload} payload
 * @returns {Choice} what the page was made with
 */
export function defaultChoice({ policy, as_of: asOf, by, first_day: firstDay }) {
  return {
    policy,
    perspectives: [],
    along: "valid",
    asOf: asOf === null ? null : dayOfIso(asOf) - dayOfIso(firstDay),
    lag: 0,
    by: by === "bloc" ? "bloc" : "actor",
  };
}
