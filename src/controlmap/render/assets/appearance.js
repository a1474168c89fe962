/**
 * What the reader has chosen of the look: the palette, and which holders are shown.
 * @module appearance
 */

/** @typedef {"safe" | "conventional"} PaletteName */

/** Columns of an actor's row that hold its colour in each palette. */
const COLUMNS = /** @type {const} */ ({ safe: 4, conventional: 5 });

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
 * @property {(listener: () => void) => () => void} onChange gives what stops it
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./decode.js").View} view
 * @returns {Appearance}
 */
export function makeAppearance({ payload, states }, { looks, state_looks: stateLooks }) {
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
    looks: () => looks.map(([pattern, safe, conventional]) => ({ pattern, colours: palette === "safe" ? safe : conventional })),
    stateLooks: () => stateLooks.map((look, state) => (isStateHidden(state) ? -1 : look)),
    isStateHidden,
    isHidden: (key) => hidden.has(key),
    toggle(key) {
      if (!hidden.delete(key)) hidden.add(key);
      tell();
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
