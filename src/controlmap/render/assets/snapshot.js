/**
 * The view as a picture: the map as it is shown, with title, date, legend and licences.
 * @module snapshot
 */

const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const PAPER = "#ffffff";
const GROUND = "#f4f1ea";
const INK = "#1f1c19";
const QUIET = "#5f584f";

/** Room around texts, and heights of their lines, pixels. */
const ROOM = 16;
const LINES = { title: 26, date: 24, key: 20, small: 15 };

/**
 * @typedef {object} Caption
 * @property {string} title
 * @property {string} date
 * @property {{name: string, colour: string}[]} keys
 * @property {string} note on the whole, empty for none
 * @property {string[]} small lines below
 * @property {number | null} line that parts two days, pixels from the left; null for none
 * @property {boolean} isRightToLeft
 */

/**
 * A line of text at its place, or a swatch.
 * @typedef {(context: CanvasRenderingContext2D) => void} Stroke
 */

/**
 * @param {HTMLElement} root of the map
 * @param {HTMLCanvasElement[]} layers from below
 * @param {Caption} caption
 * @returns {HTMLCanvasElement}
 */
export function takeSnapshot(root, layers, caption) {
  const ratio = window.devicePixelRatio || 1;
  const [width, mapHeight] = [root.clientWidth, root.clientHeight];
  const picture = document.createElement("canvas");
  const context = picture.getContext("2d");
  if (context === null) return picture;
  const head = layOutHead(context, caption, width);
  const foot = layOutFoot(context, caption, width, head.height + mapHeight);
  picture.width = Math.round(width * ratio);
  picture.height = Math.round((head.height + mapHeight + foot.height) * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, picture.height);
  drawMap(context, root, layers, head.height);
  if (caption.line !== null) {
    context.fillStyle = INK;
    context.fillRect(caption.line - 1, head.height, 2, mapHeight);
  }
  context.direction = caption.isRightToLeft ? "rtl" : "ltr";
  context.textBaseline = "middle";
  [...head.strokes, ...foot.strokes].forEach((stroke) => stroke(context));
  return picture;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} root
 * @param {HTMLCanvasElement[]} layers
 * @param {number} top
 */
function drawMap(context, root, layers, top) {
  const box = root.getBoundingClientRect();
  context.save();
  context.beginPath();
  context.rect(0, top, root.clientWidth, root.clientHeight);
  context.clip();
  context.fillStyle = GROUND;
  context.fillRect(0, top, root.clientWidth, root.clientHeight);
  for (const layer of layers) {
    const at = layer.getBoundingClientRect();
    const [clipTop, clipRight, clipBottom, clipLeft] = insetsOf(layer.style.clipPath);
    context.save();
    context.beginPath();
    context.rect(
      at.left - box.left + clipLeft,
      top + at.top - box.top + clipTop,
      at.width - clipLeft - clipRight,
      at.height - clipTop - clipBottom,
    );
    context.clip();
    context.drawImage(layer, at.left - box.left, top + at.top - box.top, at.width, at.height);
    context.restore();
  }
  context.restore();
}

/**
 * @param {string} clipPath `inset(top right bottom left)` in pixels, or nothing
 * @returns {number[]}
 */
function insetsOf(clipPath) {
  const numbers = (clipPath.match(/-?[\d.]+(?=px)|\b0\b/g) || []).map(Number);
  return numbers.length === 4 ? numbers : [0, 0, 0, 0];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Caption} caption
 * @param {number} width
 * @returns {{height: number, strokes: Stroke[]}}
 */
function layOutHead(context, { title, date, note, isRightToLeft }, width) {
  const start = isRightToLeft ? width - ROOM : ROOM;
  const lines = wrap(context, title, "600 18px " + FONT, width - 2 * ROOM);
  const strokes = lines.map((text, i) => write(text, start, ROOM + LINES.title * (i + 0.5), "600 18px " + FONT, INK));
  let top = ROOM + LINES.title * lines.length;
  strokes.push(write(date, start, top + LINES.date / 2, "15px " + FONT, INK));
  top += LINES.date;
  for (const text of wrap(context, note, "600 13px " + FONT, width - 2 * ROOM)) {
    strokes.push(write(text, start, top + LINES.key / 2, "600 13px " + FONT, INK));
    top += LINES.key;
  }
  return { height: top + ROOM / 2, strokes };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Caption} caption
 * @param {number} width
 * @param {number} top
 * @returns {{height: number, strokes: Stroke[]}}
 */
function layOutFoot(context, { keys, small, isRightToLeft }, width, top) {
  const font = "13px " + FONT;
  const x = (/** @type {number} */ from) => (isRightToLeft ? width - from : from);
  /** @type {Stroke[]} */
  const strokes = [];
  let at = ROOM;
  let y = top + ROOM / 2 + LINES.key / 2;
  for (const { name, colour } of keys) {
    context.font = font;
    const needed = 22 + context.measureText(name).width + ROOM;
    if (at > ROOM && at + needed > width) {
      at = ROOM;
      y += LINES.key;
    }
    strokes.push(swatch(isRightToLeft ? x(at) - 16 : x(at), y, colour), write(name, x(at + 22), y, font, INK));
    at += needed;
  }
  y += LINES.key / 2 + ROOM / 4;
  for (const text of small.flatMap((line) => wrap(context, line, "11px " + FONT, width - 2 * ROOM))) {
    strokes.push(write(text, x(ROOM), y + LINES.small / 2, "11px " + FONT, QUIET));
    y += LINES.small;
  }
  return { height: y + ROOM / 2 - top, strokes };
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} font
 * @param {string} colour
 * @returns {Stroke}
 */
function write(text, x, y, font, colour) {
  return (context) => {
    context.font = font;
    context.fillStyle = colour;
    context.textAlign = "start";
    context.fillText(text, x, y);
  };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @returns {Stroke}
 */
function swatch(x, y, colour) {
  return (context) => {
    context.fillStyle = colour;
    context.fillRect(x, y - 6, 16, 12);
    context.strokeStyle = QUIET;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y - 5.5, 15, 11);
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {string} font
 * @param {number} width
 * @returns {string[]} lines that fit, cut between words, and inside one where it must be
 */
function wrap(context, text, font, width) {
  context.font = font;
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = (lines[lines.length - 1] + " " + word).trim();
    if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else if (context.measureText(word).width <= width) lines.push(word);
    else lines.push(Array.from(word).slice(0, 40).join("") + "…");
  }
  return lines.filter(Boolean);
}
