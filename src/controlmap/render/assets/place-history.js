/**
 * The control of one place, asked for any day.
 * @module place-history
 */
import { countUpTo } from "./alliances.js";
import { certaintyOf, freshnessOf, PRESUMED_DAYS, reportedThrough, staleAfter } from "./certainty.js";
import { holdingBefore } from "./happenings.js";
import { reportsKnown, reportsThatCount } from "./knowledge.js";
import { settle } from "./policies.js";
import { presenceOn, reportsOfPresence } from "./presence.js";
import { compareReports } from "./reports.js";
import { holdingOf, isSameHolding } from "./sides.js";

/**
 * @typedef {import("./answers.js").Holding} Holding
 * @typedef {import("./happenings.js").Happening} Happening
 * @typedef {import("./reports.js").Report} Report
 */

/**
 * An answer with what the policy set aside.
 * @typedef {import("./answers.js").Answer & {aside: number[]}} FullAnswer
 */

/**
 * @typedef {object} PlaceHistory
 * @property {Report[]} known reports of the place known by then, by valid time
 * @property {Report[]} counted those of them that count
 * @property {(day: number) => FullAnswer} on state at the end of a day
 * @property {(first: number, last: number) => [day: number, answer: FullAnswer][]} spells answers between
 *   two days, each with the first day that it holds for; one that only grows older is the same
 */

/**
 * What the reports of a holding say that have begun by a day.
 * @typedef {object} Support
 * @property {number | null} through
 * @property {string} certainty
 * @property {number[]} evidence
 * @property {number[]} against
 */

/**
 * @param {FullAnswer} answer
 * @returns {string} all of it but what changes from day to day by itself; the same for equal ones alone
 */
export function substanceOf(answer) {
  return JSON.stringify({ ...answer, lastReport: null });
}

/**
 * @param {Report[]} reports
 * @returns {number[]} their records by valid time
 */
function recordsOf(reports) {
  return [...reports].sort(compareReports).map(({ record }) => record);
}

/** Tells the answer of a day. */
class Teller {
  /**
   * @param {{known: Report[], happenings: Happening[], aside: Report[], presence: Report[]}} told
   * @param {import("./alliances.js").Alliances} alliances
   * @param {import("./reports.js").Calendar} calendar
   */
  constructor(told, alliances, calendar) {
    this.known = told.known;
    this.happenings = told.happenings;
    this.aside = told.aside;
    this.presence = told.presence;
    this.alliances = alliances;
    this.calendar = calendar;
    this.knownFrom = told.known.map(({ first }) => first).sort((a, b) => a - b);
    /** @type {Map<string, Support>} */
    this.supports = new Map();
  }

  /**
   * @param {number} day
   * @returns {FullAnswer} state at the end of a day
   */
  on(day) {
    const governing = this.governing(day);
    const eve = this.beforeNext(day, governing);
    if (eve !== null) return eve;
    if (governing < 0) return this.answer(day, { status: "no_record", sides: [] }, "no-record", {});
    return this.changing(day, governing) || this.settled(day, governing);
  }

  /**
   * @param {number} first
   * @param {number} last
   * @returns {number[]} days on which the answer can change, ascending
   */
  daysToAsk(first, last) {
    const days = new Set([first, ...this.alliances.changeDays]);
    for (const { begin, end, losers, holding, reports } of this.happenings) {
      days.add(begin).add(end);
      if (losers.length > 0 && begin > this.calendar.first) days.add(begin - 1);
      for (const report of reports) {
        days.add(report.first).add(report.last);
        for (const span of [1, staleAfter(holding.status) + 1, PRESUMED_DAYS + 1]) {
          days.add(Math.min(report.last + span, this.calendar.last));
        }
      }
    }
    for (const report of [...this.presence, ...this.known]) days.add(report.first).add(report.last);
    return [...days].filter((day) => first <= day && day <= last).sort((a, b) => a - b);
  }

