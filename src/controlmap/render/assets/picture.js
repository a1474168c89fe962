/**
 * The whole picture of a day: areas, lines, dots, names, the chosen place.
 * @module picture
 */
import { grow, toCanvas, toGround, wholeCanvas } from "./boxes.js";
import { drawAreas, drawCells, drawDashedLines, drawFronts, drawFrontsOfCells, startSheet, thin } from "./draw.js";
import { makeFills } from "./hatching.js";
import { drawLabels, layOutLabels } from "./labels.js";
import { makeMarks } from "./marks.js";
import { makeProjection } from "./projection.js";
import { ofStory } from "./scene.js";
import { dotSize, drawChoice, drawMarks, POST_REACH } from "./symbols.js";
import { makeTerritory } from "./territory.js";

/** @type {number[]} */
const NOTHING = [];

/** Milliseconds after the first picture. */
const SOON = 400;

/** Pixels around a cell that its edges reach. */
const EDGE_REACH = 3;

/**
 * @typedef {object} Picture
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
 * @property {import("./draw.js").Ground} points of the places
 * @property {import("./draw.js").Ground} named points of all that has a name
 * @property {import("./territory.js").Territory} territory
 * @property {number} area of the box around the places
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
  const { places, topology } = timeline;
  let fills = makeFills(scene.appearance.looks());
  const told = ofStory(scene, (story) => ({ ...makeMarks(story, scene), labelled: makeLabelled(story, view.language, basemap) }));
  const all = Array.from({ length: places.located }, (_, place) => place);
  const others = all.slice(timeline.cells);
  /** @type {Ground} */
  let ground;
  /** @type {Dirty} */
  let dirty = { cells: [], posts: [] };
  /** @type {import("./labels.js").Label[]} */
  let labels = [];
  let size = { radius: 0, showsQuiet: false };
  let isPainted = false;

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import("./draw.js").Frame} frame
   */
  const settle = (context, frame) => {
    const spacing = Math.sqrt(ground.area / Math.max(1, places.located)) * frame.scale;
    size = dotSize(spacing);
    labels = layOutLabels(context, frame, ground.named, { ...told().labelled, spacing });
  };
  /**
   * @param {import("./draw.js").Sheet} sheet
   * @param {boolean} isWhole
   */
  const draw = (sheet, isWhole) => {
    const { territory, vertices, points } = ground;
    startSheet(sheet);
    const shown = isWhole ? new Set(NOTHING) : cellsNear(sheet, territory.cells(), EDGE_REACH);
    if (isWhole) drawAreas(sheet, vertices, territory.rings(), fills);
    else drawCells(sheet, vertices, { topology, territory }, fills, shown);
    if (isClear) thin(sheet);
    basemap?.paintOver(sheet);
    drawDashedLines(sheet, vertices, territory.dashedLines());
    if (isWhole) drawFronts(sheet, vertices, territory.fronts());
    else drawFrontsOfCells(sheet, vertices, { topology, territory }, shown);
    const near = isWhole ? all : [...cellsNear(sheet, territory.cells(), POST_REACH), ...others];
    drawMarks(sheet, points, told().marks, size, near);
    drawLabels(sheet, labels);
    const chosen = scene.place();
    if (chosen >= 0 && chosen < places.located) drawChoice(sheet, points, chosen);
    sheet.context.restore();
  };
  return {
    restyle(map) {
      isPainted = false;
      if (ground) told().restyle();
      fills = makeFills(scene.appearance.looks());
      ground = projectAll(map, scene.story(), scene.appearance.stateLooks(), basemap);
      ground.territory.update(scene.states, Int32Array.from(scene.states.keys()));
    },
    update(touched) {
      const changed = ground.territory.update(scene.states, touched.cells);
      const renewed = told().renew(touched);
      if (isPainted) soil(dirty, ground, changed, renewed);
    },
    paint(context, frame, reason) {
      if (reason === "moved") settle(context, frame);
      const whole = wholeCanvas(frame);
      const parts =
        reason === "day"
          ? [...toCanvas(frame, dirty.cells, Math.max(EDGE_REACH, size.radius + 2)), ...toCanvas(frame, dirty.posts, POST_REACH)]
          : [whole];
      dirty = { cells: [], posts: [] };
      const isWhole = parts.some((part) => part.every((side, i) => side === whole[i]));
      if (parts.length > 0) draw({ context, frame, parts: isWhole ? [whole] : parts }, isWhole);
      if (!isPainted) setTimeout(ground.territory.cells, SOON); // for the steps to come
      isPainted = true;
    },
    ground: () => ground,
    labels: () => labels,
    isDotShown: (place) => size.radius > 0 && (size.showsQuiet || scene.answerOf(place) >= 0),
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
    (hasPosts ? dirty.posts : dirty.cells).push(pointBox(points, place));
  }
}

