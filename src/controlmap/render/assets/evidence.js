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
 * @property {string[]} chains
 * @property {string} chain
 * @property {[record: number, day: number][]} reported_latest
 * @property {[record: number, day: number][]} denied_on
 * @property {[record: number, order: number][]} sequence
 * @property {[record: number, replaced: number | string][]} supersedes
 * @property {import("./alliances.js").LinkRow[]} alliances
 */

/**
 * What the answers go by beside the columns of the records.
 * @typedef {object} EvidenceRows
 * @property {Int32Array} source of each record
 * @property {Int32Array} outcome number of the word
 * @property {Int32Array} placePrecision number of the word
 * @property {Int32Array} chain of each source
 * @property {Map<number, number>} reportedBy day by which a record was reported, where that is known
 * @property {Map<number, number | string>} deniedBy
 * @property {Map<number, number>} deniedOn day by which a denial was published
 * @property {Map<number, number>} sequence
 * @property {Map<number, number | string>} supersedes
 */

/**
 * @typedef {object} Evidence
 * @property {import("./decode.js").SourceRow[]} sources
 * @property {string[]} chains
 * @property {import("./alliances.js").LinkRow[]} alliances
 * @property {(record: number) => Report} report
 * @property {EvidenceRows} rows
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
  const [source, confidence, outcome, precision, chain] = [
    columns.source,
    columns.confidence,
    columns.outcome,
    columns.place_precision,
    columns.chain,
  ].map(decodeVlq);
  const reportedOn = reportedDays(columns, timeline);
  const texts = new Map(columns.reported);
  const dayText = (/** @type {number | undefined} */ day) => (day === undefined ? "" : isoOfDay(timeline.firstDay + day));
  const valid = new Map(columns.valid);
  const alsoAt = new Map(columns.also_at);
  const claimedBy = new Map(columns.claimed_by);
  const deniedBy = new Map(columns.denied_by);
  return {
    sources: columns.sources,
    chains: columns.chains,
    alliances: columns.alliances,
    rows: {
      source,
      outcome,
      placePrecision: precision,
      chain,
      reportedBy: new Map([...reportedOn, ...columns.reported_latest]),
      deniedBy,
      deniedOn: new Map(columns.denied_on),
      sequence: new Map(columns.sequence),
      supersedes: new Map(columns.supersedes),
    },
    report: (record) => ({
      event: words.event[records.event[record]],
      status: words.status[records.status[record]],
      sides: sides[records.sides[record]],
      previous: sides[records.previous[record]][0] || [],
      valid: valid.get(record) || windowText(timeline, record),
      reported: texts.get(record) ?? dayText(reportedOn.get(record)),
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
 * @returns {Map<number, number>} when each record was reported, where that is one day
 */
function reportedDays(columns, { records }) {
  /** @type {Map<number, number>} */
  const found = new Map();
  const days = decodeVlq(columns.reported_day);
  let at = 0;
  decodeVlq(columns.reported_form).forEach((form, record) => {
    if (form !== ONE_DAY) return;
    found.set(record, records.earliest[record] + days[at]);
    at += 1;
  });
  return found;
}
