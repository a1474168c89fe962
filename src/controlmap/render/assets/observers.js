/**
 * The places that observe, those of the map with a point and records: what each says
 * from which day on.
 * @module observers
 */
import { dayBy } from "./answer-log.js";

/** Statuses of a place's own answer that are drawn as such. */
const OBSERVED = new Set(["controlled", "shared", "contested", "changing", "disputed"]);

/** Holder lent by a place that is observed but lends none, and by one without an answer. */
export const LENDS_NONE = -1;
export const NOT_OBSERVED = -2;

/** Day of records that speak of every day to come. */
const NO_END = 2 ** 30;

/** Number of the state of a cell without data. */
export const NO_DATA = 0;

/**
 * The states that occur, each once, the one without data first.
 * @typedef {object} States
 * @property {import("./decode.js").CellState[]} all
 * @property {(state: import("./decode.js").CellState) => number} number
 */

/**
 * How holders are named.
 * @typedef {object} Naming
 * @property {(actor: number, day: number) => number} nameOf a party: itself, or the bloc it is in
 * @property {number[]} days on which that may change, ascending
 */

/**
 * What places say, in rows by observer, then day.
 * @typedef {object} Observers
 * @property {number[]} places their numbers
 * @property {number[]} starts of the rows of each, and the end
 * @property {number[]} observer of each row
 * @property {Int32Array} day from which it says so
 * @property {number[]} state how its cell is drawn
 * @property {number[]} holder that it lends to its neighbours
 * @property {number[]} through last day that its records speak of
 * @property {boolean[]} isOld whether its last record is over a year old
 */

/**
 * @returns {States}
 */
export function makeStates() {
  /** @type {import("./decode.js").CellState[]} */
  const all = [];
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const number = (/** @type {import("./decode.js").CellState} */ state) => {
    const key = JSON.stringify(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, all.length);
    return all.push(state) - 1;
  };
  number({ status: "no_data", controllers: [], basis: "none", firmness: "", freshness: "" });
  return { all, number };
}

/**
 * Places that never have an answer of their own are left out.
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {Naming} naming
 * @param {States} states
 * @returns {Observers}
 */
export function makeObservers(timeline, answers, naming, states) {
  const { places, words, records, last } = timeline;
  const { starts, day, kind, base, kinds } = answers;
  const stateOf = makeStateOf(timeline, answers, naming, states);
  /** @type {number[]} */
  const days = [];
  /** @type {Omit<Observers, "day">} */
  const rows = { places: [], starts: [], observer: [], state: [], holder: [], through: [], isOld: [] };
  const add = (/** @type {number} */ answer, /** @type {number} */ from) => {
    const said = kinds[kind[answer]];
    const read = (/** @type {import("./answer-log.js").DayBy | null | undefined} */ given) =>
      dayBy(given || null, said.named, base[answer], records);
    days.push(from);
    rows.observer.push(rows.places.length);
    rows.state.push(stateOf(answer, from));
    rows.holder.push(holderLent(states.all[rows.state[days.length - 1]]));
    rows.through.push(read(said.reportedThrough) ?? read(said.window[said.window.length - 1]) ?? NO_END);
    rows.isOld.push(words.freshness[said.freshness] === "presumed");
  };
  for (let place = 0; place < places.located; place += 1) {
    if (places.kind[place] === "area" || !isEverObserved(timeline, answers, place)) continue;
    rows.starts.push(days.length);
    for (let i = starts[place]; i < starts[place + 1]; i += 1) {
      const end = i + 1 < starts[place + 1] ? day[i + 1] : last + 1;
      add(i, day[i]);
      for (const other of naming.days) if (other > day[i] && other < end) add(i, other);
    }
    rows.places.push(place);
  }
  rows.starts.push(days.length);
  return { ...rows, day: Int32Array.from(days) };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {number} place
 * @returns {boolean}
 */
function isEverObserved({ words }, { starts, holding, holdings }, place) {
  for (let i = starts[place]; i < starts[place + 1]; i += 1) {
    if (OBSERVED.has(words.status[holdings[holding[i]].status])) return true;
  }
  return false;
}

/**
 * @param {import("./decode.js").CellState} state
 * @returns {number}
 */
function holderLent({ status, controllers }) {
  if (status === "no_data") return NOT_OBSERVED;
  return status === "controlled" ? controllers[0] : LENDS_NONE;
}

/**
 * Sides that go by one name are one: a clash inside a bloc is no clash of blocs.
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {Naming} naming
 * @param {States} states
 * @returns {(answer: number, day: number) => number} state that an answer is drawn with from a day on
 */
function makeStateOf({ words, sides }, { holding, kind, holdings, kinds }, { nameOf, days }, states) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const draw = (/** @type {number} */ answer, /** @type {number} */ day) => {
    const { status: code, sides: list, before, after } = holdings[holding[answer]];
    const status = words.status[code];
    const lead = (/** @type {number[]} */ side) => nameOf(side[0], day);
    if (!OBSERVED.has(status)) return NO_DATA;
    if (status === "changing") {
      return drawChange([before, after].map((given) => (isControlled(given, words) ? lead(sides[given[1]][0]) : -1)), states);
    }
    const names = [...new Set(sides[list].map(lead))];
    const freshness = words.freshness[kinds[kind[answer]].freshness] || "fresh";
    if (names.length === 1) return states.number(observed("controlled", names, freshness));
    return states.number(observed(status, names.sort((a, b) => a - b), freshness));
  };
  return (answer, day) => {
    const epoch = days.filter((other) => other <= day).length;
    const said = [holding[answer], kinds[kind[answer]].freshness, epoch].join();
    const state = known.get(said) ?? draw(answer, day);
    known.set(said, state);
    return state;
  };
}

/**
 * @param {[status: number, sides: number] | null} holding
 * @param {Record<string, string[]>} words
 * @returns {holding is [status: number, sides: number]}
 */
function isControlled(holding, words) {
  return holding !== null && words.status[holding[0]] === "controlled";
}

/**
 * @param {number[]} names before and after, -1 for one not known
 * @param {States} states
 * @returns {number}
 */
function drawChange([before, after], states) {
  if (before >= 0 && before === after) return states.number(observed("controlled", [after], "fresh"));
  return states.number(observed("changing", [before, after], "fresh"));
}

/**
 * @param {string} status
 * @param {number[]} controllers
 * @param {string} freshness
 * @returns {import("./decode.js").CellState}
 */
function observed(status, controllers, freshness) {
  return { status, controllers, basis: "observed", firmness: "", freshness };
}
