/**
 * The reports of an evidence card: who says what, when, and what became of it.
 * @module card-reports
 */
import { element, fold, freeText, webLink } from "./dom.js";

/**
 * @typedef {import("./card-facts.js").CardReport} CardReport
 */

/** Stances that are not folded, and the key of the heading of each. */
const HEADINGS = [["for", "evidence"], ["against", "against"]];

/**
 * Those for and against, then, folded, those beside and those that the policy does not count.
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {CardReport[]} reports
 * @returns {HTMLElement[]}
 */
export function reportLists(timeline, speech, reports) {
  const { say } = speech;
  const list = (/** @type {CardReport[]} */ some) =>
    element("ul", { class: "cm-reports" }, ...some.map((report) => reportItem(timeline, speech, report)));
  const counted = reports.filter(({ isSetAside }) => !isSetAside);
  /** @type {HTMLElement[]} */
  const parts = [];
  for (const [stance, heading] of HEADINGS) {
    const told = counted.filter((report) => report.stance === stance);
    if (told.length > 0) parts.push(element("h3", {}, say(heading)), list(told));
  }
  const folded = (/** @type {string} */ heading, /** @type {string} */ name, /** @type {CardReport[]} */ told) => {
    if (told.length > 0) parts.push(fold(heading + " (" + speech.number(told.length) + ")", false, name, list(told)));
  };
  folded(say("beside"), "cm-beside", counted.filter(({ stance }) => stance === "beside"));
  folded(say("set_aside"), "cm-set-aside", reports.filter(({ isSetAside }) => isSetAside));
  return parts;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {CardReport} told
 * @returns {HTMLElement}
 */
function reportItem(timeline, speech, told) {
  const { say } = speech;
  const { sources } = timeline.evidence();
  const report = told.said;
  const [publisher, title, url] = sources[report.source];
  const event = say("event." + report.event);
  const loser = report.previous.length > 0 && speech.side(report.previous);
  const what = loser ? say("event_from", { event, name: loser }) : event;
  const who = report.sides.map(speech.side).join(" · ");
  const lead = element("p", { class: "cm-report-lead" });
  lead.append(freeText(who ? who + ": " + what : what), " ", element("span", { class: "cm-quiet" }, speech.edtf(report.valid)));
  const cited = element("p", { class: "cm-report-source" }, webLink(url, publisher));
  if (report.locator) cited.append(", ", freeText(report.locator));
  if (title && title !== publisher) cited.append(" ", freeText(title, "cm-quiet"));
  const facts = reportFacts(timeline, speech, told);
  const item = element("li", { "data-stance": told.stance }, lead, cited);
  item.append(element("p", { class: "cm-report-facts cm-quiet" }, ...apart(facts)));
  const fate = fateWords(timeline, speech, told);
  if (fate.length > 0) item.append(element("p", { class: "cm-report-fate" }, ...apart(fate)));
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
 * @param {string[]} facts
 * @returns {(HTMLElement | string)[]} each by itself, with dots between
 */
function apart(facts) {
  return facts.flatMap((fact, i) => (i > 0 ? [" · ", freeText(fact)] : [freeText(fact)]));
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
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {CardReport} told
 * @returns {string[]} who says it and when, and how it was coded
 */
function reportFacts(timeline, speech, { said: report }) {
  const { say } = speech;
  const { sources, chains, rows } = timeline.evidence();
  const perspective = sources[report.source][4];
  const facts = [
    say("source_perspective", { name: speech.actor(perspective) }),
    say("chain", { name: chains[rows.chain[report.source]] }),
    report.reported ? say("reported", { day: speech.edtf(report.reported) }) : say("reported_unknown"),
  ];
  if (report.claimedBy !== "") facts.push(say("claimed_by", { name: speech.actor(report.claimedBy) }));
  if (report.placePrecision !== "exact") facts.push(say("place_precision." + report.placePrecision));
  facts.push(say("confidence." + report.confidence));
  return facts;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {CardReport} told
 * @returns {string[]} what became of it: denied, replaced, set aside
 */
function fateWords(timeline, speech, { stance, outcome, deniedBy, supersededBy, isSetAside }) {
  const { say } = speech;
  const { sources, report: read } = timeline.evidence();
  const fate = [];
  if (outcome !== "stands") fate.push(say("outcome." + outcome));
  if (typeof deniedBy === "number") {
    const [publisher, , , published] = sources[deniedBy];
    const values = { name: publisher, day: speech.edtf(published) };
    fate.push(published ? say("denied_by_on", values) : say("denied_by", values));
  } else if (deniedBy !== "") {
    fate.push(say("denied_by", { name: deniedBy }));
  }
  for (const newer of supersededBy) {
    const report = read(newer);
    const name = sources[report.source][0] + (report.reported ? ", " + say("reported", { day: speech.edtf(report.reported) }) : "");
    fate.push(say("superseded_by", { name }));
  }
  if (isSetAside) fate.push(say("set_aside_note"), say("stance." + stance));
  return fate;
}