  /**
   * @param {number} day
   * @returns {number} index of the last event in order that has begun by a day, -1 for none
   */
  governing(day) {
    let index = this.happenings.length - 1;
    while (index >= 0 && this.happenings[index].begin > day) index -= 1;
    return index;
  }

  /**
   * @param {number} day
   * @param {number} governing
   * @returns {FullAnswer | null} state on the day before an event, if its loser is not the one carried
   */
  beforeNext(day, governing) {
    for (let i = governing + 1; i < this.happenings.length; i += 1) {
      const { begin, losers, isBroken } = this.happenings[i];
      const isEve = begin > this.calendar.first && begin - 1 === day;
      if (isEve && losers.length > 0 && (governing < 0 || isBroken)) {
        return this.lostBy(day, this.happenings[i], governing < 0 ? "inferred-backwards" : "unreported-change");
      }
    }
    return null;
  }

  /**
   * @param {number} day
   * @param {Happening} happening
   * @param {string} rule
   * @returns {FullAnswer}
   */
  lostBy(day, happening, rule) {
    const { losers, isBroken } = happening;
    const holding = holdingOf(losers);
    const names = losers.map((side) => side.join());
    const reports = happening.reports.filter(({ previous }) => names.includes(previous.join()));
    const gaining = this.alliances.blocsOf(losers, day);
    return this.answer(day, holding, rule, {
      certainty: holding.status === "controlled" ? certaintyOf(reports, gaining, new Set()) : "",
      window: this.windowOf(happening),
      isBroken,
      evidence: recordsOf(reports),
    });
  }

  /**
   * @param {number} day
   * @param {number} index
   * @returns {FullAnswer | null} state inside the window of an event, unless it changes nothing
   */
  changing(day, index) {
    const happening = this.happenings[index];
    const { begin, end, holding, isBroken, reports } = happening;
    if (day >= end) return null;
    const before = holdingBefore(this.happenings, index);
    if (before !== null && isSameHolding(before, holding, day, this.alliances)) return null;
    return this.answer(day, { status: "changing", sides: [] }, "inside-window", {
      before,
      after: holding,
      since: this.said(begin),
      window: this.windowOf(happening),
      isBroken,
      evidence: recordsOf(reports),
      against: this.against(reports, begin, day),
    });
  }

  /**
   * @param {number} day
   * @param {number} index
   * @returns {FullAnswer} state that an event has left
   */
  settled(day, index) {
    const { holding } = this.happenings[index];
    const first = this.firstOfRun(index, day);
    const start = this.happenings[first];
    const { through, ...support } = this.support(first, index, day);
    const lastReport = through === null ? null : Math.min(through, day);
    const carried = lastReport === day ? "on-the-day" : "carried";
    return this.answer(day, holding, holding.status === "disputed" ? "tie" : carried, {
      ...support,
      since: this.said(start.end <= day ? start.end : start.begin),
      window: this.windowOf(start),
      lastReport,
      reportedThrough: through,
      freshness: lastReport === null ? "" : freshnessOf(day - lastReport, holding.status),
      isBroken: this.happenings.slice(first, index + 1).some(({ isBroken }) => isBroken),
    });
  }

  /**
   * @param {number} first
   * @param {number} index
   * @param {number} day
   * @returns {Support} what the reports of a run say on a day: another only where one begins
   */
  support(first, index, day) {
    const reports = this.happenings.slice(first, index + 1).flatMap((happening) => happening.reports);
    const begun = reports.filter((report) => report.first <= day);
    const key = [first, index, begun.length, countUpTo(this.knownFrom, day), this.alliances.epochOf(day)].join();
    const found = this.supports.get(key) || {
      through: reportedThrough(begun),
      certainty: this.certainty(first, index, begun, day),
      evidence: recordsOf(begun),
      against: this.against(reports, this.happenings[first].end, day),
    };
    this.supports.set(key, found);
    return found;
  }

