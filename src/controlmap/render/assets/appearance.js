/**
 * What the reader has chosen of the look: the palette, and which holders are shown.
 * @module appearance
 */

import { COLUMNS, looksOf } from "./looks.js";

/** @typedef {"safe" | "conventional"} PaletteName */

/**
 * @typedef {object} Appearance
 * @property {() => PaletteName} palette
 * @property {(name: PaletteName) => void} choosePalette
 * @property {(actor: number) => string} colour #rrggbb
 * @property {() => import("./hatching.js").Look[]} looks
 * @property {() => number[]} stateLooks look of each state, -1 where nothing is painted
 * @property {(state: number) => boolean} isStateHidden
 * @property {(key: string) => boolean} isHidden
 * @property {(key: string) => void} toggle
 * @property {(states: import("./decode.js").CellState[]) => void} dress other states, of another story
 * @property {(listener: () => void) => () => void} onChange gives what stops it
 */

/**
 * @param {import("./decode.js").Timeline} published
 * @param {import("./decode.js").View} view
 * @returns {Appearance}
 */
export function makeAppearance({ payload, states: published }, { looks, state_looks: stateLooks }) {
  let states = published;
  let rows = { looks, stateLooks };
  /** @type {PaletteName} */
  let palette = "safe";
  /** @type {Set<string>} */
  const hidden = new Set();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => listeners.forEach((listener) => listener());
  const isStateHidden = (/** @type {number} */ state) => hidden.has(keyOfState(states[state]));
  return {
    palette: () => palette,
    choosePalette(name) {
      if (name === palette) return;
      palette = name;
      tell();
    },
    colour: (actor) => payload.actors[actor][COLUMNS[palette]],
    looks: () => rows.looks.map(([pattern, safe, conventional]) => ({ pattern, colours: palette === "safe" ? safe : conventional })),
    stateLooks: () => rows.stateLooks.map((look, state) => (isStateHidden(state) ? -1 : look)),
    isStateHidden,
    isHidden: (key) => hidden.has(key),
    toggle(key) {
      if (!hidden.delete(key)) hidden.add(key);
      tell();
    },
    dress(others) {
      if (others === states) return;
      states = others;
      rows = states === published ? { looks, stateLooks } : looksOf(states, payload.actors);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * @param {import("./decode.js").CellState} state
 * @returns {string} what the legend hides it by: its holder's number, or its status
 */
function keyOfState({ status, controllers }) {
  return status === "controlled" ? String(controllers[0]) : status;
}
