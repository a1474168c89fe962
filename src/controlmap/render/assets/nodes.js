/**
 * Reports of one group that name the same new holder.
 * @module nodes
 */
import { compareSideLists, isSameHolding, keyOfSides, sortedSides } from "./sides.js";

/**
 * @typedef {import("./reports.js").Report} Report
 * @typedef {import("./alliances.js").Alliances} Alliances
 */

/**
 * @typedef {object} Node
 * @property {import("./answers.js").Holding} holding
 * @property {Report[]} reports
 * @property {number | null} sequence
 * @property {number} day
 * @property {number[][]} losers
 */

/**
 * Reports of a group, those of the same holder together. One without a sequence joins the
 * last of those with one that say the same.
 * @param {Report[]} group
 * @param {Alliances} alliances
 * @returns {Node[]}
 */
export function nodesOf(group, alliances) {
  if (group.length === 1) return [nodeOf(group)];
  /** @type {Report[][]} */
  const clusters = [];
  for (const ranked of bySequence(group)) {
    for (const cluster of clustersOf(ranked, alliances)) {
      const alike = clusters.filter((other) => areAlike(cluster, other, alliances));
      if (ranked[0].sequence === null && alike.length > 0) alike[alike.length - 1].push(...cluster);
      else clusters.push(cluster);
    }
  }
  return clusters.map(nodeOf);
}

/**
 * @param {import("./answers.js").Holding} holding
 * @param {Report[]} reports
 * @param {number | null} sequence
 * @returns {Node}
 */
export function makeNode(holding, reports, sequence) {
  const losers = reports.map(({ previous }) => previous).filter((side) => side.length > 0);
  return { holding, reports, sequence, day: reports[0].last, losers };
}

/**
 * @param {Node[]} nodes
 * @returns {Node} one for reports in dispute; reports of clashes add up to one clash
 */
export function merged(nodes) {
  if (nodes.length === 1) return nodes[0];
  const isClash = nodes.every(({ holding }) => holding.status === "contested");
  const sides = sortedSides(nodes.flatMap(({ holding }) => holding.sides));
  const reports = nodes.flatMap((node) => node.reports);
  return makeNode({ status: isClash ? "contested" : "disputed", sides }, reports, null);
}

/**
 * @param {Report[]} group
 * @returns {Report[][]} reports of one sequence each, those without one last
 */
function bySequence(group) {
  const sorted = [...group].sort(compareForClusters);
  /** @type {Report[][]} */
  const found = [];
  sorted.forEach((report, i) => {
    if (i > 0 && report.sequence === sorted[i - 1].sequence) found[found.length - 1].push(report);
    else found.push([report]);
  });
  return found;
}

/**
 * @param {Report} one
 * @param {Report} other
 * @returns {number}
 */
function compareForClusters(one, other) {
  const sequence = (one.sequence ?? Infinity) - (other.sequence ?? Infinity) || 0;
  if (sequence !== 0) return sequence;
  if (one.status !== other.status) return one.status < other.status ? -1 : 1;
  return compareSideLists(one.controllers, other.controllers);
}

/**
 * @param {Report[]} reports
 * @param {Alliances} alliances
 * @returns {Report[][]} those that say the same, each as at least one other of its cluster
 */
function clustersOf(reports, alliances) {
  /** @type {Report[][]} */
  let clusters = [];
  for (const report of reports) {
    const alike = clusters.filter((cluster) => areAlike([report], cluster, alliances));
    const joined = [...alike.flat(), report];
    clusters = [...clusters.filter((cluster) => !alike.includes(cluster)), joined];
  }
  return clusters;
}

/**
 * @param {Report[]} ones
 * @param {Report[]} others
 * @param {Alliances} alliances
 * @returns {boolean} whether a report of the ones says the same as one of the others
 */
function areAlike(ones, others, alliances) {
  return ones.some((one) =>
    others.some((other) => isSameHolding(saidBy(one), saidBy(other), Math.max(one.last, other.last), alliances)),
  );
}

/**
 * @param {Report} report
 * @returns {import("./answers.js").Holding}
 */
export function saidBy({ status, controllers }) {
  return { status, sides: controllers };
}

/**
 * @param {Report[]} cluster reports that say the same
 * @returns {Node} with the sides that most chains name
 */
function nodeOf(cluster) {
  /** @type {Map<string, {sides: number[][], chains: Set<number>}>} */
  const named = new Map();
  for (const { controllers, chain } of cluster) {
    const key = keyOfSides(controllers);
    const found = named.get(key) || { sides: controllers, chains: new Set() };
    found.chains.add(chain);
    named.set(key, found);
  }
  const [first] = [...named.values()].sort(
    (a, b) => b.chains.size - a.chains.size || compareSideLists(a.sides, b.sides),
  );
  return makeNode({ status: cluster[0].status, sides: first.sides }, cluster, cluster[0].sequence);
}
