/**
 * Fills of the looks: plain colours, and patterns that tell states apart without colour.
 * @module hatching
 */

/** Width of a stripe, and side of a check, in CSS pixels. */
const BAND = 5;

/** Turn of the stripes of each pattern, in degrees. */
const TURNS = new Map([
  ["contested", 45],
  ["changing", 135],
  ["shared", 90],
  ["disputed", 0],
  ["uncertain", 45],
]);

/**
 * @typedef {object} Look
 * @property {string} pattern empty for a plain colour
 * @property {string[]} colours
 */

/**
 * The fills of looks, each made once for a screen.
 * @typedef {object} Fills
 * @property {(context: CanvasRenderingContext2D, look: number,
 *   frame: {ratio: number, left: number, top: number}) => string | CanvasPattern} of a look, fixed to the ground
 * @property {(look: number) => string | null} used in words: what the look was last filled
 *   with, null if it never was
 */

/**
 * @param {Look[]} looks
 * @returns {Fills}
 */
export function makeFills(looks) {
  let at = { ratio: 0, left: 0, top: 0 };
  /** @type {(string | CanvasPattern)[]} */
  let fills = [];
  /** @type {boolean[]} */
  let isAnchored = [];
  return {
    of(context, look, frame) {
      const { ratio, left, top } = frame;
      if (ratio !== at.ratio) fills = [];
      if (ratio !== at.ratio || left !== at.left || top !== at.top) isAnchored = [];
      at = { ratio, left, top };
      fills[look] = fills[look] || fillOfLook(context, looks[look], ratio);
      if (!isAnchored[look]) anchorFill(fills[look], looks[look], frame);
      isAnchored[look] = true;
      return fills[look];
    },
    used(look) {
      const fill = fills[look];
      if (fill === undefined) return null;
      return typeof fill === "string" ? fill : [looks[look].pattern, ...looks[look].colours].join(" ");
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {number} ratio device pixels a CSS pixel
 * @returns {string | CanvasPattern}
 */
export function fillOfLook(context, look, ratio) {
  if (look.pattern === "") return look.colours[0];
  const tile = look.pattern === "uncertain" ? dotTile(look, ratio) : bandTile(look, ratio);
  const pattern = context.createPattern(tile, "repeat");
  return pattern === null ? look.colours[0] : pattern;
}

/**
 * Fixes a pattern to the ground, so that it doesn't swim when the map is dragged.
 * @param {string | CanvasPattern} fill
 * @param {Look} look
 * @param {{ratio: number, left: number, top: number}} frame
 */
export function anchorFill(fill, look, { ratio, left, top }) {
  if (typeof fill === "string") return;
  const turn = TURNS.get(look.pattern) || 0;
  fill.setTransform(new DOMMatrix().translate(-left, -top).rotate(turn).scale(1 / ratio));
}

/**
 * Upright bands of the colours; for disputed ones, checks.
 * @param {Look} look
 * @param {number} ratio
 * @returns {HTMLCanvasElement}
 */
function bandTile({ pattern, colours }, ratio) {
  const band = Math.round(BAND * ratio);
  const rows = pattern === "disputed" ? colours.length : 1;
  const [tile, context] = makeTile(band * colours.length, band * rows);
  for (let row = 0; row < rows; row += 1) {
    colours.forEach((_, i) => {
      context.fillStyle = colours[(i + row) % colours.length];
      context.fillRect(i * band, row * band, band, band);
    });
  }
  return tile;
}

/**
 * Dots of the second colour on the first.
 * @param {Look} look
 * @param {number} ratio
 * @returns {HTMLCanvasElement}
 */
function dotTile({ colours }, ratio) {
  const side = Math.round(2 * BAND * ratio);
  const [tile, context] = makeTile(side, side);
  context.fillStyle = colours[0];
  context.fillRect(0, 0, side, side);
  context.fillStyle = colours[1];
  context.beginPath();
  context.arc(side / 2, side / 2, 1.3 * ratio, 0, 2 * Math.PI);
  context.fill();
  return tile;
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {[HTMLCanvasElement, CanvasRenderingContext2D]}
 */
function makeTile(width, height) {
  const tile = document.createElement("canvas");
  tile.width = width;
  tile.height = height;
  return [tile, /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"))];
}
