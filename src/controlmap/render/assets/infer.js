/**
 * The cells drawn anew for other answers, by the rules of `controlmap.geometry`: a cell
 * whose place has an answer of its own shows it, any other is inferred from the places
 * around it, and again only when something within its reach changes.
 * @module infer
 */
import { orderByDay } from "./days.js";
import { FIRMNESS, makeInference } from "./inference.js";
import { decodeLimits } from "./limits.js";
import { makeMetres, onGrid } from "./metres.js";
import { makeNearby, makeReaches } from "./nearby.js";
import { NO_DATA, NOT_OBSERVED, makeObservers, makeStates } from "./observers.js";
import { blocOf, daysOfBlocs } from "./palette.js";

/**
 * @typedef {object} DrawnCells
 * @property {import("./decode.js").CellState[]} states
 * @property {Uint16Array} initial state of each cell
 * @property {import("./cell-log.js").ChangeLog} log
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./answer-log.js").AnswerLog} answers
 * @param {string} by actor or bloc: what the holders of the states are
 * @returns {DrawnCells}
 */
export function inferCells(timeline, answers, by) {
  const states = makeStates();
  const observers = makeObservers(timeline, answers, namingOf(timeline, by), states);
  const drawing = makeDrawing(timeline, observers, states);
  const initial = Uint16Array.from(drawing.drawn);
  /** @type {{day: number[], cell: number[], state: number[]}} */
  const log = { day: [], cell: [], state: [] };
  for (let day = 1; day <= timeline.last; day += 1) {
    drawing.goTo(day, (cell) => {
      log.day.push(day);
      log.cell.push(cell);
      log.state.push(drawing.drawn[cell]);
    });
  }
  return {
    states: states.all,
    initial,
    log: { day: Int32Array.from(log.day), cell: Int32Array.from(log.cell), state: Uint16Array.from(log.state) },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {string} by
 * @returns {import("./observers.js").Naming}
 */
function namingOf({ payload: { blocs } }, by) {
  if (by !== "bloc") return { nameOf: (actor) => actor, days: [] };
  return { nameOf: (actor, day) => blocOf(blocs, actor, day), days: daysOfBlocs(blocs) };
}

/**
 * What the observers say on a day, and how many of them lend each holder.
 * @param {import("./observers.js").Observers} observers
 * @param {number} actors
 * @returns {import("./inference.js").Said & {state: Uint16Array, take: (row: number) => boolean}}
 *   take lets a row hold from now on, and says whether it differs from that before
 */
function makeSaid(observers, actors) {
  const count = observers.places.length;
  const holder = new Int32Array(count).fill(NOT_OBSERVED);
  const through = new Int32Array(count);
  const isOld = new Uint8Array(count);
  const state = new Uint16Array(count);
  const lenders = new Int32Array(actors);
  let holders = 0;
  /**
   * @param {number} name
   * @param {number} more
   */
  const tell = (name, more) => {
    if (name < 0) return;
    const before = lenders[name];
    lenders[name] += more;
    holders += Number(lenders[name] > 0) - Number(before > 0);
  };
  return {
    holder,
    through,
    isOld,
    state,
    isOneHolder: () => holders === 1,
    take(row) {
      const place = observers.observer[row];
      const old = Number(observers.isOld[row]);
      const isSame = state[place] === observers.state[row] && through[place] === observers.through[row] && isOld[place] === old;
      tell(holder[place], -1);
      tell(observers.holder[row], 1);
      holder[place] = observers.holder[row];
      through[place] = observers.through[row];
      isOld[place] = old;
      state[place] = observers.state[row];
      return !isSame;
    },
  };
}

/**
 * The cells as they are drawn on day 0, then on later ones.
 * @typedef {object} Drawing
 * @property {Uint16Array} drawn state of each cell
 * @property {(day: number, onChange: (cell: number) => void) => void} goTo the next day
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./observers.js").Observers} observers
 * @param {import("./observers.js").States} states
 * @returns {Drawing}
 */
function makeDrawing(timeline, observers, states) {
  const { payload, cells } = timeline;
  const said = makeSaid(observers, payload.actors.length);
  const { points, others, nearby } = makeGround(timeline, observers.places);
  const inferAt = makeInference({ ...payload.inference, rule: payload.rule }, nearby, said, payload.actors.length);
  const observerOf = new Int32Array(cells).fill(-1);
  observers.places.forEach((place, observer) => {
    if (place < cells) observerOf[place] = observer;
  });
  const reaches = makeReaches(points);
  const stateOf = makeStateOf(states);
  const draw = (/** @type {number} */ cell, /** @type {number} */ day) => {
    const own = observerOf[cell] >= 0 ? said.state[observerOf[cell]] : NO_DATA;
    const found = own === NO_DATA ? inferAt(cell, day) : null;
    reaches.set(cell, found ? found.reach : -1);
    return found ? stateOf(found) : own;
  };
  const isAgeing = payload.rule === "nearest-with-age";
  const order = orderByDay(observers.day);
  const wanted = new Uint8Array(cells);
  const drawn = new Uint16Array(cells);
  let next = 0;
  /**
   * @param {number} day
   * @returns {number[]} observers that say something else, or do not age like the others
   */
  const move = (day) => {
    const moved = [];
    for (; next < order.length && observers.day[order[next]] <= day; next += 1) {
      if (said.take(order[next])) moved.push(observers.observer[order[next]]);
    }
    for (let i = 0; isAgeing && i < others.count; i += 1) if (said.holder[i] >= 0 && said.through[i] >= day) moved.push(i);
    return moved;
  };
  move(0);
  for (let cell = 0; cell < cells; cell += 1) drawn[cell] = draw(cell, 0);
  const want = (/** @type {number} */ cell) => {
    wanted[cell] = 1;
  };
  return {
    drawn,
    goTo(day, onChange) {
      const wasOne = said.isOneHolder();
      const moved = move(day);
      if (moved.length === 0) return;
      wanted.fill(Number(wasOne !== said.isOneHolder()));
      for (const observer of moved) {
        if (observers.places[observer] < cells) want(observers.places[observer]);
        reaches.visit(others.x[observer], others.y[observer], want);
      }
      for (let cell = 0; cell < cells; cell += 1) {
        if (wanted[cell] === 0) continue;
        const state = draw(cell, day);
        if (state === drawn[cell]) continue;
        drawn[cell] = state;
        onChange(cell);
      }
    },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number[]} observing places
 * @returns {{points: import("./metres.js").Points, others: import("./metres.js").Points,
 *   nearby: import("./nearby.js").Nearby}} places of the cells, those that observe, and who is near whom
 */
function makeGround({ payload, places, cells }, observing) {
  const { centre, grid_m: step } = payload.inference;
  const metresOf = makeMetres(centre);
  const points = onGrid(metresOf, step, places.lon.subarray(0, cells), places.lat.subarray(0, cells));
  const others = onGrid(
    metresOf,
    step,
    observing.map((place) => places.lon[place]),
    observing.map((place) => places.lat[place]),
  );
  const limits = decodeLimits(payload.limits, { metresOf, step, scale: payload.topology.scale });
  return { points, others, nearby: makeNearby(points, others, limits) };
}

/**
 * @param {import("./observers.js").States} states
 * @returns {(found: import("./inference.js").Suggestion) => number} state of an inferred cell
 */
function makeStateOf(states) {
  /** @type {Map<number, number>} */
  const known = new Map();
  return ({ holder, level }) => {
    if (holder < 0) return NO_DATA;
    const key = holder * FIRMNESS.length + level;
    const firmness = FIRMNESS[level];
    const number =
      known.get(key) ??
      states.number({ status: "controlled", controllers: [holder], basis: "inferred", firmness, freshness: "" });
    known.set(key, number);
    return number;
  };
}
