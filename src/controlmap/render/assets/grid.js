/**
 * Positions by the squares of a plane that they lie in.
 * @module grid
 */

/**
 * @typedef {object} Grid
 * @property {number} west
 * @property {number} south
 * @property {number} size of a square, metres
 * @property {number} columns
 * @property {number} rows
 * @property {Int32Array} starts of each square, row by row from the south, and the end
 * @property {Int32Array} members numbers of the positions, by square
 * @property {Int32Array} squareOf each position
 */

/**
 * @param {{count: number, x: Float64Array, y: Float64Array}} points metres
 * @param {number} share positions a square, on average
 * @returns {Grid}
 */
export function makeGrid({ count, x, y }, share) {
  const [west, east] = rangeOf(x);
  const [south, north] = rangeOf(y);
  const squares = Math.max(1, count / share);
  const size = Math.max(Math.sqrt(((east - west) * (north - south)) / squares), (east - west + north - south) / squares, 1);
  const columns = Math.floor((east - west) / size) + 1;
  const rows = Math.floor((north - south) / size) + 1;
  const squareOf = new Int32Array(count);
  const starts = new Int32Array(columns * rows + 1);
  for (let i = 0; i < count; i += 1) {
    squareOf[i] = Math.floor((y[i] - south) / size) * columns + Math.floor((x[i] - west) / size);
    starts[squareOf[i] + 1] += 1;
  }
  for (let square = 0; square < columns * rows; square += 1) starts[square + 1] += starts[square];
  const next = starts.slice();
  const members = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    members[next[squareOf[i]]] = i;
    next[squareOf[i]] += 1;
  }
  return { west, south, size, columns, rows, starts, members, squareOf };
}

/**
 * @param {Float64Array} values
 * @returns {[least: number, most: number]}
 */
function rangeOf(values) {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  return values.length > 0 ? [least, most] : [0, 0];
}
