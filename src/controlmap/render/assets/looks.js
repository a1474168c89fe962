/**
 * From the states of cells to how they are painted, as `controlmap.render.looks` has it.
 * @module looks
 */

/** Columns of an actor's row that hold its colour in each palette. */
export const COLUMNS = /** @type {const} */ ({ safe: 4, conventional: 5 });

const HATCHED = ["contested", "shared", "changing", "disputed"];

/** Stands for a holder that is not known. */
export const UNKNOWN_COLOUR = "#9b9b9b";

const PAPER = "#f4f1ea";
const BLACK = "#000000";

/** Share of the colour, the rest being paper. */
const OBSERVED = new Map([["fresh", 0.84], ["stale", 0.68], ["presumed", 0.55]]);
const INFERRED = new Map([["firm", 0.42], ["likely", 0.3], ["uncertain", 0.17]]);

/** Share of a colour that is told apart from the same one beside it, the rest being black. */
const DARKER = 0.75;

/**
 * @typedef {[pattern: string, safe: string[], conventional: string[]]} LookRow
 */

/**
 * @param {import("./decode.js").CellState[]} states
 * @param {import("./decode.js").ActorRow[]} actors
 * @returns {{looks: LookRow[], stateLooks: number[]}} distinct looks, and that of each state,
 *   -1 where nothing is painted
 */
export function looksOf(states, actors) {
  const rows = states.map((state) => lookRow(state, actors));
  /** @type {Map<string, LookRow>} */
  const distinct = new Map();
  for (const row of rows) if (row !== null) distinct.set(keyOf(row), row);
  const keys = [...distinct.keys()].sort();
  const place = new Map(keys.map((key, i) => [key, i]));
  return {
    looks: [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    stateLooks: rows.map((row) => (row === null ? -1 : place.get(keyOf(row)) ?? -1)),
  };
}

/**
 * @param {LookRow} row
 * @returns {string}
 */
function keyOf(row) {
  return row.flat().join(" ");
}

/**
 * @param {import("./decode.js").CellState} state
 * @param {import("./decode.js").ActorRow[]} actors
 * @returns {LookRow | null}
 */
function lookRow(state, actors) {
  const [safe, conventional] = [COLUMNS.safe, COLUMNS.conventional].map((column) =>
    lookOf(state, (actor) => (actor < 0 ? UNKNOWN_COLOUR : actors[actor][column])),
  );
  return safe && conventional && [safe.pattern, safe.colours, conventional.colours];
}

/**
 * @param {import("./decode.js").CellState} state
 * @param {(actor: number) => string} colourOf #rrggbb
 * @returns {import("./hatching.js").Look | null} null where nothing is painted
 */
function lookOf({ status, controllers, basis, firmness, freshness }, colourOf) {
  const share = OBSERVED.get(freshness) ?? 0.84;
  if (HATCHED.includes(status)) {
    return { pattern: status, colours: toldApart(controllers.map((actor) => mix(colourOf(actor), share))) };
  }
  if (status !== "controlled") return null;
  const colour = colourOf(controllers[0]);
  if (basis === "observed") return { pattern: "", colours: [mix(colour, share)] };
  const pale = mix(colour, INFERRED.get(firmness) ?? 0);
  if (firmness !== "uncertain") return { pattern: "", colours: [pale] };
  return { pattern: "uncertain", colours: [pale, mix(colour, INFERRED.get("firm") ?? 0)] };
}

/**
 * @param {string[]} colours
 * @returns {string[]} the colours, each repeated one darker than before
 */
function toldApart(colours) {
  /** @type {string[]} */
  const seen = [];
  for (const colour of colours) {
    let shade = colour;
    while (seen.includes(shade) && shade !== BLACK) shade = mix(shade, DARKER, BLACK);
    seen.push(shade);
  }
  return seen;
}

/**
 * @param {string} colour #rrggbb
 * @param {number} share of it, 0 to 1
 * @param {string} [ground]
 * @returns {string} the colour that it gives on the ground, as `controlmap.render.style` mixes it
 */
export function mix(colour, share, ground = PAPER) {
  const under = channels(ground);
  return "#" + channels(colour).map((over, i) => hex(share * over + (1 - share) * under[i])).join("");
}

/**
 * @param {string} colour #rrggbb
 * @returns {number[]}
 */
function channels(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/**
 * @param {number} value
 * @returns {string} two digits of the nearest whole number, of two as near the even one
 */
function hex(value) {
  const below = Math.floor(value);
  const isEven = below % 2 === 0;
  const rounded = value - below === 0.5 && isEven ? below : Math.round(value);
  return rounded.toString(16).padStart(2, "0");
}
