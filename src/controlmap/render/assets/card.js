/**
 * The evidence card: what is answered for a place on the day shown, who says so, and the
 * place's history; by the reports that the reader lets count.
 * @module card
 */
import { ageOf, answerWords, leadsOf, readAnswer } from "./answers.js";
import { cardFacts } from "./card-facts.js";
import { reportLists } from "./card-reports.js";
import { historyPart } from "./card-strip.js";
import { asOfOn } from "./chooser.js";
import { button, element, freeText, icon } from "./dom.js";
import { makePalette } from "./palette.js";

const CROSS = "M6 6l12 12M18 6L6 18";

/**
 * @typedef {import("./card-facts.js").CardFacts} CardFacts
 */

/**
 * What a card is made from.
 * @typedef {object} CardParts
 * @property {import("./scene.js").Scene} scene
 * @property {import("./chooser.js").Chooser} chooser
 * @property {import("./speech.js").Speech} speech
 * @property {import("./choice-words.js").ChoiceWords} words
 * @property {(place: number) => HTMLElement | null} voicesOf what each perspective says of a place
 *   on which they differ
 */

/**
 * @typedef {object} Card
 * @property {HTMLElement} root
 * @property {() => void} show the chosen place on the day shown, or nothing
 * @property {() => void} open the same, after another choice: takes the focus, and gives it back
 */

/**
 * @param {CardParts} parts
 * @returns {Card}
 */
export function makeCard(parts) {
  const { scene, speech } = parts;
  const root = element("section", { class: "cm-card", "aria-label": speech.say("card_lead"), tabindex: "-1" });
  root.hidden = true;
  const close = button(speech.say("card_close"), "cm-close", () => scene.choose(-1), icon(CROSS));
  const body = element("div", {});
  root.append(close, body);
  /** @type {HTMLElement | null} */
  let opener = null;
  const show = () => {
    if (scene.place() < 0) return;
    const keep = keepFolds(body);
    body.replaceChildren(...cardParts(parts));
    keep();
  };
  return {
    root,
    show,
    open() {
      const hadFocus = root.contains(document.activeElement);
      root.hidden = scene.place() < 0;
      show();
      if (!root.hidden) {
        if (!hadFocus) opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        root.scrollTop = 0;
        if (document.hasFocus()) root.focus({ preventScroll: true });
      } else if (hadFocus && opener) {
        opener.focus({ preventScroll: true });
      }
    },
  };
}

/**
 * @param {HTMLElement} body whose parts are made anew
 * @returns {() => void} opens the folds that were open, and gives back the focus
 */
function keepFolds(body) {
  const open = [...body.querySelectorAll("details[open]")].map(({ className }) => className);
  const stops = () => [...body.querySelectorAll("summary, button, a[href]")];
  const focused = document.activeElement === null ? -1 : stops().indexOf(document.activeElement);
  return () => {
    for (const part of body.querySelectorAll("details")) part.open = open.includes(part.className);
    const stop = stops()[focused];
    if (stop instanceof HTMLElement) stop.focus({ preventScroll: true });
  };
}

/**
 * @param {CardParts} parts
 * @returns {HTMLElement[]}
 */
