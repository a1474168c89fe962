/**
 * What stands behind the map: method, caveats, reported totals, sources, licences.
 * @module about
 */
import { element, fold, freeText, webLink } from "./dom.js";
import { listPhases, phasesOf } from "./phases.js";

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {any} manifest what the page was made from; null where it does not say
 * @returns {HTMLElement}
 */
export function makeAbout({ payload }, speech, manifest) {
  const { say } = speech;
  const { zone } = payload;
  const lead = ["about_cells", "inference." + payload.rule, "about_ages", "about_range"];
  const paragraphs = lead.map((key) => element("p", {}, say(key)));
  paragraphs.push(element("p", {}, say(payload.by === "bloc" ? "about_by_bloc" : "about_by_actor")));
  if (payload.as_of) paragraphs.push(element("p", {}, say("about_as_of", { day: speech.edtf(payload.as_of) })));
  const method = element("p", {}, freeText(zone.name, "cm-strong"), ": ", freeText(zone.method), " (");
  method.append(sourceLink(payload, zone.source), ")");
  return fold(
    say("about"),
    false,
    "cm-about",
    ...paragraphs,
    element("h3", {}, say("about_zone")),
    method,
    ...listPhases(phasesOf(payload), speech),
    ...claimsPart(payload, speech),
    element("h3", {}, say("about_sources")),
    element("ul", { class: "cm-sources" }, ...payload.sources.map((/** @type {any[]} */ row) => sourceItem(row, speech))),
    element("h3", {}, say("about_licences")),
    element("ul", {}, ...payload.licences.map((/** @type {string} */ line) => element("li", {}, freeText(line)))),
    ...manifestPart(manifest, speech),
  );
}

/**
 * How to cite the page, and what it was made from.
 * @param {any} manifest
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function manifestPart(manifest, { say }) {
  if (!manifest) return [];
  const inputs = Object.entries(manifest.inputs).map(([name, digest]) => {
    const hash = element("span", { class: "cm-hash cm-quiet" }, freeText(String(digest)));
    return element("li", {}, freeText(name), " ", hash);
  });
  const made = { version: manifest.controlmap, policy: manifest.policy };
  return [
    element("h3", {}, say("about_cite")),
    element("p", { class: "cm-cite" }, freeText(manifest.cite)),
    element("p", {}, say("about_made", made)),
    element("p", {}, say("about_inputs")),
    element("ul", { class: "cm-inputs" }, ...inputs),
  ];
}

/**
 * @param {any} payload
 * @param {number | string} source
 */
function sourceLink(payload, source) {
  if (typeof source === "string") return freeText(source);
  const [publisher, , url] = payload.sources[source];
  return webLink(url, publisher);
}

/**
 * @param {any[]} row
 * @param {import("./speech.js").Speech} speech
 */
function sourceItem([publisher, title, url, published, perspective, licence], speech) {
  const facts = [speech.say("source_perspective", { name: speech.actor(perspective) })];
  if (published) facts.unshift(speech.edtf(published));
  if (licence) facts.push(licence);
  const lead = element("p", {}, webLink(url, publisher), title === publisher ? "" : " · ", title !== publisher && freeText(title));
  return element("li", {}, lead, element("p", { class: "cm-quiet" }, freeText(facts.join(" · "))));
}

/**
 * @param {any} payload
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function claimsPart(payload, speech) {
  if (payload.claims.length === 0) return [];
  const { say } = speech;
  const items = payload.claims.map((/** @type {any[]} */ row) => {
    const [actor, quantity, value, unit, area, valid, , source, locator, note] = row;
    const holder = actor === "" ? "" : speech.actor(actor) + ": ";
    const counted = unit === "km2" ? say("km2") : say("quantity." + quantity).replace(/^quantity\./, "");
    const about = [speech.number(value, 3) + " " + counted, area];
    const item = element("li", {}, freeText(holder + about.filter(Boolean).join(", ")), " ");
    item.append(element("span", { class: "cm-quiet" }, speech.edtf(valid)), " (", sourceLink(payload, source));
    if (locator) item.append(", ", freeText(locator));
    item.append(")");
    if (note) item.append(element("p", { class: "cm-quiet" }, freeText(note)));
    return item;
  });
  return [
    element("h3", {}, say("about_claims")),
    element("p", {}, say("about_claims_lead")),
    element("ul", {}, ...items),
  ];
}
