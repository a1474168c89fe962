/**
 * Who speaks in the data: perspectives, publishers, chains, as a choice names them.
 * @module voices
 */

/** @typedef {"perspective" | "publisher" | "chain"} VoiceKind */

/**
 * @typedef {object} Voice
 * @property {string} name in a choice: a perspective, `publisher:NAME` or `chain:NAME`
 * @property {VoiceKind} kind
 * @property {number | string} who an actor, or a text
 */

/** The perspective of those who speak for no side. */
export const INDEPENDENT = "independent";

/** @type {WeakMap<import("./evidence.js").Evidence, Map<string, Voice>>} */
const known = new WeakMap();

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Map<string, Voice>} all that any record is of, by name
 */
export function voicesOf(timeline) {
  const evidence = timeline.evidence();
  const before = known.get(evidence);
  if (before !== undefined) return before;
  const found = findVoices(evidence, timeline.payload.actors);
  known.set(evidence, found);
  return found;
}

/**
 * @param {import("./evidence.js").Evidence} evidence
 * @param {import("./decode.js").ActorRow[]} actors
 * @returns {Map<string, Voice>}
 */
function findVoices({ sources, chains, rows }, actors) {
  /** @type {Map<string, Voice>} */
  const voices = new Map();
  for (const source of new Set(rows.source)) {
    const [publisher, , , , perspective] = sources[source];
    const chain = chains[rows.chain[source]];
    const spoken = typeof perspective === "number" ? actors[perspective][0] : perspective;
    voices.set(spoken, { name: spoken, kind: "perspective", who: perspective });
    voices.set("publisher:" + publisher, { name: "publisher:" + publisher, kind: "publisher", who: publisher });
    voices.set("chain:" + chain, { name: "chain:" + chain, kind: "chain", who: chain });
  }
  return voices;
}
