/**
 * The evidence card: what is answered for a place on the day shown, and who says so.
 * @module card
 */
import { ageOf, leadsOf, readAnswer } from "./answers.js";
import { button, element, freeText, icon, webLink } from "./dom.js";
import { makePalette } from "./palette.js";

const CROSS = "M6 6l12 12M18 6L6 18";

/**
 * @typedef {object} Card
 * @property {HTMLElement} root
 * @property {() => void} show the chosen place on the day shown, or nothing
 * @property {() => void} open the same, after another choice: takes the focus, and gives it back
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {Card}
 */
export function makeCard(timeline, scene, speech) {
  const root = element("section", { class: "cm-card", "aria-label": speech.say("card_lead"), tabindex: "-1" });
  root.hidden = true;
  const close = button(speech.say("card_close"), "cm-close", () => scene.choose(-1), icon(CROSS));
  const body = element("div", {});
  root.append(close, body);
  /** @type {HTMLElement | null} */
  let opener = null;
  const show = () => {
    if (scene.place() >= 0) body.replaceChildren(...cardParts(timeline, scene, speech));
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
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function cardParts(timeline, scene, speech) {
  const place = scene.place();
  const number = scene.answerOf(place);
  const answer = number < 0 ? null : readAnswer(timeline, number);
  return [
    ...placeHead(timeline, speech, place),
    ...answerPart(timeline, scene, speech, answer),
    ...inferredPart(scene, speech, place),
    ...reportLists(timeline, scene, speech, answer),
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
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./answers.js").Answer | null} answer
 * @returns {HTMLElement[]}
 */
function answerPart(timeline, scene, speech, answer) {
  const { say } = speech;
  const day = scene.day();
  if (answer === null) return [element("p", { class: "cm-answer" }, say("answer.no_record"))];
  const said = element("p", { class: "cm-answer" }, swatches(timeline, scene, leadsOf(answer)), answerWords(answer, speech));
  const facts = element("dl", { class: "cm-facts" });
  /**
   * @param {string} key
   * @param {string} text
   */
  const fact = (key, text) => {
    if (text) facts.append(element("dt", {}, say(key)), element("dd", {}, freeText(text)));
  };
  if (answer.since !== null) fact("since", speech.day(answer.since));
  const isOneDay = answer.window.every((end) => end === answer.since);
  if (!isOneDay) fact("window", windowWords(answer.window, speech));
  if (answer.certainty) fact("certainty", say("certainty." + answer.certainty));
  fact("age", ageWords(answer, speech, day));
  fact("rule", say("rule." + answer.rule));
  const broken = answer.isBroken && element("p", { class: "cm-note" }, say("broken"));
  return broken ? [said, facts, broken] : [said, facts];
}

/**
 * @param {import("./answers.js").Answer} answer
 * @param {import("./speech.js").Speech} speech
 * @param {(side: number[]) => string} name of a side
 * @returns {string} status and sides in words
 */
export function answerWords(answer, speech, name = speech.side) {
  const { say } = speech;
  const sides = answer.sides.map(name).join(" · ");
  const words = say("answer." + answer.status, { sides });
  if (answer.status !== "changing") return words;
  const [before, after] = [answer.before, answer.after].map((holding) =>
    holding && holding.sides.length > 0 ? holding.sides.map(name).join(" · ") : say("unknown_holder"),
  );
  return words + ": " + say("before_after", { before, after });
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
 * @returns {string}
 */
function ageWords(answer, speech, day) {
  const age = ageOf(answer, day);
  if (age === null) return "";
  const words = age === 0 ? speech.say("age_today") : speech.count("age_days", age);
  const isFresh = answer.freshness === "" || answer.freshness === "fresh";
  return isFresh ? words : words + " (" + speech.say("freshness." + answer.freshness) + ")";
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
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./answers.js").Answer | null} answer
 * @returns {HTMLElement[]}
 */
function reportLists(timeline, scene, speech, answer) {
  if (answer === null) return [];
  /** @type {HTMLElement[]} */
  const parts = [];
  for (const key of /** @type {("evidence" | "against")[]} */ (["evidence", "against"])) {
    if (answer[key].length === 0) continue;
    parts.push(element("h3", {}, speech.say(key)));
    parts.push(element("ul", { class: "cm-reports" }, ...answer[key].map((i) => reportItem(timeline, speech, i))));
  }
  if (answer.presence.length > 0) {
    const posts = answer.presence.map(({ side, since, reportedThrough, record }) => {
      const lastReport = Math.min(reportedThrough, scene.day());
      const values = { name: speech.side(side), since: speech.short(since), last: speech.short(lastReport) };
      const line = element("p", {}, swatches(timeline, scene, side.slice(0, 1)), speech.say("presence_row", values));
      const item = reportItem(timeline, speech, record);
      item.prepend(line);
      return item;
    });
    parts.push(element("h3", {}, speech.say("presence")), element("ul", { class: "cm-reports" }, ...posts));
  }
  return parts;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {number} index
 * @returns {HTMLElement}
 */
function reportItem(timeline, speech, index) {
  const { say } = speech;
  const { sources, report: read } = timeline.evidence();
  const report = read(index);
  const [publisher, title, url, , perspective] = sources[report.source];
  const event = say("event." + report.event);
  const loser = report.previous.length > 0 && speech.side(report.previous);
  const what = loser ? say("event_from", { event, name: loser }) : event;
  const who = report.sides.map(speech.side).join(" · ");
  const lead = element("p", { class: "cm-report-lead" });
  lead.append(freeText(who ? who + ": " + what : what), " ", element("span", { class: "cm-quiet" }, speech.edtf(report.valid)));
  const cited = element("p", {}, webLink(url, publisher));
  if (report.locator) cited.append(", ", freeText(report.locator));
  if (title && title !== publisher) cited.append(" ", freeText(title, "cm-quiet"));
  const facts = reportFacts(report, speech, sources, perspective);
  const item = element("li", {}, lead, cited, element("p", { class: "cm-quiet" }, freeText(facts.join(" · "))));
  const copies = report.alsoAt.map((copy) => copyLink(sources, copy));
  if (copies.length > 0) {
    const line = element("p", { class: "cm-quiet" }, say("also_at"));
    copies.forEach((copy) => line.append(" ", copy));
    item.append(line);
  }
  if (report.note) item.append(element("p", { class: "cm-quiet" }, freeText(report.note)));
  return item;
}

/**
 * @param {import("./decode.js").SourceRow[]} sources
 * @param {number | string} copy a source, or a text that may end in a URL
 * @returns {HTMLElement}
 */
function copyLink(sources, copy) {
  if (typeof copy === "number") return webLink(sources[copy][2], sources[copy][0]);
  const [, name, url] = /^(.*?)\s*(https?:\/\/\S+)?$/.exec(copy) || ["", copy, ""];
  return webLink(url || "", name || url);
}

/**
 * @param {import("./evidence.js").Report} report
 * @param {import("./speech.js").Speech} speech
 * @param {import("./decode.js").SourceRow[]} sources
 * @param {number | string} perspective
 * @returns {string[]}
 */
function reportFacts(report, speech, sources, perspective) {
  const { say } = speech;
  const publisher = (/** @type {number | string} */ source) => (typeof source === "number" ? sources[source][0] : source);
  const facts = [say("source_perspective", { name: speech.actor(perspective) })];
  if (report.reported) facts.push(say("reported", { day: speech.edtf(report.reported) }));
  if (report.claimedBy !== "") facts.push(say("claimed_by", { name: speech.actor(report.claimedBy) }));
  if (report.placePrecision !== "exact") facts.push(say("place_precision." + report.placePrecision));
  facts.push(say("confidence." + report.confidence));
  if (report.outcome !== "stands") facts.push(say("outcome." + report.outcome));
  if (report.deniedBy !== "") facts.push(say("denied_by", { name: publisher(report.deniedBy) }));
  return facts;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {number[]} actors
 * @returns {HTMLElement} their colours on the map of that day, side by side
 */
function swatches(timeline, scene, actors) {
  const colour = makePalette(timeline, scene.appearance);
  const root = element("span", { class: "cm-swatches", "aria-hidden": "true" });
  for (const actor of actors) {
    const swatch = element("span", { class: "cm-sample" });
    swatch.style.backgroundColor = colour(actor, scene.day());
    root.append(swatch);
  }
  return root;
}
