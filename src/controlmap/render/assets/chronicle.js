/**
 * Builds the happenings of one place from its ordered reports.
 * @module chronicle
 */
import { dayAfter, joinedBy, makeHappening } from "./happenings.js";
import { makeNode, merged, nodesOf } from "./nodes.js";
import { compareReports, orderReports } from "./reports.js";
import { isSameHolding } from "./sides.js";

/**
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./happenings.js").Happening} Happening
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {import("./reports.js").Report} Report
 */

/** A report joins the event before it if it begins at most so many days after it. */
const JOIN_DAYS = 30;

const BEFORE_CAPTURES = ["contested", "unknown"];
const HELD_BY_SOMEBODY = ["controlled", "shared", "contested", "disputed"];

/** The happenings so far, and how a group of reports goes on from there. */
class Chronicle {
  /**
   * @param {import("./alliances.js").Alliances} alliances
   * @param {import("./reports.js").Calendar} calendar
   */
  constructor(alliances, calendar) {
    this.alliances = alliances;
    this.calendar = calendar;
    /** @type {Happening[]} */
    this.happenings = [];
  }

  /**
   * @returns {Happening | null}
   */
  last() {
    return this.happenings.length > 0 ? this.happenings[this.happenings.length - 1] : null;
  }

  /**
   * @returns {Holding | null}
   */
  carried() {
    const last = this.last();
    return last && last.holding;
  }

  /**
   * @param {Report[]} group reports that dates alone leave open
   */
  addGroup(group) {
    let waiting = nodesOf(group, this.alliances);
    while (waiting.length > 0) {
      const chosen = this.next(waiting);
      if (chosen.length === 0) {
        this.addOpen(waiting);
        return;
      }
      waiting = waiting.filter((node) => !chosen.includes(node));
      const statuses = [...new Set(chosen.map(({ holding }) => holding.status))].sort();
      for (const status of statuses) {
        const alike = chosen.filter(({ holding }) => holding.status === status);
        this.add(merged(alike.map((node) => this.resolved(node))), []);
      }
    }
  }

  /**
   * @param {Node[]} waiting
   * @returns {Node[]} what comes next in a group; nothing if that is open
   */
  next(waiting) {
    const sequences = waiting.map(({ sequence }) => sequence ?? Infinity);
    const lowest = Math.min(...sequences);
    const free = waiting.filter(({ sequence }) => sequence === null || sequence === lowest);
    if (free.length === 1) return free;
    const clashes = free.filter(({ holding, losers }) => isBeforeCaptures(holding) && losers.length === 0);
    if (clashes.length > 0 && clashes.length < waiting.length) return clashes;
    const sources = free.filter((node) => !this.isBlocked(node, waiting));
    if (sources.length === 1) return sources;
    return this.nextOfCircle(sources.length > 0 ? sources : free, sources, waiting);
  }

  /**
   * @param {Node[]} circle
   * @param {Node[]} sources those that nothing must come before
   * @param {Node[]} waiting
   * @returns {Node[]}
   */
  nextOfCircle(circle, sources, waiting) {
    if (circle.every((node) => waiting.some((other) => this.follows(node, other)))) {
      const carried = this.carried();
      const first = carried === null ? [] : circle.filter((node) => this.namesLoser(node, carried.sides));
      return first.length === 1 ? first : [];
    }
    const early = sources.filter(({ holding }) => isBeforeCaptures(holding));
    return early.length === 1 ? early : [];
  }

  /**
   * @param {Node} node
   * @param {Node[]} waiting
   * @returns {boolean} whether another one must come before
   */
  isBlocked(node, waiting) {
    return waiting.some((other) => this.follows(node, other) && !this.follows(other, node));
  }

  /**
   * @param {Node} node
   * @param {Node} other
   * @returns {boolean} whether one comes after another: by sequence, else as it took from it
   */
  follows(node, other) {
    if (node === other) return false;
    if (node.sequence && other.sequence && node.sequence !== other.sequence) return node.sequence > other.sequence;
    return this.namesLoser(node, other.holding.sides);
  }

  /**
   * @param {Node} node
   * @param {Node[]} waiting
   * @returns {Set<Node>} all that come after one; in a circle, itself too
   */
  followers(node, waiting) {
    /** @type {Set<Node>} */
    const found = new Set();
    let ring = [node];
    while (ring.length > 0) {
      const before = ring;
      ring = waiting.filter((other) => !found.has(other) && before.some((each) => this.follows(other, each)));
      ring.forEach((each) => found.add(each));
    }
    return found;
  }

  /**
   * @param {Node} node
   * @param {number[][]} sides
   * @returns {boolean} whether it names one of the sides as having lost the place
   */
  namesLoser({ losers, day }, sides) {
    return losers.some((loser) => sides.some((side) => this.alliances.isSameHolder(loser, side, day)));
  }

