/**
 * Some of the sources: by perspective, publisher or chain.
 * @module selection
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {string[]} perspectives as in a choice
 * @returns {Set<number>} sources of any of them
 */
export function sourcesOf(timeline, perspectives) {
  const { payload } = timeline;
  const { sources, chains, rows } = timeline.evidence();
  const speaksFor = (/** @type {number | string} */ party) =>
    typeof party === "number" ? payload.actors[party][0] : party;
  /** @type {Set<number>} */
  const found = new Set();
  for (const wanted of perspectives.map(readPerspective)) {
    sources.forEach(([publisher, , , , perspective], source) => {
      const said = { publisher, chain: chains[rows.chain[source]], perspective: speaksFor(perspective) };
      if (said[wanted.field] === wanted.name) found.add(source);
    });
  }
  return found;
}

/**
 * @param {string} text
 * @returns {{field: "publisher" | "chain" | "perspective", name: string}}
 */
function readPerspective(text) {
  const colon = text.indexOf(":");
  const field = text.slice(0, Math.max(colon, 0));
  if (field !== "publisher" && field !== "chain") return { field: "perspective", name: text };
  return { field, name: text.slice(colon + 1).trim() };
}

/**
 * @param {import("./reports.js").Report[]} reports
 * @param {Set<number>} wanted sources
 * @returns {import("./reports.js").Report[]} those of the sources; what another source denies stands
 */
export function heardAlone(reports, wanted) {
  return reports
    .filter(({ source }) => wanted.has(source))
    .map((report) => {
      const { deniedBy } = report;
      if (deniedBy === "" || (typeof deniedBy === "number" && wanted.has(deniedBy))) return report;
      return { ...report, outcome: "stands", deniedBy: "", deniedOn: null };
    });
}
