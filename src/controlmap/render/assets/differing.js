/**
 * Where the perspectives differ on the day shown: on the map, in the legend, as a list.
 * @module differing
 */
import { answerWords } from "./answers.js";
import { makeCanvasLayer } from "./canvas-layer.js";
import { asOfOn } from "./chooser.js";
import { makeDisagreements } from "./disagreements.js";
import { button, element, freeText } from "./dom.js";
import { trace } from "./draw.js";
import { cutLabelsOut } from "./labels.js";
import { later } from "./later.js";

const INK = "#1f1c19";
const EDGE = "#ffffff";

/** Side of a tile of the hatching, pixels. */
const TILE = 8;

/** Radius of the ring around a place, pixels: the smaller the nearer the places are to each other. */
const RING = { least: 2.5, most: 9, share: 0.36 };

/** Widths of the lines of the hatching, and of the edges of cells, at the largest ring, pixels. */
const LINES = { light: 2.6, dark: 1.1, cell: 1 };

/** Dashes of the ring, pixels. */
const DASH = [4, 2.6];

const MOST_LISTED = 12;

/**
 * @typedef {import("./disagreements.js").Disagreement} Disagreement
 */

/**
 * @typedef {object} Differing
 * @property {HTMLElement} note for the legend
 * @property {HTMLElement} list of the places, and who says what
 * @property {(place: number) => HTMLElement | null} voicesOf who says what of a place; null where all agree
 * @property {() => HTMLCanvasElement[]} canvases none while it is not shown
 * @property {() => void} show after another choice
 * @property {() => void} stop
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {import("./wire.js").Wired} wired
 * @param {import("./speech.js").Speech} speech
 * @returns {Differing}
 */