  /**
   * Adds reports that nothing orders: the last of each line is in dispute.
   * @param {Node[]} waiting
   */
  addOpen(waiting) {
    const followers = new Map(waiting.map((node) => [node, this.followers(node, waiting)]));
    const after = (/** @type {Node} */ node) => followers.get(node) || new Set();
    const ends = waiting.filter((node) => [...after(node)].every((other) => after(other).has(node)));
    const carried = this.carried();
    const held = [...waiting.map(({ holding }) => holding), ...(carried === null ? [] : [carried])];
    const rest = waiting.filter((node) => !ends.includes(node)).sort((a, b) => after(b).size - after(a).size);
    const sizes = [...new Set(rest.map((node) => after(node).size))];
    const levels = sizes.map((size) => rest.filter((node) => after(node).size === size));
    for (const level of [...levels, ends]) this.add(merged(level.map((node) => this.resolved(node))), held);
  }

  /**
   * A partial entry may name the entrant alone, an attack repelled nobody.
   * @param {Node} node
   * @returns {Node} with what its reports leave open taken from the holder carried
   */
  resolved(node) {
    const { holding, reports, sequence, day } = node;
    const { status, sides } = holding;
    if (status === "contested" && sides.length === 1) {
      const held = this.carried()?.sides || [];
      const stay = held.filter((side) => !this.alliances.isSameHolder(side, sides[0], day));
      return makeNode({ status, sides: [...stay, sides[0]] }, reports, sequence);
    }
    if (status === "controlled" && sides.length === 0) return makeNode(this.beforeClash(), reports, sequence);
    return node;
  }

  /**
   * @returns {Holding} the last one that was no clash; unknown if there is none
   */
  beforeClash() {
    for (let i = this.happenings.length - 1; i >= 0; i -= 1) {
      if (this.happenings[i].holding.status !== "contested") return this.happenings[i].holding;
    }
    return { status: "unknown", sides: [] };
  }

  /**
   * Adds an event; it took from the holder carried, or from one of those held.
   * @param {Node} node
   * @param {Holding[]} held
   */
  add(node, held) {
    const last = this.last();
    if (last !== null && this.joins(node, last)) {
      this.happenings[this.happenings.length - 1] = joinedBy(last, node.reports);
      return;
    }
    const reports = [...node.reports].sort(compareReports);
    this.happenings.push(
      makeHappening({
        holding: node.holding,
        reports,
        openers: reports,
        isBroken: last !== null && this.isBreak(node, last, held),
        notBefore: last === null ? this.calendar.first : dayAfter(last, this.calendar),
      }),
    );
  }

  /**
   * @param {Node} node
   * @param {Happening} last
   * @returns {boolean}
   */
  joins(node, last) {
    const begin = node.reports.reduce((least, { first }) => Math.min(least, first), Infinity);
    if (begin > last.end + JOIN_DAYS) return false;
    const { status } = node.holding;
    if (status === "unknown") return this.isLossBy(node, last);
    return status !== "disputed" && isSameHolding(node.holding, last.holding, node.day, this.alliances);
  }

  /**
   * @param {Node} node
   * @param {Happening} last
   * @returns {boolean} whether a withdrawal is of those from whom an event took the place
   */
  isLossBy(node, last) {
    const before = this.happenings.length > 1 ? this.happenings[this.happenings.length - 2].holding.sides : [];
    return (
      last.holding.status === "controlled" &&
      this.namesLoser(node, [...last.losers, ...before]) &&
      !this.namesLoser(node, last.holding.sides)
    );
  }

  /**
   * @param {Node} node
   * @param {Happening} last
   * @param {Holding[]} held
   * @returns {boolean} whether the losers named are none of those who held the place
   */
  isBreak(node, last, held) {
    return (
      node.losers.length > 0 &&
      HELD_BY_SOMEBODY.includes(last.holding.status) &&
      ![last.holding, ...held].some(({ sides }) => this.namesLoser(node, sides))
    );
  }
}

/**
 * @param {Report[]} reports those that set control and count
 * @param {import("./alliances.js").Alliances} alliances to tell the same holder by another name
 * @param {import("./reports.js").Calendar} calendar
 * @returns {Happening[]} in order
 */
export function chronicleOf(reports, alliances, calendar) {
  const chronicle = new Chronicle(alliances, calendar);
  for (const group of orderReports(reports, alliances)) chronicle.addGroup(group);
  return chronicle.happenings;
}

/**
 * @param {Holding} holding
 * @returns {boolean}
 */
function isBeforeCaptures({ status }) {
  return BEFORE_CAPTURES.includes(status);
}
