/**
 * The whole picture of a day: areas, lines, dots, names, the chosen place.
 * @module picture
 */
import { grow, toCanvas, toGround, wholeCanvas } from "./boxes.js";
import { drawAreas, drawCells, drawDashedLines, drawFronts, drawFrontsOfCells, startSheet, thin } from "./draw.js";
import { makeFills } from "./hatching.js";
import { late } from "./late.js";
import { later } from "./later.js";
import { makeProjection, projectPoints } from "./projection.js";
import { POST_REACH } from "./symbols.js";
import { makeTerritory } from "./territory.js";

/** @type {number[]} */
const NOTHING = [];

/** Milliseconds after the first picture. */
const SOON = 400;

/** Pixels around a cell that its edges reach. */
const EDGE_REACH = 3;

/**
 * @typedef {object} Picture
 * @property {() => void} furnish paints marks and names too from now on: without them it is
 *   there much sooner
 * @property {(touched: import("./scene.js").Touched) => void} update after the cells' states changed
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame, reason: "moved" | "chosen" | "day") => void} paint
 * @property {() => Ground} ground once it was styled
 * @property {() => import("./labels.js").Label[]} labels names that are on the map
 * @property {(place: number) => boolean} isDotShown
 * @property {(map: import("leaflet").Map) => void} restyle makes all anew, for a map, a look or a story
 * @property {(cell: number) => string | null} fillOf a cell, as the canvas was last painted
 */

/**
 * What depends on the map's projection.
 * @typedef {object} Ground
 * @property {import("./draw.js").Ground} vertices
 * @property {() => import("./draw.js").Ground} points of the places
 * @property {() => import("./draw.js").Ground} named points of all that has a name
 * @property {import("./territory.js").Territory} territory
 * @property {() => number} area of the box around the places
 */

/**
 * What is to be painted anew, on the ground.
 * @typedef {object} Dirty
 * @property {import("./boxes.js").Box[]} cells and dots
 * @property {import("./boxes.js").Box[]} posts places whose flags may reach far
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./decode.js").View} view
 * @param {import("./scene.js").Scene} scene
 * @param {{isClear: boolean, basemap: import("./basemap.js").Basemap | null}} options whether
 *   what lies below is to be seen through the areas; the ground, whose borders and names are
 *   drawn over them
 * @returns {Picture}
 */
export function makePicture(timeline, view, scene, { isClear, basemap }) {
  const { topology } = timeline;
  let fills = makeFills(scene.appearance.looks());
  /** @type {Ground} */
  let ground;
  /** @type {import("./furnishing.js").Furnishing | null} */
  let furnishing = null;
  /** @type {Dirty} */
  let dirty = { cells: [], posts: [] };
  let isPainted = false;
  const reach = () => Math.max(EDGE_REACH, furnishing?.reach() || 0);

  /**
   * @param {import("./draw.js").Sheet} sheet
   * @param {boolean} isWhole
   */
  const draw = (sheet, isWhole) => {
    const { territory, vertices } = ground;
    startSheet(sheet);
    const shown = new Set(isWhole ? NOTHING : cellsNear(sheet, territory.cells(), reach()));
    if (isWhole) drawAreas(sheet, vertices, territory.rings(), fills);
    else drawCells(sheet, vertices, { topology, territory }, fills, shown);
    if (isClear) thin(sheet);
    basemap?.paintOver(sheet);
    drawDashedLines(sheet, vertices, territory.dashedLines());
    if (isWhole) drawFronts(sheet, vertices, territory.fronts());
    else drawFrontsOfCells(sheet, vertices, { topology, territory }, shown);
    furnishing?.draw(sheet, ground, isWhole ? null : shown);
    sheet.context.restore();
  };
  return {
    furnish() {
      furnishing = furnishing || late().makeFurnishing(timeline, view, scene, basemap);
    },
    restyle(map) {
      isPainted = false;
      furnishing?.restyle();
      fills = makeFills(scene.appearance.looks());
      ground = projectAll(map, scene.story(), scene.appearance.stateLooks(), basemap);
      ground.territory.update(scene.states, Int32Array.from(scene.states.keys()));
    },
    update(touched) {
      const changed = ground.territory.update(scene.states, touched.cells);
      const renewed = furnishing?.renew(touched) || [];
      if (isPainted) soil(dirty, ground, changed, renewed);
    },
    paint(context, frame, reason) {
      if (reason === "moved") furnishing?.settle(context, frame, ground);
      const whole = wholeCanvas(frame);
      const parts =
        reason === "day" ? [...toCanvas(frame, dirty.cells, reach()), ...toCanvas(frame, dirty.posts, POST_REACH)] : [whole];
      dirty = { cells: [], posts: [] };
      const isWhole = parts.some((part) => part.every((side, i) => side === whole[i]));
      if (parts.length > 0) draw({ context, frame, parts: isWhole ? [whole] : parts }, isWhole);
      if (!isPainted) setTimeout(ground.territory.cells, SOON); // for the steps to come
      isPainted = true;
    },
    ground: () => ground,
    labels: () => furnishing?.labels() || [],
    isDotShown: (place) => furnishing !== null && furnishing.isDotShown(place),
    fillOf(cell) {
      const look = ground.territory.looks[cell];
      return look < 0 ? null : fills.used(look);
    },
  };
}