/**
 * @param {import("./draw.js").Sheet} sheet
 * @param {import("./cells.js").Cells} cells
 * @param {number} room pixels around the parts of the sheet
 * @returns {Set<number>} the cells that touch the parts
 */
function cellsNear({ frame, parts }, cells, room) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const box of toGround(frame, parts)) cells.within(grow(box, room / frame.scale), (cell) => found.add(cell));
  return found;
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
 * What is named on the map: the places, then what lies around them.
 * @param {import("./decode.js").Timeline} timeline
 * @param {string} language
 * @param {import("./basemap.js").Basemap | null} basemap
 * @returns {{kind: string[], names: string[], changes: Int32Array}}
 */
function makeLabelled(timeline, language, basemap) {
  const { places } = timeline;
  const around = basemap ? basemap.labels : [];
  const changes = new Int32Array(places.located + around.length);
  changes.set(countChanges(timeline, places.located));
  const choose = (/** @type {string} */ name, /** @type {string} */ nameAr) => (language === "ar" && nameAr) || name;
  return {
    kind: [...places.kind.slice(0, places.located), ...around.map(({ kind }) => kind)],
    names: [
      ...places.name.slice(0, places.located).map((name, i) => choose(name, places.nameAr[i])),
      ...around.map(({ name, nameAr }) => choose(name, nameAr)),
    ],
    changes,
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} count
 * @returns {Int32Array} different answers of each place over the map; 0 without a report
 */
function countChanges({ answers, words }, count) {
  const { place, holding, holdings } = answers;
  const nothing = words.status.indexOf("no_record");
  const isReport = holdings.map(({ status }) => status !== nothing);
  const counts = new Int32Array(count);
  const lastPlace = new Int32Array(holdings.length).fill(-1);
  for (let i = 0; i < place.length && place[i] < count; i += 1) {
    if (!isReport[holding[i]] || lastPlace[holding[i]] === place[i]) continue;
    lastPlace[holding[i]] = place[i];
    counts[place[i]] += 1;
  }
  return counts;
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
  const vertices = projectPoints(map, topology.lon, topology.lat);
  const points = projectPoints(map, places.lon, places.lat);
  const around = basemap ? basemap.labels : [];
  const named = projectPoints(
    map,
    Float64Array.from([...places.lon, ...around.map(({ lon }) => lon)]),
    Float64Array.from([...places.lat, ...around.map(({ lat }) => lat)]),
  );
  return {
    vertices,
    points,
    named,
    territory: makeTerritory(timeline, vertices, stateLooks),
    area: spread(points.x) * spread(points.y),
  };
}

/**
 * @param {import("leaflet").Map} map
 * @param {Float64Array} lon
 * @param {Float64Array} lat
 * @returns {import("./draw.js").Ground} in units that the map's scale turns to pixels
 */
function projectPoints(map, lon, lat) {
  const project = makeProjection(map);
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  for (let i = 0; i < lon.length; i += 1) {
    const point = project(lat[i], lon[i]);
    x[i] = point.x;
    y[i] = point.y;
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
