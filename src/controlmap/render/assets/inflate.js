/**
 * Deflated bytes made plain again (RFC 1951), at once and in every browser: a layer must
 * be there when the next line of the page adds it to its map.
 * @module inflate
 */

/** Order in which the lengths of the code lengths are sent. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const END_OF_BLOCK = 256;
const LONGEST_MATCH = 258;

/** Entry of a table of codes from which it is no literal. */
const END_ENTRY = END_OF_BLOCK * 16;

/** Base and extra bits of the codes of match lengths, and of distances. */
const MATCH = withExtraBits(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]);
const DISTANCE = withExtraBits(
  1,
  [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
);
MATCH.bases.push(LONGEST_MATCH);
MATCH.extra.push(0);

/**
 * @typedef {object} Codes
 * @property {Uint16Array} table symbol * 16 + length, by the next bits
 * @property {number} bits of the longest code
 */

/**
 * @typedef {object} Reader
 * @property {Uint8Array} bytes
 * @property {number} at next byte
 * @property {number} held bits read but not used, the next one lowest
 * @property {number} count of them
 */

/**
 * @typedef {object} Writer
 * @property {Uint8Array} bytes
 * @property {number} at next byte
 */

/**
 * @param {Uint8Array} bytes raw deflate
 * @returns {Uint8Array}
 */
export function inflate(bytes) {
  /** @type {Reader} */
  const reader = { bytes, at: 0, held: 0, count: 0 };
  /** @type {Writer} */
  const writer = { bytes: new Uint8Array(bytes.length * 4 + 64), at: 0 };
  for (let isLast = 0; !isLast; ) {
    isLast = take(reader, 1);
    const type = take(reader, 2);
    if (type === 0) copyStored(reader, writer);
    else if (type === 1) readBlock(reader, writer, ...fixedCodes());
    else if (type === 2) readBlock(reader, writer, ...readCodes(reader));
    else throw new Error("not deflated data");
  }
  return writer.bytes.subarray(0, writer.at);
}

/**
 * @param {number} first
 * @param {number[]} extra bits of each code
 * @returns {{bases: number[], extra: number[]}}
 */
function withExtraBits(first, extra) {
  let base = first;
  const bases = extra.map((bits) => {
    base += 1 << bits;
    return base - (1 << bits);
  });
  return { bases, extra };
}

/**
 * @param {Reader} reader
 * @param {number} bits at most 16
 */
function fill(reader, bits) {
  while (reader.count < bits) {
    reader.held |= reader.bytes[reader.at] << reader.count;
    reader.at += 1;
    reader.count += 8;
  }
}

/**
 * @param {Reader} reader
 * @param {number} bits
 * @returns {number}
 */
function take(reader, bits) {
  fill(reader, bits);
  const value = reader.held & ((1 << bits) - 1);
  reader.held >>>= bits;
  reader.count -= bits;
  return value;
}

/**
 * @param {Reader} reader
 * @param {Codes} codes
 * @returns {number} the next symbol
 */
function takeSymbol(reader, { table, bits }) {
  fill(reader, bits);
  const entry = table[reader.held & ((1 << bits) - 1)];
  reader.held >>>= entry & 15;
  reader.count -= entry & 15;
  return entry >> 4;
}

/**
 * @param {ArrayLike<number>} lengths of the codes of the symbols, 0 for none
 * @returns {Codes}
 */
function makeCodes(lengths) {
  const bits = Math.max(1, ...Array.from(lengths));
  const table = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length += 1) {
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] !== length) continue;
      let turned = 0;
      for (let bit = 0; bit < length; bit += 1) turned |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let i = turned; i < table.length; i += 1 << length) table[i] = symbol * 16 + length;
      code += 1;
    }
    code <<= 1;
  }
  return { table, bits };
}

/**
 * @returns {[Codes, Codes]} of literals and lengths, and of distances
 */
function fixedCodes() {
  const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  return [makeCodes(lengths), makeCodes(new Array(30).fill(5))];
}

/**
 * @param {Reader} reader
 * @returns {[Codes, Codes]}
 */
function readCodes(reader) {
  const literals = take(reader, 5) + 257;
  const distances = take(reader, 5) + 1;
  const sent = take(reader, 4) + 4;
  const ofLengths = new Array(19).fill(0);
  for (let i = 0; i < sent; i += 1) ofLengths[LENGTH_ORDER[i]] = take(reader, 3);
  const codes = makeCodes(ofLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length; ) {
    const symbol = takeSymbol(reader, codes);
    if (symbol < 16) {
      lengths[i] = symbol;
      i += 1;
      continue;
    }
    const times = symbol === 16 ? 3 + take(reader, 2) : symbol === 17 ? 3 + take(reader, 3) : 11 + take(reader, 7);
    lengths.fill(symbol === 16 ? lengths[i - 1] : 0, i, i + times);
    i += times;
  }
  return [makeCodes(lengths.subarray(0, literals)), makeCodes(lengths.subarray(literals))];
}

/**
 * Most bytes come by here: so it reads symbols without asking the others.
 * @param {Reader} reader
 * @param {Writer} writer
 * @param {Codes} literals
 * @param {Codes} distances
 */
function readBlock(reader, writer, { table, bits }, distances) {
  const { bytes } = reader;
  const mask = table.length - 1;
  for (;;) {
    let { at, held, count } = reader;
    let out = writer.at;
    const target = writer.bytes;
    const end = target.length - LONGEST_MATCH;
    let entry = 0;
    while (out < end) {
      while (count < bits) {
        held |= bytes[at] << count;
        at += 1;
        count += 8;
      }
      entry = table[held & mask];
      held >>>= entry & 15;
      count -= entry & 15;
      if (entry >= END_ENTRY) break;
      target[out] = entry >> 4;
      out += 1;
    }
    reader.at = at;
    reader.held = held;
    reader.count = count;
    writer.at = out;
    if (at > bytes.length + 4) throw new Error("deflated data that ends too early");
    if (out >= end) makeRoom(writer, LONGEST_MATCH);
    if (entry < END_ENTRY) continue;
    const symbol = entry >> 4;
    if (symbol === END_OF_BLOCK) return;
    const length = MATCH.bases[symbol - 257] + take(reader, MATCH.extra[symbol - 257]);
    const code = takeSymbol(reader, distances);
    copyBack(writer, DISTANCE.bases[code] + take(reader, DISTANCE.extra[code]), length);
  }
}

/**
 * @param {Writer} writer
 * @param {number} distance
 * @param {number} length may be more than the distance: then what is copied repeats
 */
function copyBack(writer, distance, length) {
  const { bytes, at } = writer;
  for (let i = at; i < at + length; i += 1) bytes[i] = bytes[i - distance];
  writer.at = at + length;
}

/**
 * @param {Reader} reader
 * @param {Writer} writer
 */
function copyStored(reader, writer) {
  take(reader, reader.count & 7);
  const length = take(reader, 16);
  take(reader, 16);
  makeRoom(writer, length);
  for (let i = 0; i < length; i += 1) writer.bytes[writer.at + i] = take(reader, 8);
  writer.at += length;
}

/**
 * @param {Writer} writer
 * @param {number} more bytes
 */
function makeRoom(writer, more) {
  if (writer.at + more < writer.bytes.length) return;
  const larger = new Uint8Array(2 * writer.bytes.length + more);
  larger.set(writer.bytes);
  writer.bytes = larger;
}