  /**
   * @param {number} index
   * @param {number} day
   * @returns {number} index of the first of the events up to one that all leave the same holding
   */
  firstOfRun(index, day) {
    const { holding } = this.happenings[index];
    const isSame = (/** @type {number} */ i) =>
      isSameHolding(this.happenings[i].holding, holding, day, this.alliances);
    let first = index;
    while (first > 0 && !this.happenings[first].isBroken && isSame(first - 1)) first -= 1;
    return first;
  }

  /**
   * @param {number} first
   * @param {number} index
   * @param {Report[]} reports
   * @param {number} day
   * @returns {string}
   */
  certainty(first, index, reports, day) {
    const { holding } = this.happenings[index];
    if (holding.status !== "controlled") return "";
    const before = holdingBefore(this.happenings, first);
    const losers = [...this.happenings[first].losers, ...(before === null ? [] : before.sides)];
    const { blocsOf } = this.alliances;
    return certaintyOf(reports, blocsOf(holding.sides, day), blocsOf(losers, day));
  }

  /**
   * Denied, premature and superseded ones are among them: they are shown, but decide
   * nothing.
   * @param {Report[]} supporting
   * @param {number} start
   * @param {number} day
   * @returns {number[]} records known that speak of a day since the start and say otherwise
   */
  against(supporting, start, day) {
    const said = (/** @type {Report} */ { status, list }) => status + list;
    const sayings = new Set(supporting.map(said));
    const isAgainst = (/** @type {Report} */ report) =>
      report.setsControl && report.first <= day && report.last >= start && !sayings.has(said(report));
    return recordsOf(this.known.filter(isAgainst));
  }

  /**
   * @param {Happening} happening
   * @returns {(number | null)[]}
   */
  windowOf({ begin, end }) {
    return [this.said(begin), this.said(end)];
  }

  /**
   * @param {number} day
   * @returns {number | null} day of a window; null for an open end
   */
  said(day) {
    return day === this.calendar.first || day === this.calendar.last ? null : day;
  }

  /**
   * @param {number} day
   * @param {Holding} holding
   * @param {string} rule
   * @param {Partial<FullAnswer>} more
   * @returns {FullAnswer}
   */
  answer(day, { status, sides }, rule, more) {
    const start = more.since ?? this.calendar.first;
    return {
      status,
      sides,
      before: null,
      after: null,
      since: null,
      window: [],
      certainty: "",
      lastReport: null,
      reportedThrough: null,
      freshness: "",
      rule,
      isBroken: false,
      presence: presenceOn(this.presence, day),
      evidence: [],
      against: [],
      aside: recordsOf(this.aside.filter(({ first, last }) => first <= day && last >= start)),
      ...more,
    };
  }
}

/**
 * @param {Report[]} reports of the place that are heard, by valid time
 * @param {{asOf: number | null, policy: string}} seen
 * @param {{alliances: import("./alliances.js").Alliances, calendar: import("./reports.js").Calendar}} world
 * @returns {PlaceHistory}
 */
export function makePlaceHistory(reports, { asOf, policy }, { alliances, calendar }) {
  const known = reportsKnown(reports, asOf);
  const counted = reportsThatCount(known, asOf);
  const setting = counted.filter(({ setsControl }) => setsControl);
  const { happenings, aside } = settle(setting, alliances, calendar, policy);
  const presence = reportsOfPresence(counted);
  const teller = new Teller({ known, happenings, aside, presence }, alliances, calendar);
  return {
    known,
    counted,
    on: (day) => teller.on(day),
    spells(first, last) {
      /** @type {[number, FullAnswer][]} */
      const spells = [];
      let before = "";
      for (const day of first < last ? teller.daysToAsk(first, last) : [first]) {
        const answer = teller.on(day);
        const substance = substanceOf(answer);
        if (substance !== before) spells.push([day, answer]);
        before = substance;
      }
      return spells;
    },
  };
}
