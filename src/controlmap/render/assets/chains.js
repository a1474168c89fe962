/**
 * Arcs joined end to end: rings of an area, and lines.
 * @module chains
 */

/**
 * A run of vertex numbers; the first is repeated at the end where it is closed.
 * @typedef {number[]} Run
 */

/**
 * Joins directed arcs to closed rings. An arc is meant by its number, and run
 * backwards by the complement (~) of it. Every vertex must be left as often as it is
 * reached, as it is where the arcs bound an area.
 * @param {import("./topology.js").Topology} topology
 * @param {number[]} directed
 * @returns {Run[]}
 */
export function joinRings(topology, directed) {
  const leaving = new Int32Array(topology.lon.length).fill(-1);
  const other = new Int32Array(directed.length);
  directed.forEach((arc, i) => {
    const start = firstVertex(topology, arc);
    other[i] = leaving[start];
    leaving[start] = i;
  });
  /** @type {Run[]} */
  const rings = [];
  for (const arc of directed) {
    let vertex = firstVertex(topology, arc);
    if (leaving[vertex] < 0) continue;
    const ring = [vertex];
    while (leaving[vertex] >= 0) {
      const i = leaving[vertex];
      leaving[vertex] = other[i];
      vertex = append(topology, directed[i], ring);
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * Joins arcs to lines that are as long as no fork or end stops them.
 * @param {import("./topology.js").Topology} topology
 * @param {number[]} arcs
 * @returns {Run[]}
 */
export function joinLines(topology, arcs) {
  const ends = linkEnds(topology, arcs);
  /** @type {Run[]} */
  const lines = [];
  /**
   * @param {number} start
   * @param {number} end half of an arc that leaves it
   */
  const follow = (start, end) => {
    const line = [start];
    for (let half = end; half >= 0; ) {
      ends.isUsed[half >> 1] = 1;
      const arc = arcs[half >> 1];
      const vertex = append(topology, half & 1 ? ~arc : arc, line);
      half = ends.degree[vertex] === 2 ? unusedAt(ends, vertex) : -1;
    }
    lines.push(line);
  };
  const eachEnd = (/** @type {(vertex: number) => boolean} */ isStart) => {
    arcs.forEach((arc, i) => {
      for (const side of [0, 1]) {
        const vertex = firstVertex(topology, side ? ~arc : arc);
        if (!ends.isUsed[i] && isStart(vertex)) follow(vertex, 2 * i + side);
      }
    });
  };
  eachEnd((vertex) => ends.degree[vertex] !== 2);
  eachEnd(() => true);
  return lines;
}

/**
 * Which arcs meet at a vertex, as linked lists of their ends: end 2i leaves the first
 * vertex of arc i, end 2i + 1 its last one.
 * @typedef {object} Ends
 * @property {Int32Array} at first end of each vertex, -1 for none
 * @property {Int32Array} next end of the same vertex, -1 for none
 * @property {Uint8Array} degree of each vertex
 * @property {Uint8Array} isUsed of each arc
 */

/**
 * @param {import("./topology.js").Topology} topology
 * @param {number[]} arcs
 * @returns {Ends}
 */
function linkEnds(topology, arcs) {
  const at = new Int32Array(topology.lon.length).fill(-1);
  const next = new Int32Array(2 * arcs.length);
  const degree = new Uint8Array(topology.lon.length);
  for (let end = 0; end < next.length; end += 1) {
    const arc = arcs[end >> 1];
    const vertex = firstVertex(topology, end & 1 ? ~arc : arc);
    next[end] = at[vertex];
    at[vertex] = end;
    degree[vertex] += 1;
  }
  return { at, next, degree, isUsed: new Uint8Array(arcs.length) };
}

/**
 * @param {Ends} ends
 * @param {number} vertex
 * @returns {number} an end at the vertex of an arc not used yet, -1 for none
 */
function unusedAt({ at, next, isUsed }, vertex) {
  for (let end = at[vertex]; end >= 0; end = next[end]) if (!isUsed[end >> 1]) return end;
  return -1;
}

/**
 * @param {import("./topology.js").Topology} topology
 * @param {number} directed
 * @returns {number} the vertex from which a directed arc runs
 */
function firstVertex({ starts, vertices }, directed) {
  return directed >= 0 ? vertices[starts[directed]] : vertices[starts[~directed + 1] - 1];
}

/**
 * Adds the vertices of a directed arc, but its first, to a run.
 * @param {import("./topology.js").Topology} topology
 * @param {number} directed
 * @param {Run} run
 * @returns {number} the last vertex
 */
function append({ starts, vertices }, directed, run) {
  if (directed >= 0) {
    for (let i = starts[directed] + 1; i < starts[directed + 1]; i += 1) run.push(vertices[i]);
  } else {
    for (let i = starts[~directed + 1] - 2; i >= starts[~directed]; i -= 1) run.push(vertices[i]);
  }
  return run[run.length - 1];
}
