/**
 * Who says so: the part of a payload that only cards and lists of sources need.
 * @module evidence
 */
import { isoOfDay } from "./days.js";
import { FORM } from "./records.js";
import { decodeVlq } from "./vlq.js";

/** Form of a day of report that is one day. */
const ONE_DAY = 0;

/**
 * @typedef {object} EvidenceColumns
 * @property {import("./decode.js").SourceRow[]} sources
 * @property {string} source
 * @property {string[]} locator
 * @property {string[]} note
 * @property {string} confidence
 * @property {string} outcome
 * @property {string} place_precision
 * @property {string} reported_form
 * @property {string} reported_day
 * @property {[record: number, text: string][]} reported
 * @property {[record: number, text: string][]} valid
 * @property {[record: number, copies: (number | string)[]][]} also_at
 * @property {[record: number, actor: number | string][]} claimed_by
 * @property {[record: number, source: number | string][]} denied_by
 */

/**
 * @typedef {object} Evidence
 * @property {import("./decode.js").SourceRow[]} sources
 * @property {(record: number) => Report} report
 */

/**
 * @typedef {object} Report
 * @property {string} event
 * @property {string} status
 * @property {number[][]} sides
 * @property {number[]} previous
 * @property {string} valid EDTF
 * @property {string} reported EDTF
 * @property {number} source
 * @property {string} locator
 * @property {(number | string)[]} alsoAt
 * @property {string} confidence
 * @property {number | string} claimedBy
 * @property {string} outcome
 * @property {number | string} deniedBy
 * @property {string} placePrecision
 * @property {string} note
 */

/**
 * @param {EvidenceColumns} columns
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Evidence}
 */
export function readEvidence(columns, timeline) {
  const { records, words, sides } = timeline;
  const [source, confidence, outcome, precision] = [
    columns.source,
    columns.confidence,
    columns.outcome,
    columns.place_precision,
  ].map(decodeVlq);
  const reported = reportedTexts(columns, timeline);
  const valid = new Map(columns.valid);
  const alsoAt = new Map(columns.also_at);
  const claimedBy = new Map(columns.claimed_by);
  const deniedBy = new Map(columns.denied_by);
  return {
    sources: columns.sources,
    report: (record) => ({
      event: words.event[records.event[record]],
      status: words.status[records.status[record]],
      sides: sides[records.sides[record]],
      previous: sides[records.previous[record]][0] || [],
      valid: valid.get(record) || windowText(timeline, record),
      reported: reported.get(record) || "",
      source: source[record],
      locator: columns.locator[record],
      alsoAt: alsoAt.get(record) || [],
      confidence: words.confidence[confidence[record]],
      claimedBy: claimedBy.get(record) ?? "",
      outcome: words.outcome[outcome[record]],
      deniedBy: deniedBy.get(record) ?? "",
      placePrecision: words.place_precision[precision[record]],
      note: columns.note[record],
    }),
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {number} record
 * @returns {string} EDTF of a window as it is usually written
 */
function windowText({ records, firstDay }, record) {
  const first = isoOfDay(firstDay + records.earliest[record]);
  const last = isoOfDay(firstDay + records.latest[record]);
  switch (records.form[record]) {
    case FORM.oneDay:
      return first;
    case FORM.openStart:
      return "../" + last;
    case FORM.openEnd:
      return first + "/..";
    default:
      return first + "/" + last;
  }
}

/**
 * @param {EvidenceColumns} columns
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Map<number, string>} when each record was reported, where that is known
 */
function reportedTexts(columns, { records, firstDay }) {
  const texts = new Map(columns.reported);
  const days = decodeVlq(columns.reported_day);
  let at = 0;
  decodeVlq(columns.reported_form).forEach((form, record) => {
    if (form !== ONE_DAY) return;
    texts.set(record, isoOfDay(firstDay + records.earliest[record] + days[at]));
    at += 1;
  });
  return texts;
}
