/**
 * Reports: records with their days plain, and their order by valid time.
 * @module reports
 */
import { FORM } from "./records.js";

/** Days from 1970 to the first and last one that a record can name: of the years 1 and 9999. */
const CALENDAR = { first: -719_162, last: 2_932_896 };

/**
 * A record with its window as plain days. An open start of a span is its last day; an open
 * end is the day of report where that is known, else the first day of a span and no end of
 * a moment, which is the last day of the calendar, as its first day is an open start.
 * @typedef {object} Report
 * @property {number} record its number; of one place they go by last day, first day, identifier
 * @property {number} first
 * @property {number} last
 * @property {boolean} isSpan whether the state held on each of these days, or began on one of them
 * @property {number} overBy day at whose end the reported state is in force for certain
 * @property {string} event
 * @property {string} status
 * @property {number} list number of the list of its sides
 * @property {number[][]} controllers
 * @property {number[]} previous holder that lost the place, empty if none is named
 * @property {number | null} sequence order inside one day
 * @property {number | string} supersedes record that it replaces, or the name of one elsewhere; empty for none
 * @property {number} source
 * @property {number | string} perspective of its source: an actor or a text
 * @property {number} chain of its source
 * @property {boolean} setsControl whether it says who controls the place
 * @property {number | null} reported day by which it was reported
 * @property {string} outcome
 * @property {number | string} deniedBy source or text; empty for none
 * @property {number | null} deniedOn day by which the denial was published
 */

/**
 * First and last day of the calendar, as numbers of a map.
 * @typedef {object} Calendar
 * @property {number} first
 * @property {number} last
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Calendar}
 */
export function calendarOf({ firstDay }) {
  return { first: CALENDAR.first - firstDay, last: CALENDAR.last - firstDay };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Report[]} one for each record
 */
export function readReports(timeline) {
  const { records } = timeline;
  const read = makeReader(timeline);
  const calendar = calendarOf(timeline);
  return Array.from({ length: records.count }, (_, record) => {
    const said = read(record);
    const form = records.form[record];
    const earliest = form === FORM.openStart ? null : records.earliest[record];
    const latest = form === FORM.openEnd ? null : records.latest[record];
    return { ...said, ...plainDays(said, earliest, latest, calendar) };
  });
}

/**
 * @typedef {Omit<Report, "first" | "last" | "overBy">} Said
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @returns {(record: number) => Said} what a record says beside its days
 */
function makeReader(timeline) {
  const { records, words, sides } = timeline;
  const { sources, rows } = timeline.evidence();
  const spans = new Set(words.span_events);
  const controls = new Set(words.control_events);
  return (record) => {
    const [event, status] = [words.event[records.event[record]], words.status[records.status[record]]];
    const source = rows.source[record];
    const isExact = words.place_precision[rows.placePrecision[record]] === "exact";
    return {
      record,
      isSpan: spans.has(event),
      event,
      status,
      list: records.sides[record],
      controllers: sides[records.sides[record]],
      previous: sides[records.previous[record]][0] || [],
      sequence: rows.sequence.get(record) ?? null,
      supersedes: rows.supersedes.get(record) ?? "",
      source,
      perspective: sources[source][4],
      chain: rows.chain[source],
      setsControl: isExact && status !== "presence" && controls.has(event),
      reported: rows.reportedBy.get(record) ?? null,
      outcome: words.outcome[rows.outcome[record]],
      deniedBy: rows.deniedBy.get(record) ?? "",
      deniedOn: rows.deniedOn.get(record) ?? null,
    };
  };
}

/**
 * @param {Said} said
 * @param {number | null} earliest
 * @param {number | null} latest
 * @param {Calendar} calendar
 * @returns {{first: number, last: number, overBy: number}}
 */
function plainDays(said, earliest, latest, calendar) {
  const last = latest ?? lastDay(said, earliest, calendar);
  const first = earliest ?? (said.isSpan ? last : calendar.first);
  return { first, last, overBy: said.isSpan ? first : last };
}

/**
 * @param {Said} said
 * @param {number | null} earliest
 * @param {Calendar} calendar
 * @returns {number} last day of a window that has none
 */
function lastDay({ isSpan, reported }, earliest, calendar) {
  if (reported !== null && (earliest === null || reported >= earliest)) return reported;
  return isSpan ? (earliest ?? calendar.last) : calendar.last;
}

/**
 * @param {Report} one
 * @param {Report} other
 * @returns {number} order for people; it decides nothing
 */
export function compareReports(one, other) {
  return one.record - other.record;
}

/**
 * @typedef {{last: number, first: number, report: Report}} Ranked
 */

/**
 * By latest day, then earliest day; a report with a wide window comes before a narrow one
 * inside it that names the wide one's holder as the loser, and beside the last narrow one
 * inside it that tells the same: a summary dates no event.
 * @param {Report[]} reports of one place
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {Report[][]} in order of valid time, in groups that dates alone leave open
 */
export function orderReports(reports, alliances) {
  /** @type {Ranked[]} */
  const ranked = [];
  const narrowFirst = [...reports].sort((a, b) => a.last - a.first - (b.last - b.first) || compareReports(a, b));
  for (const report of narrowFirst) ranked.push({ ...rankOf(report, ranked, alliances), report });
  ranked.sort((a, b) => compareRanks(a, b) || compareReports(a.report, b.report));
  /** @type {Report[][]} */
  const groups = [];
  ranked.forEach((each, i) => {
    if (i > 0 && compareRanks(each, ranked[i - 1]) === 0) groups[groups.length - 1].push(each.report);
    else groups.push([each.report]);
  });
  return groups;
}

/**
 * @param {{last: number, first: number}} one
 * @param {{last: number, first: number}} other
 * @returns {number}
 */
function compareRanks(one, other) {
  return one.last - other.last || one.first - other.first;
}

/**
 * @param {Report} report
 * @param {Ranked[]} narrower those with narrower windows
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {{last: number, first: number}}
 */
function rankOf(report, narrower, alliances) {
  const own = { last: report.last, first: report.first };
  /** @type {{last: number, first: number} | null} */
  let same = null;
  for (const other of narrower) {
    if (!isInside(other.report, report)) continue;
    if (tellsTheSame(other.report, report, alliances) && (same === null || compareRanks(other, same) > 0)) same = other;
    if (other.last < own.last && tookFrom(other.report, report, alliances)) own.last = other.last;
  }
  return same === null ? own : { last: same.last, first: same.first };
}

/**
 * @param {Report} narrow
 * @param {Report} wide
 * @returns {boolean}
 */
function isInside(narrow, wide) {
  return (
    wide.first <= narrow.first &&
    narrow.last <= wide.last &&
    (narrow.first !== wide.first || narrow.last !== wide.last)
  );
}

/**
 * @param {Report} later
 * @param {Report} earlier
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {boolean} whether the later names a holder of the earlier as the one who lost the place
 */
function tookFrom(later, earlier, alliances) {
  return (
    later.previous.length > 0 &&
    earlier.controllers.some((side) => alliances.isSameHolder(later.previous, side, later.first))
  );
}

/**
 * @param {Report} one
 * @param {Report} other
 * @param {import("./alliances.js").Alliances} alliances
 * @returns {boolean} whether two reports of a moment name the same new holder
 */
function tellsTheSame(one, other, alliances) {
  return (
    !(one.isSpan || other.isSpan) &&
    one.status === "controlled" &&
    other.status === "controlled" &&
    alliances.areSameHolders(one.controllers, other.controllers, one.last)
  );
}
