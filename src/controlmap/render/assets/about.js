/**
 * What stands behind the map: method, caveats, reported totals, sources, licences.
 * @module about
 */
import { element, fold, freeText, webLink } from "./dom.js";
import { listPhases, phasesOf } from "./phases.js";

/**
 * What the page was made from.
 * @typedef {object} Manifest
 * @property {string} controlmap version
 * @property {string} policy
 * @property {string} cite
 * @property {Record<string, string>} inputs hash of each file
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {Manifest | null} manifest null where the page does not say
 * @returns {HTMLElement} filled when it is first opened
 */
export function makeAbout(timeline, speech, manifest) {
  const root = fold(speech.say("about"), false, "cm-about");
  const fill = () => root.append(...aboutParts(timeline, speech), ...manifestPart(manifest, speech));
  root.addEventListener("toggle", fill, { once: true });
  return root;
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function aboutParts({ payload, evidence }, speech) {
  const { say } = speech;
  const { zone } = payload;
  const { sources } = evidence();
  const lead = ["about_cells", "inference." + payload.rule, "about_ages", "about_range"];
  const paragraphs = lead.map((key) => element("p", {}, say(key)));
  paragraphs.push(element("p", {}, say(payload.by === "bloc" ? "about_by_bloc" : "about_by_actor")));
  if (payload.as_of) paragraphs.push(element("p", {}, say("about_as_of", { day: speech.edtf(payload.as_of) })));
  const method = element("p", {}, freeText(zone.name, "cm-strong"), ": ", freeText(zone.method), " (");
  method.append(sourceLink(sources, zone.source), ")");
  return [
    ...paragraphs,
    element("h3", {}, say("about_zone")),
    method,
    ...listPhases(phasesOf(payload), speech),
    ...claimsPart(payload.claims, sources, speech),
    element("h3", {}, say("about_sources")),
    element("ul", { class: "cm-sources" }, ...sources.map((row) => sourceItem(row, speech))),
    element("h3", {}, say("about_licences")),
    element("ul", {}, ...payload.licences.map((line) => element("li", {}, freeText(line)))),
    ...groundPart(payload.basemap, speech),
  ];
}

/**
 * @param {{credits: string[]}} basemap
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function groundPart({ credits }, { say }) {
  if (credits.length === 0) return [];
  return [element("h3", {}, say("about_ground")), element("ul", {}, ...credits.map((line) => element("li", {}, freeText(line))))];
}

/**
 * How to cite the page, and what it was made from.
 * @param {Manifest | null} manifest
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function manifestPart(manifest, { say }) {
  if (!manifest) return [];
  const inputs = Object.entries(manifest.inputs).map(([name, digest]) => {
    const hash = element("span", { class: "cm-hash cm-quiet" }, freeText(digest));
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
 * @param {import("./decode.js").SourceRow[]} sources
 * @param {number | string} source
 * @returns {HTMLElement}
 */
function sourceLink(sources, source) {
  if (typeof source === "string") return freeText(source);
  const [publisher, , url] = sources[source];
  return webLink(url, publisher);
}

/**
 * @param {import("./decode.js").SourceRow} row
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement}
 */
function sourceItem([publisher, title, url, published, perspective, licence], speech) {
  const facts = [speech.say("source_perspective", { name: speech.actor(perspective) })];
  if (published) facts.unshift(speech.edtf(published));
  if (licence) facts.push(licence);
  const lead = element("p", {}, webLink(url, publisher), title === publisher ? "" : " · ", title !== publisher && freeText(title));
  return element("li", {}, lead, element("p", { class: "cm-quiet" }, freeText(facts.join(" · "))));
}

/**
 * @param {import("./decode.js").ClaimRow[]} claims
 * @param {import("./decode.js").SourceRow[]} sources
 * @param {import("./speech.js").Speech} speech
 * @returns {HTMLElement[]}
 */
function claimsPart(claims, sources, speech) {
  if (claims.length === 0) return [];
  const { say } = speech;
  const items = claims.map((row) => {
    const [actor, quantity, value, unit, area, valid, , source, locator, note] = row;
    const holder = actor === "" ? "" : speech.actor(actor) + ": ";
    const counted = unit === "km2" ? say("km2") : say("quantity." + quantity).replace(/^quantity\./, "");
    const about = [speech.number(value, 3) + " " + counted, area];
    const item = element("li", {}, freeText(holder + about.filter(Boolean).join(", ")), " ");
    item.append(element("span", { class: "cm-quiet" }, speech.edtf(valid)), " (", sourceLink(sources, source));
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