export function makeDiffering(L, { story, scene, chooser, picture, map }, speech) {
  const disagreements = later(() => makeDisagreements(story, chooser.histories()));
  const count = document.createTextNode("");
  const note = element("li", {}, hatchedSample(), element("span", {}, count));
  const list = element("div", { class: "cm-differing" });
  /** @type {Disagreement[]} */
  let found = [];
  const isOn = () => chooser.asked().differ;
  const layer = makeCanvasLayer(L, {
    attributions: [],
    paint: (context, frame) => drawDiffering(context, frame, picture, found.map(({ place }) => place), story),
    added() {},
    removed() {},
  });
  const show = () => {
    note.hidden = !isOn();
    list.hidden = !isOn();
    if (!isOn()) {
      layer.remove();
      return;
    }
    const day = scene.day();
    found = disagreements().on(day, asOfOn(chooser.asked(), day));
    count.data = speech.count("differ_places", found.length);
    list.replaceChildren(...listParts(scene, speech, found));
    if (layer.shown() === null) {
      layer.addTo(map);
      void Promise.resolve().then(() => layer.repaint("moved")); // a map that is only being made has its names then
    } else layer.repaint("day");
  };
  const stopDays = scene.onDay(() => isOn() && show());
  return {
    note,
    list,
    voicesOf(place) {
      const day = scene.day();
      const differing = disagreements().at(place, day, asOfOn(chooser.asked(), day));
      return differing ? voiceList(speech, differing) : null;
    },
    canvases() {
      const shown = layer.shown();
      return shown === null ? [] : [shown.canvas];
    },
    show,
    stop() {
      stopDays();
      layer.remove();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./draw.js").Frame} frame
 * @param {import("./picture.js").Picture} picture
 * @param {number[]} differing places
 * @param {import("./decode.js").Timeline} story
 */
function drawDiffering(context, frame, picture, differing, { cells: count, places }) {
  const { ratio, left, top, width, height } = frame;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { vertices, points, territory, area } = picture.ground();
  const spacing = Math.sqrt(area() / Math.max(1, places.located)) * frame.scale;
  const radius = Math.min(RING.most, Math.max(RING.least, RING.share * spacing));
  const pattern = context.createPattern(hatchTile(ratio, radius / RING.most), "repeat");
  context.beginPath();
  for (const cell of differing.filter((place) => place < count)) {
    for (const ring of territory.cells().ringsOf(cell)) trace({ context, frame }, vertices, ring, 0, ring.length);
  }
  if (pattern !== null) {
    pattern.setTransform(new DOMMatrix().translate(-left, -top).scale(1 / ratio));
    context.fillStyle = pattern;
    context.fill("evenodd");
  }
  context.strokeStyle = INK;
  context.lineWidth = Math.max(0.5, (LINES.cell * radius) / RING.most);
  context.stroke();
  for (const place of differing.filter((each) => each < places.located)) {
    drawRing(context, points().x[place] * frame.scale - left, points().y[place] * frame.scale - top, radius);
  }
  cutLabelsOut(context, picture.labels());
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function drawRing(context, x, y, radius) {
  const share = radius / RING.most;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = EDGE;
  context.lineWidth = 4.6 * share;
  context.stroke();
  context.strokeStyle = INK;
  context.lineWidth = 2.4 * share;
  context.setLineDash(DASH.map((length) => length * share));
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {number} ratio device pixels a CSS pixel
 * @param {number} share of the width that lines have at most
 * @returns {HTMLCanvasElement} thin lines that cross
 */
function hatchTile(ratio, share) {
  const side = Math.round(TILE * ratio);
  const tile = document.createElement("canvas");
  tile.width = side;
  tile.height = side;
  const context = tile.getContext("2d");
  if (context === null) return tile;
  for (const [colour, width] of /** @type {[string, number][]} */ ([["rgba(255, 255, 255, 0.6)", LINES.light], [INK, LINES.dark]])) {
    context.strokeStyle = colour;
    context.lineWidth = width * share * ratio;
    context.beginPath();
    for (const shift of [-side, 0, side]) {
      context.moveTo(shift, 0);
      context.lineTo(shift + side, side);
      context.moveTo(shift, side);
      context.lineTo(shift + side, 0);
    }
    context.stroke();
  }
  return tile;
}

/**
 * @returns {HTMLElement} the hatching, for the legend
 */
function hatchedSample() {
  const ratio = 2;
  const sample = element("canvas", { class: "cm-sample", "aria-hidden": "true" });
  [sample.width, sample.height] = [22 * ratio, 14 * ratio];
  const context = sample.getContext("2d");
  const pattern = context?.createPattern(hatchTile(ratio, 1), "repeat");
  if (context && pattern) {
    context.fillStyle = pattern;
    context.fillRect(0, 0, sample.width, sample.height);
  }
  return sample;
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {Disagreement[]} found
 * @returns {HTMLElement[]}
 */
function listParts(scene, speech, found) {
  const head = element("p", { class: "cm-quiet" }, speech.count("differ_places", found.length));
  const items = (/** @type {Disagreement[]} */ some) =>
    some.map((each) => {
      const name = button("", "cm-link", () => scene.choose(each.place), freeText(speech.place(each.place)));
      return element("li", {}, name, voiceList(speech, each));
    });
  const list = element("ul", {}, ...items(found.slice(0, MOST_LISTED)));
  const rest = found.slice(MOST_LISTED);
  if (rest.length > 0) {
    const more = button("", "cm-link cm-more", () => {
      const added = items(rest);
      list.lastElementChild?.replaceWith(...added);
      added[0].querySelector("button")?.focus();
    }, speech.count("changed_more", rest.length));
    list.append(element("li", {}, more));
  }
  return found.length > 0 ? [head, list] : [head];
}

/**
 * What each perspective says of a place.
 * @param {import("./speech.js").Speech} speech
 * @param {Disagreement} disagreement
 * @returns {HTMLElement}
 */
function voiceList(speech, { voices, isContradicted }) {
  const lines = voices.map(({ perspective, answer }) =>
    element("li", { class: "cm-voice" }, freeText(speech.actor(perspective), "cm-strong"), ": ", freeText(answerWords(answer, speech))),
  );
  const verdict = speech.say(isContradicted ? "differ_contradicted" : "differ_left_behind");
  return element("ul", { class: "cm-voices" }, ...lines, element("li", { class: "cm-quiet" }, verdict));
}
