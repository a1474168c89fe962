/**
 * The whole picture of a day: areas, lines, dots, names, the chosen place.
 * @module picture
 */
import { boxesOfCells, toCanvas } from "./boxes.js";
import { drawAreas, drawLines, startSheet, thin } from "./draw.js";
import { makeFills } from "./hatching.js";
import { drawLabels, layOutLabels } from "./labels.js";
import { makeMarks } from "./marks.js";
import { dotSize, drawChoice, drawMarks } from "./symbols.js";
import { makeTerritory } from "./territory.js";

/**
 * @typedef {object} Picture
 * @property {(map: any) => void} project to the ground of a map
 * @property {(touched: Iterable<number>) => void} update after the cells' states changed
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame, reason: "moved" | "chosen" | "day") => void} paint
 * @property {() => import("./draw.js").Ground} points of the places
 * @property {(place: number) => boolean} isDotShown
 * @property {(cell: number) => string | null} fillOf a cell, as the canvas was last painted
 */

/**
 * What depends on the map's projection.
 * @typedef {object} Ground
 * @property {import("./draw.js").Ground} vertices
 * @property {import("./draw.js").Ground} points of the places
 * @property {import("./boxes.js").Box[]} boxes of the cells
 * @property {import("./territory.js").Territory} territory
 * @property {number} area of the box around the places
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {any} view looks, their use, and language of the page
 * @param {import("./scene.js").Scene} scene
 * @param {{isClear: boolean}} options whether what lies below is to be seen through the areas
 * @returns {Picture}
 */
export function makePicture(timeline, view, scene, { isClear }) {
  const { places } = timeline;
  const looks = view.looks.map((/** @type {any[]} */ [pattern, colours]) => ({ pattern, colours }));
  const fillOf = makeFills(looks);
  const marks = makeMarks(timeline, scene);
  const names = places.name.map((name, i) => (view.language === "ar" && places.nameAr[i]) || name);
  const changes = countChanges(timeline, places.located);
  const hasReport = (/** @type {number} */ place) => scene.answerOf(place) !== null;
  /** @type {Ground} */
  let ground;
  /** @type {import("./boxes.js").Box[]} */
  let dirty = [];
  /** @type {import("./labels.js").Label[]} */
  let labels = [];
  /** @type {(string | null)[]} */
  let fills = [];
  let size = { radius: 0, showsQuiet: false };

  /** @param {CanvasRenderingContext2D} context @param {import("./draw.js").Frame} frame */
  const settle = (context, frame) => {
    const spacing = Math.sqrt(ground.area / Math.max(1, places.located)) * frame.scale;
    size = dotSize(spacing);
    labels = layOutLabels(context, frame, ground.points, { kind: places.kind, names, changes, spacing });
  };
  /** @param {import("./draw.js").Sheet} sheet */
  const draw = (sheet) => {
    startSheet(sheet);
    fills = drawAreas(sheet, ground.vertices, ground.territory, looks, fillOf);
    if (isClear) thin(sheet);
    drawLines(sheet, ground.vertices, ground.territory);
    drawMarks(sheet, ground.points, marks.all(), size);
    drawLabels(sheet, labels);
    const chosen = scene.place();
    if (chosen >= 0 && chosen < places.located) drawChoice(sheet, ground.points, chosen);
    sheet.context.restore();
  };
  return {
    project(map) {
      ground = projectAll(map, timeline, view.state_looks, looks.length);
    },
    update(touched) {
      ground.territory.update(scene.states, touched);
      for (const cell of touched) dirty.push(ground.boxes[cell]);
      for (const place of marks.renew()) dirty.push(pointBox(ground.points, place));
    },
    paint(context, frame, reason) {
      const isWhole = reason !== "day";
      const parts = isWhole ? [/** @type {import("./boxes.js").Box} */ ([0, 0, frame.width, frame.height])] : toCanvas(frame, dirty);
      if (reason === "moved") settle(context, frame);
      dirty = [];
      if (parts.length > 0) draw({ context, frame, parts });
    },
    points: () => ground.points,
    isDotShown: (place) => size.radius > 0 && (size.showsQuiet || hasReport(place)),
    fillOf(cell) {
      const look = ground.territory.looks[cell];
      return look < 0 ? null : fills[look];
    },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} count
 * @returns {Int32Array} different answers of each place over the map; 0 without a report
 */
function countChanges({ answers, words }, count) {
  const { starts, row, rows } = answers;
  const nothing = words.status.indexOf("no_record");
  return Int32Array.from({ length: count }, (_, place) => {
    const told = Array.from(row.slice(starts[place], starts[place + 1]), (i) => rows[i]);
    const reports = told.filter(([status]) => status !== nothing);
    return new Set(reports.map((answer) => JSON.stringify(answer.slice(0, 4)))).size;
  });
}

/**
 * @param {any} map
 * @param {import("./decode.js").Timeline} timeline
 * @param {number[]} stateLooks
 * @param {number} lookCount
 * @returns {Ground}
 */
function projectAll(map, timeline, stateLooks, lookCount) {
  const { topology, places, cells } = timeline;
  const vertices = projectPoints(map, topology.lon, topology.lat);
  const points = projectPoints(map, places.lon, places.lat);
  return {
    vertices,
    points,
    boxes: boxesOfCells(topology, vertices, cells),
    territory: makeTerritory(timeline, vertices, stateLooks, lookCount),
    area: spread(points.x) * spread(points.y),
  };
}

/**
 * @param {any} map
 * @param {Float64Array} lon
 * @param {Float64Array} lat
 * @returns {import("./draw.js").Ground} in units that the map's scale turns to pixels
 */
function projectPoints(map, lon, lat) {
  const { crs } = map.options;
  const unit = crs.scale(0);
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  for (let i = 0; i < lon.length; i += 1) {
    const point = crs.latLngToPoint({ lat: lat[i], lng: lon[i] }, 0);
    x[i] = point.x / unit;
    y[i] = point.y / unit;
  }
  return { x, y };
}

/**
 * @param {Float64Array} values
 * @returns {number} from the least to the greatest
 */
function spread(values) {
  return values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
}

/**
 * @param {import("./draw.js").Ground} points
 * @param {number} place
 * @returns {import("./boxes.js").Box}
 */
function pointBox({ x, y }, place) {
  return [x[place], y[place], x[place], y[place]];
}
