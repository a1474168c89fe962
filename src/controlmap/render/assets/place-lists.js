/**
 * Places as text: a table of states on the day shown, and those that are not mapped.
 * @module place-lists
 */
import { answerWords, readAnswer } from "./answers.js";
import { button, element, fold, freeText } from "./dom.js";
import { ofStory } from "./scene.js";

/**
 * @typedef {object} PlaceTable
 * @property {HTMLDetailsElement} root
 * @property {() => void} show the day, if the table is open
 */

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {PlaceTable}
 */
export function makePlaceTable(scene, speech) {
  const { say } = speech;
  const body = element("tbody", {});
  const caption = element("caption", {});
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, say("card_lead")),
    element("th", { scope: "col" }, say("state")),
  );
  const table = element("table", { class: "cm-places" }, caption, element("thead", {}, head), body);
  const root = fold(say("table"), false, "cm-table", table);
  const order = ofStory(scene, (story) => placesByName(story, speech, 0));
  const show = () => {
    if (!root.open) return;
    caption.textContent = speech.day(scene.day());
    const rows = order().map((place) => tableRow(scene, speech, place)).filter((row) => row !== null);
    const empty = element("tr", {}, element("td", { colspan: "2" }, say("table_empty")));
    body.replaceChildren(...(rows.length > 0 ? rows : [empty]));
  };
  root.addEventListener("toggle", show);
  return { root, show };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {number} from the first place that counts
 * @returns {number[]} places with any report, by name
 */
function placesByName({ answers, places }, speech, from) {
  const collator = new Intl.Collator(speech.language);
  const order = [];
  for (let place = from; place < places.count; place += 1) {
    if (answers.starts[place + 1] > answers.starts[place]) order.push(place);
  }
  return order.sort((a, b) => collator.compare(speech.place(a), speech.place(b)) || a - b);
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {HTMLElement | null} null where nothing is reported by the day
 */
function tableRow(scene, speech, place) {
  const number = scene.answerOf(place);
  if (number < 0) return null;
  const answer = readAnswer(scene.story(), number);
  if (answer.status === "no_record") return null;
  const name = button("", "cm-link", () => scene.choose(place), freeText(speech.place(place)));
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", {}, freeText(answerWords(answer, speech))),
  );
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement | null} null where every place has a point
 */
export function makeNotMapped(timeline, scene, speech) {
  const { places } = timeline;
  if (places.located === places.count) return null;
  const items = placesByName(timeline, speech, places.located).map((place) => {
    const facts = [places.kind[place], places.precision[place]];
    const words = speech.say("kind." + facts[0]) + ", " + speech.say("precision." + facts[1]);
    const name = button("", "cm-link", () => scene.choose(place), freeText(speech.place(place)));
    const [whereabouts, note] = places.sought[place - places.located];
    const known = [whereabouts, note].filter(Boolean).map((text) => element("p", { class: "cm-quiet" }, freeText(text)));
    return element("li", {}, name, " ", element("span", { class: "cm-quiet" }, words), ...known);
  });
  const lead = element("p", {}, speech.say("not_mapped_lead"));
  return fold(speech.say("not_mapped"), false, "cm-not-mapped", lead, element("ul", {}, ...items));
}