function cardParts(parts) {
  const { scene, chooser, speech } = parts;
  const [place, day] = [scene.place(), scene.day()];
  const { policy, perspectives } = chooser.asked();
  const asOf = asOfOn(chooser.asked(), day);
  const number = scene.answerOf(place);
  const shown = number < 0 ? null : readAnswer(scene.story(), number);
  const facts = cardFacts(scene.story(), chooser.histories(), place, day, { asOf, policy, perspectives }, shown);
  const voices = parts.voicesOf(place);
  return [
    ...placeHead(scene.story(), speech, place),
    ...answerPart(parts, facts),
    ...inferredPart(scene, speech, place),
    ...(voices === null ? [] : [element("h3", {}, speech.say("card_differ")), voices]),
    ...historyPart(scene, speech, facts.strip),
    ...reportLists(scene.story(), speech, facts.reports),
  ];
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {HTMLElement[]}
 */
function placeHead({ places }, speech, place) {
  const name = speech.place(place);
  const other = name === places.name[place] ? places.nameAr[place] : places.name[place];
  const title = element("h2", { class: "cm-card-title" }, freeText(name));
  if (other) title.append(" ", freeText(other, "cm-other-name"));
  const kind = speech.say("kind." + places.kind[place]);
  const precision = places.precision[place];
  const facts = precision === "exact" ? kind : kind + " · " + speech.say("precision." + precision);
  return [title, element("p", { class: "cm-quiet" }, facts)];
}

/**
 * @param {CardParts} parts
 * @param {CardFacts} facts
 * @returns {HTMLElement[]}
 */
function answerPart({ scene, chooser, speech, words }, { answer }) {
  const { say } = speech;
  const day = scene.day();
  const said = element("p", { class: "cm-answer" }, swatches(scene, leadsOf(answer)), answerWords(answer, speech));
  const list = element("dl", { class: "cm-facts" });
  /**
   * @param {string} key
   * @param {string} text
   */
  const fact = (key, text) => {
    if (text) list.append(element("dt", {}, say(key)), element("dd", { "data-fact": key }, freeText(text)));
  };
  if (answer.since !== null) fact("since", speech.day(answer.since));
  const isOneDay = answer.window.every((end) => end === answer.since);
  if (!isOneDay) fact("window", windowWords(answer.window, speech));
  if (answer.certainty) fact("certainty", say("certainty." + answer.certainty));
  fact("age", ageWords(answer, speech, day));
  fact("rule", say("rule." + answer.rule));
  for (const { side, since, reportedThrough } of answer.presence) {
    const values = { name: speech.side(side), since: speech.short(since), last: speech.short(Math.min(reportedThrough, day)) };
    fact("presence", say("presence_row", values));
  }
  const asked = chooser.asked();
  const asOf = asOfOn(asked, day);
  fact("card_policy", say("policy." + asked.policy));
  fact("card_voices", speech.list(asked.perspectives.map(words.voice)));
  fact("card_known", asOf === null ? say("card_known_all") : say("card_known_by", { day: speech.day(asOf) }));
  const broken = answer.isBroken && element("p", { class: "cm-note" }, say("broken"));
  return broken ? [said, list, broken] : [said, list];
}

/**
 * @param {(number | null)[]} window
 * @param {import("./speech.js").Speech} speech
 * @returns {string}
 */
function windowWords(window, speech) {
  if (window.length < 2) return "";
  const [first, last] = window.map((day) => (day === null ? "" : speech.short(day)));
  if (!first || !last) return speech.say(first ? "date_from" : "date_until", { day: first || last });
  return first === last ? first : speech.say("when_window", { first, last });
}

/**
 * @param {import("./answers.js").Answer} answer
 * @param {import("./speech.js").Speech} speech
 * @param {number} day
 * @returns {string} when a report for it last spoke of the place, and how old that is
 */
function ageWords(answer, speech, day) {
  const days = ageOf(answer, day);
  if (days === null) return "";
  const last = speech.short(day - days);
  const isFresh = answer.freshness === "" || answer.freshness === "fresh";
  if (!isFresh) return speech.count("age_days_old", days, { day: last, age: speech.say("freshness." + answer.freshness) });
  return days === 0 ? speech.say("age_today", { day: last }) : speech.count("age_days", days, { day: last });
}

/**
 * What is drawn where the place has no report of its own.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {number} place
 * @returns {HTMLElement[]}
 */
function inferredPart(scene, speech, place) {
  const state = scene.stateOf(place);
  if (state === null || state.basis === "observed") return [];
  if (state.basis === "none") return [element("p", { class: "cm-note" }, speech.say("no_data_note"))];
  const name = speech.actor(state.controllers[0]);
  return [
    element("p", { class: "cm-inferred" }, speech.say("inferred_" + state.firmness, { name })),
    element("p", { class: "cm-note" }, speech.say("inferred_note")),
  ];
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {number[]} actors
 * @returns {HTMLElement} their colours on the map of that day, side by side
 */
function swatches(scene, actors) {
  const colour = makePalette(scene.story(), scene.appearance);
  const root = element("span", { class: "cm-swatches", "aria-hidden": "true" });
  for (const actor of actors) {
    const swatch = element("span", { class: "cm-sample" });
    swatch.style.backgroundColor = colour(actor, scene.day());
    root.append(swatch);
  }
  return root;
}
