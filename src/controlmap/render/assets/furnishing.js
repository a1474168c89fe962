/**
 * What stands on the areas: marks of the places, names, a ring around the chosen place.
 * @module furnishing
 */
import { drawLabels, layOutLabels } from "./labels.js";
import { makeMarks } from "./marks.js";
import { ofStory } from "./scene.js";
import { dotSize, drawChoice, drawMarks } from "./symbols.js";

/** Pixels around a dot that its ring reaches. */
const RING = 2;

/**
 * @typedef {object} Furnishing
 * @property {(context: CanvasRenderingContext2D, frame: import("./draw.js").Frame, ground: import("./picture.js").Ground) => void} settle
 *   after the map moved
 * @property {(sheet: import("./draw.js").Sheet, ground: import("./picture.js").Ground, near: Set<number> | null) => void} draw
 *   the places of some cells, null for all
 * @property {(touched: import("./scene.js").Touched) => import("./marks.js").Renewed[]} renew
 * @property {() => void} restyle after a change of the look or the story
 * @property {() => number} reach of a dot around its place, pixels
 * @property {() => import("./labels.js").Label[]} labels names that are on the map
 * @property {(place: number) => boolean} isDotShown
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./decode.js").View} view
 * @param {import("./scene.js").Scene} scene
 * @param {import("./basemap.js").Basemap | null} basemap
 * @returns {Furnishing}
 */
export function makeFurnishing(timeline, view, scene, basemap) {
  const { places } = timeline;
  const told = ofStory(scene, (story) => ({ ...makeMarks(story, scene), labelled: makeLabelled(story, view.language, basemap) }));
  const all = Array.from({ length: places.located }, (_, place) => place);
  const others = all.slice(timeline.cells);
  /** @type {import("./labels.js").Label[]} */
  let labels = [];
  let size = { radius: 0, showsQuiet: false };
  return {
    settle(context, frame, ground) {
      const spacing = Math.sqrt(ground.area() / Math.max(1, places.located)) * frame.scale;
      size = dotSize(spacing);
      labels = layOutLabels(context, frame, ground.named(), { ...told().labelled, spacing });
    },
    draw(sheet, ground, near) {
      const points = ground.points();
      const { marks } = told();
      const far = (/** @type {Set<number>} */ shown) => [...marks.flagged].filter((place) => place < timeline.cells && !shown.has(place));
      drawMarks(sheet, points, marks, size, near === null ? all : [...near, ...others, ...far(near)]);
      drawLabels(sheet, labels);
      const chosen = scene.place();
      if (chosen >= 0 && chosen < places.located) drawChoice(sheet, points, chosen);
    },
    renew: (touched) => told().renew(touched),
    restyle: () => told().restyle(),
    labels: () => labels,
    reach: () => size.radius + RING,
    isDotShown: (place) => size.radius > 0 && (size.showsQuiet || scene.answerOf(place) >= 0),
  };
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
