/**
 * The cells on the ground: their arcs, outlines, boxes, and which lie where.
 * @module cells
 */

/** Cells in a square of the grid by which they are looked up, on average. */
const CELLS_A_SQUARE = 4;

/**
 * Entries of many lists in one array.
 * @typedef {object} Lists
 * @property {Int32Array} starts of each list in `items`, and the end of the last
 * @property {Int32Array} items
 */

/**
 * @typedef {object} Cells
 * @property {Lists} arcs around each cell; the complement (~) of one that has it on the right
 * @property {Float64Array} boxes west, north, east and south of each cell
 * @property {(cell: number) => number[][]} ringsOf runs of vertices around a cell
 * @property {(near: import("./boxes.js").Box[]) => number[]} within the cells whose boxes
 *   meet any of these, each once
 */

/**
 * @param {import("./topology.js").Topology} topology
 * @param {import("./draw.js").Ground} ground
 * @param {number} count
 * @returns {Cells}
 */
export function makeCells(topology, ground, count) {
  const arcs = arcsOfCells(topology, count);
  const boxes = boxesOfCells(topology, ground, count);
  /** @type {number[][][]} */
  const rings = new Array(count);
  return {
    arcs,
    boxes,
    ringsOf(cell) {
      rings[cell] = rings[cell] || joinAround(topology, Array.from(arcs.items.subarray(arcs.starts[cell], arcs.starts[cell + 1])));
      return rings[cell];
    },
    within: makeGrid(boxes, count),
  };
}

/**
 * @param {number} count lists
 * @param {(add: (list: number, item: number) => void) => void} fill which adds all items,
 *   and is called twice
 * @returns {Lists}
 */
function makeLists(count, fill) {
  const starts = new Int32Array(count + 1);
  fill((list) => {
    starts[list + 1] += 1;
  });
  for (let list = 0; list < count; list += 1) starts[list + 1] += starts[list];
  const items = new Int32Array(starts[count]);
  const next = starts.slice();
  fill((list, item) => {
    items[next[list]] = item;
    next[list] += 1;
  });
  return { starts, items };
}

/**
 * @param {import("./topology.js").Topology} topology
 * @param {number} count
 * @returns {Lists}
 */
function arcsOfCells({ left, right }, count) {
  return makeLists(count, (add) => {
    for (let arc = 0; arc < left.length; arc += 1) {
      add(left[arc], arc);
      if (right[arc] >= 0) add(right[arc], ~arc);
    }
  });
}

/**
 * @param {import("./topology.js").Topology} topology
 * @param {import("./draw.js").Ground} ground
 * @param {number} count
 * @returns {Float64Array}
 */
function boxesOfCells({ starts, vertices, left, right }, { x, y }, count) {
  const boxes = new Float64Array(4 * count);
  for (let i = 0; i < boxes.length; i += 1) boxes[i] = i & 2 ? -Infinity : Infinity;
  /**
   * @param {number} cell
   * @param {number} vertex
   */
  const widen = (cell, vertex) => {
    const at = 4 * cell;
    if (x[vertex] < boxes[at]) boxes[at] = x[vertex];
    if (y[vertex] < boxes[at + 1]) boxes[at + 1] = y[vertex];
    if (x[vertex] > boxes[at + 2]) boxes[at + 2] = x[vertex];
    if (y[vertex] > boxes[at + 3]) boxes[at + 3] = y[vertex];
  };
  for (let arc = 0; arc < left.length; arc += 1) {
    for (let i = starts[arc]; i < starts[arc + 1]; i += 1) {
      widen(left[arc], vertices[i]);
      if (right[arc] >= 0) widen(right[arc], vertices[i]);
    }
  }
  return boxes;
}

/**
 * Closed runs of the few arcs around one cell.
 * @param {import("./topology.js").Topology} topology
 * @param {number[]} directed
 * @returns {number[][]}
 */
function joinAround({ starts, vertices }, directed) {
  const runs = directed.map((arc) => {
    const run = Array.from(vertices.subarray(starts[arc < 0 ? ~arc : arc], starts[(arc < 0 ? ~arc : arc) + 1]));
    return arc < 0 ? run.reverse() : run;
  });
  const rings = [];
  while (runs.length > 0) {
    const ring = runs.pop() || [];
    for (;;) {
      const end = ring[ring.length - 1];
      const next = end === ring[0] ? -1 : runs.findIndex((run) => run[0] === end);
      if (next < 0) break;
      ring.push(...runs.splice(next, 1)[0].slice(1));
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * @param {Float64Array} boxes of the cells
 * @param {number} count
 * @returns {Cells["within"]}
 */
function makeGrid(boxes, count) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < boxes.length; at += 4) {
    west = Math.min(west, boxes[at]);
    north = Math.min(north, boxes[at + 1]);
    east = Math.max(east, boxes[at + 2]);
    south = Math.max(south, boxes[at + 3]);
  }
  const side = Math.ceil(Math.sqrt(count / CELLS_A_SQUARE));
  /**
   * @param {number} share
   * @returns {number} row or column
   */
  const line = (share) => Math.min(side - 1, Math.max(0, Math.floor(share * side)));
  /**
   * @param {ArrayLike<number>} box
   * @param {number} at
   * @returns {number[]} first and last column, first and last row
   */
  const spanOf = (box, at) => [
    line((box[at] - west) / (east - west)),
    line((box[at + 2] - west) / (east - west)),
    line((box[at + 1] - north) / (south - north)),
    line((box[at + 3] - north) / (south - north)),
  ];
  const { starts, items } = makeLists(side * side, (add) => {
    for (let cell = 0; cell < count; cell += 1) {
      const [left, right, top, bottom] = spanOf(boxes, 4 * cell);
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) add(row * side + column, cell);
      }
    }
  });
  /** The query in which each cell was found last. */
  const foundIn = new Uint32Array(count);
  let query = 0;
  return (near) => {
    query += 1;
    /** @type {number[]} */
    const found = [];
    for (const box of near) {
      const [left, right, top, bottom] = spanOf(box, 0);
      for (let row = top; row <= bottom; row += 1) {
        // the squares of a row lie side by side
        for (let i = starts[row * side + left]; i < starts[row * side + right + 1]; i += 1) {
          const cell = items[i];
          const at = 4 * cell;
          if (foundIn[cell] === query || boxes[at] >= box[2] || box[0] >= boxes[at + 2]) continue;
          if (boxes[at + 1] >= box[3] || box[1] >= boxes[at + 3]) continue;
          foundIn[cell] = query;
          found.push(cell);
        }
      }
    }
    return found;
  };
}