/**
 * Adds what changed to what is to be painted anew.
 * @param {Dirty} dirty
 * @param {Ground} ground
 * @param {number[]} changed cells
 * @param {import("./marks.js").Renewed[]} renewed places
 */
function soil(dirty, { territory, points }, changed, renewed) {
  for (const cell of changed) dirty.cells.push(boxOfCell(territory.cells(), cell));
  for (const { place, hasPosts } of renewed) {
    (hasPosts ? dirty.posts : dirty.cells).push(pointBox(points(), place));
  }
}

/**
 * @param {import("./draw.js").Sheet} sheet
 * @param {import("./cells.js").Cells} cells
 * @param {number} room pixels around the parts of the sheet
 * @returns {number[]} the cells that touch the parts
 */
function cellsNear({ frame, parts }, cells, room) {
  return cells.within(toGround(frame, parts).map((box) => grow(box, room / frame.scale)));
}

/**
 * @param {import("./cells.js").Cells} cells
 * @param {number} cell
 * @returns {import("./boxes.js").Box}
 */
function boxOfCell({ boxes }, cell) {
  return [boxes[4 * cell], boxes[4 * cell + 1], boxes[4 * cell + 2], boxes[4 * cell + 3]];
}

/**
 * @param {import("leaflet").Map} map
 * @param {import("./decode.js").Timeline} timeline
 * @param {number[]} stateLooks
 * @param {import("./basemap.js").Basemap | null} basemap
 * @returns {Ground}
 */
function projectAll(map, timeline, stateLooks, basemap) {
  const { topology, places } = timeline;
  const project = makeProjection(map);
  const vertices = projectPoints(project, topology.lon, topology.lat);
  const points = later(() => projectPoints(project, places.lon, places.lat));
  const named = later(() => {
    const around = basemap ? basemap.labels : [];
    const lon = Float64Array.from(around, (label) => label.lon);
    const lat = Float64Array.from(around, (label) => label.lat);
    return joinPoints(points(), projectPoints(project, lon, lat));
  });
  return {
    vertices,
    points,
    named,
    territory: makeTerritory(timeline, vertices, stateLooks),
    area: later(() => spread(points().x) * spread(points().y)),
  };
}

/**
 * @param {import("./draw.js").Ground} some
 * @param {import("./draw.js").Ground} others
 * @returns {import("./draw.js").Ground}
 */
function joinPoints(some, others) {
  return { x: Float64Array.from([...some.x, ...others.x]), y: Float64Array.from([...some.y, ...others.y]) };
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
